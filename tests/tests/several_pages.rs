//! Random runs of two phones with two pages each. The pages of a phone agree on what belongs to its app, and the recording
//! of each page replays.

use voip_runtime::record::{OpenIds, Recorder, Recording};
use voip_runtime::sim::{MemberEvents, SimHost, replay};
use voip_runtime::{Page, Session};
use voip_tests::{Recovering, Rng, millis};

const SEEDS: u64 = 200;
const OPENIDS: [&str; 2] = ["openid-of-alice", "openid-of-bob"];

struct OnPhone {
    phone: usize,
    recorder: Recorder,
    session: Session<Recovering>,
}

impl OnPhone {
    fn open(phones: &[SimHost; 2], phone: usize) -> Self {
        let recorder = Recorder::new(phones[phone].clone());
        let session = Session::new(recorder.clone());
        recorder.observe(&session);
        session.input("listen_openid", OPENIDS[1 - phone]).expect("text");
        session.input("call_openid", OPENIDS[phone]).expect("text");
        Self { phone, recorder, session }
    }

    fn assert_replays(&self) {
        let lines =
            Recording::of::<Recovering>(self.recorder.take()).to_lines(Recovering::SPEC, OpenIds::Aliased);
        let recording = Recording::read::<Recovering>(&lines).expect("a recording");
        replay::<Recovering>(&recording).unwrap_or_else(|divergence| panic!("{divergence}\n{lines}"));
    }
}

/// A random action on a page or its phone.
fn act(rng: &Rng, phone: &SimHost, session: &Session<Recovering>) {
    let coin = || rng.below(2) == 0;
    match rng.below(22) {
        0..=3 => drop(session.tap()),
        4 => _ = session.set_reachable(true),
        5 => _ = session.hang_up(),
        6 | 7 => _ = session.cancel(),
        8 => _ = phone.allow() || phone.refuse() || phone.leave_settings(),
        9 | 10 => _ = phone.pick_up(),
        11 => phone.hang_up(),
        12 => phone.interrupt(),
        13 => phone.set_online(rng.below(3) != 0),
        14 => phone.supersede_call(),
        15 => phone.set_reachable(coin()),
        16 => phone.set_replaces_calls(coin()),
        17 => phone.set_member_events(if coin() { MemberEvents::Early } else { MemberEvents::Doubled }),
        _ => assert!(phone.run_for(millis(rng.below(20_000)))),
    }
}

fn run(seed: u64) {
    let rng = Rng::new(seed);
    let (alice, bob) = SimHost::pair(OPENIDS[0], OPENIDS[1]);
    let phones = [alice, bob];
    phones.iter().filter(|_| rng.below(2) == 0).for_each(SimHost::make_interactive);
    let mut pages: Vec<_> = [0, 0, 1, 1].map(|phone| OnPhone::open(&phones, phone)).into();
    for _ in 0..40 {
        let on = &pages[usize::try_from(rng.below(4)).expect("a small number")];
        act(&rng, &phones[on.phone], &on.session);
        if rng.below(40) == 0 {
            // The app of the first phone is closed and opened again.
            phones[0].close();
            phones[0].reopen();
            for page in pages.iter_mut().filter(|page| page.phone == 0) {
                page.session.leave();
                page.assert_replays();
                *page = OnPhone::open(&phones, 0);
            }
        }
        for OnPhone { phone, session, .. } in &pages {
            assert_eq!(session.reachable(), phones[*phone].is_reachable());
        }
    }
    assert!(phones[0].run(), "the run does not end");
    pages.iter().for_each(OnPhone::assert_replays);
}

#[test]
fn the_pages_of_a_phone_agree_and_replay() {
    for seed in 0..SEEDS {
        let result = std::panic::catch_unwind(|| run(seed));
        assert!(result.is_ok(), "seed {seed}: see the panic above");
    }
}
