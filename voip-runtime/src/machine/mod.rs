//! The protocol of a page's call, as a value: no host, no clock, no page and no handler.
//!
//! Each input is one method: it decides, changes the machine and returns. What it leads to outside, an
//! [`Effect`], is pulled afterwards with [`Machine::next_effect`], one at a time and in a fixed order. So a
//! decision runs nobody's code, and the machine is whole whenever someone else's code runs.
//!
//! Two machines are equal if they behave alike from here on: which numbers their answers have does not
//! matter, only whether there are any.

mod late;
#[cfg(test)]
mod tests;

use core::hash::{Hash, Hasher};
use core::time::Duration;

use self::late::LateJoins;
use crate::error::{CallError, Cause};
use crate::event::{ChatEvent, Tapped};
use crate::flow::{Action, Edge, Happening, Recovery, Tries, next};

use crate::spec::Change;
use crate::spec::{FieldSpec, Spec};
use crate::state::State;

/// The number of an awaited answer. Numbers start at 1; a reply with the number 0 is ignored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id(u32);

impl Id {
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    fn is(self, number: u32) -> bool {
        number != 0 && self.0 == number
    }
}

fn is(id: Option<Id>, number: u32) -> bool {
    id.is_some_and(|id| id.is(number))
}

impl PartialEq for Id {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Id {}

impl Hash for Id {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    watch: Option<Id>,
    late: LateJoins,
    owed: Owed,
    last: Id,
}

/// A call, from its tap to its end, or making the page reachable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Attempt {
    purpose: Purpose,
    retries: Tries,
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

/// The walk at the row `at`, on its way to `goal`, waits for an answer, or for a timer, or for what comes
/// first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Walk {
    at: State,
    goal: State,
    waits_for: WaitsFor,
    answer: Option<Id>,
    timer: Option<Id>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum WaitsFor {
    /// The host call of the state, of which Authorizing has one for each scope.
    Step { scope: usize },
    /// What is done before the step is tried again; what it answers does not matter.
    Recovery(Recovery),
    /// The time before this edge is taken.
    Delay { edge: &'static Edge, error: CallError },
}

/// What an input leads to outside the machine. The order of the variants is the order in which they are
/// pulled; what belongs to one stays in the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The room is left; nobody waits for the answer.
    ExitRoom,
    /// Subscribers hear that a call is in progress.
    Busy,
    /// Subscribers hear that the page is reachable.
    Reachable,
    /// Subscribers hear of the transition in [`Machine::change`], and the handler's step of its progress.
    Change,
    /// Subscribers hear what the page's error is now.
    Error,
    /// Subscribers hear that the other side is no longer connected.
    Disconnected,
    /// Subscribers hear that the other side has answered.
    Connected,
    /// The actions in [`Machine::take_taken`] are performed.
    Actions,
    /// What [`Machine::asking`] says is asked of the host.
    HostCall,
    /// The joined call is watched.
    Watch,
    /// The handler is started.
    Start,
    /// The tap that waited until the page was reachable is made.
    WaitingTap,
    /// Subscribers hear that no call is in progress.
    Free,
}

impl Effect {
    /// The one at this place of the order.
    const fn at(place: u32) -> Option<Self> {
        Some(match place {
            0 => Self::ExitRoom,
            1 => Self::Busy,
            2 => Self::Reachable,
            3 => Self::Change,
            4 => Self::Error,
            5 => Self::Disconnected,
            6 => Self::Connected,
            7 => Self::Actions,
            8 => Self::HostCall,
            9 => Self::Watch,
            10 => Self::Start,
            11 => Self::WaitingTap,
            12 => Self::Free,
            _ => return None,
        })
    }
}

/// The effects that are still to be pulled.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Owed {
    effects: u32,
    taken: Option<Taken>,
}

/// An edge that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Taken {
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) error: Option<CallError>,
    pub(crate) actions: &'static [Action],
    /// `false` while the page is made reachable: then there is no transition to run a function for.
    pub(crate) in_call: bool,
}

