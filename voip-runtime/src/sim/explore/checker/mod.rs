//! Checks a path against the flow, the answers of the host, and the events that subscribers received. It does not use the
//! machine, so it can find errors in it.

mod answers;
mod edges;
mod inputs;
mod notifications;

use alloc::string::String;
use alloc::vec::Vec;
use core::hash::Hash;
use core::mem::take;

use super::knowledge::Knowledge;
use super::moves::{CallKind, Maker};
use crate::cause::Cause;
use crate::error::CallError;
use crate::flow::{RetryCounters, Via};
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
    reaching: Option<Reaching>,
    /// The user makes the page unreachable: calls must be disabled, or the host has not answered that.
    disabling: Option<Disabling>,
    /// The step that the host has not answered.
    pending: Option<Step>,
    /// How many scopes the user has granted in a row.
    granted: usize,
    /// Calls were enabled for this call.
    enabled: bool,
    /// Calls are enabled in the app.
    reachable: bool,
    /// Calls were disabled in the app, so showing the page does not enable them.
    disabled: bool,
    pub(super) load: Load,
    /// A tap waits until the page is loaded and its reachability does not change.
    tap_waits: bool,
    /// The openid of the contact whose button was tapped.
    pub(super) contact: Option<String>,
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
    /// The device does not report members.
    is_silent: bool,
    /// The other side has answered before the pending join was answered.
    pub(super) answered_early: bool,
    /// A late join may have opened a room, which was not left.
    unsure: bool,
    /// A late join has succeeded while a newer one is pending.
    older_in_room: bool,
    /// `exitVoIPChat` must be called before this move ends.
    exit_due: bool,
    /// `on_load` must start before this move ends.
    load_due: bool,
    /// As the move began, the page enabled calls by itself.
    is_quiet: bool,
    /// `on_load` has ended in this move.
    load_ended: bool,
    /// The joined call must end in this move.
    end_due: bool,
    /// The call of this tap has begun, or the tap was dropped for a reason.
    begun: bool,
    /// A call was begun since the page was opened.
    pub(super) has_called: bool,
    /// An answer had varied data. Then one call is played.
    pub(super) has_varied: bool,
    pub(super) knowledge: Knowledge,
    /// The edges that this move took: the row, and the index in it. Empty in a place.
    pub(super) taken: Vec<(State, usize)>,
    /// The last transition of this move. None in a place.
    pub(super) change: Option<Change>,
}

/// What a page shows, except its fields.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a member of the page's data")]
pub(super) struct VisibleState {
    pub(super) state: State,
    pub(super) busy: bool,
    pub(super) loading: bool,
    pub(super) reachable: bool,
    pub(super) connected: bool,
    pub(super) error: Option<CallError>,
}

impl Default for VisibleState {
    fn default() -> Self {
        Self {
            state: State::Idle,
            busy: false,
            loading: false,
            reachable: false,
            connected: false,
            error: None,
        }
    }
}

/// Who makes the page reachable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reaching {
    Asked,
    /// The page enables calls as it is shown.
    ByItself,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Disabling {
    /// The host call must be made before this move ends.
    Due,
    Pending,
}

/// Where the page is with its `on_load` function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Load {
    /// It has run, or the page has none.
    #[default]
    Done,
    Due,
    Running,
}

impl Checker {
    pub(super) fn new(spec: &Spec, is_silent: bool) -> Self {
        Self { load: if spec.on_load { Load::Due } else { Load::Done }, is_silent, ..Self::default() }
    }

    /// The first flaw.
    pub(super) fn flaw(&self) -> Option<String> {
        self.flaw.clone()
    }

    pub(super) fn visible(&self) -> &VisibleState {
        &self.visible
    }

    pub(super) fn add_flaw(&mut self, what: impl Into<String>) {
        self.flaw.get_or_insert_with(|| what.into());
    }

    pub(super) fn is_joining(&self) -> bool {
        self.pending == Some(Step::Join)
    }

    pub(super) fn is_silent(&self) -> bool {
        self.is_silent
    }

    pub(super) fn is_disabled(&self) -> bool {
        self.disabled
    }

    /// Whether the user can start nothing.
    pub(super) fn is_occupied(&self) -> bool {
        self.left || self.visible.busy || !matches!(self.visible.state, State::Idle | State::Failed)
    }

    /// Whether the page can be made reachable or unreachable.
    fn may_change_reachability(&self) -> bool {
        !self.is_occupied()
            && self.reaching.is_none()
            && self.disabling.is_none()
            && self.visible.state == State::Idle
    }

