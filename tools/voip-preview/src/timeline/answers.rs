//! Which answers of the host had an effect.
//!
//! A recording does not say this; it follows from the host calls, their times, and the states of the page.

use std::collections::BTreeMap;
use std::time::Duration;

use voip_runtime::State;
use voip_runtime::api::EXIT_VOIP_CHAT;
use voip_runtime::graph;
use voip_runtime::record::{Input, RecordKind, RecordedAnswer};
use voip_runtime::sim::Step;
use voip_runtime::spec::Spec;

use crate::text::Text;

/// The effect of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Accepted,
    Repeated,
    /// The user had left the page.
    AfterLeaving,
    /// The time limit of the step had passed.
    OverLimit(Duration),
    /// The page no longer waited for it.
    GoneOn,
    /// A late join: the page leaves the room.
    LateJoin,
}

impl Effect {
    /// Whether the page ignores the answer.
    pub(super) fn is_none(self) -> bool {
        !matches!(self, Self::Accepted | Self::LateJoin)
    }

    /// Why the answer has no effect, or another one than usual.
    pub(crate) fn why(self) -> Option<Text> {
        Some(match self {
            Self::Accepted => return None,
            Self::Repeated => {
                Text::new("no effect: this host call was answered before", "不起作用：这次调用之前已经回答过")
            }
            Self::AfterLeaving => {
                Text::new("no effect: the page was left before", "不起作用：此前已经离开页面")
            }
            Self::OverLimit(within) => {
                let within = graph::duration(within);
                Text::new(
                    format!("no effect: the time limit of {within} had passed"),
                    format!("不起作用：已经超过 {within} 的时限"),
                )
            }
            Self::GoneOn => {
                Text::new("no effect: the page no longer waits for it", "不起作用：页面已经不再等它")
            }
            Self::LateJoin => Text::new(
                "too late: the page leaves the room with exitVoIPChat, so that the other phone stops ringing",
                "来得太晚：页面用 exitVoIPChat 退出房间，对方不再响铃",
            ),
        })
    }
}

/// How many host calls are remembered, for a page that is used for long.
const MAX_CALLS: usize = 4096;

pub(crate) struct Answers<'a> {
    spec: &'a Spec,
    calls: BTreeMap<u32, HostCall>,
    /// The number of changes so far; the host call of a step is awaited until the next change.
    changes: u32,
    left: bool,
    /// The newest join. A late answer to an older one has no effect.
    last_join: Option<u32>,
}

struct HostCall {
    name: String,
    at: u64,
    changes: u32,
    answers: u32,
}

impl<'a> Answers<'a> {
    pub(crate) fn new(spec: &'a Spec) -> Self {
        Self { spec, calls: BTreeMap::new(), changes: 0, left: false, last_join: None }
    }

    /// The name of the host call with this number.
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.calls.get(&number).map(|call| call.name.as_str())
    }

    pub(crate) fn add(&mut self, at: u64, what: &RecordKind) {
        match what {
            RecordKind::Call(call) => {
                if call.name == Step::Join.host_call() {
                    self.last_join = Some(call.number);
                }
                let host_call = HostCall { name: call.name.clone(), at, changes: self.changes, answers: 0 };
                self.calls.insert(call.number, host_call);
                if self.calls.len() > MAX_CALLS {
                    self.calls.pop_first();
                }
            }
            RecordKind::Answer(answer) => {
                if let Some(call) = self.calls.get_mut(&answer.to) {
                    call.answers += 1;
                }
            }
            RecordKind::Change(_) => self.changes += 1,
            RecordKind::Input(Input::Leave) => self.left = true,
            _ => {}
        }
    }

    /// The effect of the answer that was added last.
    pub(crate) fn effect(&self, at: u64, answer: &RecordedAnswer) -> Effect {
        let Some(call) = self.calls.get(&answer.to) else { return Effect::Accepted };
        if call.answers > 1 {
            return Effect::Repeated;
        }
        let step = Step::ALL.into_iter().find(|step| step.host_call() == call.name);
        let late = match step {
            Some(_) if self.left => Effect::AfterLeaving,
            Some(step) => match self.passed_limit(call, at, step.state()) {
                Some(within) => Effect::OverLimit(within),
                None if self.changes != call.changes => Effect::GoneOn,
                None => return Effect::Accepted,
            },
            // The page does not wait for the answer to exitVoIPChat.
            None if self.left && call.name != EXIT_VOIP_CHAT => Effect::AfterLeaving,
            None => return Effect::Accepted,
        };
        match step {
            Some(Step::Join) if answer.cause.is_none() && self.last_join == Some(answer.to) => {
                Effect::LateJoin
            }
            _ => late,
        }
    }

    /// The time limit of the step, if it had passed.
    fn passed_limit(&self, call: &HostCall, at: u64, state: State) -> Option<Duration> {
        let within = self.spec.flow.row(state).within;
        within.filter(|within| Duration::from_millis(at.saturating_sub(call.at)) > *within)
    }
}
