//! The notifications of subscribers, which the checker compares with what must happen.

use alloc::string::String;
use core::mem::{replace, take};

use super::{Checker, Load};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::Event;
use crate::flow::RetryCounters;
use crate::machine::LostCall;
use crate::record::Change;
use crate::spec::{FieldSpec, Spec};
use crate::state::State;

/// Whether the engine has stopped a handler or a task that could not end.
fn is_lost(message: &str) -> bool {
    LostCall::ALL.iter().any(|lost| lost.message() == message)
}

impl Checker {
    pub(in super::super) fn notified(&mut self, spec: &Spec, event: &Event<'_>) {
        match *event {
            Event::Input(_) => {}
            _ if self.left => self.add_flaw("the page changed after it was left"),
            Event::Change(change) => self.changed(spec, change),
            Event::Busy(false) if !self.begun => self.add_flaw("a tap did not start a call"),
            Event::Busy(busy) => self.set_busy(busy),
            Event::Reachable(reachable) => self.visible.reachable = reachable,
            Event::Connected(connected) => self.visible.connected = connected,
            Event::Error(error) => self.shows_error(spec, error),
            Event::Loading(loading) => self.loading(loading),
            Event::TaskFailed(name, error) if is_lost(error.message()) => {
                self.add_flaw(format!("`{name}`: {}", error.message()));
            }
            Event::Field(..) | Event::TaskFailed(..) | Event::SpawnIgnored(_) => {}
        }
    }

    fn loading(&mut self, loading: bool) {
        self.visible.loading = loading;
        if loading {
            if !take(&mut self.load_due) {
                self.add_flaw("the `on_load` function started at the wrong time");
            }
        } else {
            if replace(&mut self.load, Load::Done) != Load::Running {
                self.add_flaw("the `on_load` function ended, but it did not run");
            }
            self.load_ended = true;
            self.tap_may_begin();
        }
    }

    fn shows_error(&mut self, spec: &Spec, error: Option<&CallError>) {
        self.visible.error = error.cloned();
        let Some(error) = error else { return };
        if is_lost(error.message()) {
            return self.add_flaw(error.message());
        }
        let is_of =
            |field: &FieldSpec| field.is_required() && *error == CallError::app(field.required_message);
        let is_missing = spec.fields.iter().any(is_of);
        let in_call = self.change.is_some() || self.visible.state.is_working();
        if spec.on_load && self.load == Load::Done && take(&mut self.load_ended) && !in_call && !is_missing {
            self.load = Load::Due;
        }
        // Instead of the call that a tap asked for, the page shows this.
        self.begun |= self.visible.busy && !in_call;
    }

    fn changed(&mut self, spec: &Spec, change: &Change) {
        let Change { from, to, cause, ref message } = *change;
        let before = replace(&mut self.visible.state, to);
        self.connected = take(&mut self.answered_early) && to == State::InCall;
        self.step_abandoned();
        self.change = Some(change.clone());
        if from == State::InCall {
            self.knowledge.call_ended(change);
        }
        if is_lost(message) {
            return self.add_flaw(message.as_str());
        }
        let failure = self.failure.take();
        if from != before || self.reaching.is_some() || self.delay {
            return self.add_flaw(format!("`{from} => {to}` was taken at the wrong time"));
        }
        if cause != failure && cause != Some(Cause::App) {
            return self.add_flaw(format!("`{from} => {to}` has another cause than the answer of the host"));
        }
        if matches!(from, State::Idle | State::Failed) {
            if self.tap_waits {
                self.add_flaw("the call began while the tap had to wait");
            }
            self.begun = self.visible.busy;
            self.has_called |= self.begun;
            self.reset_steps(RetryCounters::of(&spec.flow));
        }
        match self.edge(spec, change) {
            Some(edge) => self.take(spec, from, edge),
            // The handler called `fail` or `cancel`, or an openid is empty.
            None if from != State::InCall && to == State::Failed && cause == Some(Cause::App) => {}
            None if from != State::InCall && to == State::Idle && cause.is_none() => {}
            None => {
                let why = cause.map_or_else(String::new, |cause| format!(" on {cause}"));
                self.add_flaw(format!("`{from} => {to}{why}` was taken, but the flow has no such edge"));
            }
        }
        if !to.is_working() {
            self.reset_steps(RetryCounters::NONE);
        }
    }
}
