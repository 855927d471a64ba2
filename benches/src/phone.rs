//! What a call costs in the JavaScript of a phone. The programs and the measures are in `mini-program`, and run on Node.

use std::process::Command;

use serde::Deserialize;

use crate::cost::output;
use crate::measure::Measure;
use crate::{Options, Result, results};

/// A measure, as `measure.mjs` prints it.
#[derive(Deserialize)]
struct Printed {
    name: String,
    unit: String,
    goal: Option<f64>,
    /// The samples of each subject, in their order.
    samples: Vec<(String, Vec<f64>)>,
}

pub(crate) fn run(options: &Options) -> Result<Vec<Measure>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let root = results::home().join("..");
    output(Command::new(cargo).args(["xtask", "bench", "build-phone"]).current_dir(root))?;
    // A comparison of pages that do not do the same work would say nothing.
    run_here(Command::new("node").args(["--test", "--test-reporter=dot"]))?;
    let mut node = Command::new("node");
    node.arg("measure.mjs").args(options.rounds.map(|rounds| rounds.to_string()));
    let printed: Vec<Printed> = serde_json::from_str(&run_here(&mut node)?)?;
    Ok(printed.into_iter().map(measure).collect())
}

fn measure(Printed { name, unit, goal, samples }: Printed) -> Measure {
    let measure = Measure { goal, ..Measure::new(name, &unit) };
    samples.into_iter().fold(measure, |measure, (subject, samples)| measure.samples(&subject, samples))
}

/// Runs a command in the folder of the programs, and returns what it prints.
fn run_here(command: &mut Command) -> Result<String> {
    let (printed, _) = output(command.current_dir(results::home().join("mini-program")))?;
    Ok(printed)
}
