//! The summary of a run, and what to try next.

use std::fmt::Write as _;
use std::path::Path;

use voip_runtime::record::{Change, Chat, Input, Record, RecordKind};
use voip_runtime::sim::Step;
use voip_runtime::spec::{Scope, Spec};
use voip_runtime::value::Value;
use voip_runtime::{Cause, State, api};

use crate::answers::{Answers, Source, json};
use crate::paint::text::{short, visible};
use crate::paint::{Palette, seconds};
use crate::recording_file;
use crate::timeline::Tone;

/// How a run ended.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the events are independent")]
pub(crate) struct Ending {
    /// A call was joined.
    joined: bool,
    /// Whether the page never calls: `receive(only)`.
    never_calls: bool,
    reachable: bool,
    loading: bool,
    /// Why the last joined call ended by itself.
    end: Option<Cause>,
    state: State,
    connected: bool,
    left: bool,
    interrupted: bool,
    hung_up: bool,
    /// The state before the last failure, and its cause.
    failure: Option<(State, Option<Cause>)>,
    /// The last message of the page.
    message: Option<String>,
    /// The number of host calls, without toasts.
    calls: usize,
    joins: usize,
    /// The last host call, if it is not answered yet.
    unanswered: Option<String>,
    at: u64,
}

impl Ending {
    pub(crate) fn of(spec: &Spec, records: &[Record]) -> Self {
        let mut ending = Self {
            joined: false,
            never_calls: spec.never_calls(),
            reachable: false,
            loading: false,
            end: None,
            state: State::Idle,
            connected: false,
            left: false,
            interrupted: false,
            hung_up: false,
            failure: None,
            message: None,
            calls: 0,
            joins: 0,
            unanswered: None,
            at: 0,
        };
        for record in records {
            ending.add(record);
        }
        ending
    }

    /// Whether the page did what it is for: it joined a call, or it is reachable and never calls.
    pub(crate) fn is_success(&self) -> bool {
        if self.never_calls { self.reachable } else { self.joined }
    }

    fn add(&mut self, Record { at, what }: &Record) {
        // The timeline does not show timers.
        if !matches!(what, RecordKind::Timer(_)) {
            self.at = *at;
        }
        match what {
            RecordKind::Call(call) if call.name == api::SHOW_TOAST => {}
            RecordKind::Call(call) => {
                self.calls += 1;
                self.joins += usize::from(call.name == Step::Join.host_call());
                self.unanswered = Some(call.name.clone());
            }
            RecordKind::Answer(_) => self.unanswered = None,
            RecordKind::Chat(Chat::Members(2..)) => self.connected = true,
            RecordKind::Chat(Chat::Interrupted(_)) => self.interrupted = true,
            RecordKind::Change(Change { from, to, cause, .. }) => {
                self.state = *to;
                self.joined |= *to == State::InCall;
                if *to == State::Failed {
                    self.failure = Some((*from, *cause));
                }
                if *from == State::InCall {
                    self.end = *cause;
                }
            }
            RecordKind::Input(Input::Leave) => self.left = true,
            RecordKind::Input(Input::HangUp) => self.hung_up = true,
            RecordKind::Field { name, value } if name == "error" => {
                self.message = value.as_text().map(ToString::to_string);
            }
            RecordKind::Field { name, value } if name == "loading" => {
                self.loading = *value == Value::Bool(true);
            }
            RecordKind::Reachable(on) => self.reachable = *on,
            _ => {}
        }
    }

    /// What happened, in a sentence.
    fn sentence(&self) -> String {
        let message = || short(self.message.as_deref().unwrap_or_default());
        if self.never_calls {
            return if self.reachable {
                "The page is reachable: others can call it.".into()
            } else if self.message.is_some() {
                format!("The page is not reachable: it showed {}.", message())
            } else if let Some(name) = &self.unanswered {
                format!("The page is not reachable: {} is not answered yet.", short(name))
            } else {
                "The page is not reachable.".into()
            };
        }
        match (self.joined, self.state, self.failure) {
            (true, State::Failed, Some((from, Some(cause)))) if from != State::InCall => {
                format!("A call was joined, but the last call was not: {from} failed with {cause}.")
            }
            (true, ..) if self.interrupted => "The call was joined, and then interrupted.".into(),
            (true, State::InCall, _) if self.left => {
                "The call was joined, and the user left the page during the call.".into()
            }
            (true, State::InCall, _) => "The call was joined, and is still active.".into(),
            (true, ..) if self.end == Some(Cause::NoAnswer) => {
                "The call was joined, but nobody answered within the limit `ring`.".into()
            }
            (true, ..) if self.end == Some(Cause::Timeout) => {
                "The call was joined, and ended at its limit `within`.".into()
            }
            (true, ..) if self.connected => "The call was joined, answered and ended.".into(),
            (true, ..) if self.hung_up => {
                "The call was joined, but nobody answered; the user hung up.".into()
            }
            (true, ..) => "The call was joined, and ended.".into(),
            (_, State::Failed, Some((from, Some(Cause::App)))) if self.message.is_some() => {
                format!("The call was not joined: in {from} the page showed {}.", message())
            }
            (_, State::Failed, Some((from, Some(cause)))) => {
                format!("The call was not joined: {from} failed with {cause}.")
            }
            (_, State::Failed, _) => "The call was not joined: it failed.".into(),
            (_, state, _) if self.left => {
                format!("The call was not joined: the user left the page in {state}.")
            }
            (_, state, _) if state.is_working() => match &self.unanswered {
                Some(name) => {
                    format!("The call was not joined: {} is not answered yet, in {state}.", short(name))
                }
                None => format!("The call was not joined: the page is still in {state}."),
            },
            _ if self.loading => "The call was not joined: the page is still loading.".into(),
            _ if self.calls == 0 && self.message.is_some() => {
                format!("No host call was made: the page showed {}.", message())
            }
            (_, State::Idle, None) if self.message.is_some() => {
                format!("The call was not joined: the page showed {}.", message())
            }
            _ => "The call was not joined: it was cancelled.".into(),
        }
    }

