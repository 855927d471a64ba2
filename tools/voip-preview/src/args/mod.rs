//! The command line.

mod against;
mod script;
mod value;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, ValueEnum};
use voip_runtime::sim::{Listener, Play, Step};
use voip_runtime::spec::{Fields, Spec};

use self::value::{Fail, Late, Scope, Set, StepName, Utf8};
use crate::address::{self, Address};
use crate::{Colours, Report, Status, notation};

/// Everything but the page's own words; those are added as the command is built.
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
struct Args {
    /// The user refuses this permission
    #[arg(long, value_enum, value_name = "SCOPE", help_heading = PHONE)]
    deny: Vec<Scope>,

    /// The step's host call fails with this cause (a name or a code), e.g. join=NotOpen, join=-20000
    #[arg(long, value_name = "STEP=CAUSE", value_parser = Utf8(value::fail), help_heading = PHONE)]
    fail: Vec<Fail>,

    /// The step's host call is never answered
    #[arg(long, value_enum, value_name = "STEP", help_heading = PHONE)]
    never: Vec<StepName>,

    /// The step's host call succeeds this much later than usual, e.g. enable=20s
    #[arg(long, value_name = "STEP=DURATION", value_parser = Utf8(value::late), help_heading = PHONE)]
    late: Vec<Late>,

    /// The step's host call succeeds, and then once more
    #[arg(long, value_enum, value_name = "STEP", help_heading = PHONE)]
    twice: Vec<StepName>,

    /// Who is at the other end [default: reachable]
    #[arg(long, value_enum, value_name = "WHO", help_heading = PHONE)]
    listener: Option<ListenerName>,

    /// Fill in a field, named as in Rust; may be empty
    #[arg(long, value_name = "FIELD=VALUE", value_parser = Utf8(value::set), help_heading = USER)]
    set: Vec<Set>,

    /// Tap the call button so often, 300 ms apart [default: 1]
    #[arg(
        long, value_name = "N", value_parser = Utf8(clap::value_parser!(u32).range(1..=1000)),
        allow_negative_numbers = true, help_heading = USER
    )]
    taps: Option<u32>,

    /// Leave the page at this time
    #[arg(long, value_name = "DURATION", value_parser = Utf8(notation::duration), help_heading = USER)]
    leave_at: Option<Duration>,

    /// Write what happened to FILE, as JSON lines that --replay reads
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    record: Option<PathBuf>,

    /// Print what happened as JSON lines, and nothing else
    #[arg(long, help_heading = OUTPUT)]
    json: bool,

    /// Show and write openids in full, not as openid#1
    #[arg(long, help_heading = OUTPUT)]
    full_openids: bool,

    /// Play every answer of every host call, and prove that no path breaks the flow
    #[arg(long, conflicts_with_all = RUN, conflicts_with_all = SHOW, help_heading = INSTEAD)]
    explore: bool,

    /// Play a recording again, and see whether the page still does what was recorded
    #[arg(long, value_name = "FILE", conflicts_with_all = RUN, conflicts_with = "explore", help_heading = INSTEAD)]
    replay: Option<PathBuf>,

    /// Serve the page on two simulated phones, in the browser [default: 127.0.0.1:5151]
    #[arg(
        long, value_name = "ADDR", num_args = 0..=1, value_parser = Utf8(address::parse),
        conflicts_with_all = RUN, conflicts_with_all = SHOW, conflicts_with_all = ["explore", "replay"],
        help_heading = INSTEAD
    )]
    #[expect(clippy::option_option, reason = "so clap says a flag whose value may be left out")]
    serve: Option<Option<Address>>,

    /// Do not open the browser
    #[arg(long, requires = "serve", help_heading = INSTEAD)]
    no_open: bool,

    /// Print the flow as a diagram, or all that was declared
    #[arg(
        long, value_enum, value_name = "FORMAT", conflicts_with_all = RUN, conflicts_with_all = SHOW,
        conflicts_with_all = ["explore", "replay", "serve"], help_heading = INSTEAD
    )]
    graph: Option<Graph>,
}

const PHONE: &str = "What the phone and the people do";
const USER: &str = "What the user does";
const OUTPUT: &str = "Output";
const INSTEAD: &str = "Instead of playing a call";

