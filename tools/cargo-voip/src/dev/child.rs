//! The preview as a child process: its standard input takes what is to be known of builds, its standard output
//! is ours, and with this process it ends, since then its input does.

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
use crate::file::words;

/// A line on the child's standard input.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Build {
    /// It begins; or it has ended well, and changed nothing.
    Running(bool),
    /// It has failed: what rustc says, in its colours.
    Errors(String),
}

pub(crate) struct Child {
    process: process::Child,
    lines: Sender<String>,
    /// Let go after the process has ended.
    executable: Executable,
}

impl Child {
    /// Starts it. The address that it names is `known` from then on; if it was before, that address is all that it
    /// needs to print.
    pub(crate) fn start(
        executable: Executable,
        address: Option<&String>,
        no_open: bool,
        known: &Arc<OnceLock<String>>,
    ) -> Result<Self> {
        let mut command = Command::new(executable.file());
        command.arg("--serve").args(address).args(no_open.then_some("--no-open"));
        let dev = if known.get().is_some() { "again" } else { "1" };
        command.env("VOIP_DEV", dev).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| {
            Error::new(format!("cannot run `{}`: {}", executable.file().display(), words(&error)))
        })?;
        let (lines, said) = mpsc::channel();
        if let Some(stdin) = process.stdin.take() {
            thread::spawn(move || write(stdin, &said));
        }
        if let Some(stdout) = process.stdout.take() {
            let known = Arc::clone(known);
            thread::spawn(move || pass_on(stdout, &known));
        }
        Ok(Self { process, lines, executable })
    }

    /// Tells it of a build. One that does not listen misses it.
    pub(crate) fn tell(&self, build: &Build) {
        if let Ok(line) = serde_json::to_string(build) {
            let _ = self.lines.send(line);
        }
    }

    /// Whether it is a run of what cargo built.
    pub(crate) fn runs(&self, built: &Path) -> bool {
        self.executable.is_of(built)
    }

    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().ok().flatten()
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// By a thread: a child that does not read would stop us.
fn write(mut stdin: ChildStdin, lines: &Receiver<String>) {
    for line in lines {
        if writeln!(stdin, "{line}").is_err() {
            break;
        }
    }
}

fn pass_on(stdout: ChildStdout, known: &OnceLock<String>) {
    let mut stdout = BufReader::new(stdout);
    let mut line = Vec::new();
    while stdout.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        if let Some(address) = address(&line) {
            let _ = known.set(address);
        }
        // The child goes on, whether anyone reads or not.
        let mut out = io::stdout().lock();
        let _ = out.write_all(&line).and_then(|()| out.flush());
        line.clear();
    }
}

/// `127.0.0.1:5151` of the line `  http://127.0.0.1:5151/`.
fn address(line: &[u8]) -> Option<String> {
    let plain = strip_bytes(line).into_vec();
    let (address, path) =
        std::str::from_utf8(&plain).ok()?.trim().strip_prefix("http://")?.split_once('/')?;
    let (host, port) = address.rsplit_once(':')?;
    let is_one = !host.is_empty() && port.parse::<u16>().is_ok() && !path.contains(char::is_whitespace);
    is_one.then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_address_in_a_line() {
        for (line, found) in [
            ("  http://127.0.0.1:5151/\n", Some("127.0.0.1:5151")),
            ("\u{1b}[1mhttp://[::1]:80/\u{1b}[0m\r\n", Some("[::1]:80")),
            ("http://localhost:5151/?lang=en", Some("localhost:5151")),
            ("see http://127.0.0.1:5151/", None),
            ("http://127.0.0.1:5151/ is taken", None),
            ("http://example.com/", None),
            ("", None),
        ] {
            assert_eq!(address(line.as_bytes()).as_deref(), found, "{line}");
        }
    }
}
