//! What an attempt waits for, and the edges that answers take.

use core::time::Duration;

use super::effect::{Effect, TakenEdge};
use super::id::Id;
use super::{Attempt, AttemptKind, Machine};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::ChatEvent;
use crate::flow::{Edge, RetryCounters, Trigger, Via, next};
use crate::spec::Spec;
use crate::state::State;

/// An attempt in the row `at`, on its way to the state `goal`, waits for an answer or a timer, whichever is first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wait {
    pub(super) at: State,
    pub(super) goal: State,
    pub(super) waits_for: WaitsFor,
    pub(super) answer: Id,
    pub(super) timer: Id,
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

    /// Whether an answer or an event with this number would have an effect.
    pub(crate) fn awaits(&self, number: u32) -> bool {
        self.attempt_awaits(number) || self.watch.is(number) || self.late.contains(number)
    }

    fn attempt_awaits(&self, number: u32) -> bool {
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
            attempt.wait = Some(Wait { at, goal, waits_for, answer, timer });
            self.pending.add(Effect::HostCall);
        }
    }

    fn id(&mut self) -> Id {
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
        let Some(Wait { at, goal, waits_for, answer, .. }) = self.take_wait() else { return };
        match waits_for {
            WaitsFor::Via(_) => self.begin_step(spec, at, goal),
            WaitsFor::Delay { edge, error } => self.take(spec, at, edge, Some(error), goal),
            WaitsFor::Step { .. } if !answer.is(number) => {
                self.join_is_late(at, answer);
                self.failed(spec, at, goal, Cause::Timeout.into());
            }
            WaitsFor::Step { scope } => match failure {
                Some(error) => self.failed(spec, at, goal, error),
                None => self.succeeded(spec, at, goal, scope),
            },
        }
    }

    #[inline]
    fn succeeded(&mut self, spec: &'static Spec, at: State, goal: State, scope: usize) {
        match at {
            State::Authorizing if scope + 1 < spec.scopes.len() => {
                return self.wait_for_step(spec, at, goal, scope + 1);
            }
            State::Enabling if !self.reachable => {
                self.reachable = true;
                self.pending.add(Effect::Reachable);
            }
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
        let Some(Attempt { retries, .. }) = &mut self.attempt else { return };
        let Some(edge) = next(&spec.flow, at, Trigger::Failure(error.cause()), retries) else { return };
        retries.take(edge);
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
        if let Some(Attempt { kind: AttemptKind::MakeReachable { tap_waits }, .. }) = self.attempt {
            if !edge.actions.is_empty() {
                self.pending.taken =
                    Some(TakenEdge { from: at, to, error: None, actions: edge.actions, in_call: false });
                self.pending.add(Effect::Actions);
            }
            if !to.is_working() || to == goal {
                self.attempt = None;
                if to == State::Failed {
                    self.show(error);
                }
                if tap_waits {
                    self.pending.add(Effect::WaitingTap);
                }
                return;
            }
        } else {
            self.enter(to, error, edge.actions);
            if to == State::InCall {
                self.watch = self.id();
                self.pending.add(Effect::WatchCall);
            }
            if !to.is_working() || to == goal {
                return;
            }
        }
        match edge.via {
            Some(via) => self.wait_for_via(to, goal, via),
            None => self.begin_step(spec, to, goal),
        }
    }

    /// The host reports an event of the call with this number. An event of another call has no effect.
    pub(crate) fn chat(&mut self, spec: &'static Spec, number: u32, event: ChatEvent) {
        if !self.watch.is(number) {
            return;
        }
        match event {
            ChatEvent::Connected if self.connected => {}
            ChatEvent::Connected => {
                self.connected = true;
                self.pending.add(Effect::Connected);
            }
            ChatEvent::Ended => self.take_plain(spec, Trigger::End, None),
            ChatEvent::Interrupted(error) => {
                self.take_plain(spec, Trigger::Failure(Cause::Interrupted), Some(error));
            }
        }
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
        let joins =
            |wait: &Wait| wait.at == State::Joining && matches!(wait.waits_for, WaitsFor::Step { .. });
        if !self.wait().is_some_and(joins) {
            self.newer_join_failed();
        }
    }
}
