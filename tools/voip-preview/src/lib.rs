//! A `#[voip_page]` on simulated phones, in the terminal and in the browser.
//!
//! [`main`] is the complete `main` of a page's crate:
//!
//! ```no_run
//! use voip_runtime::prelude::*;
//!
//! #[voip_page(title = "Call")]
//! struct Doctor {
//!     #[field(listener.openid)]
//!     doctor: OpenId,
//!     #[field(listener.nickname, default = "Doctor")]
//!     doctor_name: String,
//!     #[field(caller.openid)]
//!     patient: OpenId,
//!     #[field(caller.nickname, default = "Patient")]
//!     patient_name: String,
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     voip_preview::main::<Doctor>()
//! }
//! ```
//!
//! Without flags it plays one call, and prints what happened and when. Flags make steps of the call fail,
//! `--explore` plays every path, and `--serve` shows two phones in the browser. [`preview`] does the same
//! without a terminal, except for `--serve`.

#![forbid(unsafe_code)]

mod address;
mod args;
mod classify;
mod explore;
mod fill_in;
mod notation;
mod paint;
mod recording_file;
mod replay;
mod run;
mod serve;
mod simulate;
mod summary;
mod text;
mod timeline;
mod trace;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use voip_runtime::Page;
use voip_runtime::graph;

use crate::args::{ArgsError, Graph, Task};
use crate::paint::Palette;

/// The result of a preview; its number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Success: the call was joined, every path was proved, or the page matched the recording.
    Done = 0,
    /// Failure.
    NotDone = 1,
    /// The arguments are wrong.
    Wrong = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Which outputs may have colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Colours {
    /// Standard output.
    pub out: bool,
    /// Standard error.
    pub err: bool,
}

/// The output and the result of a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The exit status.
    pub status: Status,
    /// The text for standard output.
    pub out: String,
    /// The text for standard error.
    pub err: String,
}

impl Report {
    fn new(status: Status, out: String) -> Self {
        Self { status, out, err: String::new() }
    }

    /// Adds an error, and turns success into failure.
    fn fail(mut self, why: &str, colours: Colours) -> Self {
        let palette = Palette::new(colours.err);
        self.err.push_str(&palette.error(why));
        if self.status == Status::Done {
            self.status = Status::NotDone;
        }
        self
    }
}

/// Previews the page `P` with the arguments of this process.
pub fn main<P: Page>() -> ExitCode {
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let (out, err) = (AutoStream::choice(&stdout), AutoStream::choice(&stderr));
    let colours = Colours { out: out != ColorChoice::Never, err: err != ColorChoice::Never };
    let report = match args::parse(std::env::args_os(), P::SPEC, &P::initial()) {
        Ok(Task::Serve { address, open }) => return serve::serve::<P>(address, open, colours),
        task => run_task::<P>(task, colours),
    };
    let printed = if colours.out {
        print(&mut AutoStream::new(stdout.lock(), out), &report.out)
    } else {
        // Not through `AutoStream`, which would strip escape sequences that are part of the data.
        print(&mut stdout.lock(), &report.out)
    };
    // If standard error is closed too, the exit status is all that is left.
    let _ = print(&mut AutoStream::new(stderr.lock(), err), &report.err);
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let palette = Palette::new(colours.err);
            let why = palette.error(&format!("cannot write to standard output: {error}"));
            let _ = print(&mut AutoStream::new(stderr.lock(), err), &why);
            Status::NotDone.into()
        }
        // A closed pipe (`| head`) is not a failure.
        _ => report.status.into(),
    }
}

fn print(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// Previews the page `P` with `args`, whose first element is the name of the program.
///
/// It prints nothing, but reads and writes the files that the arguments name. `--serve` needs [`main`], since
/// it runs until the process ends.
pub fn preview<P: Page>(args: impl IntoIterator<Item = OsString>, colours: Colours) -> Report {
    run_task::<P>(args::parse(args, P::SPEC, &P::initial()), colours)
}

fn run_task<P: Page>(task: Result<Task, ArgsError>, colours: Colours) -> Report {
    match task {
        Err(error) => error.report(colours),
        Ok(Task::Graph(graph)) => Report::new(
            Status::Done,
            match graph {
                Graph::Mermaid => graph::mermaid(P::SPEC),
                Graph::Dot => graph::dot(P::SPEC),
                Graph::Json => graph::json(P::SPEC),
            },
        ),
        Ok(Task::Classify { answer, step }) => classify::classify(P::SPEC, &answer, step, colours),
        Ok(Task::Explore) => explore::explore::<P>(colours),
        Ok(Task::Replay { file, show }) => replay::replay::<P>(&file, show, colours),
        Ok(Task::Run { plan, show }) => run::run::<P>(&plan, show, colours),
        Ok(Task::Serve { .. }) => {
            Report::new(Status::NotDone, String::new()).fail("`--serve` is not available here", colours)
        }
    }
}
