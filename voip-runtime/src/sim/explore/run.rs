//! Plays one path on a new page.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use super::calls::Causes;
use super::checker::{Checker, Load, VisibleState};
use super::explorer_host::ExplorerHost;
use super::moves::Move;
use super::opened::Opened;
use super::place::{Place, fields};
use super::starts::Start;
use super::visited::Novelty;
use crate::cause::Cause;
use crate::engine::Engine;
use crate::event::{HostEvent, Input, Tapped};
use crate::machine::Machine;
use crate::sim::script::failure;
use crate::spec::Spec;
use crate::state::State;
use crate::value::Value;

/// At most so many handlers go on after their calls at the same time. The user taps no more then.
pub(super) const MAX_DETACHED: usize = 2;

pub(super) struct Run<'a> {
    pub(super) engine: Rc<Engine>,
    pub(super) host: ExplorerHost,
    /// Whether subscribers are notified of inputs, for a recording.
    notes_inputs: bool,
    /// Further results of the page's host calls, with their names.
    given: &'a [(String, Value)],
    is_first: bool,
}

impl<'a> Run<'a> {
    /// Opens a page and fills in its fields. `is_first` says whether this is the first start.
    pub(super) fn open(
        host: ExplorerHost,
        spec: &'static Spec,
        open: &dyn Fn(ExplorerHost, &'static Spec) -> Opened,
        (start, is_first): (&Start, bool),
        given: &'a [(String, Value)],
    ) -> Self {
        let Opened { engine, notes_inputs } = open(host.clone(), spec);
        host.set_engine(&engine);
        for (index, value) in &start.values {
            // `starts` has tried each value.
            let _ = engine.input(*index, value);
            if let Some(field) = spec.fields.get(*index).filter(|_| notes_inputs) {
                engine.notify_input(|| Input::Set { field: field.name.into(), value: value.clone() });
            }
        }
        if start.is_silent {
            host.set_silent();
        }
        if !start.differences.is_empty() {
            host.log_text(start.differences.join(", "));
        }
        Self { engine, host, notes_inputs, given, is_first }
    }

    fn machine<T>(&self, read: impl FnOnce(&Machine) -> T) -> T {
        self.engine.with(|machine| read(machine))
    }

    pub(super) fn place(&self) -> Place {
        let has_left = self.host.check(|checker| checker.left);
        let fields = if has_left { 0 } else { fields(&self.engine) };
        self.host.place(self.machine(Machine::clone), fields, self.is_for_one_call())
    }

    /// Whether the path goes on for one call only.
    fn is_for_one_call(&self) -> bool {
        !self.is_first || self.host.check(|checker| checker.has_varied)
    }

    /// The moves that are possible now, and needed: what ends a call from outside has an effect on the machine and one on the
    /// page's functions, which they drop. If both were in the same state before, though not together, it is not played again.
    pub(super) fn moves(&self, novelty: Novelty) -> Vec<Move> {
        let is_new = novelty.look || novelty.inside;
        let causes = if novelty.look { Causes::All } else { Causes::OneForEachEdge };
        let answers = self.host.answers(self.given, causes, is_new).into_iter();
        let mut moves: Vec<_> = answers.map(|(index, answer)| Move::Answer(index, answer)).collect();
        let for_one_call = self.is_for_one_call();
        let (has_left, ended) = self
            .host
            .check(|checker| (checker.left, for_one_call && checker.has_called && checker.is_over()));
        if ended {
            // A call from another start than the first has been played.
            moves.clear();
        }
        if has_left || ended {
            return moves;
        }
        if self.host.has_spawned_request() {
            moves.push(Move::Leave);
            return moves;
        }
        let spec = self.engine.spec;
        let (is_joining, answered) = self.joining_and_answered();
        let (is_silent, load, shows, reachable, detached) = self.host.check(|checker| {
            let shows = checker.show_has_effect(spec);
            let detached = checker.knowledge.detached();
            (checker.is_silent(), checker.load, shows, checker.visible().reachable, detached)
        });
        // Other pages of the app change this only while nothing is in progress here.
        let is_over = is_new && self.host.check(|checker| checker.is_over());
        let may_tap = self.machine(Machine::may_tap) && detached < MAX_DETACHED;
        let changes =
            spec.receive.is_some() && (!for_one_call || spec.receive.is_some_and(|receive| receive.only));
        let knows_disabled = self.host.check(|checker| checker.is_disabled());
        let on_show = spec.receive.is_some_and(|receive| receive.on_show);
        moves.extend(self.machine(|machine| {
            let in_call = machine.state() == State::InCall;
            let possible = [
                ((is_joining || in_call) && !is_silent, Move::Members(!answered)),
                (in_call, Move::Superseded),
                (in_call, Move::Interrupted),
                (load == Load::Due, Move::Load),
                (shows && is_new, Move::Show),
                (may_tap && spec.has_call_button(), Move::Tap),
                (changes && machine.may_set_reachable(spec, true), Move::MakeReachable),
                (changes && machine.may_set_reachable(spec, false), Move::MakeUnreachable),
                (changes && is_over && !reachable, Move::AppReachable(true)),
                (changes && is_over && (reachable || on_show && !knows_disabled), Move::AppReachable(false)),
                (machine.may_hang_up(), Move::HangUp),
                (machine.may_dismiss(spec), Move::Dismiss),
                (machine.may_cancel() && is_new, Move::Cancel),
                (is_new, Move::Leave),
            ];
            possible.into_iter().filter(|(is_possible, _)| *is_possible).map(|(_, next)| next)
        }));
        if may_tap {
            let contacts = (0..2).filter(|index| self.openid_of_contact(*index).is_some());
            moves.extend(contacts.map(Move::Call));
        }
        moves
    }

    /// The openid of the contact at this index, if it has one.
    fn openid_of_contact(&self, index: usize) -> Option<String> {
        let page = self.engine.page();
        let contact = page.field(self.engine.spec.contacts()?)?.contact(index)?;
        (!contact.openid.is_empty()).then(|| contact.openid.as_str().into())
    }

    /// Notifies subscribers of the input of a move, as a session does.
    fn note_input(&self, next: Move) {
        if let Some(input) = next.input().filter(|_| self.notes_inputs) {
            self.engine.perform_effects();
            self.engine.notify_input(|| input);
        }
    }

    /// Performs a move. Returns the alternatives of the data that were made up for it.
    pub(super) fn perform(&self, next: Move) -> Vec<Vec<String>> {
        let Self { engine, host, given, .. } = self;
        let spec = engine.spec;
        let mut choices = Vec::new();
        self.note_input(next);
        host.check(|checker| {
            checker.starts_move();
            checker.tap_still_waits(|| fields(engine));
        });
        match next {
            Move::Answer(index, answer) => choices = host.answer(index, answer, given),
            Move::Members(answers) => {
                let is_early = host.check(|checker| checker.is_joining());
                host.log(match (answers, is_early) {
                    (true, false) => "the other side answers",
                    (true, true) => "the other side answers before join1v1Chat is answered",
                    (false, false) => "the other side hangs up",
                    (false, true) => "the other side hangs up before join1v1Chat is answered",
                });
                host.check(|checker| checker.other_side(answers));
                host.event(HostEvent::Members(if answers { 2 } else { 1 }));
            }
            Move::Superseded => {
                host.log("another page of the app places a call");
                host.check(|checker| checker.room_closed(None));
                host.event(HostEvent::Ended);
            }
            Move::Interrupted => {
                host.log("a phone call interrupts the call");
                host.check(|checker| checker.room_closed(Some(Cause::Interrupted)));
                host.event(HostEvent::Interrupted(failure("onVoIPChatInterrupted", Cause::Interrupted)));
            }
            Move::AppReachable(on) => {
                host.log(if on {
                    "another page of the app enables calls"
                } else {
                    "another page of the app disables calls"
                });
                host.check(|checker| checker.app_reachable(on));
                host.set_reachable(on);
            }
            Move::Load => {
                host.log("the page opens");
                host.check(Checker::opens);
                engine.user(|machine, _| {
                    machine.opened();
                    true
                });
            }
            Move::Show => {
                host.log("the page is shown");
                host.check(|checker| checker.shows(spec));
                self.show();
            }
            Move::Tap => {
                host.log("tap");
                host.check(|checker| checker.taps(None, fields(engine)));
                engine.tap();
            }
            Move::Call(index) => {
                host.log(if index == 0 { "tap on the first contact" } else { "tap on the second contact" });
                let openid = self.openid_of_contact(index);
                host.check(|checker| checker.taps(openid, fields(engine)));
                if let Some(contacts) = engine.features.contacts {
                    (contacts.tap)(engine, Some(index));
                }
            }
            Move::MakeReachable => {
                host.log("tap 可接听");
                host.check(|checker| checker.makes_reachable(spec));
                engine.user(Machine::make_reachable);
            }
            Move::MakeUnreachable => {
                host.log("tap 停止接听");
                host.check(Checker::makes_unreachable);
                engine.user(Machine::make_unreachable);
            }
            Move::HangUp => {
                host.log("tap 结束");
                host.check(Checker::hangs_up);
                engine.user(Machine::hang_up);
            }
            Move::Dismiss => {
                host.log("the user dismisses the failure");
                engine.user(Machine::dismiss);
            }
            Move::Cancel => {
                host.log("tap 取消");
                host.check(Checker::cancels);
                engine.user(Machine::cancel);
                host.check(Checker::cancelled);
            }
            Move::Leave => {
                host.log("the user leaves the page");
                host.check(|checker| checker.leaves(spec));
                engine.leave();
            }
        }
        host.settle();
        choices
    }

    fn show(&self) {
        self.engine.user(|machine, spec| {
            machine.shown(spec);
            true
        });
    }

    /// Checks the place that the path leads to.
    pub(super) fn verdict(&self) -> Result<(), String> {
        if let Some(flaw) = self.host.check(|checker| checker.flaw()) {
            return Err(flaw);
        }
        if self.host.check(|checker| checker.left) {
            return self.host.goes_on().map_or(Ok(()), Err);
        }
        let visible = self.machine(|machine| VisibleState {
            state: machine.state(),
            busy: machine.busy(),
            loading: machine.is_loading(),
            reachable: machine.reachable(),
            connected: machine.connected(),
            error: machine.error(),
        });
        let state = visible.state;
        if self.host.check(|checker| *checker.visible() != visible) {
            return Err(format!("the page in {state} does not show what subscribers were notified of"));
        }
        if let Some(flaw) = self.host.unlimited() {
            return Err(flaw);
        }
        if state == State::InCall && !self.host.is_watched() {
            return Err("the joined call is not watched".into());
        }
        let in_progress =
            visible.busy && state != State::InCall || self.machine(Machine::is_making_reachable);
        if self.machine(Machine::may_cancel) != in_progress {
            let what = if in_progress {
                "cannot be cancelled"
            } else {
                "can be cancelled, but nothing is in progress"
            };
            return Err(format!("the page in {state} {what}"));
        }
        if !visible.busy && self.engine.requests.get() != 0 {
            return Err("the handler goes on, although no call is in progress".into());
        }
        let waits = visible.busy
            || visible.loading
            || state.is_working()
            || self.machine(Machine::is_making_reachable);
        if waits && !self.host.awaits_something() {
            return Err(format!("the page is stuck in {state}: no host call is pending"));
        }
        if !waits && !self.machine(|machine| machine.may_tap() || machine.may_hang_up()) {
            return Err(format!("the page is stuck in {state}: no input of the user is possible"));
        }
        Ok(())
    }

    /// Repeats and contradicts every earlier answer, and makes inputs that are not available: nothing may change. Since
    /// nothing changes, this needs no further paths. Returns the number of answers.
    pub(super) fn repeat_everything(&self, place: &Place) -> Result<usize, String> {
        let activity = self.host.activity();
        let repeats = self.host.repeat_answers();
        if self.host.activity() != activity {
            return Err("a repeated answer had an effect".into());
        }
        let engine = &self.engine;
        let (is_occupied, state, shows) = self.host.check(|checker| {
            (checker.is_occupied(), checker.visible().state, checker.show_has_effect(engine.spec))
        });
        if is_occupied
            && (engine.tap() != Tapped::Ignored
                || engine.user(Machine::make_reachable)
                || engine.user(Machine::make_unreachable)
                || engine.user(Machine::dismiss))
        {
            return Err("a tap had an effect while a call was in progress".into());
        }
        let only_contacts = engine.spec.contacts().is_some() && !engine.spec.has_call_button();
        if only_contacts && engine.tap() != Tapped::Ignored {
            return Err("a tap had an effect although the page has no call button".into());
        }
        if let Some(contacts) = engine.features.contacts {
            // There may be a first and a second contact, and there is no third.
            let mut disabled = (0..3).filter(|index| self.openid_of_contact(*index).is_none());
            if disabled.any(|index| (contacts.tap)(engine, Some(index)) != Tapped::Ignored) {
                return Err("a tap on a contact without an openid had an effect".into());
            }
        }
        if state != State::InCall && engine.user(Machine::hang_up) {
            return Err("hanging up had an effect outside a call".into());
        }
        if !self.machine(Machine::may_cancel) && engine.user(Machine::cancel) {
            return Err("cancelling had an effect although nothing was in progress".into());
        }
        if !shows {
            self.show();
            if self.host.activity() != activity {
                return Err("showing the page had an effect".into());
            }
        }
        self.repeat_events(state);
        if self.host.activity() != activity || self.place() != *place {
            return Err("a repeated answer, or an input that is not available, had an effect".into());
        }
        Ok(repeats)
    }

    /// Whether a join is pending, and whether the other side has answered its call or else the joined one.
    fn joining_and_answered(&self) -> (bool, bool) {
        let (is_joining, early) = self.host.check(|checker| (checker.is_joining(), checker.answered_early));
        (is_joining, if is_joining { early } else { self.machine(Machine::connected) })
    }

    /// Repeats the last event of the joined call, or makes events of a call that is over.
    fn repeat_events(&self, state: State) {
        let host = &self.host;
        let (is_joining, answered) = self.joining_and_answered();
        host.event(HostEvent::Members(if answered { 2 } else { 1 }));
        if state != State::InCall && !is_joining {
            host.event(HostEvent::Members(2));
            host.event(HostEvent::Members(0));
        }
        if state != State::InCall {
            host.event(HostEvent::Ended);
            host.event(HostEvent::Interrupted(failure("onVoIPChatInterrupted", Cause::Interrupted)));
        }
        // A page that was never reachable has not heard that calls are disabled.
        if self.machine(Machine::reachable) {
            host.set_reachable(true);
        }
    }
}

/// Breaks the cycles of references that a waiting handler and a late join make.
impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.engine.leave();
        self.host.answer_everything();
    }
}
