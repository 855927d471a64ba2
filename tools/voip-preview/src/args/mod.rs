//! The command line.

mod check;
mod script;
mod value;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser};
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, ValueEnum};
use voip_runtime::sim::{Listener, Play, Step};
use voip_runtime::spec::Spec;
use voip_runtime::value::Value;

use self::value::{Fail, Late, Scope, Set, StepName, Utf8};
use crate::address::{self, Address, AllowedHost, Serving};
use crate::answers::Given;
use crate::classify::Pasted;
use crate::pages::{Pages, Previewed};
use crate::{Colours, Report, Status, notation};

/// All flags. The texts of the page are added when the command is built.
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
struct Args {
    /// The page to preview [default: the first]
    #[arg(long, value_name = "NAME", conflicts_with = "serve")]
    page: Option<String>,

    /// Refuse this permission
    #[arg(long, value_enum, value_name = "SCOPE", help_heading = PHONE)]
    deny: Vec<Scope>,

    /// Make the host call of STEP fail with a cause (name or code), e.g. join=NotOpen, join=-20000
    #[arg(long, value_name = "STEP=CAUSE", value_parser = Utf8(value::fail), help_heading = PHONE)]
    fail: Vec<Fail>,

    /// Never answer the host call of STEP
    #[arg(long, value_enum, value_name = "STEP", help_heading = PHONE)]
    never: Vec<StepName>,

    /// Answer the host call of STEP later than usual, e.g. enable=20s
    #[arg(long, value_name = "STEP=DURATION", value_parser = Utf8(value::late), help_heading = PHONE)]
    late: Vec<Late>,

    /// Answer the host call of STEP twice
    #[arg(long, value_enum, value_name = "STEP", help_heading = PHONE)]
    twice: Vec<StepName>,

    /// Answer the page's own host call with JSON, e.g. `login={"code":"a"}`, or for one URL `request:/login={…}`; repeat it
    /// for later answers, of which the last one stays
    #[arg(long, value_name = "CALL=JSON", value_parser = Utf8(value::answer), help_heading = PHONE)]
    answer: Vec<Given>,

    /// The state of the listener's mini-program [default: reachable]
    #[arg(long, value_enum, value_name = "STATE", help_heading = PHONE)]
    listener: Option<ListenerName>,

    /// Fill in a field, by its name in Rust; the value may be empty
    #[arg(long, value_name = "FIELD=VALUE", value_parser = Utf8(value::set), help_heading = USER)]
    set: Vec<Set>,

    /// Open the page with this parameter of its address, as a link or a mini-program code does
    #[arg(long, value_name = "NAME=VALUE", value_parser = Utf8(value::parameter), help_heading = USER)]
    query: Vec<(String, String)>,

