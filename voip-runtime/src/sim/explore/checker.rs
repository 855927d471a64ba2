//! Checks a path by the flow, by what the host has answered and by what subscribers were notified of. It does
//! not look into the machine, so it can find its faults.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem::take;

use super::call::{Answer, Purpose};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::Event;
use crate::flow::{Edge, RetryCounters, Via};
use crate::machine::LostCall;
use crate::record::Change;
use crate::sim::script::Step;
use crate::spec::Spec;
use crate::state::State;

/// Everything here counts: paths are in the same place only if their checkers are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Checker {
    flaw: Option<String>,
    /// As subscribers were notified.
    shown: Shown,
    pub(super) left: bool,
    /// The page is being made reachable.
    reaching: bool,
    /// The step that the host has not answered.
    pending: Option<Step>,
    /// How many scopes the host has granted in a row.
    granted: usize,
    /// Calls were enabled for this call.
    enabled: bool,
    /// Calls were enabled since the page was opened.
    ever_enabled: bool,
    retries: RetryCounters,
    /// The failure that the next transition is to be notified with.
    failure: Option<Cause>,
    /// Time must pass before the flow goes on.
    delay: bool,
    /// What must be done before a step is tried again.
    via: Option<Via>,
    /// A join succeeded and nobody has left the room since.
    in_room: bool,
    /// The other side has answered the joined call.
    connected: bool,
    /// A late join may have opened a room that nobody has left.
    unsure: bool,
    /// A late join has succeeded while a newer one is pending.
    older_in_room: bool,
    /// `exitVoIPChat` must be called before this move is over.
    exit_due: bool,
    /// What the handler has learnt since its tap: the page's fields then, that its call has begun, and which
    /// of its host calls was answered how, in which state of that call.
    fields: String,
    begun: bool,
    answers: Vec<(usize, Answer, Option<State>)>,
}

/// What a page shows besides its fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shown {
    pub(super) state: State,
    pub(super) busy: bool,
    pub(super) reachable: bool,
    pub(super) connected: bool,
    pub(super) error: Option<CallError>,
}

impl Default for Shown {
    fn default() -> Self {
        Self { state: State::Idle, busy: false, reachable: false, connected: false, error: None }
    }
}

impl Checker {
    /// The first flaw.
    pub(super) fn flaw(&self) -> Option<String> {
        self.flaw.clone()
    }

    pub(super) fn shown(&self) -> &Shown {
        &self.shown
    }

    pub(super) fn add_flaw(&mut self, what: String) {
        self.flaw.get_or_insert(what);
    }

    pub(super) fn is_joining(&self) -> bool {
        self.pending == Some(Step::Join)
    }

    /// Whether the user can start nothing.
    pub(super) fn is_occupied(&self) -> bool {
        self.left || self.shown.busy || !matches!(self.shown.state, State::Idle | State::Failed)
    }

    // --- Host calls ---

    pub(super) fn called(&mut self, spec: &Spec, what: &Purpose) {
        let state = self.shown.state;
        match what {
            Purpose::Via(Via::ExitRoom) if take(&mut self.exit_due) => {}
            _ if self.left => self.add_flaw(format!("{what} was called after the page had been left")),
            Purpose::Via(Via::ExitRoom)
                if self.in_room || state == State::Joining && self.pending.is_none() => {}
            Purpose::Via(Via::ExitRoom) => {
                self.add_flaw(format!("{what} was called in {state}, where there is no room"));
            }
            Purpose::Via(recovery) if self.via != Some(*recovery) => {
                self.add_flaw(format!("{what} was called, which the flow does not ask for"));
            }
            Purpose::Step(step, scope) => self.step_called(spec, *step, scope, what),
            Purpose::Via(_) | Purpose::Request(_) | Purpose::Sleep => {}
        }
        if let Purpose::Via(recovery) = *what {
            self.via = self.via.filter(|via| *via != recovery);
            if recovery == Via::ExitRoom {
                self.in_room = false;
                self.unsure = false;
            }
        }
    }

