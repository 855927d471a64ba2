//! A `#[voip_page]` on simulated phones, in the terminal and in the browser.
//!
//! [`main`] is the whole `main` of a page's crate:
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
//! By itself it plays one call and prints what happened, and when; its flags say what goes wrong on
//! the way, and `--explore` plays every path. `--serve` shows two phones in the browser. [`preview`] is
//! the same without a terminal around it, but for `--serve`.

#![forbid(unsafe_code)]

mod address;
mod args;
mod explore;
mod file;
mod live;
mod notation;
mod paint;
mod replay;
mod run;
mod serve;
mod story;
mod summary;
mod timeline;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use voip_runtime::Page;
use voip_runtime::graph;

use crate::args::{Graph, Refused, Task};
use crate::paint::Palette;

/// How a preview went; its number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// What was asked for was done: the call was joined, every path was proved, the recording was
    /// followed. 0.
    Done = 0,
    /// It was not. 1.
    NotDone = 1,
    /// The arguments are wrong. 2.
    Wrong = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Where colours may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Colours {
    /// In what is printed.
    pub out: bool,
    /// In what is said about errors.
    pub err: bool,
}

/// What a preview prints, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The exit status.
    pub status: Status,
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
}

impl Report {
    fn new(status: Status, out: String) -> Self {
        Self { status, out, err: String::new() }
    }

    /// Says why not, after what was printed.
    fn fail(mut self, why: &str, colours: Colours) -> Self {
        let palette = Palette::new(colours.err);
        self.err.push_str(&palette.error(why));
        if self.status == Status::Done {
            self.status = Status::NotDone;
        }
        self
    }
}

/// Previews the page `P` as this process's arguments say.
pub fn main<P: Page>() -> ExitCode {
    let (stdout, stderr) = (io::stdout(), io::stderr());
    let (out, err) = (AutoStream::choice(&stdout), AutoStream::choice(&stderr));
    let colours = Colours { out: out != ColorChoice::Never, err: err != ColorChoice::Never };
    let report = match args::parse(std::env::args_os(), P::SPEC, &P::initial()) {
        Ok(Task::Serve { address, open }) => return serve::serve::<P>(address, open, colours),
        task => done::<P>(task, colours),
    };
    let printed = if colours.out {
        print(&mut AutoStream::new(stdout.lock(), out), &report.out)
    } else {
        // Not through a stream that takes escapes away: they could be part of someone's data.
        print(&mut stdout.lock(), &report.out)
    };
    // If nobody listens on standard error either, there is no one left to tell.
    let _ = print(&mut AutoStream::new(stderr.lock(), err), &report.err);
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let palette = Palette::new(colours.err);
            let why = palette.error(&format!("cannot write to standard output: {error}"));
            let _ = print(&mut AutoStream::new(stderr.lock(), err), &why);
            Status::NotDone.into()
        }
        // A reader that has seen enough (`| head`) is no failure.
        _ => report.status.into(),
    }
}

fn print(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// Previews the page `P` as `args` say, the first of which is the program's name.
///
/// It prints nothing itself, but reads and writes the files that the arguments name. It does not serve
/// (`--serve`): that goes on until the process ends, so [`main`] alone does it.
pub fn preview<P: Page>(args: impl IntoIterator<Item = OsString>, colours: Colours) -> Report {
    done::<P>(args::parse(args, P::SPEC, &P::initial()), colours)
}

fn done<P: Page>(task: Result<Task, Refused>, colours: Colours) -> Report {
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
        Ok(Task::Explore) => explore::explore::<P>(colours),
        Ok(Task::Replay { file, show }) => replay::replay::<P>(&file, show, colours),
        Ok(Task::Run { plan, show }) => run::run::<P>(&plan, show, colours),
        Ok(Task::Serve { .. }) => {
            Report::new(Status::NotDone, String::new()).fail("nothing is served here", colours)
        }
    }
}
