//! What an attempt waits for, and the edges that answers take.

use core::time::Duration;

use super::effect::{Effect, TakenEdge};
use super::id::Id;
use super::{Attempt, AttemptKind, Limits, Machine};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::{CallEnd, HostEvent};
use crate::flow::{Edge, RetryCounters, Trigger, Via, next};
use crate::spec::Spec;
use crate::state::State;

/// This many members are in the room when the other side has answered.
const ANSWERED: usize = 2;

/// An attempt in the row `at`, on its way to the state `goal`, waits for an answer or a timer, whichever is first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wait {
    pub(super) at: State,
    pub(super) goal: State,
    pub(super) waits_for: WaitsFor,
    pub(super) answer: Id,
    pub(super) timer: Id,
    /// Whether the other side has answered the call that the pending join places.
    pub(super) answered: bool,
}

impl Wait {
    pub(super) fn is_join(&self) -> bool {
        self.at == State::Joining && matches!(self.waits_for, WaitsFor::Step { .. })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum WaitsFor {
    /// The host call of the row's step. Authorizing has one for each scope.
    Step { scope: usize },
    /// The host call before the step is tried again; its answer is ignored.
    Via(Via),
    /// The delay before this edge is taken.
    Delay { edge: &'static Edge, error: CallError },
}

/// A host call that the engine makes, or only a timer that it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PendingOperation {
    pub(crate) what: Operation,
    pub(crate) answer: Id,
    pub(crate) timer: Id,
    /// The duration of the timer, if there is a timer.
    pub(crate) limit: Option<Duration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Asks for the scope at this index.
    Authorize(usize),
    Enable,
    Join,
    Via(Via),
    /// No host call: only the timer runs.
    Delay,
}

impl Machine {
    /// The operation of the effect [`HostCall`](Effect::HostCall).
    pub(crate) fn pending_operation(&self, spec: &Spec) -> Option<PendingOperation> {
        let Wait { at, waits_for, answer, timer, .. } = self.wait()?;
        let (what, limit) = match *waits_for {
            WaitsFor::Step { scope } => {
                let what = match at {
                    State::Authorizing => Operation::Authorize(scope),
                    State::Enabling => Operation::Enable,
                    _ => Operation::Join,
                };
                (what, spec.flow.row(*at).within)
            }
            WaitsFor::Via(via) => (Operation::Via(via), via.limit()),
            WaitsFor::Delay { edge, .. } => (Operation::Delay, edge.after),
        };
        Some(PendingOperation { what, answer: *answer, timer: *timer, limit })
    }

    /// Whether an answer with this number would have an effect.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn awaits(&self, number: u32) -> bool {
        self.attempt_awaits(number)
            || self.late.contains(number)
            || self.is_limit(number)
            || self.disable.is(number)
    }

    /// Whether the events of the call whose join has this number may have an effect.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn watches(&self, number: u32) -> bool {
        self.watch.is(number) || self.wait().is_some_and(|wait| wait.is_join() && wait.answer.is(number))
    }

    /// Whether the attempt waits for this number.
    pub(crate) fn attempt_awaits(&self, number: u32) -> bool {
        self.wait().is_some_and(|wait| wait.answer.is(number) || wait.timer.is(number))
    }

    pub(super) fn wait(&self) -> Option<&Wait> {
        self.attempt.as_ref()?.wait.as_ref()
    }

    /// Ends the wait, and returns what was awaited.
    pub(super) fn take_wait(&mut self) -> Option<Wait> {
        self.attempt.as_mut()?.wait.take()
    }

    /// Starts a wait, and adds the effect that makes its host call or starts its timer.
    fn wait_for(&mut self, at: State, goal: State, waits_for: WaitsFor, limit: Option<Duration>) {
        let answer = match waits_for {
            WaitsFor::Delay { .. } => Id::NONE,
            _ => self.id(),
        };
        let timer = if limit.is_some() { self.id() } else { Id::NONE };
        if let Some(attempt) = &mut self.attempt {
            attempt.wait = Some(Wait { at, goal, waits_for, answer, timer, answered: false });
            self.pending.add(Effect::HostCall);
        }
    }

    pub(super) fn id(&mut self) -> Id {
        self.last = self.last.next();
        self.last
    }

