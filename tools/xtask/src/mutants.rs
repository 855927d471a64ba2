//! `cargo xtask mutants`: changes the code in one place at a time, and expects that a test fails.
//!
//! cargo-mutants does this, one part of the code after another. `target/mutants` has what tests have caught, so a run that was
//! stopped goes on. `.cargo/mutants.toml` has the changes that no test can notice, with the reasons.

use std::env;
use std::error::Error;
use std::fs;
use std::process::Command;

/// Code that has the same tests.
struct Part {
    name: &'static str,
    files: &'static [&'static str],
    /// Each is run for the mutants that the ones before have not caught.
    tests: &'static [Tests],
}

enum Tests {
    /// The unit tests whose paths do not contain one of these texts.
    Units(&'static [&'static str]),
    /// These files of `tests/tests`.
    Scenarios(&'static [&'static str]),
}
use Tests::{Scenarios, Units};

#[rustfmt::skip]
const CALLS: Tests = Scenarios(&[
    "addresses", "after_the_call", "any_order", "app_wide", "call_limits", "call_window", "cancel", "cancel_edges", "contacts",
    "declarations", "ended_calls", "explore", "explore_inputs", "handler_errors", "handlers", "handlers_by_hand", "late_join",
    "leave", "make_reachable", "on_load", "privacy", "receive_forms", "reentrancy", "replies", "spawned", "stopped_calls",
    "subscribers_and_hooks", "toasts",
]);

/// Without the tests that take long.
const FAST: Tests = Units(&["random_runs", "half_typed", "mutations", "one_token"]);

#[rustfmt::skip]
const PARTS: [Part; 6] = [
    Part { name: "machine", files: &["voip-runtime/src/machine/**"], tests: &[FAST, CALLS] },
    Part { name: "flow", files: &["voip-runtime/src/flow.rs", "voip-runtime/src/flow/**"], tests: &[FAST, CALLS] },
    Part { name: "call", files: &["voip-runtime/src/call/**"], tests: &[FAST, CALLS, Scenarios(&["ui"])] },
    Part { name: "session", files: &["voip-runtime/src/session/**", "voip-runtime/src/host/reply.rs"], tests: &[CALLS] },
    Part {
        name: "causes",
        files: &["voip-runtime/src/cause.rs", "voip-runtime/src/classify.rs"],
        tests: &[Scenarios(&["answers", "causes", "facts"])],
    },
    Part {
        name: "checks",
        files: &["voip-macros/src/check/**"],
        tests: &[FAST, Units(&[]), Scenarios(&["ui"])],
    },
];

/// Tests these parts, or all of them.
pub(crate) fn run(names: &[&str]) -> Result<(), Box<dyn Error>> {
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        let known: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        return Err(format!("unknown part `{unknown}`: expected {}", known.join(", ")).into());
    }
    if !Command::new("cargo").args(["mutants", "--version"]).output()?.status.success() {
        return Err("cargo-mutants is not installed: run `cargo install --locked cargo-mutants`".into());
    }
    // The paths of the parts begin there, and cargo-mutants changes the package of the folder that it runs in.
    env::set_current_dir(crate::root())?;
    let mut missed = String::new();
    for part in PARTS.iter().filter(|part| names.is_empty() || names.contains(&part.name)) {
        missed.push_str(&part.missed()?);
    }
    if missed.is_empty() {
        Ok(())
    } else {
        Err(format!("no test fails with these changes:\n{missed}").into())
    }
}

impl Part {
    /// The mutants of this part that no test catches, one in each line.
    fn missed(&self) -> Result<String, Box<dyn Error>> {
        let output = format!("target/mutants/{}", self.name);
        fs::create_dir_all(&output)?;
        let mut missed = String::new();
        for tests in self.tests {
            let mut mutants = Command::new("cargo");
            mutants.args(["mutants", "--iterate", "--no-shuffle", "--output", &output]);
            mutants.args(self.files.iter().flat_map(|file| ["--file", *file]));
            tests.add_to(&mut mutants);
            // The crates that do not change are built once.
            mutants.env("CARGO_TARGET_DIR", fs::canonicalize("target/mutants")?.join("build"));
            mutants.envs([("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_PROFILE_TEST_DEBUG", "0")]);
            let status = mutants.status()?;
            // 2 and 3: some mutants were missed, or the tests did not end with some.
            if !matches!(status.code(), Some(0 | 2 | 3)) {
                return Err(format!("cargo-mutants failed ({status})").into());
            }
            missed = fs::read_to_string(format!("{output}/mutants.out/missed.txt"))?;
            if missed.is_empty() {
                break;
            }
        }
        Ok(missed)
    }
}

impl Tests {
    fn add_to(&self, mutants: &mut Command) {
        match self {
            Units(skipped) => {
                mutants.args(["--cargo-arg=--lib", "--", "--"]);
                mutants.args(skipped.iter().flat_map(|text| ["--skip", *text]));
            }
            Scenarios(files) => {
                mutants.arg("--cargo-arg=--package=voip-tests");
                mutants.args(files.iter().map(|file| format!("--cargo-arg=--test={file}")));
            }
        }
    }
}