/// What only a run takes.
const RUN: [&str; 10] =
    ["deny", "fail", "never", "late", "twice", "listener", "set", "taps", "leave_at", "record"];

/// What only records take.
const SHOW: [&str; 2] = ["json", "full_openids"];

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ListenerName {
    /// Their mini-program is open and they answer
    Reachable,
    /// Their mini-program is open but has not switched calls on: nobody answers
    NotEnabled,
    /// Their mini-program is closed: nobody answers
    Closed,
}

/// The format of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Graph {
    Mermaid,
    Dot,
    Json,
}

/// What is asked for.
#[derive(Debug)]
pub(crate) enum Task {
    Run { plan: Plan, show: Show },
    Replay { file: PathBuf, show: Show },
    Explore,
    Graph(Graph),
    Serve { address: Address, open: bool },
}

/// How records are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Show {
    pub(crate) json: bool,
    pub(crate) full_openids: bool,
}

/// What happens in a run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) deny: Vec<voip_runtime::spec::Scope>,
    /// The answers of each step, in their order.
    pub(crate) script: Vec<(Step, Play)>,
    pub(crate) listener: Listener,
    /// Fields by their index, and what they are set to.
    pub(crate) set: Vec<(usize, String)>,
    pub(crate) taps: u32,
    pub(crate) leave_at: Option<Duration>,
    pub(crate) record: Option<PathBuf>,
    /// The arguments as they were written.
    pub(crate) written: String,
}

/// A command line that is wrong, or that asks for help.
#[derive(Debug)]
pub(crate) struct Refused(clap::Error);

impl Refused {
    pub(crate) fn report(&self, colours: Colours) -> Report {
        let text = self.0.render();
        let render = |colour: bool| if colour { text.ansi().to_string() } else { text.to_string() };
        if self.0.use_stderr() {
            Report { status: Status::Wrong, out: String::new(), err: render(colours.err) }
        } else {
            Report::new(Status::Done, render(colours.out))
        }
    }
}

/// Reads the command line of a page, which `first` is as it opens.
pub(crate) fn parse(
    args: impl IntoIterator<Item = OsString>,
    spec: &Spec,
    first: &dyn Fields,
) -> Result<Task, Refused> {
    let args: Vec<OsString> = args.into_iter().collect();
    let words: Vec<_> = args.iter().skip(1).map(|word| word.to_string_lossy()).collect();
    let written = words.join(" ");
    let mut command = command(spec);
    let matches = command.try_get_matches_from_mut(args).map_err(Refused)?;
    let script = script::in_order(&matches);
    let args = Args::from_arg_matches(&matches).map_err(|error| Refused(error.format(&mut command)))?;
    let mut wrong = |why: String| Refused(command.error(ErrorKind::ValueValidation, why));
    let show = Show { json: args.json, full_openids: args.full_openids };
    if let Some(graph) = args.graph {
        return Ok(Task::Graph(graph));
    }
    if args.explore {
        return Ok(Task::Explore);
    }
    if let Some(address) = args.serve {
        return Ok(Task::Serve { address: address.unwrap_or_default(), open: !args.no_open });
    }
    if let Some(file) = args.replay {
        return Ok(Task::Replay { file, show });
    }
    let plan = Plan {
        deny: against::scopes(spec, &args.deny).map_err(&mut wrong)?,
        script,
        listener: match args.listener {
            None | Some(ListenerName::Reachable) => Listener::Reachable,
            Some(ListenerName::NotEnabled) => Listener::NotEnabled,
            Some(ListenerName::Closed) => Listener::Closed,
        },
        set: against::fields(spec, first, args.set).map_err(&mut wrong)?,
        taps: args.taps.unwrap_or(1),
        leave_at: args.leave_at,
        record: args.record,
        written,
    };
    Ok(Task::Run { plan, show })
}

fn command(spec: &Spec) -> clap::Command {
    let title = crate::paint::text::visible(spec.title);
    Args::command()
        .about(format!("{title}: the page {} on a simulated phone, in virtual time", spec.name))
        .after_help(against::help(spec))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clap_finds_nothing_wrong_with_the_flags() {
        Args::command().debug_assert();
    }
}
