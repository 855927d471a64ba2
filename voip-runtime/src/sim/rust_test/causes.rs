//! What can come of what: of each thing that the page did, whether the last event brought it about,
//! or a time of the page's own that was over in the same millisecond.

use super::story::{Asked, Called, Done, Event, Goes, Happened, Reader};
use crate::api;
use crate::flow::Recovery;
use crate::record::{Input, RecordedCall, What};
use crate::sim::Step;
use crate::state::State;
use crate::value::Value;

impl Reader<'_> {
    /// The event that something came of which the page did now.
    pub(super) fn cause(&mut self, index: usize, at: u64, what: &What) -> usize {
        let is_of_last = self.story.events.last().is_some_and(|last| {
            last.at == at
                && match self.done {
                    Done::Nothing => self.can_come_of(&last.what, what),
                    Done::Something => true,
                    Done::All => false,
                }
        });
        if !is_of_last {
            self.happened(index, at, Happened::Timer);
        }
        // A join that came too late is left, and that is all.
        let is_exit = matches!(what, What::Call(call) if call.name == Recovery::ExitRoom.host_call());
        let is_all = self.done == Done::Nothing && is_exit && self.is_of_join();
        self.done = if is_all { Done::All } else { Done::Something };
        let last = self.story.events.last().map(|last| last.what);
        self.handling |= matches!(last, Some(Happened::Input(Input::Tap)));
        self.story.events.len() - 1
    }

    /// Whether the last event is the answer to a join.
    fn is_of_join(&self) -> bool {
        let Some(Event { what: Happened::Answer(place), .. }) = self.story.events.last() else {
            return false;
        };
        self.story.calls.get(*place).is_some_and(|call| matches!(call.what, Asked::Step(Step::Join)))
    }

    /// Whether this can be the first thing that the page did about that.
    fn can_come_of(&self, happened: &Happened<'_>, what: &What) -> bool {
        let leaves = |states: &[State]| matches!(what, What::Change(change) if states.contains(&change.from));
        let calls = |wanted: fn(&Asked<'_>) -> bool| match what {
            What::Call(call) => wanted(&self.asked(call)),
            _ => false,
        };
        let sets = matches!(what, What::Field { .. });
        match happened {
            Happened::Answer(place) => match (self.story.calls.get(*place), what) {
                (Some(Called { what: Asked::Step(_), answers, .. }), What::Change(change)) => {
                    answers.first().is_some_and(|answer| answer.cause == change.cause)
                }
                (Some(Called { what: Asked::Recovery(_), .. }), _) => calls(|_| true),
                _ => true,
            },
            Happened::Timer => true,
            Happened::Chat(Goes::Connected | Goes::HungUp) => false,
            Happened::Chat(_) => leaves(&[State::InCall]),
            Happened::Input(input) => match input {
                Input::Set { .. } | Input::Leave => false,
                Input::Load { .. } => sets,
                Input::Tap if self.handling => false,
                Input::Tap => {
                    let is_own = |asked: &Asked<'_>| matches!(asked, Asked::Request(_) | Asked::Toast(_));
                    sets || leaves(&[State::Idle, State::Failed]) || calls(is_own)
                }
                Input::Receive => calls(|asked| matches!(asked, Asked::Step(_))),
                Input::HangUp => calls(|asked| matches!(asked, Asked::Unheard(_))),
                Input::Dismiss => leaves(&[State::Failed]),
            },
        }
    }

    pub(super) fn asked<'c>(&self, call: &'c RecordedCall) -> Asked<'c> {
        if let Some(step) = Step::ALL.into_iter().find(|step| step.host_call() == call.name) {
            return Asked::Step(step);
        }
        match call.name.as_str() {
            // Out of a joined call nothing waits for it.
            api::EXIT_VOIP_CHAT if self.state == State::InCall => Asked::Unheard(Recovery::ExitRoom),
            api::EXIT_VOIP_CHAT => Asked::Recovery(Recovery::ExitRoom),
            api::OPEN_SETTING if self.opens_settings && call.options == Value::Null => {
                Asked::Recovery(Recovery::OpenSetting)
            }
            api::SHOW_TOAST => Asked::Toast(&call.name),
            name => Asked::Request(name),
        }
    }
}
