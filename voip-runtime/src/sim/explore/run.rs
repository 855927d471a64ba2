//! Plays one path on a new page.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use super::checker::{Checker, VisibleState};
use super::explorer_host::{ExplorerHost, HostState};
use super::moves::Move;
use crate::call::Page;
use crate::cause::Cause;
use crate::engine::Engine;
use crate::event::{HostEvent, Tapped};
use crate::field::{Field, FieldKind};
use crate::machine::Machine;
use crate::sim::script::failure;
use crate::state::State;
use crate::value::Value;

/// Opens a page on this host.
pub(super) type Open = fn(ExplorerHost) -> Rc<Engine>;

pub(super) fn open<P: Page>(host: ExplorerHost) -> Rc<Engine> {
    Engine::open::<P>(Box::new(host), P::SPEC)
}

pub(super) struct Run<'a> {
    engine: Rc<Engine>,
    host: ExplorerHost,
    /// Further results of the handler's host calls, with their names.
    given: &'a [(String, Value)],
}

/// Everything that the future of a page depends on.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Place {
    machine: Machine,
    requests: u32,
    fields: String,
    host: HostState,
}

impl<'a> Run<'a> {
    /// Opens a page and fills in its required fields, or every field that has a role if `filled` is set.
    pub(super) fn open(host: ExplorerHost, open: Open, filled: bool, given: &'a [(String, Value)]) -> Self {
        let engine = open(host.clone());
        let subscriber = host.clone();
        engine.subscribe(Box::new(move |event| subscriber.notified(event)));
        for (index, field) in engine.spec.fields.iter().enumerate() {
            let takes_text = matches!(field.kind, FieldKind::OpenId | FieldKind::Text);
            if takes_text && (field.is_required() || filled && field.role.is_some()) {
                let text = format!("{}-of-{}", field.key, engine.spec.name);
                // A field that refuses this text keeps its value.
                let _ = engine.input(index, &Value::Text(text));
            }
        }
        Self { engine, host, given }
    }

    pub(super) fn trace(&self) -> Vec<String> {
        self.host.trace()
    }

    fn machine<T>(&self, read: impl FnOnce(&Machine) -> T) -> T {
        self.engine.with(|machine| read(machine))
    }

    /// The values of the fields, as JSON.
    fn fields(&self) -> String {
        let page = self.engine.page();
        let fields = (0..self.engine.spec.fields.len()).map(|index| page.field(index).map(Field::value));
        serde_json::to_string(&fields.collect::<Vec<_>>()).unwrap_or_default()
    }

    pub(super) fn place(&self) -> Place {
        Place {
            machine: self.machine(Machine::clone),
            requests: self.engine.requests.get(),
            fields: self.fields(),
            host: self.host.state(),
        }
    }

    /// The moves that are possible now.
    pub(super) fn moves(&self) -> Vec<Move> {
        let answers = self.host.answers(self.given).into_iter();
        let mut moves: Vec<_> = answers.map(|(index, answer)| Move::Answer(index, answer)).collect();
        if self.host.check(|checker| checker.left) {
            return moves;
        }
        let spec = self.engine.spec;
        let (is_joining, answered) = self.joining_and_answered();
        moves.extend(self.machine(|machine| {
            let in_call = machine.state() == State::InCall;
            let possible = [
                (is_joining || in_call, Move::Members(!answered)),
                (in_call, Move::Superseded),
                (in_call, Move::Interrupted),
                (machine.may_tap(), Move::Tap),
                (machine.may_set_reachable(spec, true), Move::MakeReachable),
                (machine.may_hang_up(), Move::HangUp),
                (machine.may_dismiss(spec), Move::Dismiss),
                (machine.may_cancel(), Move::Cancel),
                (true, Move::Leave),
            ];
            possible.into_iter().filter(|(is_possible, _)| *is_possible).map(|(_, next)| next)
        }));
        moves
    }

    pub(super) fn perform(&self, next: Move) {
        let Self { engine, host, given } = self;
        let spec = engine.spec;
        match next {
            Move::Answer(index, answer) => host.answer(index, answer, given),
            Move::Members(answers) => {
                let is_early = host.check(|checker| checker.is_joining());
                let what = if answers { "answers" } else { "hangs up" };
                let when = if is_early { " before join1v1Chat is answered" } else { "" };
                host.log(format!("the other side {what}{when}"));
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
            Move::Tap => {
                host.log("tap");
                let fields = self.fields();
                engine.tap();
                host.check(|checker| checker.tapped(fields));
            }
            Move::MakeReachable => {
                host.log("tap 可接听");
                host.check(|checker| checker.makes_reachable(spec));
                engine.user(Machine::make_reachable);
            }
            Move::HangUp => {
                host.log("tap 结束");
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
            }
            Move::Leave => {
                host.log("the user leaves the page");
                host.check(|checker| checker.leaves(spec));
                engine.leave();
            }
        }
        host.check(Checker::settled);
    }

    /// Checks the place that the path leads to.
    pub(super) fn verdict(&self) -> Result<(), String> {
        if let Some(flaw) = self.host.check(|checker| checker.flaw()) {
            return Err(flaw);
        }
        if self.host.check(|checker| checker.left) {
            return Ok(());
        }
        let visible = self.machine(|machine| VisibleState {
            state: machine.state(),
            busy: machine.busy(),
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
        let waits = visible.busy || state.is_working() || self.machine(Machine::is_making_reachable);
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
        let (is_occupied, state) =
            self.host.check(|checker| (checker.is_occupied(), checker.visible().state));
        if is_occupied
            && (engine.tap() != Tapped::Ignored
                || engine.user(Machine::make_reachable)
                || engine.user(Machine::dismiss))
        {
            return Err("a tap had an effect while a call was in progress".into());
        }
        if state != State::InCall && engine.user(Machine::hang_up) {
            return Err("hanging up had an effect outside a call".into());
        }
        if !self.machine(Machine::may_cancel) && engine.user(Machine::cancel) {
            return Err("cancelling had an effect although nothing was in progress".into());
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
        host.set_reachable(self.machine(Machine::reachable));
    }
}

/// Breaks the cycles of references that a waiting handler and a late join make.
impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.engine.leave();
        self.host.answer_everything();
    }
}
