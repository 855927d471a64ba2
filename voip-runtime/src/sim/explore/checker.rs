//! Checks a path against the flow, the answers of the host, and the events that subscribers received. It does not use the
//! machine, so it can find errors in it.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem::take;

use super::moves::{Answer, CallKind};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::Event;
use crate::flow::{Edge, RetryCounters, Via};
use crate::machine::LostCall;
use crate::record::Change;
use crate::sim::script::Step;
use crate::spec::Spec;
use crate::state::State;

/// What the checker knows of a path. Two paths lead to the same place only if their checkers are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(super) struct Checker {
    flaw: Option<String>,
    /// The state of the page according to the events that subscribers received.
    visible: VisibleState,
    pub(super) left: bool,
    /// The page is being made reachable.
    making_reachable: bool,
    /// The step that the host has not answered.
    pending: Option<Step>,
    /// How many scopes the user has granted in a row.
    granted: usize,
    /// Calls were enabled for this call.
    enabled: bool,
    /// Calls were enabled since the page was opened.
    ever_enabled: bool,
    retries: RetryCounters,
    /// The cause that the next transition must have.
    failure: Option<Cause>,
    /// A delay must pass before the next step.
    delay: bool,
    /// The host call that must be made before the step is tried again.
    via: Option<Via>,
    /// A join succeeded, and the room was not left since.
    in_room: bool,
    /// The other side has answered the joined call.
    connected: bool,
    /// The other side has answered before the pending join was answered.
    pub(super) answered_early: bool,
    /// A late join may have opened a room, which was not left.
    unsure: bool,
    /// A late join has succeeded while a newer one is pending.
    older_in_room: bool,
    /// `exitVoIPChat` must be called before this move ends.
    exit_due: bool,
    // What the handler has learnt since its tap: the fields of the page at the tap, whether its call has begun, and for
    // each answered host call its position, its answer and the state of the call at that time.
    fields: String,
    begun: bool,
    answers: Vec<(usize, Answer, Option<State>)>,
}

/// What a page shows, except its fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct VisibleState {
    pub(super) state: State,
    pub(super) busy: bool,
    pub(super) reachable: bool,
    pub(super) connected: bool,
    pub(super) error: Option<CallError>,
}

impl Default for VisibleState {
    fn default() -> Self {
        Self { state: State::Idle, busy: false, reachable: false, connected: false, error: None }
    }
}

impl Checker {
    /// The first flaw.
    pub(super) fn flaw(&self) -> Option<String> {
        self.flaw.clone()
    }

    pub(super) fn visible(&self) -> &VisibleState {
        &self.visible
    }

    pub(super) fn add_flaw(&mut self, what: String) {
        self.flaw.get_or_insert(what);
    }

    pub(super) fn is_joining(&self) -> bool {
        self.pending == Some(Step::Join)
    }

    /// Whether the user can start nothing.
    pub(super) fn is_occupied(&self) -> bool {
        self.left || self.visible.busy || !matches!(self.visible.state, State::Idle | State::Failed)
    }

    // --- Host calls ---

    pub(super) fn called(&mut self, spec: &Spec, what: &CallKind) {
        let state = self.visible.state;
        match what {
            CallKind::Via(Via::ExitRoom) if take(&mut self.exit_due) => {}
            _ if self.left => self.add_flaw(format!("{what} was called after the page was left")),
            CallKind::Via(Via::ExitRoom)
                if self.in_room || state == State::Joining && self.pending.is_none() => {}
            CallKind::Via(Via::ExitRoom) => {
                self.add_flaw(format!("{what} was called in {state}, but no room is open"));
            }
            CallKind::Via(via) if self.via != Some(*via) => {
                self.add_flaw(format!("{what} was called, but the flow has no `via {}` here", via.name()));
            }
            CallKind::Step(step, scope) => self.step_called(spec, *step, scope, what),
            CallKind::Via(_) | CallKind::Request(_) | CallKind::Sleep => {}
        }
        if let CallKind::Via(called) = *what {
            self.via = self.via.filter(|via| *via != called);
            if called == Via::ExitRoom {
                self.in_room = false;
                self.unsure = false;
            }
        }
    }