    /// Begins the step of the row `at`. Before a join it leaves the room that a late join may have opened.
    pub(super) fn begin_step(&mut self, spec: &'static Spec, at: State, goal: State) {
        if at == State::Joining && core::mem::replace(&mut self.late.unsure, false) {
            return self.wait_for_via(at, goal, Via::ExitRoom);
        }
        self.wait_for_step(spec, at, goal, 0);
    }

    fn wait_for_step(&mut self, spec: &'static Spec, at: State, goal: State, scope: usize) {
        self.wait_for(at, goal, WaitsFor::Step { scope }, spec.flow.row(at).within);
    }

    #[cold]
    fn wait_for_via(&mut self, at: State, goal: State, via: Via) {
        self.wait_for(at, goal, WaitsFor::Via(via), via.limit());
    }

    // --- Answers ---

    /// A host call was answered, or a timer fired. A number that is not awaited has no effect.
    pub(crate) fn answer(&mut self, spec: &'static Spec, number: u32, failure: Option<CallError>) {
        if !self.attempt_awaits(number) {
            if self.late.remove(number) {
                self.late_join_answered(failure.is_none());
            }
            return;
        }
        let Some(Wait { at, goal, waits_for, answer, answered, .. }) = self.take_wait() else { return };
        match waits_for {
            WaitsFor::Via(_) => self.begin_step(spec, at, goal),
            WaitsFor::Delay { edge, error } => self.take(spec, at, edge, Some(error), goal),
            WaitsFor::Step { .. } if !answer.is(number) => {
                self.join_is_late(at, answer);
                self.failed(spec, at, goal, Cause::Timeout.into());
            }
            WaitsFor::Step { scope } => {
                if let Some(error) = failure {
                    return self.failed(spec, at, goal, error);
                }
                if at == State::Joining {
                    self.watch = answer;
                }
                self.succeeded(spec, at, goal, scope);
                if answered {
                    self.connect();
                }
            }
        }
    }

    #[inline]
    fn succeeded(&mut self, spec: &'static Spec, at: State, goal: State, scope: usize) {
        match at {
            State::Authorizing if scope + 1 < spec.scopes.len() => {
                return self.wait_for_step(spec, at, goal, scope + 1);
            }
            State::Enabling => self.set_reachable(true),
            // There is only one room, and this call uses it, so it must not be left for an older join.
            State::Joining => self.late.joined = false,
            _ => {}
        }
        if let Some(edge) = next(&spec.flow, at, Trigger::Success, &RetryCounters::NONE) {
            self.take(spec, at, edge, None, goal);
        }
    }

    #[cold]
    fn failed(&mut self, spec: &'static Spec, at: State, goal: State, error: CallError) {
        self.newer_join_failed();
        let Some(attempt) = &mut self.attempt else { return };
        let Some(edge) = next(&spec.flow, at, Trigger::Failure(error.cause()), &attempt.retries) else {
            return;
        };
        attempt.retries.take(edge);
        match edge.after {
            Some(_) => self.wait_for(at, goal, WaitsFor::Delay { edge, error }, edge.after),
            None => self.take(spec, at, edge, Some(error), goal),
        }
    }

    /// Takes an edge of the row `at`. Unless that ends the attempt or reaches `goal`, the next step begins.
    fn take(
        &mut self,
        spec: &'static Spec,
        at: State,
        edge: &'static Edge,
        error: Option<CallError>,
        goal: State,
    ) {
        let to = edge.to;
        if let Some(Attempt { kind: AttemptKind::MakeReachable { by_itself }, .. }) = self.attempt {
            if !edge.actions.is_empty() && !by_itself {
                self.pending.taken =
                    Some(TakenEdge { from: at, to, error: None, actions: edge.actions, in_call: false });
                self.pending.add(Effect::Actions);
            }
            if !to.is_working() || to == goal {
                self.attempt = None;
                if to == State::Failed {
                    self.show(error);
                }
                return self.resume_tap();
            }
        } else {
            self.enter(to, error, edge.actions);
            if !to.is_working() || to == goal {
                return;
            }
        }
        match edge.via {
            Some(via) => self.wait_for_via(to, goal, via),
            None => self.begin_step(spec, to, goal),
        }
    }

    // --- Events ---

