//! The answers of the host, as the checker follows them.

use core::mem::take;

use super::super::moves::Limit;
use super::Checker;
use crate::cause::Cause;
use crate::flow::RetryCounters;
use crate::sim::script::Step;
use crate::spec::Spec;
use crate::state::State;

impl Checker {
    /// Calls are switched on or off in the app: by an answer to this page, which may be late, or by another page.
    pub(in super::super) fn app_reachable(&mut self, on: bool) {
        self.reachable = on;
        self.disabled = !on;
    }

    /// The host answers the pending step.
    pub(in super::super) fn step_answered(&mut self, spec: &Spec, step: Step, failure: Option<Cause>) {
        self.pending = None;
        match (step, failure) {
            (_, Some(cause)) => self.step_failed(spec, step, cause),
            (Step::Authorize, None) => {
                self.granted += 1;
                if self.granted == spec.scopes.len() {
                    self.reached(spec, State::Authorizing);
                }
            }
            (Step::Enable, None) => {
                self.enabled = true;
                self.app_reachable(true);
                self.reached(spec, State::Enabling);
                self.end_reaching();
            }
            (Step::Join, None) => {
                self.in_room = true;
                self.older_in_room = false;
            }
        }
    }

    /// A step succeeded while the page is being made reachable. Then there is no transition to check.
    fn reached(&mut self, spec: &Spec, at: State) {
        let edge = spec.flow.row(at).edges.iter().find(|edge| edge.on.is_empty() && edge.to != State::Failed);
        if let (Some(_), Some(edge)) = (self.reaching, edge) {
            self.take(spec, at, edge);
        }
    }

    fn step_failed(&mut self, spec: &Spec, step: Step, cause: Cause) {
        match step {
            Step::Authorize => self.granted = 0,
            Step::Enable => self.enabled = false,
            Step::Join => self.newer_join_failed(),
        }
        let row = spec.flow.row(step.state());
        let named = self.edge_on(spec, step.state(), cause);
        self.delay = named.is_some_and(|edge| edge.after.is_some());
        if self.reaching.is_none() {
            self.failure = Some(cause);
            return;
        }
        // While the page is being made reachable, there are no transitions.
        let edge = named.or_else(|| row.plain(State::Failed));
        if let Some(edge) = edge {
            self.take(spec, step.state(), edge);
        }
        if edge.is_none_or(|edge| !edge.to.is_working()) {
            self.end_reaching();
        }
    }

    /// The host answers the call that disables calls.
    pub(in super::super) fn disable_answered(&mut self, succeeds: bool) {
        self.disabling = None;
        if succeeds {
            self.app_reachable(false);
        }
    }

    /// A timer of the session fired: the time limit of the pending step, or a delay.
    pub(in super::super) fn time_passed(&mut self, spec: &Spec) {
        self.delay = false;
        if let Some(step) = self.pending {
            self.step_abandoned();
            self.step_failed(spec, step, Cause::Timeout);
        }
    }

    /// The timer of a limit of the joined call fired.
    pub(in super::super) fn limit_passed(&mut self, limit: Limit) {
        let cause = match limit {
            // The other side has answered, or may have.
            Limit::Ring if self.connected || self.is_silent => return,
            Limit::Ring => Cause::NoAnswer,
            Limit::Within => Cause::Timeout,
        };
        self.exit_due = true;
        self.end_due = true;
        self.failure = Some(cause);
    }

    /// The pending step ends without its answer.
    pub(super) fn step_abandoned(&mut self) {
        if self.pending.take() == Some(Step::Join) {
            self.unsure = true;
            self.newer_join_failed();
        }
    }

    fn newer_join_failed(&mut self) {
        self.exit_due |= take(&mut self.older_in_room);
    }

    /// The host answers a late join. `last` is set if there is no other late join.
    pub(in super::super) fn late_join_answered(&mut self, succeeds: bool, last: bool) {
        self.unsure &= !last;
        if succeeds && (self.left || self.visible.state != State::InCall) {
            // If a newer join is pending, its outcome decides whether the room is left.
            self.older_in_room = true;
            if !self.is_joining() {
                self.newer_join_failed();
            }
        }
    }

    /// The page is no longer being made reachable.
    pub(super) fn end_reaching(&mut self) {
        if self.reaching.take().is_some() {
            self.pending = None;
            self.reset_steps(RetryCounters::NONE);
            self.tap_may_begin();
        }
    }
}
