//! What a call costs on a computer: a flow from Idle to InCall and back, on a host that answers at once.

mod pages;

use std::fmt::Write as _;
use std::process::Command;
use std::rc::Rc;
use std::time::Instant;

use self::pages::{Counter, Page, subjects};
use crate::measure::{BY_HAND, Measure, VOIP};
use crate::profile::Profile;
use crate::{Options, Result, results};

const ROUNDS: usize = 101;
const FLOWS: u32 = 2_000;
/// How many functions are listed.
const FUNCTIONS: usize = 10;

pub(crate) fn run(options: &Options) -> Result<Vec<Measure>> {
    let pages = subjects::<Counter>().map(|(subject, open)| (subject, open(Rc::default()), Vec::new()));
    let mut times = Vec::from(pages);
    for _ in 0..options.rounds.unwrap_or(ROUNDS) {
        for (_, page, samples) in &mut times {
            let start = Instant::now();
            flows(page.as_ref(), FLOWS);
            samples.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(FLOWS));
        }
    }
    let time = Measure::new("a flow, native", "ns");
    let time =
        times.into_iter().fold(time, |measure, (subject, _, samples)| measure.samples(subject, samples));
    let mut instructions = Measure::new("a flow, native: instructions", "");
    let mut text = String::from("Where the instructions of a flow go, without those of what they call:\n\n");
    for (subject, _) in subjects::<Counter>() {
        // The difference is without the start of the process.
        let flow = profile(subject, 2 * FLOWS)?.less(profile(subject, FLOWS)?, FLOWS);
        instructions = instructions.exact(subject, flow.total);
        if [BY_HAND, VOIP].contains(&subject) {
            write!(text, "| {subject} | instructions | share |\n| --- | --- | --- |\n")?;
            for (function, count) in flow.functions.iter().take(FUNCTIONS) {
                writeln!(text, "| `{function}` | {count:.0} | {:.0}% |", count / flow.total * 100.0)?;
            }
            writeln!(text)?;
        }
    }
    results::keep_text("native", &text)?;
    Ok(vec![time, instructions])
}

/// Profiles this program while it runs flows of a subject.
fn profile(subject: &str, flows: u32) -> Result<Profile> {
    let program = std::env::current_exe()?;
    Profile::of(Command::new(program).args([crate::RUN_FLOWS, subject, &flows.to_string()]))
}

fn flows(page: &dyn Page, count: u32) {
    for _ in 0..count {
        page.tap();
        page.hang_up();
    }
}

/// Runs flows of one subject: this process is what is profiled.
pub(crate) fn run_flows(subject: &str, count: &str) -> Result {
    let count = count.parse()?;
    let (_, open) =
        subjects::<Counter>().into_iter().find(|(name, _)| *name == subject).ok_or("unknown subject")?;
    let counter = Rc::new(Counter::default());
    let page = open(counter.clone());
    flows(page.as_ref(), count);
    // A flow changes the state five times.
    if counter.changes.get() != 5 * u64::from(count) {
        return Err(format!("{} changes in {count} flows", counter.changes.get()).into());
    }
    Ok(())
}