    /// The host reports an event of the call whose join has this number. An event of another call has no effect.
    ///
    /// Members may be reported before the join is answered. That counts once the join succeeds.
    pub(crate) fn host_event(&mut self, spec: &'static Spec, number: u32, event: HostEvent) {
        if let (Some(wait), HostEvent::Members(count)) = (self.pending_join(number), &event) {
            wait.answered = *count >= ANSWERED;
            return;
        }
        let is_mine = self.watch.is(number);
        match event {
            HostEvent::Reachable(on) => {
                // It matters only to a page that enables calls by itself.
                self.disabled = !on && spec.enables_on_show();
                self.set_reachable(on);
            }
            HostEvent::ReportsMembers(reports) => self.reports_members = reports,
            HostEvent::Members(count) if is_mine && count >= ANSWERED => self.connect(),
            // Before the other side has answered, the user is alone in the room.
            HostEvent::Members(_) if is_mine && !self.connected => {}
            HostEvent::Members(_) if is_mine => self.call_ends(spec, CallEnd::OtherSide, None),
            HostEvent::Ended if is_mine => self.call_ends(spec, CallEnd::Superseded, None),
            HostEvent::Interrupted(error) if is_mine => {
                self.call_ends(spec, CallEnd::Interrupted, Some(error));
            }
            _ => {}
        }
    }

    /// The wait for the join with this number, if it is pending.
    fn pending_join(&mut self, number: u32) -> Option<&mut Wait> {
        self.attempt.as_mut()?.wait.as_mut().filter(|wait| wait.is_join() && wait.answer.is(number))
    }

    fn connect(&mut self) {
        if !self.connected {
            self.connected = true;
            self.pending.add(Effect::Connected);
        }
    }

    fn set_reachable(&mut self, on: bool) {
        if self.reachable != on && !self.left {
            self.reachable = on;
            self.pending.add(Effect::Reachable);
        }
    }

    // --- The limits of a joined call ---

    /// The call was joined: returns the limits that its row has, with the numbers of their timers.
    pub(crate) fn start_limits(&mut self, spec: &Spec) -> [Option<(Duration, Id)>; 2] {
        if self.state != State::InCall {
            return [None, None];
        }
        let row = spec.flow.row(State::InCall);
        let ring = row.ring.map(|limit| (limit, self.id()));
        let within = row.within.map(|limit| (limit, self.id()));
        let id = |limit: Option<(Duration, Id)>| limit.map_or(Id::NONE, |(_, id)| id);
        self.limits = Limits { ring: id(ring), within: id(within) };
        [ring, within]
    }

    /// Whether this is the number of the timer of a limit.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn is_limit(&self, number: u32) -> bool {
        self.limits.ring.is(number) || self.limits.within.is(number)
    }

    /// A timer fired. If it is a limit of the joined call, the call ends.
    pub(crate) fn limit_reached(&mut self, spec: &'static Spec, number: u32) {
        let (end, cause) = if self.limits.within.is(number) {
            (CallEnd::Timeout, Cause::Timeout)
        } else if self.limits.ring.is(number) {
            self.limits.ring = Id::NONE;
            // On a device that never reports members, the other side may have answered.
            if self.connected || !self.reports_members {
                return;
            }
            (CallEnd::NoAnswer, Cause::NoAnswer)
        } else {
            return;
        };
        self.pending.add(Effect::ExitRoom);
        self.call_ends(spec, end, Some(cause.into()));
    }

    // --- Late joins ---

    /// Ends the wait; a pending join becomes a late join.
    pub(super) fn give_up_join(&mut self) {
        if let Some(Wait { at, waits_for: WaitsFor::Step { .. }, answer, .. }) = self.take_wait() {
            self.join_is_late(at, answer);
        }
    }

    fn join_is_late(&mut self, at: State, answer: Id) {
        if at == State::Joining {
            self.late.add(answer);
            self.newer_join_failed();
        }
    }

    /// The join in progress did not succeed, so the room of an older join can be left.
    fn newer_join_failed(&mut self) {
        if core::mem::replace(&mut self.late.joined, false) {
            self.pending.add(Effect::ExitRoom);
        }
    }

    #[cold]
    fn late_join_answered(&mut self, joined: bool) {
        if !joined || self.state == State::InCall && !self.left {
            return;
        }
        self.late.joined = true;
        if !self.wait().is_some_and(Wait::is_join) {
            self.newer_join_failed();
        }
    }
}