impl Taken {
    pub(crate) fn change(&self) -> Change {
        let error = self.error.as_ref();
        Change {
            from: self.from,
            to: self.to,
            cause: error.map(CallError::cause),
            message: error.map_or_else(Default::default, |error| error.message().into()),
        }
    }
}

/// What is asked of the host, or of its clock alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asking {
    pub(crate) what: Ask,
    pub(crate) answer: Option<Id>,
    /// The timer that goes with it, and its duration.
    pub(crate) timer: Option<(Id, Duration)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// The scope at this place, of the user.
    Authorize(usize),
    Enable,
    Join,
    Recover(Recovery),
    /// Nothing: only the timer runs.
    Delay,
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
            watch: None,
            late: LateJoins::NONE,
            owed: Owed { effects: 0, taken: None },
            last: Id(0),
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
    pub(crate) fn watch(&self) -> Option<Id> {
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
        let effect = Effect::at(self.owed.effects.trailing_zeros());
        self.owed.effects &= self.owed.effects.wrapping_sub(1);
        effect
    }

    fn owe(&mut self, effect: Effect) {
        self.owed.effects |= 1 << effect as u32;
    }

    pub(crate) fn owes_effects(&self) -> bool {
        self.owed.effects != 0
    }

    fn owes(&self, effect: Effect) -> bool {
        self.owed.effects & 1 << effect as u32 != 0
    }

    /// No effect is pulled any more, but that the room is left. What was not asked is not awaited: a join
    /// that was never sent cannot be late.
    fn discard_effects(&mut self) {
        if self.owes(Effect::HostCall) {
            self.take_walk();
        }
        self.owed.effects &= 1 << Effect::ExitRoom as u32;
        self.owed.taken = None;
    }

    /// The transition of the effect [`Change`](Effect::Change).
    pub(crate) fn change(&mut self) -> Option<Change> {
        let change = self.owed.taken.as_ref().map(Taken::change);
        if !self.owes(Effect::Actions) {
            self.owed.taken = None;
        }
        change
    }

    /// The edge whose actions are performed.
    pub(crate) fn take_taken(&mut self) -> Option<Taken> {
        self.owed.taken.take()
    }

    /// What is awaited now.
    pub(crate) fn asking(&self, spec: &Spec) -> Option<Asking> {
        let Walk { at, waits_for, answer, timer, .. } = self.walk()?;
        let (what, limit) = match *waits_for {
            WaitsFor::Step { scope } => {
                let what = match at {
                    State::Authorizing => Ask::Authorize(scope),
                    State::Enabling => Ask::Enable,
                    _ => Ask::Join,
                };
                (what, spec.flow.row(*at).within)
            }
            WaitsFor::Recovery(recovery) => (Ask::Recover(recovery), recovery.limit()),
            WaitsFor::Delay { edge, .. } => (Ask::Delay, edge.after),
        };
        Some(Asking { what, answer: *answer, timer: timer.zip(limit) })
    }

    /// Whether an answer or an event with this number would have an effect.
    pub(crate) fn awaits(&self, number: u32) -> bool {
        self.walk_awaits(number) || is(self.watch, number) || self.late.contains(number)
    }

    fn walk_awaits(&self, number: u32) -> bool {
        self.walk().is_some_and(|walk| is(walk.answer, number) || is(walk.timer, number))
    }

    /// Whether a late join may still be answered.
    pub(crate) fn awaits_late_join(&self) -> bool {
        !self.late.is_empty()
    }

    // --- The user ---

    /// The call button was tapped, where this required field is empty.
    pub(crate) fn tap(&mut self, spec: &'static Spec, missing: Option<&'static FieldSpec>) -> Tapped {
        if !self.may_tap() {
            return Tapped::Ignored;
        }
        if let Some(field) = missing {
            self.show(Some(CallError::app(field.missing)));
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
    pub(crate) fn make_waiting_tap(&mut self, spec: &'static Spec, missing: Option<&'static FieldSpec>) {
        if let Some(field) = missing {
            self.show(Some(CallError::app(field.missing)));
            self.set_busy(false);
        } else {
            self.begin_call(spec);
        }
    }

    fn begin_call(&mut self, spec: &'static Spec) {
        if self.state == State::Failed && spec.flow.row(State::Failed).plain(State::Authorizing).is_none() {
            self.take_plain(spec, Happening::Dismiss, None);
        } else if self.state == State::Idle {
            self.show(None);
        }
        self.attempt(spec, Purpose::Call { dropped: false });
        self.owe(Effect::Start);
    }

    fn attempt(&mut self, spec: &Spec, purpose: Purpose) {
        self.attempt = Some(Attempt { purpose, retries: Tries::of(&spec.flow), walk: None });
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
        self.owe(Effect::ExitRoom);
        self.take_plain(spec, Happening::End, None);
        true
    }

    /// The user has read the failure; `false` if there is none to dismiss.
    pub(crate) fn dismiss(&mut self, spec: &'static Spec) -> bool {
        if !self.may_dismiss(spec) {
            return false;
        }
        if self.state == State::Failed {
            self.take_plain(spec, Happening::Dismiss, None);
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
            self.owe(Effect::ExitRoom);
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
            self.take_plain(spec, Happening::Tap, None);
        }
    }

    /// The step from `from` starts, whose success leads to `goal`.
    pub(crate) fn start_step(&mut self, spec: &'static Spec, from: State, goal: State) {
        if self.in_call() && self.state == from {
            self.ask(spec, from, goal);
        }
    }

    /// Whether the step to `goal` has arrived; `None` once its call has stopped.
    pub(crate) fn has_arrived(&self, goal: State) -> Option<bool> {
        let attempt = self.attempt.as_ref().filter(|_| self.in_call())?;
        Some(self.state == goal && attempt.walk.is_none())
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
        self.set_busy(false);
    }

    /// Ends a call that its handler has lost. One that is over stays as it is.
    #[cold]
    fn lose(&mut self, spec: &'static Spec, error: CallError) {
        if !self.in_call() {
            return;
        }
        if self.state == State::InCall {
            self.owe(Effect::ExitRoom);
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
                self.owe(Effect::ExitRoom);
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
        self.watch = None;
    }

    // --- Edges ---

    fn set_busy(&mut self, busy: bool) {
        if self.busy != busy {
            self.busy = busy;
            self.owe(if busy { Effect::Busy } else { Effect::Free });
        }
    }

    /// The page shows this error now, or none.
    fn show(&mut self, error: Option<CallError>) {
        if error.is_some() || self.error.is_some() {
            self.owe(Effect::Error);
        }
        self.error = error;
    }

    /// Takes the edge of what the user did or of how the call ended, if there is one.
    fn take_plain(&mut self, spec: &'static Spec, happening: Happening, error: Option<CallError>) {
        if let Some(edge) = next(&spec.flow, self.state, happening, &Tries::NONE) {
            self.enter(edge.to, error, edge.actions);
        }
    }

    /// The page's state changes. In Failed the page holds the error; anywhere else it has none.
    fn enter(&mut self, to: State, error: Option<CallError>, actions: &'static [Action]) {
        let from = core::mem::replace(&mut self.state, to);
        if matches!(to, State::Idle | State::Failed) {
            self.attempt = None;
            self.watch = None;
        }
        self.show(if to == State::Failed { error.clone() } else { None });
        if core::mem::replace(&mut self.connected, false) {
            self.owe(Effect::Disconnected);
        }
        self.owed.taken = Some(Taken { from, to, error, actions, in_call: true });
        self.owe(Effect::Change);
        if !actions.is_empty() {
            self.owe(Effect::Actions);
        }
    }

    fn walk(&self) -> Option<&Walk> {
        self.attempt.as_ref()?.walk.as_ref()
    }

    /// What was awaited is awaited no more.
    fn take_walk(&mut self) -> Option<Walk> {
        self.attempt.as_mut()?.walk.take()
    }

    /// The host is asked, or its clock alone.
    fn wait(&mut self, at: State, goal: State, waits_for: WaitsFor, limit: Option<Duration>) {
        let answer = match waits_for {
            WaitsFor::Delay { .. } => None,
            _ => Some(self.id()),
        };
        let timer = limit.map(|_| self.id());
        if let Some(attempt) = &mut self.attempt {
            attempt.walk = Some(Walk { at, goal, waits_for, answer, timer });
            self.owe(Effect::HostCall);
        }
    }

    fn id(&mut self) -> Id {
        self.last = Id(self.last.0.checked_add(1).unwrap_or(1));
        self.last
    }

    /// Asks what the state `at` asks of the host.
    fn ask(&mut self, spec: &'static Spec, at: State, goal: State) {
        if at == State::Joining && core::mem::replace(&mut self.late.unsure, false) {
            return self.recover(at, goal, Recovery::ExitRoom);
        }
        self.step(spec, at, goal, 0);
    }

    fn step(&mut self, spec: &'static Spec, at: State, goal: State, scope: usize) {
        self.wait(at, goal, WaitsFor::Step { scope }, spec.flow.row(at).within);
    }

    #[cold]
    fn recover(&mut self, at: State, goal: State, recovery: Recovery) {
        self.wait(at, goal, WaitsFor::Recovery(recovery), recovery.limit());
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
            WaitsFor::Recovery(_) => self.ask(spec, at, goal),
            WaitsFor::Delay { edge, error } => self.take(spec, at, edge, Some(error), goal),
            WaitsFor::Step { .. } if !is(answer, number) => {
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
            State::Enabling if !core::mem::replace(&mut self.reachable, true) => self.owe(Effect::Reachable),
            // There is one room, and this call is in it.
            State::Joining => self.late.joined = false,
            _ => {}
        }
        if let Some(edge) = next(&spec.flow, at, Happening::Success, &Tries::NONE) {
            self.take(spec, at, edge, None, goal);
        }
    }

    #[cold]
    fn failed(&mut self, spec: &'static Spec, at: State, goal: State, error: CallError) {
        self.newer_join_failed();
        let Some(Attempt { retries, .. }) = &mut self.attempt else { return };
        let Some(edge) = next(&spec.flow, at, Happening::Failure(error.cause()), retries) else { return };
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
            self.owed.taken =
                Some(Taken { from: at, to, error: None, actions: edge.actions, in_call: false });
            self.owe(Effect::Actions);
            if !to.is_working() || to == goal {
                self.attempt = None;
                if to == State::Failed {
                    self.show(error);
                }
                if tap_waits {
                    self.owe(Effect::WaitingTap);
                }
                return;
            }
        } else {
            self.enter(to, error, edge.actions);
            if to == State::InCall {
                self.watch = Some(self.id());
                self.owe(Effect::Watch);
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
        if !is(self.watch, number) {
            return;
        }
        match event {
            ChatEvent::Connected if core::mem::replace(&mut self.connected, true) => {}
            ChatEvent::Connected => self.owe(Effect::Connected),
            ChatEvent::Ended => self.take_plain(spec, Happening::End, None),
            ChatEvent::Interrupted(error) => {
                self.take_plain(spec, Happening::Failure(Cause::Interrupted), Some(error));
            }
        }
    }

    // --- Late joins ---

    /// What is asked now is no longer awaited; a join goes on without its step.
    fn give_up_join(&mut self) {
        if let Some(Walk { at, waits_for: WaitsFor::Step { .. }, answer, .. }) = self.take_walk() {
            self.join_is_late(at, answer);
        }
    }

    fn join_is_late(&mut self, at: State, answer: Option<Id>) {
        if at == State::Joining
            && let Some(id) = answer
        {
            self.late.add(id);
            self.newer_join_failed();
        }
    }

    /// The join in progress did not succeed: now the room of an older one can be left.
    fn newer_join_failed(&mut self) {
        if core::mem::replace(&mut self.late.joined, false) {
            self.owe(Effect::ExitRoom);
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
