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
use crate::text::Text;
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

    /// Whether no call was tried, and the page says no reason: it was not left, has loaded and shows no message.
    pub(crate) fn is_uneventful(&self) -> bool {
        let is_idle = self.state == State::Idle && !self.joined && self.failure.is_none();
        is_idle && !self.left && !self.loading && self.message.is_none()
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
    fn sentence(&self) -> Text {
        let message = short(self.message.as_deref().unwrap_or_default());
        if self.never_calls {
            return self.reachable_sentence(&message);
        }
        match (self.joined, self.state, self.failure) {
            (true, State::Failed, Some((from, Some(cause)))) if from != State::InCall => Text::new(
                format!("A call was joined, but the last call was not: {from} failed with {cause}."),
                format!("曾加入通话，但最后一次没有：{from} 失败，原因 {cause}。"),
            ),
            (true, ..) if self.interrupted => {
                Text::new("The call was joined, and then interrupted.", "加入了通话，随后被中断。")
            }
            (true, State::InCall, _) if self.left => Text::new(
                "The call was joined, and the user left the page during the call.",
                "加入了通话，用户在通话中离开了页面。",
            ),
            (true, State::InCall, _) => {
                Text::new("The call was joined, and is still active.", "加入了通话，通话仍在进行。")
            }
            (true, ..) if self.end == Some(Cause::NoAnswer) => Text::new(
                "The call was joined, but nobody answered within the limit `ring`.",
                "加入了通话，但在 `ring` 的时限内没有人接听。",
            ),
            (true, ..) if self.end == Some(Cause::Timeout) => Text::new(
                "The call was joined, and ended at its limit `within`.",
                "加入了通话，到 `within` 的时限结束。",
            ),
            (true, ..) if self.connected => {
                Text::new("The call was joined, answered and ended.", "加入了通话，对方接听，通话结束。")
            }
            (true, ..) if self.hung_up => Text::new(
                "The call was joined, but nobody answered; the user hung up.",
                "加入了通话，但没有人接听，用户挂断。",
            ),
            (true, ..) => Text::new("The call was joined, and ended.", "加入了通话，通话结束。"),
            (_, State::Failed, Some((from, Some(Cause::App)))) if self.message.is_some() => Text::new(
                format!("The call was not joined: in {from} the page showed {message}."),
                format!("没有加入通话：在 {from} 页面提示“{message}”。"),
            ),
            (_, State::Failed, Some((from, Some(cause)))) => Text::new(
                format!("The call was not joined: {from} failed with {cause}."),
                format!("没有加入通话：{from} 失败，原因 {cause}。"),
            ),
            (_, State::Failed, _) => {
                Text::new("The call was not joined: it failed.", "没有加入通话：失败了。")
            }
            (_, state, _) if self.left => Text::new(
                format!("The call was not joined: the user left the page in {state}."),
                format!("没有加入通话：用户在 {state} 离开了页面。"),
            ),
            (_, state, _) if state.is_working() => match &self.unanswered {
                Some(name) => {
                    let name = short(name);
                    Text::new(
                        format!("The call was not joined: {name} is not answered yet, in {state}."),
                        format!("没有加入通话：在 {state}，{name} 还没有回答。"),
                    )
                }
                None => Text::new(
                    format!("The call was not joined: the page is still in {state}."),
                    format!("没有加入通话：页面还在 {state}。"),
                ),
            },
            _ if self.loading => Text::new(
                "The call was not joined: the page is still loading.",
                "没有加入通话：页面还在加载。",
            ),
            _ if self.calls == 0 && self.message.is_some() => Text::new(
                format!("No host call was made: the page showed {message}."),
                format!("没有调用微信：页面提示“{message}”。"),
            ),
            (_, State::Idle, None) if self.message.is_some() => Text::new(
                format!("The call was not joined: the page showed {message}."),
                format!("没有加入通话：页面提示“{message}”。"),
            ),
            _ => Text::new("The call was not joined: it was cancelled.", "没有加入通话：已取消。"),
        }
    }

    /// What happened on a page that never calls.
    fn reachable_sentence(&self, message: &str) -> Text {
        if self.reachable {
            Text::new("The page is reachable: others can call it.", "页面可以接听：别人可以呼叫进来。")
        } else if self.message.is_some() {
            Text::new(
                format!("The page is not reachable: it showed {message}."),
                format!("页面不能接听：它提示“{message}”。"),
            )
        } else if let Some(name) = &self.unanswered {
            let name = short(name);
            Text::new(
                format!("The page is not reachable: {name} is not answered yet."),
                format!("页面不能接听：{name} 还没有回答。"),
            )
        } else {
            Text::new("The page is not reachable.", "页面不能接听。")
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
        calls if palette.is_chinese() => format!("{calls} 次接口调用"),
        1 => "1 host call".to_string(),
        calls => format!("{calls} host calls"),
    };
    let joins = match ending.joins {
        0 if ending.never_calls => palette.pick("only called", "只被呼叫").to_string(),
        0 => palette.pick("no call placed", "没有发起通话").to_string(),
        joins if palette.is_chinese() => format!("发起 {joins} 次通话"),
        1 => "1 call placed".to_string(),
        joins => format!("{joins} calls placed"),
    };
    let time = format!("{} s", seconds(ending.at));
    let sentence = ending.sentence();
    let sentence = palette.pick(&sentence.english, &sentence.chinese);
    let mut text = format!("\n  {mark} {}", palette.part(Tone::Strong, sentence));
    let _ = writeln!(text, "\n    {}", palette.part(Tone::Quiet, &format!("{joins} · {calls} · {time}")));
    let next = ending.next(spec, command_line);
    let try_next = palette.pick("Next, try:", "可以再试：");
    let _ = writeln!(text, "    {} {next}", palette.part(Tone::Quiet, try_next));
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
            let what =
                palette.pick("Answers that are made up, as arguments:", "自动编造的回答，写成参数是：");
            let _ = writeln!(text, "    {}", palette.part(Tone::Quiet, what));
        }
        let _ = writeln!(text, "      --answer {}", quoted(&format!("{call}={json}")));
    }
    for target in answers.unused() {
        let calls: Vec<_> =
            seen.iter().map(|seen| format!("`{}`", visible(&seen.target.written()))).collect();
        let written = visible(&target.written());
        let note = if palette.is_chinese() {
            let made = if calls.is_empty() { "没有".into() } else { calls.join("、") };
            format!("没有用到 `{written}` 的回答。页面自己的接口调用：{made}。")
        } else {
            let made = if calls.is_empty() { "none itself".into() } else { calls.join(", ") };
            format!("Not used: the answer for `{written}`. Host calls that the page made: {made}.")
        };
        let _ = writeln!(text, "  {} {note}", palette.part(Tone::Message, "!"));
        if let Some(step) = Step::ALL.into_iter().find(|step| step.host_call() == written) {
            let name = step.name();
            let _ = writeln!(
                text,
                "    {} --deny, --fail {name}=CAUSE, --late {name}=DURATION",
                palette.pick("For a step of the call, use", "通话步骤的回答请用")
            );
        }
    }
    text
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", visible(text).replace('\'', r"'\''"))
}

pub(crate) fn recorded(file: &Path, palette: Palette) -> String {
    format!(
        "    {} {}\n",
        palette.part(Tone::Quiet, palette.pick("Recorded to", "录制已写入")),
        recording_file::name(file)
    )
}