    fn step_called(&mut self, spec: &Spec, step: Step, scope: &str, what: &Purpose) {
        let state = self.shown.state;
        if state != step.state() && !(self.reaching && step != Step::Join) {
            self.add_flaw(format!("{what} was called in {state}"));
        }
        let all_granted = self.granted == spec.scopes.len();
        if step == Step::Authorize && all_granted {
            self.granted = 0;
        }
        let wrong = match step {
            _ if self.delay => Some("before its delay had passed"),
            _ if self.pending.is_some() => Some("while another step was pending"),
            Step::Authorize if spec.scopes.get(self.granted).is_none_or(|next| next.name() != scope) => {
                Some("although the scope before it had not been granted")
            }
            Step::Enable | Step::Join if !all_granted => {
                Some("although the user had not granted every scope")
            }
            Step::Join if !self.enabled => Some("although calls had not been enabled"),
            Step::Join if self.in_room => Some("in the middle of a call"),
            Step::Join if self.unsure => Some("again without leaving the room that may be open"),
            Step::Authorize | Step::Enable | Step::Join => None,
        };
        if let Some(wrong) = wrong {
            self.add_flaw(format!("{what} was called {wrong}"));
        }
        if let Some(via) = self.via.take() {
            self.add_flaw(format!("{what} was tried again without {}", via.name()));
        }
        self.pending = Some(step);
    }

    /// The host answers the step that is pending.
    pub(super) fn step_answered(&mut self, spec: &Spec, step: Step, failure: Option<Cause>) {
        self.pending = None;
        match (step, failure) {
            (_, Some(cause)) => self.step_failed(spec, step, cause),
            (Step::Authorize, None) => self.granted += 1,
            (Step::Enable, None) => {
                self.enabled = true;
                self.ever_enabled = true;
                self.end_reaching();
            }
            (Step::Join, None) => {
                self.in_room = true;
                self.older_in_room = false;
            }
        }
    }

    fn step_failed(&mut self, spec: &Spec, step: Step, cause: Cause) {
        match step {
            Step::Authorize => self.granted = 0,
            Step::Enable => self.enabled = false,
            Step::Join => self.newer_join_failed(),
        }
        let edge = self.edge_on(spec, step.state(), cause);
        self.delay = edge.is_some_and(|edge| edge.after.is_some());
        // While the page is made reachable, no transition is notified.
        match edge.filter(|edge| edge.to.is_working()) {
            _ if !self.reaching => self.failure = Some(cause),
            Some(edge) => self.follow(edge),
            None => self.end_reaching(),
        }
    }

    /// A timer of the session's has fired: it was the limit of what is pending, or else a delay.
    pub(super) fn time_passed(&mut self, spec: &Spec) {
        self.delay = false;
        if let Some(step) = self.pending {
            self.step_abandoned();
            self.step_failed(spec, step, Cause::Timeout);
        }
    }

    /// The step that is pending ends without its answer.
    fn step_abandoned(&mut self) {
        if self.pending.take() == Some(Step::Join) {
            self.unsure = true;
            self.newer_join_failed();
        }
    }

    fn newer_join_failed(&mut self) {
        self.exit_due |= take(&mut self.older_in_room);
    }

    /// The host answers a late join; `last` if no other is unanswered.
    pub(super) fn late_join_answered(&mut self, succeeds: bool, last: bool) {
        self.unsure &= !last;
        if succeeds && (self.left || self.shown.state != State::InCall) {
            // A newer join decides what becomes of this one.
            self.older_in_room = true;
            if !self.is_joining() {
                self.newer_join_failed();
            }
        }
    }

    /// The host answers one of the handler's own host calls; so many older ones are still pending.
    pub(super) fn handler_answered(&mut self, preceding: usize, answer: Answer) {
        self.answers.push((preceding, answer, self.begun.then_some(self.shown.state)));
    }

    // --- The user and the other side ---

    /// The call button was tapped, with the page's fields as they were.
    pub(super) fn tapped(&mut self, fields: String) {
        if self.shown.busy {
            self.fields = fields;
        }
    }

    pub(super) fn makes_reachable(&mut self, spec: &Spec) {
        self.reaching = true;
        self.reset_steps(RetryCounters::of(&spec.flow));
    }

    fn end_reaching(&mut self) {
        if take(&mut self.reaching) {
            self.reset_steps(RetryCounters::NONE);
        }
    }

    pub(super) fn leaves(&mut self, spec: &Spec) {
        self.left = true;
        self.reaching = false;
        self.step_abandoned();
        self.exit_due |= self.shown.state == State::InCall && spec.hang_up_on_leave;
        self.reset_steps(RetryCounters::NONE);
        self.set_busy(false);
    }

    pub(super) fn other_side_answers(&mut self) {
        self.connected = true;
    }

