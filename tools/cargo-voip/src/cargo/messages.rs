//! A cargo that compiles, and what it says meanwhile.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::cargo::diagnostics::Message;
use crate::cargo::not_run;
use crate::error::{Error, Result};

/// Runs that cargo, takes each of its messages, and says whether it succeeded. Its progress goes to standard
/// error, as cargo prints it.
pub(super) fn messages(cargo: &mut Command, mut take: impl FnMut(Message)) -> Result<bool> {
    cargo.args(["--message-format", "json-diagnostic-rendered-ansi"]).stdout(Stdio::piped());
    let mut cargo = cargo.spawn().map_err(|error| not_run(&error))?;
    if let Some(stdout) = cargo.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(|error| Error::new(format!("cannot read what cargo says: {error}")))?;
            match Message::read(&line) {
                Some(message) => take(message),
                // Someone else prints.
                None => anstream::eprintln!("{line}"),
            }
        }
    }
    Ok(cargo.wait().map_err(|error| not_run(&error))?.success())
}
