//! Random runs of two phones, each with any page of the examples and tests. Users, hosts and servers do anything at any time. A
//! seed repeats its run.
//!
//! ```sh
//! cargo test -p test-pages --test two_phones                           # the first seeds
//! SEED=42 cargo test -p test-pages --test two_phones                   # one seed
//! MINUTES=30 cargo test -p test-pages --test two_phones -- --nocapture # from SEED on, for so long
//! ```

mod invariants;
mod open_page;
mod phone;

use std::rc::Rc;
use std::time::{Duration, Instant};

use voip_tests::{Rng, millis, secs};

use self::phone::Phone;

const SEEDS: u64 = 400;
const STEPS: usize = 40;

/// Plays a run, and returns the records of each page that was open.
fn run(seed: u64) -> Vec<String> {
    let rng = Rc::new(Rng::new(seed));
    let mut phones = Phone::pair(&rng);
    for _ in 0..STEPS {
        let at = usize::from(rng.below(2) == 0);
        if rng.below(3) == 0 {
            let time = *rng.choose(&[0, 1, 100, 900, 1_000, 5_000, 20_000, 45_000, 70_000]);
            assert!(phones[at].host.run_for(millis(time)), "the pages do not come to rest");
        } else {
            phones[at].act(&rng);
        }
        phones.iter().for_each(Phone::check);
    }
    let rest = |phones: &[Phone; 2]| phones.iter().all(|phone| phone.host.run());
    // A limit of a call is not reached while nothing else happens.
    assert!(
        rest(&phones) && phones[0].host.run_for(secs(4 * 60 * 60)) && rest(&phones),
        "the pages do not come to rest"
    );
    phones.iter().for_each(Phone::check_at_rest);
    let mut records = Vec::new();
    for phone in &mut phones {
        phone.leave();
    }
    assert!(rest(&phones), "the phones do not come to rest after their pages were left");
    let is_in_call = phones.iter().any(|phone| phone.host.in_call());
    assert!(!is_in_call || phones.iter().any(Phone::may_keep_call), "a call without pages goes on");
    records.extend(phones.into_iter().flat_map(Phone::finish));
    records
}

#[test]
fn random_runs_keep_the_invariants() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("SEED").unwrap_or_default();
    let limit = number("MINUTES").map(|minutes| Duration::from_secs(minutes * 60));
    let start = Instant::now();
    let (mut failed, mut records, mut seed) = (Vec::new(), 0, first);
    loop {
        match std::panic::catch_unwind(|| run(seed)) {
            Ok(run) => records += run.len(),
            Err(_) => failed.push(seed),
        }
        seed += 1;
        let is_last = match limit {
            Some(limit) => start.elapsed() > limit,
            None if number("SEED").is_some() => true,
            None => seed == SEEDS,
        };
        if is_last || failed.len() > 5 {
            break;
        }
        if limit.is_some() && seed.is_multiple_of(5_000) {
            println!("seeds {first} to {seed}: {records} records, failed: {failed:?}");
        }
    }
    println!("seeds {first} to {}: {records} records", seed - 1);
    assert!(failed.is_empty(), "seeds {failed:?}: see the panics above");
}

#[test]
fn the_same_seed_gives_the_same_run() {
    for seed in [0, 3, 4_711] {
        assert_eq!(run(seed), run(seed));
    }
}
