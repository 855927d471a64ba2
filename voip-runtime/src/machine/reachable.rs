//! Making the page reachable and unreachable: on a tap, or as the page is shown.

use super::{Attempt, AttemptKind, Effect, Id, Machine};
use crate::error::CallError;
use crate::flow::Via;
use crate::spec::Spec;
use crate::state::State;

impl Machine {
    /// Whether the page is being made reachable.
    pub(crate) fn is_making_reachable(&self) -> bool {
        self.attempt.is_some() && !self.in_call()
    }

    /// Whether the user has asked to make the page reachable, which can be cancelled.
    pub(crate) fn is_asked_to_be_reachable(&self) -> bool {
        matches!(self.attempt, Some(Attempt { kind: AttemptKind::MakeReachable { by_itself: false }, .. }))
    }

    /// Whether the page can be made reachable (`true`) or unreachable.
    pub(crate) fn may_set_reachable(&self, spec: &Spec, on: bool) -> bool {
        spec.receive.is_some()
            && !self.left
            && !self.busy
            && self.reachable != on
            && self.attempt.is_none()
            && self.state == State::Idle
    }

    /// The page was shown: as [`opened`](Self::opened), and enables calls if the page declares it.
    pub(crate) fn shown(&mut self, spec: &'static Spec) {
        self.opened();
        if spec.enables_on_show() && !self.disabled && self.may_set_reachable(spec, true) {
            self.show(None);
            self.start_attempt(spec, AttemptKind::MakeReachable { by_itself: true });
            if let Some(attempt) = &mut self.attempt {
                // Nobody has asked for the settings.
                attempt.retries.exhaust(&spec.flow, Via::OpenSetting);
            }
            self.begin_step(spec, State::Authorizing, State::Joining);
        }
    }

    /// The user makes the page reachable. Returns `false` if that is not possible now.
    pub(crate) fn make_reachable(&mut self, spec: &'static Spec) -> bool {
        if !self.may_set_reachable(spec, true) {
            return false;
        }
        self.show(None);
        self.start_attempt(spec, AttemptKind::MakeReachable { by_itself: false });
        self.begin_step(spec, State::Authorizing, State::Joining);
        true
    }

    /// The user makes the page unreachable. Returns `false` if that is not possible now.
    pub(crate) fn make_unreachable(&mut self, spec: &'static Spec) -> bool {
        if !self.may_set_reachable(spec, false) {
            return false;
        }
        self.show(None);
        self.disable = self.id();
        self.pending.add(Effect::Disable);
        true
    }

    /// The answer to the host call that disables calls. On a success the host notifies every page of the app.
    pub(crate) fn disable_answered(&mut self, number: u32, failure: Option<&CallError>) {
        if self.disable.is(number) {
            self.disable = Id::NONE;
            if self.state == State::Idle && !self.busy && !self.left && failure.is_some() {
                self.show(failure.cloned());
            }
        }
    }

    /// The number of the host call of the effect [`Disable`](Effect::Disable).
    pub(crate) fn disable_number(&self) -> Id {
        self.disable
    }
}
