//! The page: an `async` function that reports each answer as an event of the machine.

use std::cell::RefCell;
use std::rc::Rc;

use shared::{Calls, Cause, Join, SCOPES, User, Waiting, missing};
use smlang::statemachine;

use super::form::{Fields, SPEC};

statemachine! {
    derive_states: [Debug],
    transitions: {
        *Idle + Tap [is_filled_in] = Authorizing,
        Authorizing + Authorized = Enabling,
        Authorizing + Refused(Cause) / authorizing_failed = Failed(Cause),
        Enabling + Enabled = Joining,
        Enabling + Refused(Cause) / enabling_failed = Failed(Cause),
        Joining + Joined = InCall,
        Joining + Refused(Cause) / joining_failed = Failed(Cause),
        InCall + HungUp / leave_room = Idle,
        Failed(Cause) + Dismissed = Idle,
    }
}

pub struct Context {
    fields: Fields,
    calls: Rc<Calls>,
}

impl StateMachineContext for Context {
    fn is_filled_in(&self) -> Result<bool, ()> {
        let missing = missing(&SPEC, &self.fields);
        if let Some(message) = missing {
            self.calls.toast(message);
        }
        Ok(missing.is_none())
    }

    fn authorizing_failed(&mut self, cause: Cause) -> Result<Cause, ()> {
        self.calls.toast("唤起授权失败");
        Ok(cause)
    }

    fn enabling_failed(&mut self, cause: Cause) -> Result<Cause, ()> {
        self.calls.toast("开启通话功能失败");
        Ok(cause)
    }

    fn joining_failed(&mut self, cause: Cause) -> Result<Cause, ()> {
        self.calls.toast("加入通话失败");
        Ok(cause)
    }

    fn leave_room(&mut self) -> Result<(), ()> {
        self.calls.exit();
        Ok(())
    }

    fn transition_callback(&self, from: &States, to: &States) {
        let cause = if let States::Failed(cause) = to { Some(*cause) } else { None };
        self.calls.changed(from, to, cause);
    }
}

pub struct PageNumber {
    machine: RefCell<StateMachine<Context>>,
    calls: Rc<Calls>,
}

impl PageNumber {
    pub fn new(calls: Rc<Calls>) -> Rc<Self> {
        let context = Context { fields: Fields::default(), calls: calls.clone() };
        Rc::new(Self { machine: RefCell::new(StateMachine::new(context)), calls })
    }

    pub fn edit(&self, edit: impl FnOnce(&mut Fields)) {
        edit(&mut self.machine.borrow_mut().context_mut().fields);
    }

    /// Starts a call. A failure that is shown is dismissed.
    pub fn tap(self: &Rc<Self>) {
        self.dismiss();
        if self.process(Events::Tap) {
            let page = self.clone();
            self.calls.start(async move { page.call().await });
        }
    }

    pub fn hang_up(&self) {
        self.process(Events::HungUp);
    }

    pub fn dismiss(&self) {
        self.process(Events::Dismissed);
    }

    async fn call(&self) {
        if let Err(cause) = self.steps().await {
            self.process(Events::Refused(cause));
        }
    }

    async fn steps(&self) -> Result<(), Cause> {
        for scope in SCOPES {
            self.calls.authorize(scope).await?;
        }
        self.process(Events::Authorized);
        self.calls.enable().await?;
        self.process(Events::Enabled);
        self.join().await?;
        self.process(Events::Joined);
        Ok(())
    }

    fn join(&self) -> Waiting<'_> {
        let machine = self.machine.borrow();
        let fields = &machine.context().fields;
        self.calls.join(&Join {
            caller: User { nickname: &fields.call_name, openid: &fields.call_openid },
            listener: User { nickname: &fields.listen_name_round, openid: &fields.listen_openid },
            room_type: SPEC.room_type,
        })
    }

    fn process(&self, event: Events) -> bool {
        self.machine.borrow_mut().process_event(event).is_ok()
    }
}
