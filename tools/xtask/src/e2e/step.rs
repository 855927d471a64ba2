//! Runs steps and commands, and prints their names, times and errors.

use std::io::Write as _;
use std::process::{Command, Output};
use std::time::Instant;

use super::Result;

/// Runs one step. The time is on its own line, because `work` may print.
pub(super) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("== {name}");
    std::io::stdout().flush()?;
    let start = Instant::now();
    let done = work().map_err(|error| format!("{name}: {error}"))?;
    println!("   {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

/// Runs the command and returns its standard output. Its output is printed only if it fails.
pub(super) fn quietly(command: &mut Command) -> Result<String> {
    Ok(String::from_utf8(succeeded(command)?.stdout)?)
}

/// Runs the command and returns its standard output and standard error.
pub(super) fn output_of(command: &mut Command) -> Result<String> {
    Ok(text(&succeeded(command)?))
}

fn succeeded(command: &mut Command) -> Result<Output> {
    let output = command.output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        Ok(output)
    } else {
        Err(format!("{} failed ({})\n{}", display(command), output.status, text(&output)).into())
    }
}

fn text(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// Runs the command, and prints its output.
pub(super) fn loudly(command: &mut Command) -> Result {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", display(command)).into()) }
}

/// The output of the program with these arguments. `None` if it does not exist or fails.
pub(super) fn asked(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run {}: {error}", display(command))
}

fn display(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    format!("`{}`", words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" "))
}
