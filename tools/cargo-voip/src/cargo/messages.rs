//! Runs cargo and reads its JSON messages.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::cargo::cannot_run;
use crate::cargo::diagnostics::Message;
use crate::console;
use crate::error::{Error, Result};

/// Runs a cargo command, passes each message to `handle`, and returns whether cargo succeeded. Its progress is
/// printed to standard error.
pub(super) fn run(cargo: &mut Command, mut handle: impl FnMut(Message)) -> Result<bool> {
    cargo.args(["--message-format", "json-diagnostic-rendered-ansi"]).stdout(Stdio::piped());
    let mut cargo = cargo.spawn().map_err(|error| cannot_run(&error))?;
    if let Some(stdout) = cargo.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line =
                line.map_err(|error| Error::new(format!("cannot read the output of cargo: {error}")))?;
            match Message::parse(&line) {
                Some(message) => handle(message),
                // Not a message of cargo: a procedural macro may print, for example.
                None => console::text(format_args!("{line}\n")),
            }
        }
    }
    Ok(cargo.wait().map_err(|error| cannot_run(&error))?.success())
}
