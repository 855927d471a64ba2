//! Steps that say what they do and how long it took, and commands that say what went wrong.

use std::io::Write as _;
use std::process::{Command, Output};
use std::time::Instant;

use super::Result;

/// Does one step; `work` may print, so its time stands on a line of its own.
pub(super) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("== {name}");
    std::io::stdout().flush()?;
    let start = Instant::now();
    let done = work().map_err(|error| format!("{name}: {error}"))?;
    println!("   {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

/// Runs the command and gives its standard output; what it said is shown only if it fails.
pub(super) fn quietly(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8(succeeded(command)?.stdout)?)
}

/// Runs the command and gives everything that it says, on either output.
pub(super) fn told(command: &mut Command) -> Result<String> {
    Ok(said(&succeeded(command)?))
}

fn succeeded(command: &mut Command) -> Result<Output> {
    let output = command.output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        Ok(output)
    } else {
        Err(format!("{} failed ({})\n{}", shown(command), output.status, said(&output)).into())
    }
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said).into_owned()).concat()
}

/// Runs the command, whose output goes where ours goes.
pub(super) fn loudly(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", shown(command)).into()) }
}

/// What the program prints with these arguments, if it is there and succeeds.
pub(super) fn asked(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("{} could not be started: {error}", shown(command))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    format!("`{}`", words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" "))
}
