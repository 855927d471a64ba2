//! Which answers of the host had an effect.
//!
//! A recording does not say this; it follows from the host calls, their times, and the states of the page.

use std::collections::BTreeMap;
use std::time::Duration;

use voip_runtime::State;
use voip_runtime::api::EXIT_VOIP_CHAT;
use voip_runtime::record::{Input, RecordKind, RecordedAnswer};
use voip_runtime::sim::Step;
use voip_runtime::spec::Spec;

/// The effect of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Accepted,
    TooLate,
    Repeated,
    /// A late join: the page leaves the room.
    LateJoin,
}

pub(super) struct Answers<'a> {
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
    pub(super) fn new(spec: &'a Spec) -> Self {
        Self { spec, calls: BTreeMap::new(), changes: 0, left: false, last_join: None }
    }

    /// The name of the host call with this number.
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.calls.get(&number).map(|call| call.name.as_str())
    }

    pub(super) fn add(&mut self, at: u64, what: &RecordKind) {
        match what {
            RecordKind::Call(call) => {
                if call.name == Step::Join.host_call() {
                    self.last_join = Some(call.number);
                }
                let host_call = HostCall { name: call.name.clone(), at, changes: self.changes, answers: 0 };
                self.calls.insert(call.number, host_call);
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
    pub(super) fn effect(&self, at: u64, answer: &RecordedAnswer) -> Effect {
        let Some(call) = self.calls.get(&answer.to) else { return Effect::Accepted };
        if call.answers > 1 {
            return Effect::Repeated;
        }
        let step = Step::ALL.into_iter().find(|step| step.host_call() == call.name);
        let late = match step {
            Some(step) => self.left || self.changes != call.changes || self.is_over(call, at, step.state()),
            // The page does not wait for the answer to exitVoIPChat.
            None => self.left && call.name != EXIT_VOIP_CHAT,
        };
        match step {
            _ if !late => Effect::Accepted,
            Some(Step::Join) if answer.cause.is_none() && self.last_join == Some(answer.to) => {
                Effect::LateJoin
            }
            _ => Effect::TooLate,
        }
    }

    /// Whether the time limit of the step was over.
    fn is_over(&self, call: &HostCall, at: u64, state: State) -> bool {
        let within = self.spec.flow.row(state).within;
        within.is_some_and(|within| Duration::from_millis(at.saturating_sub(call.at)) > within)
    }
}
