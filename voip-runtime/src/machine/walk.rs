//! The walk along a flow: what is asked of the host and its clock, and the edges that answers take.

use core::time::Duration;

use super::effect::{Effect, TakenEdge};
use super::id::Id;
use super::{Attempt, Machine, Purpose};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::ChatEvent;
use crate::flow::{Edge, RetryCounters, Trigger, Via, next};
use crate::spec::Spec;
use crate::state::State;

/// The walk at the row `at`, on its way to `goal`, waits for an answer, or for a timer, or for what comes
/// first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Walk {
    pub(super) at: State,
    pub(super) goal: State,
    pub(super) waits_for: WaitsFor,
    pub(super) answer: Id,
    pub(super) timer: Id,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum WaitsFor {
    /// The host call of the state, of which Authorizing has one for each scope.
    Step { scope: usize },
    /// What is done before the step is tried again; what it answers does not matter.
    Via(Via),
    /// The time before this edge is taken.
    Delay { edge: &'static Edge, error: CallError },
}

/// What is asked of the host, or of its clock alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PendingOperation {
    pub(crate) what: Operation,
    pub(crate) answer: Id,
    /// The timer that goes with it.
    pub(crate) timer: Id,
    /// The duration of the timer, if there is one.
    pub(crate) limit: Option<Duration>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// The scope at this place, of the user.
    Authorize(usize),
    Enable,
    Join,
    Recover(Via),
    /// Nothing: only the timer runs.
    Delay,
}

impl Machine {
    /// What is awaited now.
    pub(crate) fn pending_operation(&self, spec: &Spec) -> Option<PendingOperation> {
        let Walk { at, waits_for, answer, timer, .. } = self.walk()?;
        let (what, limit) = match *waits_for {
            WaitsFor::Step { scope } => {
                let what = match at {
                    State::Authorizing => Operation::Authorize(scope),
                    State::Enabling => Operation::Enable,
                    _ => Operation::Join,
                };
                (what, spec.flow.row(*at).within)
            }
            WaitsFor::Via(recovery) => (Operation::Recover(recovery), recovery.limit()),
            WaitsFor::Delay { edge, .. } => (Operation::Delay, edge.after),
        };
        Some(PendingOperation { what, answer: *answer, timer: *timer, limit })
    }

    /// Whether an answer or an event with this number would have an effect.
    pub(crate) fn awaits(&self, number: u32) -> bool {
        self.walk_awaits(number) || self.watch.is(number) || self.late.contains(number)
    }

    fn walk_awaits(&self, number: u32) -> bool {
        self.walk().is_some_and(|walk| walk.answer.is(number) || walk.timer.is(number))
    }

    pub(super) fn walk(&self) -> Option<&Walk> {
        self.attempt.as_ref()?.walk.as_ref()
    }

    /// What was awaited is awaited no more.
    pub(super) fn take_walk(&mut self) -> Option<Walk> {
        self.attempt.as_mut()?.walk.take()
    }

    /// The host is asked, or its clock alone.
    fn wait(&mut self, at: State, goal: State, waits_for: WaitsFor, limit: Option<Duration>) {
        let answer = match waits_for {
            WaitsFor::Delay { .. } => Id::NONE,
            _ => self.id(),
        };
        let timer = if limit.is_some() { self.id() } else { Id::NONE };
        if let Some(attempt) = &mut self.attempt {
            attempt.walk = Some(Walk { at, goal, waits_for, answer, timer });
            self.pending.add(Effect::HostCall);
        }
    }

    fn id(&mut self) -> Id {
        self.last = self.last.next();
        self.last
    }

    /// Asks what the state `at` asks of the host.
    pub(super) fn ask(&mut self, spec: &'static Spec, at: State, goal: State) {
        if at == State::Joining && core::mem::replace(&mut self.late.unsure, false) {
            return self.recover(at, goal, Via::ExitRoom);
        }
        self.step(spec, at, goal, 0);
    }

    fn step(&mut self, spec: &'static Spec, at: State, goal: State, scope: usize) {
        self.wait(at, goal, WaitsFor::Step { scope }, spec.flow.row(at).within);
    }

    #[cold]
    fn recover(&mut self, at: State, goal: State, recovery: Via) {
        self.wait(at, goal, WaitsFor::Via(recovery), recovery.limit());
    }

    // --- Answers ---

    /// A host call was answered, or a timer fired. A number that is not awaited has no effect.
    pub(crate) fn answer(&mut self, spec: &'static Spec, number: u32, failure: Option<CallError>) {
        if !self.walk_awaits(number) {
            if self.late.remove(number) {
                self.late_join_answered(failure.is_none());
            }
            return;
        }
        let Some(Walk { at, goal, waits_for, answer, .. }) = self.take_walk() else { return };
        match waits_for {
            WaitsFor::Via(_) => self.ask(spec, at, goal),
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
                return self.step(spec, at, goal, scope + 1);
            }
            State::Enabling if !self.reachable => {
                self.reachable = true;
                self.pending.add(Effect::Reachable);
            }
            // There is one room, and this call is in it.
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
            Some(_) => self.wait(at, goal, WaitsFor::Delay { edge, error }, edge.after),
            None => self.take(spec, at, edge, Some(error), goal),
        }
    }

    /// Takes an edge of the row `at`, and goes on to `goal`.
    fn take(
        &mut self,
        spec: &'static Spec,
        at: State,
        edge: &'static Edge,
        error: Option<CallError>,
        goal: State,
    ) {
        let to = edge.to;
        if let Some(Attempt { purpose: Purpose::Reach { tap_waits }, .. }) = self.attempt {
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
                self.pending.add(Effect::Watch);
            }
            if !to.is_working() || to == goal {
                return;
            }
        }
        match edge.via {
            Some(via) => self.recover(to, goal, via),
            None => self.ask(spec, to, goal),
        }
    }

    /// The joined call went on.
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

    /// What is asked now is no longer awaited; a join goes on without its step.
    pub(super) fn give_up_join(&mut self) {
        if let Some(Walk { at, waits_for: WaitsFor::Step { .. }, answer, .. }) = self.take_walk() {
            self.join_is_late(at, answer);
        }
    }

    fn join_is_late(&mut self, at: State, answer: Id) {
        if at == State::Joining {
            self.late.add(answer);
            self.newer_join_failed();
        }
    }

    /// The join in progress did not succeed: now the room of an older one can be left.
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
            |walk: &Walk| walk.at == State::Joining && matches!(walk.waits_for, WaitsFor::Step { .. });
        if !self.walk().is_some_and(joins) {
            self.newer_join_failed();
        }
    }
}
