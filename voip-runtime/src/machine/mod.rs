//! The protocol of a page's call, as a pure state machine without a host, a clock, a page or a handler.
//!
//! Each input is one method, which changes the machine and returns. Afterwards the caller pulls the effects with
//! [`Machine::next_effect`], one at a time and in a fixed order. So no other code runs during an input, and the
//! machine is in a consistent state whenever other code runs.
//!
//! Two machines are equal if they behave alike from now on. The numbers of awaited answers do not count, only whether
//! an answer is awaited.

mod effect;
mod id;
mod late_joins;
#[cfg(test)]
mod tests;
mod wait;

use core::task::Poll;
#[cfg(feature = "sim")]
use core::{hash::Hash, mem::take};

use self::effect::PendingEffects;
pub(crate) use self::effect::{Effect, TakenEdge};
pub(crate) use self::id::Id;
use self::late_joins::LateJoins;
use self::wait::Wait;
pub(crate) use self::wait::{Operation, PendingOperation};
use crate::cause::Cause;
use crate::error::CallError;
use crate::event::{CallEnd, Tapped};
use crate::flow::{Action, RetryCounters, Trigger, Via, next};
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

/// Where the page is with its `on_load` function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Load {
    /// It has run, or the page has none.
    Done,
    /// It must run: when the page is shown, or before a call.
    Due,
    Running,
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

    /// Whether the `on_load` function of the page runs.
    pub(crate) fn is_loading(&self) -> bool {
        self.load == Load::Running
    }

    /// Whether the page is being made reachable.
    pub(crate) fn is_making_reachable(&self) -> bool {
        self.attempt.is_some() && !self.in_call()
    }

    /// Whether the user has asked to make the page reachable, which can be cancelled.
    pub(crate) fn is_asked_to_be_reachable(&self) -> bool {
        matches!(self.attempt, Some(Attempt { kind: AttemptKind::MakeReachable { by_itself: false }, .. }))
    }

    // --- What is possible now ---

    /// Whether a tap can start a call: there is no other call.
    pub(crate) fn may_tap(&self) -> bool {
        !self.left && !self.busy && matches!(self.state, State::Idle | State::Failed)
    }

    /// Whether the page can be made reachable (`true`) or unreachable.
    pub(crate) fn may_set_reachable(&self, spec: &Spec, on: bool) -> bool {
        spec.receive.is_some()
            && !self.left
            && !self.busy
            && self.reachable != on
            && self.attempt.is_none()
            && self.state == State::Idle
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

    /// Removes what `explore` does not compare, and returns what it compares apart from the rest: the retry counters, the late
    /// joins, and the reachability. While no call is in progress, nothing has read the error, and it only matters whether there
    /// is one.
    #[cfg(feature = "sim")]
    pub(crate) fn take_apart(
        &mut self,
        spec: &Spec,
    ) -> (RetryCounters, impl Hash + 'static, impl Hash + 'static) {
        let late = core::mem::replace(&mut self.late, LateJoins::NONE);
        if self.left {
            *self = Self { left: true, load: Load::Done, ..Self::new(&Spec::STUB) };
        }
        if !self.busy
            && let Some(error) = &mut self.error
        {
            *error = Cause::App.into();
        }
        // Only a page with `receive` reads these.
        let reachable = take(&mut self.reachable) && spec.receive.is_some();
        let disabled = take(&mut self.disabled) && spec.receive.is_some_and(|receive| receive.on_show);
        let disable = core::mem::replace(&mut self.disable, Id::NONE);
        let retries = self.attempt.as_mut().map(|attempt| &mut attempt.retries);
        let retries =
            retries.map_or(RetryCounters::NONE, |retries| core::mem::replace(retries, RetryCounters::NONE));
        (retries, late, (reachable, disabled, disable))
    }

    /// Whether a late join may still be answered.
    pub(crate) fn awaits_late_join(&self) -> bool {
        !self.late.is_empty()
    }

    // --- The user ---

    /// The page was opened: runs its `on_load` function, if that is due.
    pub(crate) fn opened(&mut self) {
        if self.load == Load::Due && !self.left {
            self.start_load();
        }
    }

    /// The page was shown: as [`opened`](Self::opened), and enables calls if the page declares it.
    pub(crate) fn shown(&mut self, spec: &'static Spec) {
        self.opened();
        if spec.enables_on_show() && !self.disabled && self.may_set_reachable(spec, true) {
            self.show(None);
            self.start_attempt(spec, AttemptKind::MakeReachable { by_itself: true });
            if let Some(attempt) = &mut self.attempt {
                // Nobody has asked for the settings.
                attempt.retries.exhaust(&spec.flow, Via::OpenSetting);
            }
            self.begin_step(spec, State::Authorizing, State::Joining);
        }
    }

    fn start_load(&mut self) {
        self.load = Load::Running;
        if self.state == State::Idle {
            self.show(None);
        }
        self.pending.add(Effect::StartLoad);
    }

    /// The `on_load` function ended. Its failure drops a tap that waits for it.
    pub(crate) fn loaded(&mut self, error: Option<CallError>) {
        self.load = if error.is_some() { Load::Due } else { Load::Done };
        self.pending.add(Effect::Loaded);
        if error.is_some() {
            self.show(error);
            if core::mem::replace(&mut self.tap_waits, false) {
                self.set_busy(false);
            }
        }
        self.resume_tap();
    }

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

    /// The user makes the page reachable. Returns `false` if that is not possible now.
    pub(crate) fn make_reachable(&mut self, spec: &'static Spec) -> bool {
        if !self.may_set_reachable(spec, true) {
            return false;
        }
        self.show(None);
        self.start_attempt(spec, AttemptKind::MakeReachable { by_itself: false });
        self.begin_step(spec, State::Authorizing, State::Joining);
        true
    }

    /// The user makes the page unreachable. Returns `false` if that is not possible now.
    pub(crate) fn make_unreachable(&mut self, spec: &'static Spec) -> bool {
        if !self.may_set_reachable(spec, false) {
            return false;
        }
        self.show(None);
        self.disable = self.id();
        self.pending.add(Effect::Disable);
        true
    }

    /// The answer to the host call that disables calls. On a success the host notifies every page of the app.
    pub(crate) fn disable_answered(&mut self, number: u32, failure: Option<&CallError>) {
        if self.disable.is(number) {
            self.disable = Id::NONE;
            if self.state == State::Idle && !self.busy && !self.left && failure.is_some() {
                self.show(failure.cloned());
            }
        }
    }

    /// The number of the host call of the effect [`Disable`](Effect::Disable).
    pub(crate) fn disable_number(&self) -> Id {
        self.disable
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

    // --- The handler ---

    fn in_call(&self) -> bool {
        matches!(self.attempt, Some(Attempt { kind: AttemptKind::Call { .. }, .. }))
    }

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

    /// The `on_load` function has panicked.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn load_panicked(&mut self) {
        self.load = Load::Due;
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
