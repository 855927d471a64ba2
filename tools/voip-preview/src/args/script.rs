//! The answers of the simulated host, in the order of the command line.

use clap::ArgMatches;
use voip_runtime::sim::{Play, Step};

use super::value::{Fail, Late, StepName};

/// Each `--fail`, `--never`, `--late` and `--twice` is one answer. Clap groups them by flag; this restores the
/// order of the command line.
pub(super) fn in_order(matches: &ArgMatches) -> Vec<(Step, Play)> {
    let fails = of(matches, "fail", |fail: &Fail| (fail.step, Play::fail(fail.cause)));
    let nevers = of(matches, "never", |step: &StepName| (step.step(), Play::never()));
    let lates = of(matches, "late", |late: &Late| (late.step, Play::succeed().late(late.by)));
    let twices = of(matches, "twice", |step: &StepName| (step.step(), Play::succeed().twice()));
    let mut answers: Vec<_> = [fails, nevers, lates, twices].concat();
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// The answers of one flag, with their positions on the command line.
fn of<T: Clone + Send + Sync + 'static>(
    matches: &ArgMatches,
    flag: &str,
    answer: impl Fn(&T) -> (Step, Play),
) -> Vec<(usize, (Step, Play))> {
    let indices = matches.indices_of(flag).into_iter().flatten();
    indices.zip(matches.get_many::<T>(flag).into_iter().flatten().map(answer)).collect()
}
