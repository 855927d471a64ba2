//! The inputs of the handler, and what ends a handler that cannot finish its call.

use core::task::Poll;

use super::{Attempt, AttemptKind, Effect, Machine};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::CallEnd;
use crate::flow::Trigger;
use crate::spec::Spec;
use crate::state::State;

/// The reason why a handler cannot finish its call. The types of a handler cannot rule these out.
#[derive(Clone, Copy)]
pub(crate) enum LostCall {
    /// The handler waits, but nothing can wake it.
    HandlerWaits,
    HandlerEnded,
    StepDropped,
    Panicked,
}

impl LostCall {
    #[cfg(feature = "sim")]
    pub(crate) const ALL: [Self; 4] =
        [Self::HandlerWaits, Self::HandlerEnded, Self::StepDropped, Self::Panicked];

    /// The message of the page's error, for the developer.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::HandlerWaits => "the handler waits, but no host call or timer is pending",
            Self::HandlerEnded => "the handler ended but did not join or stop its call",
            Self::StepDropped => "the handler dropped a step that had not ended",
            Self::Panicked => "the handler, a hook or a subscriber panicked",
        }
    }

    pub(crate) fn error(self) -> CallError {
        CallError::new(Cause::App, self.message())
    }
}

impl Machine {
    fn has_dropped_step(&self) -> bool {
        matches!(self.attempt, Some(Attempt { kind: AttemptKind::Call { dropped: true }, .. }))
    }

    /// The handler begins its call: Idle or Failed → Authorizing.
    pub(crate) fn begin(&mut self, spec: &'static Spec) {
        if self.in_call() {
            self.take_plain(spec, Trigger::Tap, None);
        }
    }

    /// The handler starts the step from `from`, whose success leads to `goal`.
    pub(crate) fn start_step(&mut self, spec: &'static Spec, from: State, goal: State) {
        if self.in_call() && self.state == from {
            self.begin_step(spec, from, goal);
        }
    }

    /// The progress of the step to `goal`. If the call has stopped, returns the error that it stopped with.
    pub(crate) fn progress(&self, goal: State) -> Poll<Result<(), Option<CallError>>> {
        match &self.attempt {
            Some(Attempt { kind: AttemptKind::Call { .. }, wait, .. }) => {
                if self.state == goal && wait.is_none() { Poll::Ready(Ok(())) } else { Poll::Pending }
            }
            _ => Poll::Ready(Err(if self.state == State::Failed { self.error() } else { None })),
        }
    }

    /// The handler stops its call, before it is joined: to Failed with an error, to Idle without.
    pub(crate) fn stop(&mut self, spec: &'static Spec, error: Option<CallError>) {
        if self.in_call() {
            let to = if error.is_some() { State::Failed } else { State::Idle };
            let actions = spec.flow.row(self.state).plain(to).map_or(&[][..], |edge| edge.actions);
            self.enter(to, error, actions);
        }
    }

    /// The handler dropped a step that had not ended. The call is not stopped yet, since the handler may be about to
    /// return an error: that is known after it was polled.
    pub(crate) fn drop_step(&mut self) {
        if let Some(Attempt { kind: AttemptKind::Call { dropped }, .. }) = &mut self.attempt {
            *dropped = true;
        }
    }

    /// How the joined call has ended; `None` while it goes on.
    pub(crate) fn call_end(&self) -> Option<CallEnd> {
        self.end
    }

    /// The handler continues after the end of its call. The page can be used again.
    pub(crate) fn handler_detached(&mut self) {
        self.set_busy(false);
    }

    /// The handler was polled and is pending. If no host call is pending (`requests` are those of the handler), nothing
    /// can wake it, and its call is stopped.
    pub(crate) fn handler_waits(&mut self, spec: &'static Spec, requests: u32) {
        if self.has_dropped_step() {
            self.stop_lost_call(spec, LostCall::StepDropped.error());
        }
        let waits = requests != 0 || self.tap_waits || self.wait().is_some();
        if self.busy && !waits && !self.left {
            self.stop_lost_call(spec, LostCall::HandlerWaits.error());
            self.set_busy(false);
        }
    }

    /// The handler ended: it returned its call, `joined`, or an error, or neither.
    pub(crate) fn handler_ended(&mut self, spec: &'static Spec, joined: bool, error: Option<CallError>) {
        let reason = if self.has_dropped_step() { LostCall::StepDropped } else { LostCall::HandlerEnded };
        if !(joined && self.state == State::InCall) {
            self.stop_lost_call(spec, error.unwrap_or_else(|| reason.error()));
        }
        // A handler whose call is over may end while a newer tap waits.
        if !self.tap_waits {
            self.set_busy(false);
        }
    }

    /// Stops a call that its handler cannot finish. A call that is over does not change.
    #[cold]
    fn stop_lost_call(&mut self, spec: &'static Spec, error: CallError) {
        if !self.in_call() {
            return;
        }
        if self.state == State::InCall {
            self.pending.add(Effect::ExitRoom);
        }
        self.give_up_join();
        self.stop(spec, Some(error));
    }

    /// The handler, a hook or a subscriber has panicked. The panic propagates, so subscribers are not notified.
    pub(crate) fn panicked(&mut self) {
        self.busy = false;
        self.discard_effects();
        if self.in_call() {
            if self.state == State::InCall {
                self.pending.add(Effect::ExitRoom);
            }
            self.state = State::Failed;
            self.error = Some(LostCall::Panicked.error());
            self.connected = false;
            self.abandon();
        } else if self.wait().is_none() {
            // Its host call was discarded before it was made.
            self.attempt = None;
        }
        self.tap_waits = false;
        self.end = None;
    }
}
