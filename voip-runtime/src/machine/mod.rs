//! The protocol of a page's call, as a pure state machine without a host, a clock, a page or a handler.
//!
//! Each input is one method, which changes the machine and returns. Afterwards the caller pulls the effects with
//! [`Machine::next_effect`], one at a time and in a fixed order. So no other code runs during an input, and the
//! machine is in a consistent state whenever other code runs.
//!
//! Two machines are equal if they behave alike from now on. The numbers of awaited answers do not count, only whether
//! an answer is awaited.

#[cfg(feature = "sim")]
mod compared;
mod effect;
mod handler;
mod id;
mod late_joins;
mod load;
mod reachable;
#[cfg(test)]
mod tests;
mod wait;

use self::effect::PendingEffects;
pub(crate) use self::effect::{Effect, TakenEdge};
pub(crate) use self::handler::LostCall;
pub(crate) use self::id::Id;
use self::late_joins::LateJoins;
use self::load::Load;
use self::wait::Wait;
pub(crate) use self::wait::{Operation, PendingOperation};
use crate::error::CallError;
use crate::event::{CallEnd, Tapped};
use crate::flow::{Action, RetryCounters, Trigger, next};
use crate::spec::{Change, FieldSpec, Spec};
use crate::state::State;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(crate) struct Machine {
    state: State,
    /// Whether a call is in progress: from the tap to the end of its handler.
    busy: bool,
    reachable: bool,
    /// Calls were disabled in the app, so showing a page does not enable them again.
    disabled: bool,
    /// The host reports the members of rooms on this device.
    reports_members: bool,
    connected: bool,
    left: bool,
    load: Load,
    /// A tap waits until the page is reachable and loaded.
    tap_waits: bool,
    error: Option<CallError>,
    attempt: Option<Attempt>,
    /// The number of the host call that disables calls.
    disable: Id,
    /// The timers of the joined call.
    limits: Limits,
    /// How the joined call has ended, until its handler ends.
    end: Option<CallEnd>,
    /// The number of the join that has succeeded. The events of its call have it too.
    watch: Id,
    late: LateJoins,
    pending: PendingEffects,
    /// The last number that was given to an answer.
    last: Id,
}

/// A call from its tap to its end, or an attempt to make the page reachable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Attempt {
    kind: AttemptKind,
    retries: RetryCounters,
    /// What it waits for from the host; `None` while it waits for the handler.
    wait: Option<Wait>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum AttemptKind {
    Call {
        /// Whether the handler dropped a step that had not ended.
        dropped: bool,
    },
    /// Make the page reachable. This uses the same rows of the flow, but the state of the page stays Idle, and a
    /// failure is shown without entering Failed.
    MakeReachable {
        /// The page was shown, and its user did not ask for it: it runs no actions and opens no settings.
        by_itself: bool,
    },
}

/// The timers of a joined call: the limits of the row InCall.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Limits {
    ring: Id,
    within: Id,
}

impl Limits {
    const NONE: Self = Self { ring: Id::NONE, within: Id::NONE };
}

