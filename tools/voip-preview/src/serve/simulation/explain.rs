//! What a user may misread in the timeline: inputs and answers without an effect, and what WeChat does not tell a page.

use voip_runtime::State;
use voip_runtime::record::{Chat, Input, Record, RecordKind};
use voip_runtime::spec::Spec;
use voip_runtime::value::Value;

use crate::answers::json;
use crate::pages::PageState;
use crate::paint::text::visible;
use crate::serve::wire::{PhoneView, Text};
use crate::timeline::answers::Answers;

/// Explains the records of one run.
pub(super) struct Explainer {
    answers: Answers<'static>,
    /// Whether the other side has answered.
    connected: bool,
    /// Whether it was said what InCall means.
    knows_in_call: bool,
}

impl Explainer {
    pub(super) fn new(spec: &'static Spec) -> Self {
        Self { answers: Answers::new(spec), connected: false, knows_in_call: false }
    }

    /// What there is to say about the record, which is the next one of the run.
    pub(super) fn explain(&mut self, Record { at, what }: &Record) -> Option<Text> {
        self.answers.add(*at, what);
        match what {
            RecordKind::Answer(answer) => self.answers.effect(*at, answer).why(),
            RecordKind::Chat(Chat::Members(count)) => {
                self.connected = *count > 1;
                None
            }
            RecordKind::Change(change) if change.to == State::InCall => {
                let is_new = !self.connected && !self.knows_in_call;
                self.knows_in_call |= is_new;
                is_new.then(|| {
                    Text::new(
                        "InCall means that the join has succeeded, not that the other side has answered",
                        "InCall 表示加入成功，不表示对方已经接听",
                    )
                })
            }
            RecordKind::Change(_) => {
                self.connected = false;
                None
            }
            _ => None,
        }
    }
}

/// What has changed on the phone without an event for its page.
///
/// That the phone rings is explained once in a run.
pub(super) fn unnoticed(before: &PhoneView, now: &PhoneView, knows_ringing: &mut bool) -> Option<Text> {
    match (&before.screen.call, &now.screen.call) {
        (None, Some(call)) if !call.outgoing && !std::mem::replace(knows_ringing, true) => Some(Text::new(
            format!(
                "rings: WeChat shows the incoming call. The page takes no part in it: the page stays {}",
                now.state
            ),
            format!("响铃：来电由微信显示，与页面无关，所以页面仍是 {}", now.state),
        )),
        (Some(call), None) if call.outgoing && now.state == State::InCall => Some(Text::new(
            "the call is over in WeChat, but the page got no event of that: it stays InCall until 结束 is tapped",
            "微信里的通话已经结束，但页面没有收到通知：点“结束”之前一直是 InCall",
        )),
        _ => None,
    }
}

/// Why an input has no effect, if it has none: `before` is the page before it.
pub(super) fn ineffective(input: &Input, before: &PageState) -> Option<Text> {
    let available = before.available;
    let in_progress = || {
        if before.state == State::InCall {
            Text::new("no effect: the page is in a call", "不起作用：页面正在通话")
        } else if before.loading {
            Text::new("no effect: the page still loads", "不起作用：页面还在加载")
        } else if before.busy && !before.state.is_working() {
            Text::new(
                "no effect: a call is in progress, its handler runs",
                "不起作用：正在呼叫，handler 还在运行",
            )
        } else if before.busy {
            let state = before.state;
            Text::new(
                format!("no effect: a call is in progress ({state})"),
                format!("不起作用：正在呼叫（{state}）"),
            )
        } else {
            Text::new("no effect: it is not possible now", "不起作用：现在不能这样做")
        }
    };
    match input {
        Input::Tap if !available.tap => Some(in_progress()),
        Input::Call { .. } if !available.call => Some(in_progress()),
        Input::MakeReachable if !available.make_reachable => Some(if before.reachable {
            Text::new("no effect: calls are enabled already", "不起作用：已经可以接听")
        } else {
            in_progress()
        }),
        Input::MakeUnreachable if !available.make_unreachable => Some(if before.reachable {
            in_progress()
        } else {
            Text::new("no effect: calls are not enabled", "不起作用：本来就没有开启接听")
        }),
        Input::HangUp if !available.hang_up => {
            Some(Text::new("no effect: no call is joined", "不起作用：没有加入的通话"))
        }
        Input::Dismiss if !available.dismiss => {
            Some(Text::new("no effect: there is no failure to dismiss", "不起作用：没有失败提示可以关掉"))
        }
        Input::Cancel if !available.cancel => {
            Some(Text::new("no effect: nothing is in progress", "不起作用：没有正在进行的事"))
        }
        _ => None,
    }
}

/// Why a tap places no call if this required field is empty, and the page shows this message.
pub(super) fn missing(field: &str, message: &str) -> Text {
    Text::new(
        format!("no call: the required field `{field}` is empty, and the page shows {message}"),
        format!("没有呼叫：必填的 {field} 是空的，页面提示“{message}”"),
    )
}

/// Why an input of a recording has no effect, or places no call: the page before it, and after it.
pub(super) fn replayed(input: &Input, before: &PageState, after: &PageState) -> Option<Text> {
    ineffective(input, before).or_else(|| {
        let is_tap = matches!(input, Input::Tap | Input::Call { .. });
        let error = after.error.as_ref().filter(|_| is_tap && !after.busy && after.state == before.state)?;
        let message = visible(error.sentence());
        Some(Text::new(
            format!("no call: a required field is empty, and the page shows {message}"),
            format!("没有呼叫：有必填的字段是空的，页面提示“{message}”"),
        ))
    })
}

/// What the page shows for a failure.
pub(super) fn shows(sentence: &str) -> Text {
    let sentence = visible(sentence);
    Text::new(format!("the page shows {sentence}"), format!("页面显示“{sentence}”"))
}

/// The button of a contact that cannot be called.
pub(super) fn not_callable() -> Text {
    Text::new(
        "no effect: this contact has no openid, or does not exist",
        "不起作用：没有这个联系人，或者没有 openid",
    )
}

/// That this answer of the page's own host call is made up.
pub(super) fn made_up(value: &Value) -> Text {
    let json = visible(&json(value));
    Text::new(
        format!("made up by the preview: {json}; the panel Faults gives other answers"),
        format!("预览编造的回答：{json}；可以在“故障”里改成别的回答"),
    )
}

/// The fields that were filled in for the user.
pub(super) fn filled_in(fields: &[&str]) -> Text {
    let list = fields.join(", ");
    Text::new(
        format!("made up by the preview, because a call needs it: {list}"),
        format!("预览代填的（没有它不能呼叫）：{list}"),
    )
}
