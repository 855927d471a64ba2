//! The inputs of the user and the events of the call, as the checker follows them.

use alloc::string::String;

use super::{Checker, Disabling, Load, Reaching};
use crate::cause::Cause;
use crate::flow::{RetryCounters, Via};
use crate::spec::Spec;
use crate::state::State;

impl Checker {
    /// The page is opened, or shown.
    pub(in super::super) fn opens(&mut self) {
        if self.load == Load::Due {
            self.load = Load::Running;
            self.load_due = true;
        }
    }

    /// Whether showing the page has an effect.
    pub(in super::super) fn show_has_effect(&self, spec: &Spec) -> bool {
        self.load == Load::Due || self.enables_on_show(spec)
    }

    fn enables_on_show(&self, spec: &Spec) -> bool {
        spec.receive.is_some_and(|receive| receive.on_show)
            && !self.disabled
            && !self.reachable
            && self.may_change_reachability()
    }

    pub(in super::super) fn shows(&mut self, spec: &Spec) {
        let enables = self.enables_on_show(spec);
        self.opens();
        if enables {
            self.starts_reaching(spec, Reaching::ByItself);
            // Nobody asked for what the page does as it is shown, so it opens no settings.
            self.retries.exhaust(&spec.flow, Via::OpenSetting);
        }
    }

    /// The user taps a call button: that of the contact with this openid, or that of the page. `fields` is the hash of the fields
    /// of the page.
    pub(in super::super) fn taps(&mut self, contact: Option<String>, fields: u64) {
        self.contact = contact;
        self.tap_waits = self.load != Load::Done || self.reaching.is_some();
        self.opens();
        self.knowledge.handler_starts(fields);
    }

    /// The fields of the page were changed while a tap waits.
    pub(in super::super) fn tap_still_waits(&mut self, fields: impl FnOnce() -> u64) {
        if self.tap_waits {
            self.knowledge.handler_starts(fields());
        }
    }

    /// What a tap waits for may have ended.
    pub(super) fn tap_may_begin(&mut self) {
        self.tap_waits &= self.load != Load::Done || self.reaching.is_some();
    }

    pub(in super::super) fn makes_reachable(&mut self, spec: &Spec) {
        self.starts_reaching(spec, Reaching::Asked);
    }

    pub(in super::super) fn makes_unreachable(&mut self) {
        self.disabling = Some(Disabling::Due);
    }

    fn starts_reaching(&mut self, spec: &Spec, reaching: Reaching) {
        self.reaching = Some(reaching);
        self.reset_steps(RetryCounters::of(&spec.flow));
    }

    pub(in super::super) fn hangs_up(&mut self) {
        self.exit_due = true;
        self.end_due = true;
    }

    pub(in super::super) fn leaves(&mut self, spec: &Spec) {
        self.left = true;
        self.reaching = None;
        self.step_abandoned();
        self.exit_due |= self.visible.state == State::InCall && spec.hang_up_on_leave;
        self.reset_steps(RetryCounters::NONE);
        self.set_busy(false);
    }

    /// The user cancels what is in progress.
    pub(in super::super) fn cancels(&mut self) {
        // A tap that is cancelled need not have started a call.
        self.begun |= self.visible.busy;
        self.tap_waits = false;
        self.step_abandoned();
        self.end_reaching();
        (self.failure, self.delay) = (None, false);
    }

    /// What was in progress is cancelled.
    pub(in super::super) fn cancelled(&mut self) {
        if self.visible.busy || self.visible.state.is_working() {
            self.add_flaw("the page goes on after cancelling");
        }
    }

    /// The other side answers or hangs up.
    pub(in super::super) fn other_side(&mut self, answers: bool) {
        if self.is_joining() {
            self.answered_early = answers;
        } else if answers {
            self.connected = true;
        } else {
            self.room_closed(None);
        }
    }

    pub(in super::super) fn room_closed(&mut self, failure: Option<Cause>) {
        self.in_room = false;
        self.end_due = true;
        self.failure = failure;
    }
}
