//! The page: an `async` function that reports each answer as an event of the machine.

use std::cell::RefCell;
use std::rc::Rc;

use shared::{Calls, Cause, Join, SCOPES, User, Waiting, missing};
use statig::prelude::*;

use super::form::{Fields, SPEC};

pub enum Event {
    Tap,
    Authorized,
    Enabled,
    Joined,
    Refused(Cause),
    HungUp,
    Dismissed,
}

pub struct Machine {
    /// From outside, only `unsafe` code can change what a machine contains.
    fields: RefCell<Fields>,
    calls: Rc<Calls>,
}

#[state_machine(
    initial = "State::idle()",
    after_transition = "Self::after_transition",
    state(derive(Debug, PartialEq))
)]
impl Machine {
    #[state]
    fn idle(&self, event: &Event) -> Outcome<State> {
        match event {
            Event::Tap => match missing(&SPEC, &*self.fields.borrow()) {
                Some(message) => {
                    self.calls.toast(message);
                    Handled
                }
                None => Transition(State::authorizing()),
            },
            _ => Super,
        }
    }

    #[state]
    fn authorizing(&self, event: &Event) -> Outcome<State> {
        match event {
            Event::Authorized => Transition(State::enabling()),
            Event::Refused(cause) => {
                self.calls.toast("唤起授权失败");
                Transition(State::failed(*cause))
            }
            _ => Super,
        }
    }

    #[state]
    fn enabling(&self, event: &Event) -> Outcome<State> {
        match event {
            Event::Enabled => Transition(State::joining()),
            Event::Refused(cause) => {
                self.calls.toast("开启通话功能失败");
                Transition(State::failed(*cause))
            }
            _ => Super,
        }
    }

    #[state]
    fn joining(&self, event: &Event) -> Outcome<State> {
        match event {
            Event::Joined => Transition(State::in_call()),
            Event::Refused(cause) => {
                self.calls.toast("加入通话失败");
                Transition(State::failed(*cause))
            }
            _ => Super,
        }
    }

    #[state]
    fn in_call(&self, event: &Event) -> Outcome<State> {
        match event {
            Event::HungUp => {
                self.calls.exit();
                Transition(State::idle())
            }
            _ => Super,
        }
    }

    #[state]
    fn failed(cause: &Cause, event: &Event) -> Outcome<State> {
        let _ = cause;
        match event {
            Event::Dismissed => Transition(State::idle()),
            _ => Super,
        }
    }

    fn after_transition(&mut self, from: &State, to: &State, _: &mut ()) {
        let cause = if let State::Failed { cause } = to { Some(*cause) } else { None };
        self.calls.changed(from, to, cause);
    }
}

pub struct PageNumber {
    machine: RefCell<StateMachine<Machine>>,
    calls: Rc<Calls>,
}

impl PageNumber {
    pub fn new(calls: Rc<Calls>) -> Rc<Self> {
        let machine = Machine { fields: RefCell::default(), calls: calls.clone() };
        Rc::new(Self { machine: RefCell::new(machine.state_machine()), calls })
    }

    pub fn edit(&self, edit: impl FnOnce(&mut Fields)) {
        edit(&mut self.machine.borrow().inner().fields.borrow_mut());
    }

    /// Starts a call. A failure that is shown is dismissed.
    pub fn tap(self: &Rc<Self>) {
        self.dismiss();
        let mut machine = self.machine.borrow_mut();
        machine.handle(&Event::Tap);
        if *machine.state() == State::authorizing() {
            drop(machine);
            let page = self.clone();
            self.calls.start(async move { page.call().await });
        }
    }

    pub fn hang_up(&self) {
        self.handle(&Event::HungUp);
    }

    pub fn dismiss(&self) {
        self.handle(&Event::Dismissed);
    }

    async fn call(&self) {
        if let Err(cause) = self.steps().await {
            self.handle(&Event::Refused(cause));
        }
    }

    async fn steps(&self) -> Result<(), Cause> {
        for scope in SCOPES {
            self.calls.authorize(scope).await?;
        }
        self.handle(&Event::Authorized);
        self.calls.enable().await?;
        self.handle(&Event::Enabled);
        self.join().await?;
        self.handle(&Event::Joined);
        Ok(())
    }

    fn join(&self) -> Waiting<'_> {
        let machine = self.machine.borrow();
        let fields = &machine.inner().fields.borrow();
        self.calls.join(&Join {
            caller: User { nickname: &fields.call_name, openid: &fields.call_openid },
            listener: User { nickname: &fields.listen_name_round, openid: &fields.listen_openid },
            room_type: SPEC.room_type,
        })
    }

    fn handle(&self, event: &Event) {
        self.machine.borrow_mut().handle(event);
    }
}
