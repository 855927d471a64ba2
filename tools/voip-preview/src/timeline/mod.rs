//! Turns records into the lines of a timeline, without formatting.

pub(crate) mod answers;

use voip_runtime::record::{
    Change, Chat, FailedTask, Input, Record, RecordKind, RecordedAnswer, RecordedCall,
};
use voip_runtime::spec::Spec;
use voip_runtime::value::Value;
use voip_runtime::{Cause, State, api};

use self::answers::Answers;
use crate::paint::text::{short, visible};
use crate::paint::value::{compact, compact_lines};

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The time in milliseconds. A line without a time belongs to the line above.
    pub(crate) at: Option<u64>,
    pub(crate) mark: Mark,
    pub(crate) parts: Vec<Part>,
    /// Whether it had no effect.
    pub(crate) quiet: bool,
}

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    User,
    Call,
    Answer,
    Toast,
    Chat,
    Page,
    /// Something that the page does not react to.
    Note,
    State,
    Failure,
    Cause,
    Remedy,
    /// How a flow can name a cause.
    Flow,
    More,
}

/// A text with one tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) tone: Tone,
    pub(crate) text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Strong,
    Good,
    State,
    Bad,
    /// A message that the user of the page reads.
    Message,
    Quiet,
}

/// The timeline of `records`, in Chinese or in English. `filled` are the names of the fields that the preview has filled in.
pub(crate) fn lines(spec: &Spec, records: &[Record], filled: &[&str], is_chinese: bool) -> Vec<Line> {
    let mut timeline = Timeline {
        spec,
        is_chinese,
        filled,
        answers: Answers::new(spec),
        failure: None,
        state: State::Idle,
        busy: false,
        contacts: Value::Null,
        lines: Vec::new(),
    };
    for record in records {
        timeline.add(record);
    }
    timeline.flush_failure(None);
    timeline.lines
}

struct Timeline<'a> {
    spec: &'a Spec,
    is_chinese: bool,
    filled: &'a [&'a str],
    answers: Answers<'a>,
    /// The cause of a failure, until the page's message for it follows.
    failure: Option<Cause>,
    state: State,
    busy: bool,
    /// The page's contacts.
    contacts: Value,
    lines: Vec<Line>,
}

pub(crate) fn part(tone: Tone, text: impl Into<String>) -> Part {
    Part { tone, text: text.into() }
}

