//! The protocol of a page's call, as a value: no host, no clock, no page and no handler.
//!
//! Each input is one method: it decides, changes the machine and returns. What follows outside, an
//! [`Effect`], is pulled afterwards with [`Machine::next_effect`], one at a time and in a fixed order. So no
//! other code runs during a decision, and the machine is complete whenever other code runs.
//!
//! Two machines are equal if they behave alike from now on: the numbers of awaited answers do not matter,
//! only whether an answer is awaited.

mod effect;
mod id;
mod late_joins;
#[cfg(test)]
mod tests;
mod walk;

use core::task::Poll;

pub(crate) use self::effect::Effect;
use self::effect::{PendingEffects, TakenEdge};
pub(crate) use self::id::Id;
use self::late_joins::LateJoins;
use self::walk::Walk;
pub(crate) use self::walk::{Operation, PendingOperation};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::Tapped;
use crate::flow::{Action, RetryCounters, Trigger, next};
use crate::spec::{Change, FieldSpec, Spec};
use crate::state::State;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact by itself")]
pub(crate) struct Machine {
    state: State,
    /// A call is in progress: from the tap to the end of its handler.
    busy: bool,
    reachable: bool,
    connected: bool,
    left: bool,
    error: Option<CallError>,
    attempt: Option<Attempt>,
    /// The joined call.
    watch: Id,
    late: LateJoins,
    pending: PendingEffects,
    last: Id,
}

/// A call, from its tap to its end, or making the page reachable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Attempt {
    purpose: Purpose,
    retries: RetryCounters,
    /// Where the flow is walked; `None` while it waits for the handler.
    walk: Option<Walk>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Purpose {
    Call {
        /// The handler dropped a step before its end.
        dropped: bool,
    },
    /// Making the page reachable walks the same rows, but the page's state stays Idle, and a failure is
    /// shown without being Failed.
    Reach {
        /// A tap waits for its end.
        tap_waits: bool,
    },
}

/// How a handler can lose its call, which its types cannot rule out.
#[derive(Clone, Copy)]
pub(crate) enum Loss {
    Waits,
    Ended,
    Dropped,
    Panicked,
}

impl Loss {
    #[cfg(feature = "sim")]
    pub(crate) const ALL: [Self; 4] = [Self::Waits, Self::Ended, Self::Dropped, Self::Panicked];

    /// The message of the page's error, for the developer.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Waits => "the handler waits for something that no host call promised",
            Self::Ended => "the handler ended without bringing its call to an end",
            Self::Dropped => "the handler dropped a step before it had ended",
            Self::Panicked => "the handler, a hook or a subscriber panicked",
        }
    }

    fn error(self) -> CallError {
        CallError::new(Cause::App, self.message())
    }
}

impl Machine {
    pub(crate) const fn new() -> Self {
        Self {
            state: State::Idle,
            busy: false,
            reachable: false,
            connected: false,
            left: false,
            error: None,
            attempt: None,
            watch: Id::NONE,
            late: LateJoins::NONE,
            pending: PendingEffects::NONE,
            last: Id::FIRST,
        }
    }

    // --- What the page shows ---

    pub(crate) fn state(&self) -> State {
        self.state
    }

    pub(crate) fn busy(&self) -> bool {
        self.busy
    }

    pub(crate) fn reachable(&self) -> bool {
        self.reachable
    }

    pub(crate) fn connected(&self) -> bool {
        self.connected
    }

    pub(crate) fn error(&self) -> Option<CallError> {
        self.error.clone()
    }

    pub(crate) fn has_left(&self) -> bool {
        self.left
    }

    /// The joined call that is watched.
    pub(crate) fn watch(&self) -> Id {
        self.watch
    }

    /// Whether the page is being made reachable.
    pub(crate) fn is_reaching(&self) -> bool {
        matches!(self.attempt, Some(Attempt { purpose: Purpose::Reach { .. }, .. }))
    }

    // --- What is possible now ---

    /// A call that is joined or in progress is the only one.
    pub(crate) fn may_tap(&self) -> bool {
        !self.left && !self.busy && matches!(self.state, State::Idle | State::Failed)
    }

    pub(crate) fn may_reach(&self, spec: &Spec) -> bool {
        spec.receive
            && !self.left
            && !self.busy
            && !self.reachable
            && !self.is_reaching()
            && self.state == State::Idle
    }

    pub(crate) fn may_hang_up(&self) -> bool {
        !self.left && self.state == State::InCall
    }

    pub(crate) fn may_dismiss(&self, spec: &Spec) -> bool {
        !self.left
            && !self.busy
            && match self.state {
                State::Failed => spec.flow.row(State::Failed).plain(State::Idle).is_some(),
                State::Idle => self.error.is_some(),
                _ => false,
            }
    }

    // --- Effects ---