impl Machine {
    pub(crate) const fn new(spec: &Spec) -> Self {
        Self {
            state: State::Idle,
            busy: false,
            reachable: false,
            disabled: false,
            reports_members: true,
            connected: false,
            left: false,
            load: if spec.on_load { Load::Due } else { Load::Done },
            tap_waits: false,
            error: None,
            attempt: None,
            disable: Id::NONE,
            limits: Limits::NONE,
            end: None,
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

    // --- What is possible now ---

    /// Whether a tap can start a call: there is no other call.
    pub(crate) fn may_tap(&self) -> bool {
        !self.left && !self.busy && matches!(self.state, State::Idle | State::Failed)
    }

    pub(crate) fn may_hang_up(&self) -> bool {
        !self.left && self.state == State::InCall
    }

    /// Whether there is something to cancel: a call that is not joined, or an attempt to make the page reachable.
    pub(crate) fn may_cancel(&self) -> bool {
        !self.left && (self.busy && self.state != State::InCall || self.is_making_reachable())
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

    /// Pulls the next effect of the inputs so far.
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

    /// The edge of the effect [`Actions`](Effect::Actions).
    pub(crate) fn take_edge(&mut self) -> Option<TakenEdge> {
        self.pending.taken.take()
    }

    /// Discards the effects that were not pulled. A host call among them was not made, so its answer is not awaited: a
    /// join that was never sent cannot be late.
    fn discard_effects(&mut self) {
        if self.pending.contains(Effect::HostCall) {
            self.take_wait();
        }
        self.pending.discard();
    }

    /// Whether a late join may still be answered.
    pub(crate) fn awaits_late_join(&self) -> bool {
        !self.late.is_empty()
    }

    // --- The user ---

    /// If a tap waits, makes it as soon as the page is loaded and not being made reachable.
    fn resume_tap(&mut self) {
        if self.tap_waits && self.load == Load::Done && self.attempt.is_none() {
            self.tap_waits = false;
            self.pending.add(Effect::WaitingTap);
        }
    }

    /// The user tapped the call button; `empty` is a required field that is empty.
    pub(crate) fn tap(&mut self, spec: &'static Spec, empty: Option<&'static FieldSpec>) -> Tapped {
        if !self.may_tap() {
            return Tapped::Ignored;
        }
        // The `on_load` function may fill in the field.
        if let (Some(field), Load::Done) = (empty, self.load) {
            self.show(Some(CallError::app(field.required_message)));
            return Tapped::Missing(field);
        }
        self.set_busy(true);
        if self.load == Load::Due {
            self.start_load();
        }
        if self.load != Load::Done || self.attempt.is_some() {
            self.tap_waits = true;
            return Tapped::Queued;
        }
        self.begin_call(spec);
        Tapped::Started
    }

    /// Makes the tap that waited; `empty` is a required field that is empty now.
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
        self.start_attempt(spec, AttemptKind::Call { dropped: false });
        self.pending.add(Effect::StartHandler);
    }

    fn start_attempt(&mut self, spec: &Spec, kind: AttemptKind) {
        self.attempt = Some(Attempt { kind, retries: RetryCounters::of(&spec.flow), wait: None });
    }

    /// The user ends the joined call. Returns `false` if there is none.
    pub(crate) fn hang_up(&mut self, spec: &'static Spec) -> bool {
        if !self.may_hang_up() {
            return false;
        }
        self.pending.add(Effect::ExitRoom);
        self.call_ends(spec, CallEnd::HungUp, None);
        true
    }

    /// The user dismisses the failure. Returns `false` if there is none to dismiss.
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

    /// The user cancels what is in progress. Returns `false` if there is nothing to cancel.
    pub(crate) fn cancel(&mut self, spec: &'static Spec) -> bool {
        if !self.may_cancel() {
            return false;
        }
        self.give_up_join();
        if self.state.is_working() {
            self.stop(spec, None);
        }
        self.attempt = None;
        self.tap_waits = false;
        self.pending.add(Effect::DropHandler);
        self.set_busy(false);
        true
    }

    /// The user leaves the page. From now on only late joins have an effect.
    pub(crate) fn leave(&mut self, spec: &Spec) {
        self.left = true;
        self.busy = false;
        self.tap_waits = false;
        self.discard_effects();
        self.pending.add(Effect::DropHandler);
        if self.state == State::InCall && spec.hang_up_on_leave {
            self.pending.add(Effect::ExitRoom);
        }
        self.abandon();
    }

    // --- The attempt ---

    fn in_call(&self) -> bool {
        matches!(self.attempt, Some(Attempt { kind: AttemptKind::Call { .. }, .. }))
    }

    /// Ends the attempt; a pending join becomes a late join.
    fn abandon(&mut self) {
        self.give_up_join();
        self.attempt = None;
        self.watch = Id::NONE;
        self.limits = Limits::NONE;
    }

    // --- Edges ---

    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    fn set_busy(&mut self, busy: bool) {
        if self.busy != busy {
            self.busy = busy;
            self.end = None;
            self.pending.add(if busy { Effect::Busy } else { Effect::NotBusy });
        }
    }

    /// Sets the error that the page shows, or none.
    fn show(&mut self, error: Option<CallError>) {
        if error.is_some() || self.error.is_some() {
            self.pending.add(Effect::Error);
        }
        self.error = error;
    }

    /// Takes the edge of an input of the user or of the end of the call, if there is one.
    fn take_plain(&mut self, spec: &'static Spec, trigger: Trigger, error: Option<CallError>) {
        if let Some(edge) = next(&spec.flow, self.state, trigger, &RetryCounters::NONE) {
            self.enter(edge.to, error, edge.actions);
        }
    }

    /// The joined call ends: to Idle, or with an error along the edge of its cause.
    fn call_ends(&mut self, spec: &'static Spec, end: CallEnd, error: Option<CallError>) {
        if self.busy {
            self.end = Some(end);
        }
        let trigger = error.as_ref().map_or(Trigger::End, |error| Trigger::Failure(error.cause()));
        self.take_plain(spec, trigger, error);
    }

    /// Enters a state. The page has an error only in Failed.
    fn enter(&mut self, to: State, error: Option<CallError>, actions: &'static [Action]) {
        let from = core::mem::replace(&mut self.state, to);
        if matches!(to, State::Idle | State::Failed) {
            self.attempt = None;
            self.watch = Id::NONE;
            self.limits = Limits::NONE;
        }
        self.show(if to == State::Failed { error.clone() } else { None });
        // Subscribers that were not notified of the connection are not notified of its end.
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