    fn step_called(&mut self, spec: &Spec, step: Step, scope: &str, what: &CallKind) {
        let state = self.visible.state;
        if state != step.state() && !(self.making_reachable && step != Step::Join) {
            self.add_flaw(format!("{what} was called in {state}"));
        }
        let all_granted = self.granted == spec.scopes.len();
        if step == Step::Authorize && all_granted {
            self.granted = 0;
        }
        let wrong = match step {
            _ if self.delay => Some("before the delay had passed"),
            _ if self.pending.is_some() => Some("while another step was pending"),
            Step::Authorize if spec.scopes.get(self.granted).is_none_or(|next| next.name() != scope) => {
                Some("although the scope before it had not been granted")
            }
            Step::Enable | Step::Join if !all_granted => {
                Some("although the user had not granted every scope")
            }
            Step::Join if !self.enabled => Some("although calls had not been enabled"),
            Step::Join if self.in_room => Some("during a call"),
            Step::Join if self.unsure => Some("before the room of a late join was left"),
            Step::Authorize | Step::Enable | Step::Join => None,
        };
        if let Some(wrong) = wrong {
            self.add_flaw(format!("{what} was called {wrong}"));
        }
        if let Some(via) = self.via.take() {
            self.add_flaw(format!("{what} was called again without `via {}`", via.name()));
        }
        self.pending = Some(step);
        self.answered_early = false;
    }

    /// Enabling succeeds after its step has ended.
    pub(super) fn enabled_late(&mut self) {
        self.ever_enabled = true;
    }

