//! What the first `cargo run` of a package of `cargo voip new` costs, and one after an edit, now and at an earlier commit.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cost::{Cost, cost, output};
use crate::measure::{Measure, VOIP};
use crate::{Options, Result, earlier};

/// How often a package is run after an edit.
const ROUNDS: usize = 7;
/// How much of what it took at the earlier commit it may take.
const GOAL: f64 = 0.5;

struct Subject {
    name: String,
    package: PathBuf,
    first: Cost,
    edited: Vec<Cost>,
}

pub(crate) fn run(options: &Options) -> Result<Vec<Measure>> {
    let mut subjects = Vec::new();
    if let Some(commit) = &options.before {
        subjects.push(Subject::new(format!("at {commit}"), &earlier::checkout(commit)?)?);
    }
    subjects.push(Subject::new(VOIP.to_owned(), earlier::root())?);
    for _ in 0..options.rounds.unwrap_or(ROUNDS) {
        for subject in &mut subjects {
            let edited = edit_and_run(&subject.package)?;
            subject.edited.push(edited);
        }
    }
    Ok(vec![
        measure("first `cargo run` of a new package", &subjects, |cost| cost.cpu, first),
        measure("first `cargo run` of a new package (elapsed)", &subjects, |cost| cost.wall, first),
        measure("`cargo run` after an edit", &subjects, |cost| cost.cpu, edited),
        measure("`cargo run` after an edit (elapsed)", &subjects, |cost| cost.wall, edited),
    ])
}

impl Subject {
    /// Makes a package with `cargo voip new` of the repository in this folder, and runs it.
    fn new(name: String, repository: &Path) -> Result<Self> {
        let package = repository.join("target/new-package");
        if package.exists() {
            fs::remove_dir_all(&package)?;
        }
        let new = ["run", "--quiet", "--package", "cargo-voip", "--", "voip", "new"];
        output(cargo(repository).args(new).arg(&package))?;
        let manifest = package.join("Cargo.toml");
        let text = fs::read_to_string(&manifest)?;
        if !text.contains("[workspace]") {
            // Earlier packages did not say that they are not members of the repository's workspace.
            fs::write(&manifest, text + "\n[workspace]\n")?;
        }
        // The measured time is without that of the network.
        output(cargo(&package).args(["fetch", "--quiet"]))?;
        Ok(Self { name, first: cost(&mut run_page(&package))?, package, edited: Vec::new() })
    }
}

/// Appends a line to the source of the page, which compiles it again.
fn edit_and_run(package: &Path) -> Result<Cost> {
    let mut source = OpenOptions::new().append(true).open(package.join("src/lib.rs"))?;
    writeln!(source, "// An edit.")?;
    cost(&mut run_page(package))
}

fn run_page(package: &Path) -> Command {
    let mut command = cargo(package);
    command.args(["run", "--quiet", "--offline"]);
    command
}

/// `cargo` in this folder, with the target folder of this folder.
fn cargo(folder: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(folder).env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS").stdin(Stdio::null());
    command
}

fn first(subject: &Subject) -> &[Cost] {
    std::slice::from_ref(&subject.first)
}

fn edited(subject: &Subject) -> &[Cost] {
    &subject.edited
}

fn measure(
    name: &str,
    subjects: &[Subject],
    pick: fn(&Cost) -> f64,
    costs: fn(&Subject) -> &[Cost],
) -> Measure {
    subjects.iter().fold(Measure::new(name, "s").goal(GOAL), |measure, subject| {
        measure.samples(&subject.name, costs(subject).iter().map(pick).collect())
    })
}