impl Timeline<'_> {
    /// The one of two texts that is in the language of the timeline.
    fn say<T>(&self, english: T, chinese: T) -> T {
        if self.is_chinese { chinese } else { english }
    }

    fn line(&mut self, at: u64, mark: Mark, parts: Vec<Part>) {
        self.lines.push(Line { at: Some(at), mark, parts, quiet: false });
    }

    fn more(&mut self, mark: Mark, parts: Vec<Part>) {
        self.lines.push(Line { at: None, mark, parts, quiet: false });
    }

    fn add(&mut self, Record { at, what }: &Record) {
        if !matches!(what, RecordKind::Field { name, .. } if is_of_page(name)) {
            self.flush_failure(None);
        }
        self.answers.add(*at, what);
        match what {
            RecordKind::Input(input) => self.input(*at, input),
            RecordKind::Call(call) => self.call(*at, call),
            RecordKind::Answer(answer) => self.answer(*at, answer),
            RecordKind::Chat(chat) => self.chat(*at, chat),
            // Its effects have their own lines.
            RecordKind::Timer(_) => {}
            RecordKind::Change(change) => self.change(*at, change),
            RecordKind::Field { name, value } if name == "error" => {
                if let Some(message) = value.as_text() {
                    self.message(*at, message);
                }
            }
            RecordKind::Field { name, value } if name == "busy" => self.busy = *value == Value::Bool(true),
            RecordKind::Field { name, value } if name == "loading" => {
                let text = if *value == Value::Bool(true) {
                    self.say("runs `on_load`", "运行 `on_load`")
                } else {
                    self.say("`on_load` has ended", "`on_load` 已结束")
                };
                self.line(*at, Mark::Page, vec![part(Tone::Plain, text)]);
            }
            RecordKind::Field { name, value } => self.field(*at, Mark::Page, name, value, ""),
            RecordKind::Reachable(on) => {
                let text = if *on {
                    self.say("calls are enabled", "已开启通话")
                } else {
                    self.say("calls are disabled", "已关闭通话")
                };
                self.line(*at, Mark::Chat, vec![part(Tone::Plain, text)]);
            }
            RecordKind::ReportsMembers(on) => {
                let text = if *on {
                    self.say("members are reported", "会通知通话成员变化")
                } else {
                    self.say(
                        "no members are reported: `ring` has no effect",
                        "不通知通话成员变化：`ring` 不起作用",
                    )
                };
                self.line(*at, Mark::Chat, vec![part(Tone::Plain, text)]);
            }
            RecordKind::TaskFailed(task) => self.task_failed(*at, task),
            RecordKind::SpawnIgnored(path) => {
                let path = short(path);
                let text = self.say(
                    format!("{path} still runs: not spawned again"),
                    format!("{path} 仍在运行：没有再次启动"),
                );
                self.line(*at, Mark::Page, vec![part(Tone::Quiet, text)]);
            }
            RecordKind::Note(value) => self.line(*at, Mark::Note, vec![part(Tone::Quiet, self.note(value))]),
            other => self.line(*at, Mark::Page, vec![part(Tone::Plain, format!("{other:?}"))]),
        }
    }

    /// Adds an error message of the page. Without a failed call it has its own line: a required field is empty, or
    /// the page cannot become reachable.
    fn message(&mut self, at: u64, message: &str) {
        if self.failure.is_some() {
            self.flush_failure(Some(message));
        } else {
            let shows = part(Tone::Plain, self.say("shows ", "显示 "));
            self.line(at, Mark::Page, vec![shows, part(Tone::Message, short(message))]);
        }
    }

    /// Adds the failure of a function beside the call, which the page does not show.
    fn task_failed(&mut self, at: u64, task: &FailedTask) {
        let mut parts =
            vec![part(Tone::Plain, short(&task.task)), part(Tone::Bad, self.say(" failed", " 失败"))];
        parts.push(part(Tone::Plain, format!(" {}", named(task.cause))));
        if !task.message.is_empty() {
            parts.push(part(Tone::Quiet, format!("  \"{}\"", short(&task.message))));
        }
        self.line(at, Mark::Failure, parts);
    }

    /// Adds the cause of a failure, with the message of the page if it is known.
    fn flush_failure(&mut self, message: Option<&str>) {
        if let Some(cause) = self.failure.take() {
            self.cause(cause);
            self.remedy(cause, message);
        }
    }

    fn field(&mut self, at: u64, mark: Mark, name: &str, value: &Value, note: &str) {
        if self.spec.find(name).is_some_and(|index| self.spec.contacts() == Some(index)) {
            self.contacts = value.clone();
        }
        let label = self.spec.find(name).and_then(|index| self.spec.fields.get(index)?.label);
        let mut parts = vec![part(Tone::Plain, short(name))];
        parts.extend(label.map(|label| part(Tone::Quiet, format!(" {}", short(label)))));
        parts.push(part(Tone::Plain, format!(" = {}", compact(value))));
        parts.push(part(Tone::Quiet, note));
        self.line(at, mark, parts);
    }

    fn input(&mut self, at: u64, input: &Input) {
        let say = |english: &str, chinese: &str| vec![part(Tone::Plain, self.say(english, chinese))];
        let parts = match input {
            Input::Set { field, value } => {
                let is_filled = self.filled.contains(&field.as_str());
                let note = if is_filled {
                    self.say("  (filled in by the preview)", "  （预览代填）")
                } else {
                    ""
                };
                return self.field(at, Mark::User, field, value, note);
            }
            Input::Load { query } if query.is_empty() => say("opens the page", "打开页面"),
            Input::Load { query } => {
                let query: Vec<_> =
                    query.iter().map(|(name, value)| format!("{}={}", short(name), short(value))).collect();
                let mut parts = say("opens the page with ", "打开页面，参数 ");
                parts.push(part(Tone::Plain, query.join("&")));
                parts
            }
            Input::Show => say("shows the page", "页面显示"),
            Input::Tap => return self.tap(at, None),
            Input::Call { contact } => return self.tap(at, Some(*contact)),
            Input::MakeReachable => say("taps 可接听", "点可接听"),
            Input::MakeUnreachable => say("taps 停止接听", "点停止接听"),
            Input::HangUp => say("taps 结束", "点结束"),
            Input::Dismiss => say("dismisses the failure", "关掉失败提示"),
            Input::Cancel => say("taps 取消", "点取消"),
            Input::Leave => say("leaves the page", "离开页面"),
            other => vec![part(Tone::Plain, format!("{other:?}"))],
        };
        self.line(at, Mark::User, parts);
    }

    /// Adds a tap of the call button, or of that of a contact.
    fn tap(&mut self, at: u64, contact: Option<usize>) {
        let ignored = self.busy || !matches!(self.state, State::Idle | State::Failed);
        let taps = self.say("taps ", "点");
        let mut parts = vec![part(Tone::Plain, format!("{taps}{}", short(self.spec.button)))];
        if let Some(index) = contact {
            let found = match &self.contacts {
                Value::List(contacts) => {
                    contacts.get(index).and_then(|found| found.get("nickname")?.as_text())
                }
                _ => None,
            };
            let comma = self.say(", ", "，");
            let name = found.map(|name| format!("{comma}{}", short(name))).unwrap_or_default();
            let contact = self.say(" of contact ", "：联系人 ");
            parts.push(part(Tone::Plain, format!("{contact}{index}{name}")));
        }
        if ignored {
            let why = self.say("  (no effect: a call is in progress)", "  （不起作用：正在呼叫）");
            parts.push(part(Tone::Quiet, why));
        }
        self.lines.push(Line { at: Some(at), mark: Mark::User, parts, quiet: ignored });
    }

    fn call(&mut self, at: u64, call: &RecordedCall) {
        if call.name == api::SHOW_TOAST
            && let Some(title) = call.options.get("title").and_then(Value::as_text)
        {
            let mut parts = vec![part(Tone::Message, short(title))];
            if let Some(Value::Number(millis)) = call.options.get("duration") {
                let seconds = millis / 1000.0;
                let text = self.say(format!("  for {seconds} s"), format!("  显示 {seconds} s"));
                parts.push(part(Tone::Quiet, text));
            }
            return self.line(at, Mark::Toast, parts);
        }
        let name = short(&call.name);
        let indent = " ".repeat(name.chars().count() + 2);
        let mut options = compact_lines(&call.options).into_iter();
        let mut parts = vec![part(Tone::Strong, name)];
        parts.extend(options.next().map(|first| part(Tone::Quiet, format!(" {first}"))));
        self.line(at, Mark::Call, parts);
        for member in options {
            self.more(Mark::More, vec![part(Tone::Quiet, format!("{indent}{member}"))]);
        }
    }

    fn answer(&mut self, at: u64, answer: &RecordedAnswer) {
        let name = self.answers.name(answer.to).map_or_else(|| format!("#{}", answer.to), short);
        let mut parts = vec![part(Tone::Plain, name)];
        if let Some(cause) = answer.cause {
            parts.push(part(Tone::Bad, self.say(" failed", " 失败")));
            parts.push(part(Tone::Plain, format!(" {}", named(cause))));
            if !answer.message.is_empty() {
                parts.push(part(Tone::Quiet, format!("  \"{}\"", short(&answer.message))));
            }
        } else {
            parts.push(part(Tone::Good, " ok"));
            if answer.result != Value::Null {
                parts.push(part(Tone::Quiet, format!(" {}", compact(&answer.result))));
            }
        }
        let effect = self.answers.effect(at, answer);
        parts.extend(effect.why().map(|why| {
            let text = self.say(format!("  ({})", why.english), format!("  （{}）", why.chinese));
            part(Tone::Quiet, text)
        }));
        let quiet = effect.is_none();
        self.lines.push(Line { at: Some(at), mark: Mark::Answer, parts, quiet });
    }

    fn chat(&mut self, at: u64, chat: &Chat) {
        let text = match chat {
            Chat::Members(2..) => self.say("the other side answers", "对方接听").into(),
            Chat::Members(count) => {
                self.say(format!("members in the room: {count}"), format!("房间里有 {count} 人"))
            }
            Chat::Ended => {
                self.say("another page of the app places a call", "同一小程序的另一页面发起了通话").into()
            }
            Chat::Interrupted(message) => {
                format!("{}{}", self.say("interrupted: ", "被中断："), short(message))
            }
            other => format!("{other:?}"),
        };
        self.line(at, Mark::Chat, vec![part(Tone::Plain, text)]);
    }

    fn change(&mut self, at: u64, Change { from, to, cause, .. }: &Change) {
        self.state = *to;
        let failed = *to == State::Failed;
        let (mark, tone) = if failed { (Mark::Failure, Tone::Bad) } else { (Mark::State, Tone::State) };
        self.line(at, mark, vec![part(tone, format!("{from} → {to}"))]);
        if failed {
            self.failure = *cause;
        } else if let Some(cause) = cause {
            self.cause(*cause);
        }
    }

    fn cause(&mut self, cause: Cause) {
        let name = part(Tone::Strong, named(cause));
        let text = self.say(format!(": {}", cause.english()), format!("：{}", cause.chinese()));
        self.more(Mark::Cause, vec![name, part(Tone::Plain, text)]);
    }

    /// Adds the page's message for a failure, and the remedy: in English with the Chinese one, or only in Chinese.
    fn remedy(&mut self, cause: Cause, message: Option<&str>) {
        // The page shows the Chinese sentence, unless its handler sets another message.
        let sentence = message.unwrap_or(cause.chinese());
        // In Chinese, the line of the cause says this already.
        if !self.is_chinese || sentence != cause.chinese() {
            self.more(Mark::More, vec![part(Tone::Message, short(sentence))]);
        }
        if self.is_chinese {
            return self.more(Mark::Remedy, vec![part(Tone::Plain, cause.remedy_chinese())]);
        }
        if sentence != cause.chinese() {
            self.more(Mark::More, vec![part(Tone::Quiet, visible(cause.chinese()))]);
        }
        self.more(Mark::Remedy, vec![part(Tone::Plain, cause.remedy())]);
        self.more(Mark::More, vec![part(Tone::Plain, cause.remedy_chinese())]);
    }

    fn note(&self, value: &Value) -> String {
        match value.as_text() {
            Some("show") => self.say("the page is shown", "页面显示").into(),
            Some("hide") => self.say("the page is hidden", "页面隐藏").into(),
            Some("full") => self.say("the recording is too long: it ends here", "录制过长，到此为止").into(),
            _ => compact(value),
        }
    }
}

/// Whether the page's data have this name for what the page itself shows. No field has such a name.
fn is_of_page(name: &str) -> bool {
    ["error", "busy", "loading"].contains(&name)
}

/// A cause with its code, if it has one: `NotOpen (-20000)`.
pub(crate) fn named(cause: Cause) -> String {
    match (cause, cause.code()) {
        (Cause::Other(_), _) | (_, None) => cause.to_string(),
        (_, Some(code)) => format!("{cause} ({code})"),
    }
}
