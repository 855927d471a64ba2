//! The page: an `async` function that reports each answer as an input of the machine. The data of a page, its guard and
//! the notification of a change are outside: inputs and states of this machine carry no data, and it has no hooks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rust_fsm::state_machine;
use shared::{Calls, Cause, Join, SCOPES, User, Waiting, missing};

use super::form::{Fields, SPEC};

state_machine! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub machine(Idle)

    Idle(Tap) => Authorizing,
    Authorizing => {
        Authorized => Enabling,
        Refused => Failed [AuthorizingFailed],
    },
    Enabling => {
        Enabled => Joining,
        Refused => Failed [EnablingFailed],
    },
    Joining => {
        Joined => InCall,
        Refused => Failed [JoiningFailed],
    },
    InCall(HungUp) => Idle [LeaveRoom],
    Failed(Dismissed) => Idle,
}

use machine::{Input, Output, State};

pub struct PageNumber {
    fields: RefCell<Fields>,
    machine: RefCell<machine::StateMachine>,
    cause: Cell<Option<Cause>>,
    calls: Rc<Calls>,
}

impl PageNumber {
    pub fn new(calls: Rc<Calls>) -> Rc<Self> {
        let machine = RefCell::new(machine::StateMachine::new());
        Rc::new(Self { fields: RefCell::default(), machine, cause: Cell::new(None), calls })
    }

    pub fn edit(&self, edit: impl FnOnce(&mut Fields)) {
        edit(&mut self.fields.borrow_mut());
    }

    /// Starts a call. A failure that is shown is dismissed.
    pub fn tap(self: &Rc<Self>) {
        self.dismiss();
        if *self.machine.borrow().state() != State::Idle {
            return;
        }
        if let Some(message) = missing(&SPEC, &*self.fields.borrow()) {
            return self.calls.toast(message);
        }
        self.consume(Input::Tap);
        let page = self.clone();
        self.calls.start(async move { page.call().await });
    }

    pub fn hang_up(&self) {
        self.consume(Input::HungUp);
    }

    pub fn dismiss(&self) {
        self.consume(Input::Dismissed);
    }

    async fn call(&self) {
        if let Err(cause) = self.steps().await {
            self.cause.set(Some(cause));
            self.consume(Input::Refused);
        }
    }

    async fn steps(&self) -> Result<(), Cause> {
        for scope in SCOPES {
            self.calls.authorize(scope).await?;
        }
        self.consume(Input::Authorized);
        self.calls.enable().await?;
        self.consume(Input::Enabled);
        self.join().await?;
        self.consume(Input::Joined);
        Ok(())
    }

    fn join(&self) -> Waiting<'_> {
        let fields = self.fields.borrow();
        self.calls.join(&Join {
            caller: User { nickname: &fields.call_name, openid: &fields.call_openid },
            listener: User { nickname: &fields.listen_name_round, openid: &fields.listen_openid },
            room_type: SPEC.room_type,
        })
    }

    fn consume(&self, input: Input) {
        let mut machine = self.machine.borrow_mut();
        let from = *machine.state();
        let Ok(output) = machine.consume(&input) else { return };
        self.calls.changed(&from, machine.state(), self.cause.take());
        match output {
            Some(Output::AuthorizingFailed) => self.calls.toast("唤起授权失败"),
            Some(Output::EnablingFailed) => self.calls.toast("开启通话功能失败"),
            Some(Output::JoiningFailed) => self.calls.toast("加入通话失败"),
            Some(Output::LeaveRoom) => self.calls.exit(),
            None => {}
        }
    }
}
