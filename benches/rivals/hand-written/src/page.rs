//! The page: an `async` function that sets the state before each step.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use shared::{Calls, Cause, Join, SCOPES, User, Waiting, missing};

use super::form::{Fields, SPEC};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Idle,
    Authorizing,
    Enabling,
    Joining,
    InCall,
    Failed,
}

pub struct PageNumber {
    fields: RefCell<Fields>,
    state: Cell<State>,
    calls: Rc<Calls>,
}

impl PageNumber {
    pub fn new(calls: Rc<Calls>) -> Rc<Self> {
        Rc::new(Self { fields: RefCell::default(), state: Cell::new(State::Idle), calls })
    }

    pub fn edit(&self, edit: impl FnOnce(&mut Fields)) {
        edit(&mut self.fields.borrow_mut());
    }

    /// Starts a call. A failure that is shown is dismissed.
    pub fn tap(self: &Rc<Self>) {
        self.dismiss();
        if self.state.get() != State::Idle {
            return;
        }
        if let Some(message) = missing(&SPEC, &*self.fields.borrow()) {
            return self.calls.toast(message);
        }
        let page = self.clone();
        self.calls.start(async move { page.call().await });
    }

    pub fn hang_up(&self) {
        if self.state.get() == State::InCall {
            self.calls.exit();
            self.enter(State::Idle, None);
        }
    }

    pub fn dismiss(&self) {
        if self.state.get() == State::Failed {
            self.enter(State::Idle, None);
        }
    }

    async fn call(&self) {
        self.enter(State::Authorizing, None);
        for scope in SCOPES {
            if let Err(cause) = self.calls.authorize(scope).await {
                return self.fail(cause, "唤起授权失败");
            }
        }
        self.enter(State::Enabling, None);
        if let Err(cause) = self.calls.enable().await {
            return self.fail(cause, "开启通话功能失败");
        }
        self.enter(State::Joining, None);
        if let Err(cause) = self.join().await {
            return self.fail(cause, "加入通话失败");
        }
        self.enter(State::InCall, None);
    }

    fn join(&self) -> Waiting<'_> {
        let fields = self.fields.borrow();
        self.calls.join(&Join {
            caller: User { nickname: &fields.call_name, openid: &fields.call_openid },
            listener: User { nickname: &fields.listen_name_round, openid: &fields.listen_openid },
            room_type: SPEC.room_type,
        })
    }

    fn fail(&self, cause: Cause, message: &str) {
        self.enter(State::Failed, Some(cause));
        self.calls.toast(message);
    }

    fn enter(&self, to: State, cause: Option<Cause>) {
        let from = self.state.replace(to);
        self.calls.changed(&from, &to, cause);
    }
}
