//! The preview as a child process. Its standard input receives the status of builds, and its standard output is
//! forwarded. It ends when this process ends, because its input is then closed.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{self, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::thread;

use anstream::adapter::strip_bytes;
use serde::Serialize;

use crate::dev::executable::Executable;
use crate::error::{Error, Result};
use crate::file::describe;

/// The status of a build: a line on the standard input of the child.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum BuildStatus {
    /// The build starts (`true`), or has succeeded without a change (`false`).
    Running(bool),
    /// The build has failed, with these errors in rustc's colors.
    Errors(String),
}

pub(crate) struct Child {
    process: process::Child,
    lines: Sender<String>,
    /// Dropped after the process has ended.
    executable: Executable,
}

impl Child {
    /// Starts the preview of the package in `folder`, with these further arguments. The address that it prints is stored in
    /// `known`; if there is one already, the preview does not print its introduction again.
    pub(crate) fn start(
        executable: Executable,
        address: Option<&String>,
        more: &[&str],
        folder: &Path,
        known: &Arc<OnceLock<String>>,
    ) -> Result<Self> {
        let mut command = Command::new(executable.file());
        command.arg("--serve").args(address).args(more);
        // As `cargo run` sets it: the preview saves scenarios in the package.
        command.env("CARGO_MANIFEST_DIR", folder);
        let dev = if known.get().is_some() { "again" } else { "1" };
        command.env("VOIP_DEV", dev).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| {
            Error::new(format!("cannot run `{}`: {}", executable.file().display(), describe(&error)))
        })?;
        let (lines, receiver) = mpsc::channel();
        if let Some(stdin) = process.stdin.take() {
            thread::spawn(move || write_lines(stdin, &receiver));
        }
        if let Some(stdout) = process.stdout.take() {
            let known = Arc::clone(known);
            thread::spawn(move || forward_output(stdout, &known));
        }
        Ok(Self { process, lines, executable })
    }

    /// Sends the status of a build. It is lost if the child does not read its input.
    pub(crate) fn send(&self, status: &BuildStatus) {
        if let Ok(line) = serde_json::to_string(status) {
            let _ = self.lines.send(line);
        }
    }

    /// Whether it runs a copy of this file.
    pub(crate) fn runs(&self, built: &Path) -> bool {
        self.executable.is_copy_of(built)
    }

    pub(crate) fn exit_status(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().ok().flatten()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs in a thread, because a child that does not read its input blocks the writer.
fn write_lines(mut stdin: ChildStdin, lines: &Receiver<String>) {
    for line in lines {
        if writeln!(stdin, "{line}").is_err() {
            break;
        }
    }
}

fn forward_output(stdout: ChildStdout, known: &OnceLock<String>) {
    let mut stdout = BufReader::new(stdout);
    let mut line = Vec::new();
    while stdout.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        if let Some(address) = address(&line) {
            let _ = known.set(address);
        }
        // If our standard output is closed, the child must still not block on its own.
        let mut out = io::stdout().lock();
        let _ = out.write_all(&line).and_then(|()| out.flush());
        line.clear();
    }
}

/// The address in a line: `127.0.0.1:5151` in `  http://127.0.0.1:5151/`.
fn address(line: &[u8]) -> Option<String> {
    let plain = strip_bytes(line).into_vec();
    let (address, path) =
        std::str::from_utf8(&plain).ok()?.trim().strip_prefix("http://")?.split_once('/')?;
    let (host, port) = address.rsplit_once(':')?;
    let is_address = !host.is_empty() && port.parse::<u16>().is_ok() && !path.contains(char::is_whitespace);
    is_address.then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_address_in_a_line() {
        for (line, expected) in [
            ("  http://127.0.0.1:5151/\n", Some("127.0.0.1:5151")),
            ("\u{1b}[1mhttp://[::1]:80/\u{1b}[0m\r\n", Some("[::1]:80")),
            ("http://localhost:5151/?lang=en", Some("localhost:5151")),
            ("see http://127.0.0.1:5151/", None),
            ("http://127.0.0.1:5151/ is taken", None),
            ("http://example.com/", None),
            ("", None),
        ] {
            assert_eq!(address(line.as_bytes()).as_deref(), expected, "{line}");
        }
    }
}