    /// Tap the call button of contact N, counted from 0 [default without a main button: 0]
    #[arg(
        long, value_name = "N", value_parser = Utf8(clap::value_parser!(u32)), allow_negative_numbers = true,
        help_heading = USER
    )]
    call: Option<u32>,

    /// Tap the call button N times, 300 ms apart [default: 1]
    #[arg(
        long, value_name = "N", value_parser = Utf8(clap::value_parser!(u32).range(1..=1000)),
        allow_negative_numbers = true, help_heading = USER
    )]
    taps: Option<u32>,

    /// How long the users talk before the listener hangs up, e.g. 20m [default: 8s]
    #[arg(long, value_name = "DURATION", value_parser = Utf8(notation::duration), help_heading = USER)]
    talk: Option<Duration>,

    /// Leave the page at this time, e.g. 5s
    #[arg(long, value_name = "DURATION", value_parser = Utf8(notation::duration), help_heading = USER)]
    leave_at: Option<Duration>,

    /// Tap 取消 (cancel) at this time, e.g. 2s
    #[arg(long, value_name = "DURATION", value_parser = Utf8(notation::duration), help_heading = USER)]
    cancel_at: Option<Duration>,

    /// Write a recording to FILE, for --replay
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    record: Option<PathBuf>,

    /// Print the recording as JSON lines, instead of the timeline
    #[arg(long, help_heading = OUTPUT)]
    json: bool,

    /// Show and record openids in full, instead of as openid#1
    #[arg(long, help_heading = OUTPUT)]
    full_openids: bool,

    /// Play every answer of every host call, and prove that every path follows the flow; also with each `--answer`
    #[arg(long, conflicts_with_all = RUN, conflicts_with_all = SHOW, help_heading = INSTEAD)]
    explore: bool,

    /// Replay a recording, and check that the page still does the same; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = RUN, conflicts_with_all = ["explore", "answer"], help_heading = INSTEAD)]
    replay: Option<PathBuf>,

    /// Play a scenario of this crate, scenarios/NAME.jsonl, and check that the page ends as it expects
    #[arg(
        long, value_name = "NAME", value_parser = Utf8(StringValueParser::new()), conflicts_with_all = RUN,
        conflicts_with_all = ["page", "explore", "replay", "classify", "serve", "graph", "answer"], help_heading = INSTEAD
    )]
    scenario: Option<String>,

    /// Say what an answer of WeChat means: its JSON or its text, e.g. '{"errMsg":"authorize:fail auth deny"}'
    #[arg(
        long, value_name = "ANSWER", value_parser = Utf8(Pasted::parse), allow_hyphen_values = true,
        conflicts_with_all = RUN, conflicts_with_all = SHOW, conflicts_with_all = ["explore", "replay", "answer"],
        help_heading = INSTEAD
    )]
    classify: Option<Pasted>,

    /// The step that the answer belongs to [default: the call before `:fail`]
    #[arg(long, value_enum, value_name = "STEP", requires = "classify", help_heading = INSTEAD)]
    step: Option<StepName>,

    /// Show the page on two simulated phones in the browser [default: 127.0.0.1:5151]
    #[arg(
        long, value_name = "ADDR", num_args = 0..=1, value_parser = Utf8(address::parse),
        conflicts_with_all = RUN, conflicts_with_all = SHOW, conflicts_with_all = ["explore", "replay", "classify", "answer"],
        help_heading = INSTEAD
    )]
    #[expect(clippy::option_option, reason = "clap's type for a flag with an optional value")]
    serve: Option<Option<Address>>,

    /// Do not open the browser
    #[arg(long, requires = "serve", help_heading = INSTEAD)]
    no_open: bool,

    /// Also serve at this host: a port that ssh forwards, or a proxy, e.g. localhost:8080; a browser there can save
    /// scenarios too
    #[arg(
        long, value_name = "HOST", value_parser = Utf8(AllowedHost::parse), requires = "serve",
        help_heading = INSTEAD
    )]
    allow_host: Vec<AllowedHost>,

    /// Print the flow as a diagram, or the page's declaration as JSON
    #[arg(
        long, value_enum, value_name = "FORMAT", conflicts_with_all = RUN, conflicts_with_all = SHOW,
        conflicts_with_all = ["explore", "replay", "classify", "serve", "answer"], help_heading = INSTEAD
    )]
    graph: Option<Graph>,
}

const PHONE: &str = "Phone";
const USER: &str = "User";
const OUTPUT: &str = "Output";
const INSTEAD: &str = "Other modes";

/// The flags of a run.
const RUN: [&str; 14] = [
    "deny",
    "fail",
    "never",
    "late",
    "twice",
    "listener",
    "set",
    "query",
    "call",
    "taps",
    "talk",
    "leave_at",
    "cancel_at",
    "record",
];

/// How long the users talk, unless the arguments say otherwise.
const TALK_TIME: Duration = Duration::from_secs(8);

/// The flags for the output of records.
const SHOW: [&str; 2] = ["json", "full_openids"];

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ListenerName {
    /// Open, and the listener answers
    Reachable,
    /// Open, but calls are not enabled, so nobody answers
    NotEnabled,
    /// Closed, so nobody answers
    Closed,
}

/// The format of `--graph`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Graph {
    Mermaid,
    Dot,
    Json,
}

/// What to do.
#[derive(Debug)]
pub(crate) enum Task {
    Run { plan: Plan, show: Show },
    Replay { file: PathBuf, show: Show },
    Scenario { name: String, show: Show },
    Explore(Vec<Given>),
    Classify { answer: Pasted, step: Option<Step> },
    Graph(Graph),
    Serve(Serving),
}

/// How records are printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Show {
    pub(crate) json: bool,
    pub(crate) full_openids: bool,
}

/// The plan of a run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) deny: Vec<voip_runtime::spec::Scope>,
    /// The host's answers, in the order of the command line.
    pub(crate) script: Vec<(Step, Play)>,
    pub(crate) listener: Listener,
    /// The answers to the host calls that the page makes itself.
    pub(crate) answers: Vec<Given>,
    /// The fields to fill in, by index.
    pub(crate) set: Vec<(usize, Value)>,
    /// The query with which the page opens.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) taps: u32,
    /// The contact whose button is tapped; `None` for the main call button.
    pub(crate) contact: Option<usize>,
    pub(crate) talk: Duration,
    pub(crate) leave_at: Option<Duration>,
    pub(crate) cancel_at: Option<Duration>,
    pub(crate) record: Option<PathBuf>,
    /// The arguments, joined by spaces.
    pub(crate) command_line: String,
}

