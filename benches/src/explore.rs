//! What it costs to play every path of a page, now and at an earlier commit.

use std::process::Command;

use crate::compile::package::Package;
use crate::measure::{Measure, VOIP};
use crate::profile::Profile;
use crate::scale::{explore, page};
use crate::{Options, Result, earlier};

const ROUNDS: usize = 15;
/// How many more instructions a path may take than before.
const GOAL: f64 = 1.0;

pub(crate) fn run(options: &Options) -> Result<Vec<Measure>> {
    let page = page()?;
    let mut packages = Vec::new();
    if let Some(commit) = &options.before {
        let package = Package::of_voip("explore-before", &page, 1)?;
        package.use_runtime(&earlier::checkout(commit)?.join("voip-runtime"))?;
        packages.push((format!("at {commit}"), package));
    }
    packages.push((VOIP.to_owned(), Package::of_voip("explore-now", &page, 1)?));
    let mut samples = vec![(Vec::new(), Vec::new()); packages.len()];
    for _ in 0..options.rounds.unwrap_or(ROUNDS) {
        for ((times, paths), (_, package)) in samples.iter_mut().zip(&packages) {
            let [path_count, _, seconds] = explore(package)?;
            times.push(seconds * 1e6 / path_count);
            paths.push(path_count);
        }
    }
    let mut time = Measure::new("explore, a path", "µs");
    let mut instructions = Measure::new("explore, a path: instructions", "").goal(GOAL);
    let mut all_paths = Measure::new("explore, paths of the page", "");
    for ((subject, package), (times, paths)) in packages.iter().zip(samples) {
        let path_count = paths[0];
        time = time.samples(subject, times);
        all_paths = all_paths.samples(subject, paths);
        let program = package.program()?;
        let profile = |count: &str| Profile::of(Command::new(&program).args(["explore", count]));
        let once = profile("2")?.less(profile("1")?, 1);
        instructions = instructions.exact(subject, once.total / path_count);
    }
    Ok(vec![time, instructions, all_paths])
}