    /// Flags to try next, without those that are on the command line.
    fn next(&self, spec: &Spec, command_line: &str) -> String {
        let deny = match spec.scopes.first() {
            Some(Scope::Camera) => "--deny camera",
            _ => "--deny record",
        };
        let further: &[&str] = match (self.joined, self.failure) {
            _ if self.never_calls => &[deny, "--fail enable=NotOpen", "--never enable"],
            _ if self.end == Some(Cause::Timeout) => &["--talk 5s", "--listener closed"],
            _ if self.connected && spec.flow.row(State::InCall).ring.is_some() => {
                &["--listener closed", deny]
            }
            (true, _) if self.connected => &[deny, "--taps 2", "--listener closed", "--fail join=NotOpen"],
            (true, _) => &[deny, "--fail join=AlreadyInRoom", "--taps 2"],
            (_, Some((State::Authorizing, _))) => &["--fail enable=NotOpen", "--never join"],
            (_, Some((State::Enabling, _))) => &["--late enable=20s", "--fail join=OnCall"],
            (_, Some((State::Joining, _))) => &["--late join=90s", "--listener closed"],
            _ if self.left => &["--late join=10s --leave-at 5s", deny],
            _ if self.state.is_working() => &["--leave-at 5s", deny],
            _ => &[deny],
        };
        let further = further.iter().chain(&["--explore"]).filter(|flags| !command_line.contains(**flags));
        further.copied().collect::<Vec<_>>().join(", ")
    }
}

pub(crate) fn of_run(spec: &Spec, ending: &Ending, command_line: &str, palette: Palette) -> String {
    let mark =
        if ending.is_success() { palette.part(Tone::Good, "✓") } else { palette.part(Tone::Bad, "✗") };
    let calls = match ending.calls {
        1 => "1 host call".to_string(),
        calls => format!("{calls} host calls"),
    };
    let joins = match ending.joins {
        0 if ending.never_calls => "only called".to_string(),
        0 => "no call placed".to_string(),
        1 => "1 call placed".to_string(),
        joins => format!("{joins} calls placed"),
    };
    let time = format!("{} s", seconds(ending.at));
    let mut text = format!("\n  {mark} {}", palette.part(Tone::Strong, &ending.sentence()));
    let _ = writeln!(text, "\n    {}", palette.part(Tone::Quiet, &format!("{joins} · {calls} · {time}")));
    let next = ending.next(spec, command_line);
    let _ = writeln!(text, "    {} {next}", palette.part(Tone::Quiet, "Next, try:"));
    text
}

/// The answers that were made up, as `--answer` gives them, and those of `--answer` that no host call has got.
pub(crate) fn answers(answers: &Answers, palette: Palette) -> String {
    let mut text = String::new();
    let seen = answers.seen();
    let made_up = seen.iter().filter(|seen| seen.source == Source::MadeUp);
    // `null` is the answer of a host call whose result does not matter.
    let made_up = made_up.filter(|seen| seen.answer != Some(Value::Null));
    let made_up = made_up.filter_map(|seen| Some((seen.target.written(), json(seen.answer.as_ref()?))));
    for (at, (call, json)) in made_up.enumerate() {
        if at == 0 {
            let _ = writeln!(
                text,
                "    {}",
                palette.part(Tone::Quiet, "Answers that are made up, as arguments:")
            );
        }
        let _ = writeln!(text, "      --answer {}", quoted(&format!("{call}={json}")));
    }
    for target in answers.unused() {
        let mark = palette.part(Tone::Message, "!");
        let calls: Vec<_> =
            seen.iter().map(|seen| format!("`{}`", visible(&seen.target.written()))).collect();
        let made = if calls.is_empty() { "none itself".into() } else { calls.join(", ") };
        let written = visible(&target.written());
        let _ = writeln!(
            text,
            "  {mark} Not used: the answer for `{written}`. Host calls that the page made: {made}."
        );
    }
    text
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", visible(text).replace('\'', r"'\''"))
}

pub(crate) fn recorded(file: &Path, palette: Palette) -> String {
    format!("    {} {}\n", palette.part(Tone::Quiet, "Recorded to"), recording_file::name(file))
}