    /// The host answers the pending step.
    pub(super) fn step_answered(&mut self, spec: &Spec, step: Step, failure: Option<Cause>) {
        self.pending = None;
        match (step, failure) {
            (_, Some(cause)) => self.step_failed(spec, step, cause),
            (Step::Authorize, None) => self.granted += 1,
            (Step::Enable, None) => {
                self.enabled = true;
                self.ever_enabled = true;
                self.end_making_reachable();
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
        // While the page is being made reachable, there are no transitions.
        match edge.filter(|edge| edge.to.is_working()) {
            _ if !self.making_reachable => self.failure = Some(cause),
            Some(edge) => self.follow(edge),
            None => self.end_making_reachable(),
        }
    }

    /// A timer of the session fired: the time limit of the pending step, or a delay.
    pub(super) fn time_passed(&mut self, spec: &Spec) {
        self.delay = false;
        if let Some(step) = self.pending {
            self.step_abandoned();
            self.step_failed(spec, step, Cause::Timeout);
        }
    }

    /// The pending step ends without its answer.
    fn step_abandoned(&mut self) {
        if self.pending.take() == Some(Step::Join) {
            self.unsure = true;
            self.newer_join_failed();
        }
    }

    fn newer_join_failed(&mut self) {
        self.exit_due |= take(&mut self.older_in_room);
    }

    /// The host answers a late join. `last` is set if there is no other late join.
    pub(super) fn late_join_answered(&mut self, succeeds: bool, last: bool) {
        self.unsure &= !last;
        if succeeds && (self.left || self.visible.state != State::InCall) {
            // If a newer join is pending, its outcome decides whether the room is left.
            self.older_in_room = true;
            if !self.is_joining() {
                self.newer_join_failed();
            }
        }
    }

    /// The host answers a host call of the handler. `preceding` is the number of older ones that are pending.
    pub(super) fn handler_answered(&mut self, preceding: usize, answer: Answer) {
        self.answers.push((preceding, answer, self.begun.then_some(self.visible.state)));
    }

    // --- The user and the other side ---

    /// The user tapped the call button; `fields` are the fields of the page before.
    pub(super) fn tapped(&mut self, fields: String) {
        if self.visible.busy {
            self.fields = fields;
        }
    }

    pub(super) fn makes_reachable(&mut self, spec: &Spec) {
        self.making_reachable = true;
        self.reset_steps(RetryCounters::of(&spec.flow));
    }

    fn end_making_reachable(&mut self) {
        if take(&mut self.making_reachable) {
            self.reset_steps(RetryCounters::NONE);
        }
    }

    pub(super) fn leaves(&mut self, spec: &Spec) {
        self.left = true;
        self.making_reachable = false;
        self.step_abandoned();
        self.exit_due |= self.visible.state == State::InCall && spec.hang_up_on_leave;
        self.reset_steps(RetryCounters::NONE);
        self.set_busy(false);
    }

    /// The user cancels what is in progress.
    pub(super) fn cancels(&mut self) {
        // A tap that is cancelled need not have started a call.
        self.begun |= self.visible.busy;
        self.step_abandoned();
        self.end_making_reachable();
        (self.failure, self.delay) = (None, false);
    }

    /// The other side answers or hangs up.
    pub(super) fn other_side(&mut self, answers: bool) {
        if self.is_joining() {
            self.answered_early = answers;
        } else if answers {
            self.connected = true;
        } else {
            self.room_closed(None);
        }
    }

    pub(super) fn room_closed(&mut self, failure: Option<Cause>) {
        self.in_room = false;
        self.failure = failure;
    }

    /// The move has ended, with all its effects.
    pub(super) fn settled(&mut self) {
        if take(&mut self.exit_due) {
            self.add_flaw("a room is still open: exitVoIPChat was not called".into());
        }
        let visible = (self.visible.reachable, self.visible.connected);
        if !self.left && visible != (self.ever_enabled, self.connected) {
            self.add_flaw("subscribers were not notified of an answer or event of the host".into());
        }
    }

    /// Resets what belongs to one call.
    fn reset_steps(&mut self, retries: RetryCounters) {
        (self.granted, self.enabled) = (0, false);
        (self.retries, self.via) = (retries, None);
        (self.failure, self.delay) = (None, false);
    }

    fn set_busy(&mut self, busy: bool) {
        self.visible.busy = busy;
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
            _ if self.left => self.add_flaw("the page changed after it was left".into()),
            Event::Change(change) => self.changed(spec, change),
            Event::Busy(false) if !self.begun => self.add_flaw("a tap did not start a call".into()),
            Event::Busy(busy) => self.set_busy(busy),
            Event::Reachable(reachable) => self.visible.reachable = reachable,
            Event::Connected(connected) => self.visible.connected = connected,
            Event::Error(error) => self.visible.error = error.cloned(),
            Event::Field(..) | Event::Loading(_) | Event::TaskFailed(..) | Event::SpawnIgnored(_) => {}
        }
    }

    fn changed(&mut self, spec: &Spec, change: &Change) {
        let Change { from, to, cause, ref message } = *change;
        let before = core::mem::replace(&mut self.visible.state, to);
        self.connected = take(&mut self.answered_early) && to == State::InCall;
        self.step_abandoned();
        if LostCall::ALL.iter().any(|lost| lost.message() == message) {
            return self.add_flaw(message.clone());
        }
        let failure = self.failure.take();
        if from != before || self.making_reachable || self.delay {
            return self.add_flaw(format!("`{from} => {to}` was taken at the wrong time"));
        }
        if cause != failure && cause != Some(Cause::App) {
            return self.add_flaw(format!("`{from} => {to}` has another cause than the answer of the host"));
        }
        if matches!(from, State::Idle | State::Failed) {
            self.begun = self.visible.busy;
            self.reset_steps(RetryCounters::of(&spec.flow));
        }
        match self.edge(spec, change) {
            Some(edge) => self.follow(edge),
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

    fn follow(&mut self, edge: &Edge) {
        self.retries.take(edge);
        self.via = edge.via;
    }

    /// The edge that names this cause and has not reached its limit.
    fn edge_on(&self, spec: &Spec, from: State, cause: Cause) -> Option<&'static Edge> {
        let may =
            |edge: &&Edge| edge.retry.is_none_or(|retry| self.retries.count(retry.counter) < retry.limit);
        spec.flow.row(from).edges.iter().filter(may).find(|edge| edge.on.contains(&cause))
    }

    /// The edge of the flow for this change, if there is one.
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
