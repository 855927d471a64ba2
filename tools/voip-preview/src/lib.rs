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
//! `--explore` plays every path, and `--serve` shows two phones in the browser. A mini-program with several
//! pages has a [`Preview`] of all of them.

#![forbid(unsafe_code)]

mod address;
mod args;
mod classify;
mod explore;
mod pages;
mod paint;
mod recording_file;
mod replay;
mod run;
mod scenarios;
mod serve;
mod simulate;
mod summary;
mod terminal;
mod text;
mod timeline;
mod trace;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anstream::{AutoStream, ColorChoice};
use voip_runtime::sim::answers;
use voip_runtime::sim::settings::notation;
use voip_runtime::value::Value;
use voip_runtime::{CallError, Page, graph};

use crate::address::Serving;
use crate::answers::{RequestFn, Target};
use crate::args::{Graph, Task};
use crate::pages::{Pages, Previewed};
use crate::paint::Palette;
use crate::terminal::Terminal;

/// The result of a preview; its number is the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Success: the call was joined, every path was proved, or the page matched the recording or the scenario.
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

/// Previews the page `P` with the arguments of this process: [`Preview::main`] for one page.
pub fn main<P: Page>() -> ExitCode {
    Preview::new().page::<P>().main()
}

/// A preview of the pages of a mini-program.
///
/// ```no_run
/// # use voip_runtime::prelude::*;
/// # #[voip_page(title = "Patient")]
/// # struct Patient {
/// #   #[field(listener.openid)] doctor: OpenId,
/// #   #[field(listener.nickname, default = "Doctor")] doctor_name: String,
/// #   #[field(caller.openid)] patient: OpenId,
/// #   #[field(caller.nickname, default = "Patient")] patient_name: String,
/// # }
/// # #[voip_page(title = "Desk", receive(only))]
/// # struct Desk {
/// #   #[field(label = "On duty")] on_duty: bool,
/// # }
/// use voip_preview::Preview;
///
/// fn main() -> std::process::ExitCode {
///     Preview::new().page::<Patient>().page::<Desk>().main()
/// }
/// ```
///
/// In the browser, each phone shows one of the pages. In the terminal, `--page` chooses one; the default is the first.
#[derive(Default)]
pub struct Preview {
    pages: Vec<Previewed>,
    answers: Vec<(Target, RequestFn)>,
}

impl Preview {
    /// A preview without pages.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the page `P`.
    #[must_use]
    pub fn page<P: Page>(self) -> Self {
        self.add(pages::page::<P>())
    }

    fn add(mut self, page: &'static dyn pages::AnyPage) -> Self {
        self.pages.push(Previewed::new(page, &self.pages));
        self
    }

    /// Sets the function that answers the host calls with this name that the pages make themselves. It receives the
    /// options. Without one, answers are made up.
    ///
    /// `request:/login` is only for the host calls with an option that contains `/login`, such as the `url`. Of several
    /// functions for a host call, the last one answers. Answers of `--answer` and of the browser's panel come first.
    /// `--explore` does not call it: it plays made-up answers and those of `--answer`.
    ///
    /// ```no_run
    /// # use voip_runtime::prelude::*;
    /// # #[voip_page(title = "Call")]
    /// # struct Patient {
    /// #   #[field(listener.openid)] doctor: OpenId,
    /// #   #[field(listener.nickname, default = "Doctor")] doctor_name: String,
    /// #   #[field(caller.openid)] patient: OpenId,
    /// #   #[field(caller.nickname, default = "Patient")] patient_name: String,
    /// # }
    /// use voip_preview::Preview;
    /// use voip_runtime::value::Value;
    ///
    /// fn main() -> std::process::ExitCode {
    ///     Preview::new()
    ///         .page::<Patient>()
    ///         .on_request("login", |_| Ok(Value::object([("code", "a-code".into())])))
    ///         .on_request("request:/on-duty", |_| Ok(Value::object([("statusCode", 503.into())])))
    ///         .main()
    /// }
    /// ```
    #[must_use]
    pub fn on_request(
        mut self,
        name: &str,
        answer: impl Fn(&Value) -> Result<Value, CallError> + Send + Sync + 'static,
    ) -> Self {
        self.answers.push((Target::new(name), Arc::new(answer)));
        self
    }

    /// Previews the pages with the arguments of this process.
    pub fn main(self) -> ExitCode {
        Terminal::use_environment();
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let (out, err) = (AutoStream::choice(&stdout), AutoStream::choice(&stderr));
        let colours = Colours { out: out != ColorChoice::Never, err: err != ColorChoice::Never };
        let report = match self.run(std::env::args_os(), colours) {
            Outcome::Serve(pages, serving) => return serve::serve(pages, serving, colours),
            Outcome::Report(report) => report,
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

    /// Previews the pages with `args`, whose first element is the name of the program.
    ///
    /// It prints nothing, but reads and writes the files that the arguments name. `--serve` needs [`main`](Self::main),
    /// since it runs until the process ends.
    pub fn report(self, args: impl IntoIterator<Item = OsString>, colours: Colours) -> Report {
        match self.run(args, colours) {
            Outcome::Report(report) => report,
            Outcome::Serve(..) => {
                Report::new(Status::NotDone, String::new()).fail("`--serve` is not available here", colours)
            }
        }
    }

    fn run(self, args: impl IntoIterator<Item = OsString>, colours: Colours) -> Outcome {
        let Some(pages) = Pages::new(self.pages, self.answers) else {
            let report = Report::new(Status::Wrong, String::new());
            return Outcome::Report(report.fail("the preview has no page: call `page` first", colours));
        };
        run(pages, args.into_iter().collect(), colours)
    }
}

impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.pages.iter().map(|page| &page.name)).finish()
    }
}

/// What the arguments ask for.
enum Outcome {
    Report(Report),
    Serve(Pages, Serving),
}

fn run(pages: Pages, args: Vec<OsString>, colours: Colours) -> Outcome {
    let (chosen, task) = match args::parse(args, &pages) {
        Ok(parsed) => parsed,
        Err(error) => return Outcome::Report(error.report(colours)),
    };
    let page = &**chosen.as_ref().unwrap_or_else(|| pages.first());
    let spec = page.spec();
    Outcome::Report(match task {
        Task::Serve(serving) => return Outcome::Serve(pages, serving),
        Task::Graph(graph) => Report::new(
            Status::Done,
            match graph {
                Graph::Mermaid => graph::mermaid(spec),
                Graph::Dot => graph::dot(spec),
                Graph::Json => graph::json(spec),
            },
        ),
        Task::Classify { answer, step } => classify::classify(spec, &answer, step, colours),
        Task::Explore(answers) => explore::explore(&**page, &answers, colours),
        Task::Replay { file, show } => replay::replay(&pages, chosen.as_deref(), &file, show, colours),
        Task::Scenario { name, show } => scenarios::scenario(&pages, &name, show, colours),
        Task::Run { plan, show } => run::run(&**page, &pages.answers(), &plan, show, colours),
    })
}

fn print(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}
