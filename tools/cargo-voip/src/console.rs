//! Progress, warnings and errors on standard error, in cargo's format.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{AnsiColor, Style};

use crate::error::Error;
use crate::text::escape_control;

const STATUS: Style = AnsiColor::BrightGreen.on_default().bold();
const WARNING: Style = AnsiColor::BrightYellow.on_default().bold();
const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
const HELP: Style = AnsiColor::BrightCyan.on_default().bold();

/// Whether something could not be printed.
static HAS_FAILED: AtomicBool = AtomicBool::new(false);

/// Whether something could not be printed. The exit status is then all that says so.
pub(crate) fn has_failed() -> bool {
    HAS_FAILED.load(Ordering::Relaxed)
}

/// Prints a text, which may have colors.
pub(crate) fn text(text: impl Display) {
    let mut stderr = anstream::stderr().lock();
    let printed = write!(stderr, "{text}").and_then(|()| stderr.flush());
    // A reader such as `head` may close the pipe.
    if printed.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        HAS_FAILED.store(true, Ordering::Relaxed);
    }
}

/// Prints a status line: `   Compiling video-call`.
pub(crate) fn status(verb: &str, what: &str) {
    text(format_args!("{STATUS}{verb:>12}{STATUS:#} {}\n", escape_control(what)));
}

/// Prints one error.
pub(crate) fn error(message: &str) {
    print("error", ERROR, message);
}

/// Prints every message of an error.
pub(crate) fn errors(error: &Error) {
    error.messages().iter().for_each(|message| self::error(message));
}

/// Prints warnings at once, and collects them for `--json`.
#[derive(Debug, Default)]
pub(crate) struct Warnings(RefCell<Vec<String>>);

impl Warnings {
    pub(crate) fn add(&self, message: impl Into<String>) {
        let message = message.into();
        print("warning", WARNING, &message);
        self.0.borrow_mut().push(message);
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}

fn print(level: &str, style: Style, message: &str) {
    let message = escape_control(message);
    match message.split_once("\nhelp: ") {
        None => text(format_args!("{style}{level}{style:#}: {message}\n")),
        Some((message, help)) => {
            text(format_args!("{style}{level}{style:#}: {message}\n{HELP}help{HELP:#}: {help}\n"));
        }
    }
}