/// Wrong arguments, or a request for help.
#[derive(Debug)]
pub(crate) struct ArgsError(clap::Error);

impl ArgsError {
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

/// Reads the command line: the page that it names, if it names one, and what to do.
pub(crate) fn parse(args: Vec<OsString>, pages: &Pages) -> Result<(Option<Arc<Previewed>>, Task), ArgsError> {
    let page = named_page(&args, pages).unwrap_or_else(|| pages.first());
    let (spec, initial) = (page.spec(), &*page.initial());
    let lossy: Vec<_> = args.iter().skip(1).map(|arg| arg.to_string_lossy()).collect();
    let command_line = lossy.join(" ");
    let mut command = command(spec, pages);
    let matches = command.try_get_matches_from_mut(args).map_err(ArgsError)?;
    let script = script::in_order(&matches);
    let args = Args::from_arg_matches(&matches).map_err(|error| ArgsError(error.format(&mut command)))?;
    let mut invalid = |why: String| ArgsError(command.error(ErrorKind::ValueValidation, why));
    let chosen = args.page.is_some().then(|| page.clone());
    let show = Show { json: args.json, full_openids: args.full_openids };
    if let Some(graph) = args.graph {
        return Ok((chosen, Task::Graph(graph)));
    }
    if args.explore {
        return Ok((chosen, Task::Explore(args.answer)));
    }
    if let Some(answer) = args.classify {
        return Ok((chosen, Task::Classify { answer, step: args.step.map(StepName::step) }));
    }
    if let Some(address) = args.serve {
        return Ok((
            chosen,
            Task::Serve(Serving {
                address: address.unwrap_or_default(),
                open: !args.no_open,
                allowed_hosts: args.allow_host,
            }),
        ));
    }
    if let Some(name) = args.scenario {
        return Ok((chosen, Task::Scenario { name, show }));
    }
    if let Some(file) = args.replay {
        return Ok((chosen, Task::Replay { file, show }));
    }
    let plan = Plan {
        deny: check::scopes(spec, &args.deny).map_err(&mut invalid)?,
        script,
        listener: match args.listener {
            None | Some(ListenerName::Reachable) => Listener::Reachable,
            Some(ListenerName::NotEnabled) => Listener::NotEnabled,
            Some(ListenerName::Closed) => Listener::Closed,
        },
        answers: in_order(args.answer),
        set: check::fields(spec, initial, args.set).map_err(&mut invalid)?,
        query: check::query(spec, initial, args.query).map_err(&mut invalid)?,
        contact: check::contact(spec, args.call, args.taps).map_err(&mut invalid)?,
        taps: args.taps.unwrap_or(1),
        talk: args.talk.unwrap_or(TALK_TIME),
        leave_at: args.leave_at,
        cancel_at: args.cancel_at,
        record: args.record,
        command_line,
    };
    Ok((chosen, Task::Run { plan, show }))
}

/// The answers, those for the same host calls as one list.
fn in_order(answers: Vec<Given>) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    for given in answers {
        match all.iter_mut().find(|one| one.target == given.target) {
            Some(one) => one.answers.extend(given.answers),
            None => all.push(given),
        }
    }
    all
}

/// The page that the arguments name. The others of the arguments depend on it, even `--help`.
fn named_page<'a>(args: &[OsString], pages: &'a Pages) -> Option<&'a Arc<Previewed>> {
    let mut args = args.iter().skip(1).map_while(|arg| arg.to_str());
    let name = args.find_map(|arg| arg.strip_prefix("--page"))?;
    pages.find(name.strip_prefix('=').or_else(|| args.next().filter(|_| name.is_empty()))?)
}

fn command(spec: &Spec, pages: &Pages) -> clap::Command {
    let title = |spec: &Spec| crate::paint::text::visible(spec.title);
    let names = pages.iter().map(|page| PossibleValue::new(page.name).help(title(page.spec())));
    let names = Utf8(PossibleValuesParser::new(names.collect::<Vec<_>>()));
    let is_only = pages.iter().nth(1).is_none();
    Args::command()
        .about(format!(
            "Previews the page `{}` ({}) on a simulated phone, in virtual time.",
            spec.name,
            title(spec)
        ))
        .mut_arg("page", |page| page.value_parser(names).hide(is_only))
        .after_help(check::help(spec))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_are_valid_for_clap() {
        Args::command().debug_assert();
    }
}