    pub(super) fn room_closed(&mut self, failure: Option<Cause>) {
        self.in_room = false;
        self.failure = failure;
    }

    /// Everything that the move leads to at once has happened.
    pub(super) fn settled(&mut self) {
        if take(&mut self.exit_due) {
            self.add_flaw("a room was left open: exitVoIPChat was not called".into());
        }
        let shown = (self.shown.reachable, self.shown.connected);
        if !self.left && shown != (self.ever_enabled, self.connected) {
            self.add_flaw("subscribers were not notified of what the host said".into());
        }
    }

    /// What one call has reached does not count for the next.
    fn reset_steps(&mut self, retries: RetryCounters) {
        (self.granted, self.enabled) = (0, false);
        (self.retries, self.via) = (retries, None);
        (self.failure, self.delay) = (None, false);
    }

    fn set_busy(&mut self, busy: bool) {
        self.shown.busy = busy;
        if !busy {
            self.fields.clear();
            self.begun = false;
            self.answers.clear();
        }
    }

    // --- Notifications ---

    pub(super) fn notified(&mut self, spec: &Spec, event: &Event<'_>) {
        match *event {
            Event::Input(_) => {}
            _ if self.left => self.add_flaw("the page changed after it had been left".into()),
            Event::Change(change) => self.changed(spec, change),
            Event::Busy(false) if !self.begun => self.add_flaw("a tap was lost".into()),
            Event::Busy(busy) => self.set_busy(busy),
            Event::Reachable(reachable) => self.shown.reachable = reachable,
            Event::Connected(connected) => self.shown.connected = connected,
            Event::Error(error) => self.shown.error = error.cloned(),
            Event::Field(..) => {}
        }
    }

    fn changed(&mut self, spec: &Spec, change: &Change) {
        let Change { from, to, cause, ref message } = *change;
        let before = core::mem::replace(&mut self.shown.state, to);
        self.connected = false;
        self.step_abandoned();
        if LostCall::ALL.iter().any(|lost| lost.message() == message) {
            return self.add_flaw(message.clone());
        }
        let failure = self.failure.take();
        if from != before || self.reaching || self.delay {
            return self.add_flaw(format!("{from} => {to} was taken out of turn"));
        }
        if cause != failure && cause != Some(Cause::App) {
            return self
                .add_flaw(format!("{from} => {to} was notified with another cause than the host gave"));
        }
        if matches!(from, State::Idle | State::Failed) {
            self.begun = self.shown.busy;
            self.reset_steps(RetryCounters::of(&spec.flow));
        }
        match self.edge(spec, change) {
            Some(edge) => self.follow(edge),
            // The handler's own `fail` and `cancel`, or an openid that is empty.
            None if from != State::InCall && to == State::Failed && cause == Some(Cause::App) => {}
            None if from != State::InCall && to == State::Idle && cause.is_none() => {}
            None => {
                let why = cause.map_or_else(String::new, |cause| format!(" on {cause}"));
                self.add_flaw(format!("{from} => {to}{why} was taken, which the flow does not have"));
            }
        }
        if !to.is_working() {
            self.reset_steps(RetryCounters::NONE);
        }
    }

    fn follow(&mut self, edge: &Edge) {
        self.retries.take(edge);
        self.via = edge.via;
    }

    /// The edge that this cause takes, if one names it that may be taken (again).
    fn edge_on(&self, spec: &Spec, from: State, cause: Cause) -> Option<&'static Edge> {
        let may =
            |edge: &&Edge| edge.retry.is_none_or(|retry| self.retries.count(retry.counter) < retry.limit);
        spec.flow.row(from).edges.iter().filter(may).find(|edge| edge.on.contains(&cause))
    }

    /// The edge of the flow that the change is, if there is one.
    fn edge(&self, spec: &Spec, change: &Change) -> Option<&'static Edge> {
        let named = change.cause.and_then(|cause| self.edge_on(spec, change.from, cause));
        let success = |to: State| match change.from {
            State::Authorizing | State::Enabling | State::Joining => to != State::Failed,
            _ => true,
        };
        let plain = || {
            spec.flow.row(change.from).edges.iter().find(|edge| {
                edge.on.is_empty()
                    && edge.to == change.to
                    && (change.cause.is_none() == success(edge.to) || change.from == State::InCall)
            })
        };
        named.or_else(plain).filter(|edge| edge.to == change.to)
    }
}
