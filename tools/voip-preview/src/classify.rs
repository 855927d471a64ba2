//! `--classify`: the cause of an answer that somebody pasted.

use voip_runtime::Cause;
use voip_runtime::classify::HostError;
use voip_runtime::sim::Step;
use voip_runtime::value::Value;

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
}

/// Says what the answer means. Without `step`, the words before `:fail` are the host call.
pub(crate) fn classify(Pasted(answer): &Pasted, step: Option<Step>, colours: Colours) -> Report {
    let error = HostError::read(answer);
    let (host_call, how) = match (step, name(&error.message)) {
        (Some(step), _) => (step.host_call(), ""),
        (None, Some(name)) => (name, ""),
        (None, None) => (Step::Join.host_call(), " (assumed; --step names another one)"),
    };
    let cause = error.cause(host_call, None);
    let step = Step::ALL.into_iter().find(|step| step.host_call() == host_call);
    let plain = |text: &str| vec![part(Tone::Plain, text)];
    let mut lines = vec![
        line(Mark::Call, vec![part(Tone::Strong, short(host_call)), part(Tone::Quiet, how)]),
        line(Mark::Answer, vec![part(Tone::Plain, short(&error.message))]),
        line(
            Mark::Cause,
            vec![part(Tone::Strong, named(cause)), part(Tone::Plain, format!(": {}", cause.english()))],
        ),
        line(Mark::More, vec![part(Tone::Message, cause.chinese())]),
        line(Mark::Remedy, plain(cause.remedy())),
        line(Mark::More, plain(cause.remedy_chinese())),
    ];
    if let Some(advice) = advice(cause, step) {
        lines.push(line(Mark::Flow, plain(&advice)));
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
    let (before, _) = message.split_once(":fail")?;
    let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
    Some(name).filter(|name| !name.is_empty())
}

fn line(mark: Mark, parts: Vec<Part>) -> Line {
    Line { at: None, mark, parts, quiet: false }
}
