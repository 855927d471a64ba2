//! A call flow that is written by hand with the same guarantees: one call at a time, an answer counts
//! only once and only while it is awaited, a failure has its cause, and a subscriber is notified of each
//! change.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Idle,
    Authorizing,
    Enabling,
    Joining,
    InCall,
    Failed,
}

pub(super) type Cause = i32;

pub(super) struct Change {
    pub(super) from: State,
    pub(super) to: State,
    pub(super) cause: Option<Cause>,
}

pub(super) trait Host {
    fn authorize(&self, scope: &str, reply: Reply);
    fn set_enable_1v1_chat(&self, enable: bool, reply: Reply);
    fn join_1v1_chat(&self, options: &Join<'_>, reply: Reply);
    fn exit_voip_chat(&self);
}

pub(super) struct User<'a> {
    pub(super) nickname: &'a str,
    pub(super) openid: &'a str,
}

pub(super) struct Join<'a> {
    pub(super) caller: User<'a>,
    pub(super) listener: User<'a>,
    pub(super) room_type: &'a str,
}

pub(super) struct Reply {
    page: Weak<Page>,
    number: u32,
}

impl Reply {
    pub(super) fn answer(&self, answer: Result<(), Cause>) {
        if let Some(page) = self.page.upgrade()
            && page.awaited.get() == self.number
        {
            page.awaited.set(0);
            page.answer.set(Some(answer));
            page.drive();
        }
    }
}

#[derive(Clone)]
pub(super) struct Fields {
    pub(super) listen_openid: String,
    pub(super) listen_name: String,
    pub(super) call_openid: String,
    pub(super) call_name: String,
}

type Flow = Pin<Box<dyn Future<Output = Result<(), Cause>>>>;

pub(super) struct Page {
    me: Weak<Page>,
    host: Rc<dyn Host>,
    on_change: Box<dyn Fn(&Change)>,
    pub(super) fields: RefCell<Fields>,
    pub(super) state: Cell<State>,
    busy: Cell<bool>,
    number: Cell<u32>,
    awaited: Cell<u32>,
    answer: Cell<Option<Result<(), Cause>>>,
    flow: Cell<Option<Flow>>,
    driving: Cell<bool>,
}

impl Page {
    pub(super) fn new(host: Rc<dyn Host>, fields: Fields, on_change: impl Fn(&Change) + 'static) -> Rc<Self> {
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            host,
            on_change: Box::new(on_change),
            fields: RefCell::new(fields),
            state: Cell::new(State::Idle),
            busy: Cell::new(false),
            number: Cell::new(0),
            awaited: Cell::new(0),
            answer: Cell::new(None),
            flow: Cell::new(None),
            driving: Cell::new(false),
        })
    }

    pub(super) fn tap(self: &Rc<Self>) {
        if self.state.get() != State::Idle || self.busy.replace(true) {
            return;
        }
        self.flow.set(Some(Box::pin(self.clone().call())));
        self.drive();
    }

    pub(super) fn hang_up(&self) {
        if self.state.get() == State::InCall {
            self.host.exit_voip_chat();
            self.set_state(State::Idle, None);
        }
    }

    async fn call(self: Rc<Self>) -> Result<(), Cause> {
        self.set_state(State::Authorizing, None);
        self.step(|host, reply| host.authorize("scope.record", reply)).await?;
        self.step(|host, reply| host.authorize("scope.camera", reply)).await?;
        self.set_state(State::Enabling, None);
        self.step(|host, reply| host.set_enable_1v1_chat(true, reply)).await?;
        self.set_state(State::Joining, None);
        let fields = self.fields.borrow().clone();
        self.step(|host, reply| {
            let options = Join {
                caller: User { nickname: &fields.call_name, openid: &fields.call_openid },
                listener: User { nickname: &fields.listen_name, openid: &fields.listen_openid },
                room_type: "video",
            };
            host.join_1v1_chat(&options, reply);
        })
        .await?;
        self.set_state(State::InCall, None);
        Ok(())
    }

    async fn step(&self, call: impl FnOnce(&dyn Host, Reply)) -> Result<(), Cause> {
        let number = self.number.get() + 1;
        self.number.set(number);
        self.awaited.set(number);
        call(self.host.as_ref(), Reply { page: self.me.clone(), number });
        poll_fn(|_| self.answer.take().map_or(Poll::Pending, Poll::Ready)).await
    }

    fn set_state(&self, to: State, cause: Option<Cause>) {
        let from = self.state.replace(to);
        (self.on_change)(&Change { from, to, cause });
    }

    fn drive(&self) {
        if self.driving.replace(true) {
            return;
        }
        if let Some(mut flow) = self.flow.take() {
            match flow.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Pending => self.flow.set(Some(flow)),
                Poll::Ready(result) => {
                    self.busy.set(false);
                    if let Err(cause) = result {
                        self.set_state(State::Failed, Some(cause));
                    }
                }
            }
        }
        self.driving.set(false);
    }
}
