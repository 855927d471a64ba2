//! The page: an `async` function whose machine has its state in its type. The notification of a change is outside: this
//! machine has no hooks.

use std::cell::RefCell;
use std::rc::Rc;

use shared::{Calls, Cause, Join, SCOPES, User, Waiting, missing};
use statum::{machine, state, transition};

use super::form::{Fields, SPEC};

#[state]
#[derive(Clone, Debug)]
pub enum State {
    Idle,
    Authorizing,
    Enabling,
    Joining,
    InCall,
    Failed(Cause),
}

#[machine]
pub struct Call<State> {
    fields: Fields,
    calls: Rc<Calls>,
}

#[transition]
impl Call<Idle> {
    fn begin(self) -> Call<Authorizing> {
        self.calls.changed(&Idle, &Authorizing, None);
        self.transition()
    }
}

#[transition]
impl Call<Authorizing> {
    fn authorized(self) -> Call<Enabling> {
        self.calls.changed(&Authorizing, &Enabling, None);
        self.transition()
    }

    fn fail(self, cause: Cause) -> Call<Failed> {
        self.calls.changed(&Authorizing, &Failed(cause), Some(cause));
        self.calls.toast("唤起授权失败");
        self.transition_with(cause)
    }
}

#[transition]
impl Call<Enabling> {
    fn enabled(self) -> Call<Joining> {
        self.calls.changed(&Enabling, &Joining, None);
        self.transition()
    }

    fn fail(self, cause: Cause) -> Call<Failed> {
        self.calls.changed(&Enabling, &Failed(cause), Some(cause));
        self.calls.toast("开启通话功能失败");
        self.transition_with(cause)
    }
}

#[transition]
impl Call<Joining> {
    fn joined(self) -> Call<InCall> {
        self.calls.changed(&Joining, &InCall, None);
        self.transition()
    }

    fn fail(self, cause: Cause) -> Call<Failed> {
        self.calls.changed(&Joining, &Failed(cause), Some(cause));
        self.calls.toast("加入通话失败");
        self.transition_with(cause)
    }
}

#[transition]
impl Call<InCall> {
    fn hang_up(self) -> Call<Idle> {
        self.calls.exit();
        self.calls.changed(&InCall, &Idle, None);
        self.transition()
    }
}

#[transition]
impl Call<Failed> {
    fn dismiss(self) -> Call<Idle> {
        self.calls.changed(&Failed(self.state_data), &Idle, None);
        self.transition()
    }
}

/// Runs the steps of a call. The machine moves through them, so it cannot be used from outside meanwhile.
async fn call(call: Call<Idle>) -> call::SomeState {
    let call = call.begin();
    for scope in SCOPES {
        if let Err(cause) = call.calls.authorize(scope).await {
            return call::SomeState::Failed(call.fail(cause));
        }
    }
    let call = call.authorized();
    if let Err(cause) = call.calls.enable().await {
        return call::SomeState::Failed(call.fail(cause));
    }
    let call = call.enabled();
    if let Err(cause) = call.join().await {
        return call::SomeState::Failed(call.fail(cause));
    }
    call::SomeState::InCall(call.joined())
}

impl Call<Joining> {
    fn join(&self) -> Waiting<'_> {
        let fields = &self.fields;
        self.calls.join(&Join {
            caller: User { nickname: &fields.call_name, openid: &fields.call_openid },
            listener: User { nickname: &fields.listen_name_round, openid: &fields.listen_openid },
            room_type: SPEC.room_type,
        })
    }
}

pub struct PageNumber {
    machine: RefCell<Option<call::SomeState>>,
    calls: Rc<Calls>,
}

impl PageNumber {
    pub fn new(calls: Rc<Calls>) -> Rc<Self> {
        let machine = Call::<Idle>::builder().fields(Fields::default()).calls(calls.clone()).build();
        Rc::new(Self { machine: RefCell::new(Some(call::SomeState::Idle(machine))), calls })
    }

    /// Changes the fields of a page that is idle.
    pub fn edit(&self, edit: impl FnOnce(&mut Fields)) {
        if let Some(call::SomeState::Idle(machine)) = &mut *self.machine.borrow_mut() {
            edit(&mut machine.fields);
        }
    }

    /// Starts a call. A failure that is shown is dismissed.
    pub fn tap(self: &Rc<Self>) {
        self.dismiss();
        let mut stored = self.machine.borrow_mut();
        let Some(call::SomeState::Idle(machine)) = &*stored else { return };
        if let Some(message) = missing(&SPEC, &machine.fields) {
            return self.calls.toast(message);
        }
        let Some(call::SomeState::Idle(machine)) = stored.take() else { return };
        drop(stored);
        let page = self.clone();
        self.calls.start(async move {
            let machine = call(machine).await;
            page.machine.replace(Some(machine));
        });
    }

    pub fn hang_up(&self) {
        self.change(|machine| match machine {
            call::SomeState::InCall(machine) => call::SomeState::Idle(machine.hang_up()),
            other => other,
        });
    }

    pub fn dismiss(&self) {
        self.change(|machine| match machine {
            call::SomeState::Failed(machine) => call::SomeState::Idle(machine.dismiss()),
            other => other,
        });
    }

    fn change(&self, change: impl FnOnce(call::SomeState) -> call::SomeState) {
        let machine = self.machine.take().map(change);
        self.machine.replace(machine);
    }
}
