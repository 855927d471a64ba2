//! Which answers of the host had an effect. A recording does not say; it follows from what was
//! asked, when, and where the page was by then.

use std::collections::BTreeMap;
use std::time::Duration;

use voip_runtime::State;
use voip_runtime::api::EXIT_VOIP_CHAT;
use voip_runtime::record::{Input, RecordKind, RecordedAnswer};
use voip_runtime::sim::Step;
use voip_runtime::spec::Spec;

/// What an answer came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Some,
    TooLate,
    Again,
    /// A join that came late: the room is left.
    Left,
}

pub(super) struct Answers<'a> {
    spec: &'a Spec,
    asked: BTreeMap<u32, Asked>,
    /// How many changes there were; a step's host call is awaited until the next one.
    changes: u32,
    left: bool,
    /// The newest join: an older one that comes late is nobody's any more.
    last_join: Option<u32>,
}

struct Asked {
    name: String,
    at: u64,
    changes: u32,
    answered: u32,
}

impl<'a> Answers<'a> {
    pub(super) fn new(spec: &'a Spec) -> Self {
        Self { spec, asked: BTreeMap::new(), changes: 0, left: false, last_join: None }
    }

    /// The name of the host call with this number.
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.asked.get(&number).map(|asked| asked.name.as_str())
    }

    pub(super) fn pass(&mut self, at: u64, what: &RecordKind) {
        match what {
            RecordKind::Call(call) => {
                if call.name == Step::Join.host_call() {
                    self.last_join = Some(call.number);
                }
                let asked = Asked { name: call.name.clone(), at, changes: self.changes, answered: 0 };
                self.asked.insert(call.number, asked);
            }
            RecordKind::Answer(answer) => {
                if let Some(asked) = self.asked.get_mut(&answer.to) {
                    asked.answered += 1;
                }
            }
            RecordKind::Change(_) => self.changes += 1,
            RecordKind::Input(Input::Leave) => self.left = true,
            _ => {}
        }
    }

    /// What the answer that passed just now came to.
    pub(super) fn effect(&self, at: u64, answer: &RecordedAnswer) -> Effect {
        let Some(asked) = self.asked.get(&answer.to) else { return Effect::Some };
        if asked.answered > 1 {
            return Effect::Again;
        }
        let step = Step::ALL.into_iter().find(|step| step.host_call() == asked.name);
        let late = match step {
            Some(step) => self.left || self.changes != asked.changes || self.is_over(asked, at, step.state()),
            // What leaving a room answers is nobody's concern.
            None => self.left && asked.name != EXIT_VOIP_CHAT,
        };
        match step {
            _ if !late => Effect::Some,
            Some(Step::Join) if answer.cause.is_none() && self.last_join == Some(answer.to) => Effect::Left,
            _ => Effect::TooLate,
        }
    }

    fn is_over(&self, asked: &Asked, at: u64, state: State) -> bool {
        let within = self.spec.flow.row(state).within;
        within.is_some_and(|within| Duration::from_millis(at.saturating_sub(asked.at)) > within)
    }
}
