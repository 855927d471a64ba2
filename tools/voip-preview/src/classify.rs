//! The cause of an answer that somebody pasted, and what the page does after it: `--classify`, and the panel of the browser.

use voip_runtime::classify::HostError;
use voip_runtime::flow::{RetryCounters, Trigger, next};
use voip_runtime::sim::Step;
use voip_runtime::spec::Spec;
use voip_runtime::value::Value;
use voip_runtime::{Cause, State, graph};

use crate::paint::Palette;
use crate::paint::text::short;
use crate::timeline::{Line, Mark, Part, Tone, named, part};
use crate::{Colours, Report, Status};

/// An answer of the host: JSON, or else a text.
#[derive(Clone, Debug)]
pub(crate) struct Pasted(Value);

impl Pasted {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match serde_json::from_str(text) {
            Ok(answer) => Ok(Self(answer)),
            Err(_) if text.is_empty() => {
                Err("expected an answer, e.g. {\"errMsg\":\"authorize:fail auth deny\"}".into())
            }
            Err(error) if text.starts_with(['{', '[', '"']) => {
                Err(format!("invalid JSON: {error}; names and texts need double quotes"))
            }
            Err(_) => Ok(Self(text.into())),
        }
    }

    pub(crate) fn error(&self) -> HostError<'_> {
        HostError::read(&self.0)
    }
}

/// What there is to say about the answer of a success.
pub(crate) const SUCCESS: &str =
    "This answer is a success, and has no cause. Give the answer of the host call that failed.";

/// What the cause of an answer means. Without a known code or message, `Other` has the code 0.
pub(crate) fn meaning(cause: Cause) -> &'static str {
    match cause {
        Cause::Other(0) => "The answer has no code, and its message is not known.",
        cause => cause.english(),
    }
}

/// What an answer means.
#[derive(Debug)]
pub(crate) struct Classified<'a> {
    pub(crate) host_call: &'a str,
    /// Whether the host call is only assumed: the answer does not name it.
    pub(crate) is_assumed: bool,
    /// Whether the answer says that it is a success: then it has no cause.
    pub(crate) is_success: bool,
    pub(crate) cause: Cause,
    /// The step that the host call is, if it is one.
    step: Option<Step>,
    /// The edge of the page's flow that it takes.
    pub(crate) edge: Option<TakenEdge>,
}

/// The edge that an answer takes.
#[derive(Debug)]
pub(crate) struct TakenEdge {
    pub(crate) from: State,
    pub(crate) to: State,
    /// Its causes and keywords, as the flow writes them.
    pub(crate) trigger: String,
    /// Whether it names the cause.
    pub(crate) is_named: bool,
}

impl<'a> Classified<'a> {
    /// Classifies an answer on a page. Without `step`, the words before `:fail` are the host call.
    pub(crate) fn of(spec: &Spec, error: &'a HostError<'a>, step: Option<Step>) -> Self {
        let named = step.map(Step::host_call).or_else(|| name(&error.message));
        let host_call = named.unwrap_or(Step::Join.host_call());
        let cause = error.cause(host_call, None);
        let says_success = error.message.contains(":ok") || [error.err_code, error.errno].contains(&Some(0));
        let is_success = says_success && !error.is_failure() && cause == Cause::Other(0);
        let step = Step::ALL.into_iter().find(|step| step.host_call() == host_call);
        let edge = step.map(Step::state).and_then(|from| {
            let edge = next(&spec.flow, from, Trigger::Failure(cause), &RetryCounters::of(&spec.flow))?;
            let trigger = graph::trigger(&spec.flow, from, edge);
            Some(TakenEdge { from, to: edge.to, trigger, is_named: !edge.on.is_empty() })
        });
        Self { host_call, is_assumed: named.is_none(), is_success, cause, step, edge }
    }
}

/// Says what the answer means.
pub(crate) fn classify(spec: &Spec, answer: &Pasted, step: Option<Step>, colours: Colours) -> Report {
    let error = answer.error();
    let Classified { host_call, is_assumed, is_success, cause, step, edge } =
        Classified::of(spec, &error, step);
    if is_success {
        return Report::new(Status::Done, format!("\n  {SUCCESS}\n"));
    }
    let how = if is_assumed { " (assumed; --step names another one)" } else { "" };
    let plain = |text: &str| vec![part(Tone::Plain, text)];
    let mut lines = vec![
        line(Mark::Call, vec![part(Tone::Strong, short(host_call)), part(Tone::Quiet, how)]),
        line(Mark::Answer, vec![part(Tone::Plain, short(&error.message))]),
        line(
            Mark::Cause,
            vec![part(Tone::Strong, named(cause)), part(Tone::Plain, format!(": {}", meaning(cause)))],
        ),
        line(Mark::More, vec![part(Tone::Message, cause.chinese())]),
        line(Mark::Remedy, plain(cause.remedy())),
        line(Mark::More, plain(cause.remedy_chinese())),
    ];
    if let Some(advice) = advice(cause, step) {
        lines.push(line(Mark::Flow, plain(&advice)));
    }
    if let Some(TakenEdge { from, to, trigger, .. }) = edge {
        let edge = format!("{} takes {from} → {to} ({trigger})", spec.name);
        lines.push(line(Mark::More, plain(&edge)));
    }
    let palette = Palette::new(colours.out);
    let text: String = lines.iter().map(|line| palette.line(line)).collect();
    Report::new(Status::Done, format!("\n{text}"))
}

/// How a flow can name the cause.
fn advice(cause: Cause, step: Option<Step>) -> Option<String> {
    let state = step?.state();
    Some(match cause {
        Cause::Other(0) => {
            format!("{state}: an answer without a known number or words takes the plain edge to Failed")
        }
        Cause::Other(code) if Cause::from_code(code) == cause => format!("{state} can name it: `on {code}`"),
        // A flow takes this code for the cause of another host call.
        Cause::Other(_) => format!("{state}: it takes the plain edge to Failed"),
        _ if cause.is_possible_in(state) => format!("{state} can name it: `on {cause}`"),
        _ => format!("{state} cannot name it: it takes the plain edge to Failed"),
    })
}

/// The host call that the message names, as in `authorize:fail auth deny`.
fn name(message: &str) -> Option<&str> {
    let (before, _) = message.split_once(":fail").or_else(|| message.split_once(":ok"))?;
    let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
    Some(name).filter(|name| !name.is_empty())
}

fn line(mark: Mark, parts: Vec<Part>) -> Line {
    Line { at: None, mark, parts, quiet: false }
}