    /// The next effect of the inputs so far.
    #[inline]
    pub(crate) fn next_effect(&mut self) -> Option<Effect> {
        self.pending.next()
    }

    pub(crate) fn has_pending_effects(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The transition of the effect [`Change`](Effect::Change).
    pub(crate) fn change(&mut self) -> Option<Change> {
        let change = self.pending.taken.as_ref().map(TakenEdge::change);
        if !self.pending.contains(Effect::Actions) {
            self.pending.taken = None;
        }
        change
    }

    /// The edge whose actions are performed.
    pub(crate) fn take_edge(&mut self) -> Option<TakenEdge> {
        self.pending.taken.take()
    }

    /// What was not asked is not awaited: a join that was never sent cannot be late.
    fn discard_effects(&mut self) {
        if self.pending.contains(Effect::HostCall) {
            self.take_walk();
        }
        self.pending.discard();
    }

    /// Whether a late join may still be answered.
    pub(crate) fn awaits_late_join(&self) -> bool {
        !self.late.is_empty()
    }

    // --- The user ---

    /// The call button was tapped, where this required field is empty.
    pub(crate) fn tap(&mut self, spec: &'static Spec, empty: Option<&'static FieldSpec>) -> Tapped {
        if !self.may_tap() {
            return Tapped::Ignored;
        }
        if let Some(field) = empty {
            self.show(Some(CallError::app(field.required_message)));
            return Tapped::Missing(field);
        }
        self.set_busy(true);
        if let Some(Attempt { purpose: Purpose::Reach { tap_waits }, .. }) = &mut self.attempt {
            *tap_waits = true;
            return Tapped::Queued;
        }
        self.begin_call(spec);
        Tapped::Started
    }

    /// The tap that waited is made, where this required field is empty now.
    pub(crate) fn make_waiting_tap(&mut self, spec: &'static Spec, empty: Option<&'static FieldSpec>) {
        if let Some(field) = empty {
            self.show(Some(CallError::app(field.required_message)));
            self.set_busy(false);
        } else {
            self.begin_call(spec);
        }
    }

    fn begin_call(&mut self, spec: &'static Spec) {
        if self.state == State::Failed && spec.flow.row(State::Failed).plain(State::Authorizing).is_none() {
            self.take_plain(spec, Trigger::Dismiss, None);
        } else if self.state == State::Idle {
            self.show(None);
        }
        self.attempt(spec, Purpose::Call { dropped: false });
        self.pending.add(Effect::Start);
    }

    fn attempt(&mut self, spec: &Spec, purpose: Purpose) {
        self.attempt = Some(Attempt { purpose, retries: RetryCounters::of(&spec.flow), walk: None });
    }

    /// The user makes the page reachable; `false` if that is not possible now.
    pub(crate) fn make_reachable(&mut self, spec: &'static Spec) -> bool {
        if !self.may_reach(spec) {
            return false;
        }
        self.show(None);
        self.attempt(spec, Purpose::Reach { tap_waits: false });
        self.ask(spec, State::Authorizing, State::Joining);
        true
    }

    /// The user ends the joined call; `false` if there is none.
    pub(crate) fn hang_up(&mut self, spec: &'static Spec) -> bool {
        if !self.may_hang_up() {
            return false;
        }
        self.pending.add(Effect::ExitRoom);
        self.take_plain(spec, Trigger::End, None);
        true
    }

    /// The user has read the failure; `false` if there is none to dismiss.
    pub(crate) fn dismiss(&mut self, spec: &'static Spec) -> bool {
        if !self.may_dismiss(spec) {
            return false;
        }
        if self.state == State::Failed {
            self.take_plain(spec, Trigger::Dismiss, None);
        } else {
            self.show(None);
        }
        true
    }

    /// The page is gone: nothing has an effect any more, but for a join that may still succeed.
    pub(crate) fn leave(&mut self, spec: &Spec) {
        self.left = true;
        self.busy = false;
        self.discard_effects();
        if self.state == State::InCall && spec.hang_up_on_leave {
            self.pending.add(Effect::ExitRoom);
        }
        self.abandon();
    }

    // --- The handler ---

    fn in_call(&self) -> bool {
        matches!(self.attempt, Some(Attempt { purpose: Purpose::Call { .. }, .. }))
    }

    fn has_dropped_step(&self) -> bool {
        matches!(self.attempt, Some(Attempt { purpose: Purpose::Call { dropped: true }, .. }))
    }

    /// The call begins: Idle or Failed → Authorizing.
    pub(crate) fn begin(&mut self, spec: &'static Spec) {
        if self.in_call() {
            self.take_plain(spec, Trigger::Tap, None);
        }
    }

    /// The step from `from` starts, whose success leads to `goal`.
    pub(crate) fn start_step(&mut self, spec: &'static Spec, from: State, goal: State) {
        if self.in_call() && self.state == from {
            self.ask(spec, from, goal);
        }
    }

    /// The progress of the step to `goal`; once its call has stopped, the failure that it stopped with.
    pub(crate) fn progress(&self, goal: State) -> Poll<Result<(), Option<CallError>>> {
        match &self.attempt {
            Some(Attempt { purpose: Purpose::Call { .. }, walk, .. }) => {
                if self.state == goal && walk.is_none() { Poll::Ready(Ok(())) } else { Poll::Pending }
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

    /// A step was dropped before its end. What that means is known when the handler has been polled: it
    /// may be about to end with an error of its own.
    pub(crate) fn drop_step(&mut self) {
        if let Some(Attempt { purpose: Purpose::Call { dropped }, .. }) = &mut self.attempt {
            *dropped = true;
        }
    }

    /// The handler goes on later, or not at all if nothing that it could wait for is awaited.
    pub(crate) fn handler_waits(&mut self, spec: &'static Spec, requests: u32) {
        if self.has_dropped_step() {
            self.lose(spec, Loss::Dropped.error());
        }
        let waits = requests != 0 || self.walk().is_some();
        if self.busy && !waits && !self.left {
            self.lose(spec, Loss::Waits.error());
            self.set_busy(false);
        }
    }

    /// The handler has ended, with its call `joined` or with an error of its own, or with neither.
    pub(crate) fn handler_ended(&mut self, spec: &'static Spec, joined: bool, error: Option<CallError>) {
        let loss = if self.has_dropped_step() { Loss::Dropped } else { Loss::Ended };
        if !(joined && self.state == State::InCall) {
            self.lose(spec, error.unwrap_or_else(|| loss.error()));
        }
        // A handler that has lost its call may end while a newer tap waits.
        if !self.is_reaching() {
            self.set_busy(false);
        }
    }

    /// Ends a call that its handler has lost. One that is over stays as it is.
    #[cold]
    fn lose(&mut self, spec: &'static Spec, error: CallError) {
        if !self.in_call() {
            return;
        }
        if self.state == State::InCall {
            self.pending.add(Effect::ExitRoom);
        }
        self.give_up_join();
        self.stop(spec, Some(error));
    }

    /// The handler, a hook or a subscriber has panicked. That passes through, and nobody is notified.
    pub(crate) fn panicked(&mut self) {
        self.busy = false;
        self.discard_effects();
        if self.in_call() {
            if self.state == State::InCall {
                self.pending.add(Effect::ExitRoom);
            }
            self.state = State::Failed;
            self.error = Some(Loss::Panicked.error());
            self.connected = false;
            self.abandon();
        } else if self.walk().is_none() {
            // What it was about to ask was discarded.
            self.attempt = None;
        } else if let Some(Attempt { purpose: Purpose::Reach { tap_waits }, .. }) = &mut self.attempt {
            *tap_waits = false;
        }
    }

    /// Nothing is awaited any more, but for a join that may be late.
    fn abandon(&mut self) {
        self.give_up_join();
        self.attempt = None;
        self.watch = Id::NONE;
    }

    // --- Edges ---

    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    fn set_busy(&mut self, busy: bool) {
        if self.busy != busy {
            self.busy = busy;
            self.pending.add(if busy { Effect::Busy } else { Effect::Free });
        }
    }

    /// The page shows this error now, or none.
    fn show(&mut self, error: Option<CallError>) {
        if error.is_some() || self.error.is_some() {
            self.pending.add(Effect::Error);
        }
        self.error = error;
    }

    /// Takes the edge of what the user did or of how the call ended, if there is one.
    fn take_plain(&mut self, spec: &'static Spec, trigger: Trigger, error: Option<CallError>) {
        if let Some(edge) = next(&spec.flow, self.state, trigger, &RetryCounters::NONE) {
            self.enter(edge.to, error, edge.actions);
        }
    }

    /// The page's state changes. In Failed the page holds the error; anywhere else it has none.
    fn enter(&mut self, to: State, error: Option<CallError>, actions: &'static [Action]) {
        let from = core::mem::replace(&mut self.state, to);
        if matches!(to, State::Idle | State::Failed) {
            self.attempt = None;
            self.watch = Id::NONE;
        }
        self.show(if to == State::Failed { error.clone() } else { None });
        // Where subscribers have not heard of the one, they hear of neither.
        if core::mem::replace(&mut self.connected, false) && !self.pending.remove(Effect::Connected) {
            self.pending.add(Effect::Disconnected);
        }
        self.pending.taken = Some(TakenEdge { from, to, error, actions, in_call: true });
        self.pending.add(Effect::Change);
        if !actions.is_empty() {
            self.pending.add(Effect::Actions);
        }
    }
}