    /// Removes what is not compared, and returns what is compared apart from the rest: the retry counters, the late joins, and
    /// the reachability.
    pub(super) fn take_apart(
        &mut self,
        spec: &Spec,
    ) -> (RetryCounters, impl Hash + 'static, impl Hash + 'static) {
        if self.left {
            let Self { unsure, older_in_room, in_room, .. } = *self;
            *self = Self { left: true, unsure, older_in_room, in_room, ..Self::default() };
        }
        if !self.visible.busy
            && let Some(error) = &mut self.visible.error
        {
            *error = Cause::App.into();
        }
        self.taken.clear();
        (self.change, self.is_quiet, self.has_called, self.has_varied) = (None, false, false, false);
        let late = (take(&mut self.unsure), take(&mut self.older_in_room));
        let reachable = take(&mut self.reachable);
        let reachable = spec.receive.map(|_| (reachable, self.visible.reachable));
        self.visible.reachable = false;
        let disabled = take(&mut self.disabled) && spec.receive.is_some_and(|receive| receive.on_show);
        let retries = core::mem::replace(&mut self.retries, RetryCounters::NONE);
        (retries, late, (reachable, disabled, self.disabling.take()))
    }

    /// Whether a call is in progress that has begun, or the page is being made reachable.
    pub(super) fn is_at_steps(&self) -> bool {
        self.begun && self.visible.busy || self.reaching.is_some()
    }

    /// The state of the call, if it has begun.
    pub(super) fn call_state(&self) -> Option<State> {
        self.begun.then_some(self.visible.state)
    }

    /// Whether a call is over, and with it what ran.
    pub(super) fn is_over(&self) -> bool {
        self.is_at_rest() && !self.is_occupied()
    }

    /// What the page's functions can see of the step in progress.
    pub(super) fn step(&self) -> (State, usize, bool) {
        (self.visible.state, self.granted, self.reaching.is_some())
    }

    /// Whether neither a handler nor a task runs.
    pub(super) fn is_at_rest(&self) -> bool {
        !self.visible.busy && self.knowledge.is_empty()
    }

    // --- Host calls ---

    pub(super) fn called(&mut self, spec: &Spec, what: &CallKind, maker: Maker) {
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
            CallKind::Disable => self.disable_called(),
            CallKind::Limit(_) if !self.in_room => {
                self.add_flaw(format!("{what} was started in {state}"));
            }
            CallKind::Request(_) | CallKind::Sleep if maker == Maker::Handler && self.tap_waits => {
                self.add_flaw("the handler started while the tap had to wait");
            }
            CallKind::Via(_) | CallKind::Request(_) | CallKind::Sleep | CallKind::Limit(_) => {}
        }
        if let CallKind::Via(called) = *what {
            self.via = self.via.filter(|via| *via != called);
            if called == Via::ExitRoom {
                self.in_room = false;
                self.unsure = false;
            }
        }
    }

    fn disable_called(&mut self) {
        if self.disabling.replace(Disabling::Pending) != Some(Disabling::Due) {
            self.add_flaw("calls were disabled, but the user did not make the page unreachable");
        }
    }

    fn step_called(&mut self, spec: &Spec, step: Step, scope: &str, what: &CallKind) {
        let state = self.visible.state;
        if state != step.state() && !(self.reaching.is_some() && step != Step::Join) {
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

    /// The page calls the user with this openid.
    pub(super) fn calls(&mut self, listener: &str, caller: &str) {
        if listener.is_empty() || caller.is_empty() {
            self.add_flaw("join1v1Chat was called with an empty openid");
        }
        if self.contact.as_ref().is_some_and(|contact| contact != listener) {
            self.add_flaw("join1v1Chat was called with another contact than the one that was tapped");
        }
    }

    pub(super) fn toast(&mut self) {
        if self.left {
            self.add_flaw("showToast was called after the page was left");
        }
        if self.is_quiet && self.change.is_none() {
            self.add_flaw("a toast was shown although nobody asked for what the page does as it is shown");
        }
    }

    // --- The end of a move ---

    /// A move begins.
    pub(super) fn starts_move(&mut self) {
        self.taken.clear();
        self.change = None;
        self.is_quiet = self.reaching == Some(Reaching::ByItself);
    }

    /// The move has ended, with all its effects. `is_pending` selects futures by their address: those with a pending host call.
    pub(super) fn settled(&mut self, is_pending: impl Fn(usize) -> bool) {
        if take(&mut self.exit_due) {
            self.add_flaw("a room is still open: exitVoIPChat was not called");
        }
        if take(&mut self.load_due) {
            self.add_flaw("the `on_load` function did not start");
        }
        if take(&mut self.end_due) && self.visible.state == State::InCall {
            self.add_flaw("the call goes on after its end");
        }
        let visible = (self.visible.reachable, self.visible.connected);
        if !self.left && visible != (self.reachable, self.connected) {
            self.add_flaw("subscribers were not notified of an answer or event of the host");
        }
        if self.disabling == Some(Disabling::Due) {
            self.add_flaw("the page should become unreachable, but setEnable1v1Chat was not called");
        }
        self.load_ended = false;
        if !self.visible.busy {
            self.tap_waits = false;
            self.contact = None;
        }
        self.knowledge.retain(self.visible.busy, is_pending);
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
            self.begun = false;
            self.tap_waits = false;
            self.contact = None;
        }
    }
}
