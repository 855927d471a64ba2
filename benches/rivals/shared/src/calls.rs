//! Host calls as futures. An answer counts only once and only while it is awaited, as with `#[voip_page]`.

use std::cell::Cell;
use std::fmt::Debug;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

/// Why a host call failed.
pub type Cause = i32;
pub type Answer = Result<(), Cause>;
/// Is notified of each change: the earlier state, the new one, and the cause of a failure.
pub type OnChange = Box<dyn Fn(&dyn Debug, &dyn Debug, Option<Cause>)>;

/// What a video call needs.
pub const SCOPES: [&str; 2] = ["scope.record", "scope.camera"];

/// The host.
pub trait Host {
    fn authorize(&self, scope: &str, reply: Reply);
    fn set_enable_1v1_chat(&self, enable: bool, reply: Reply);
    fn join_1v1_chat(&self, options: &Join<'_>, reply: Reply);
    fn exit_voip_chat(&self);
    fn show_toast(&self, title: &str, icon: &str);
}

pub struct User<'a> {
    pub nickname: &'a str,
    pub openid: &'a str,
}

pub struct Join<'a> {
    pub caller: User<'a>,
    pub listener: User<'a>,
    pub room_type: &'a str,
}

/// The host calls of one page, and the task that waits for them.
pub struct Calls {
    me: Weak<Self>,
    host: Rc<dyn Host>,
    on_change: OnChange,
    number: Cell<u32>,
    awaited: Cell<u32>,
    answer: Cell<Option<Answer>>,
    task: Cell<Option<Task>>,
    driving: Cell<bool>,
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

impl Calls {
    pub fn new(host: Rc<dyn Host>, on_change: OnChange) -> Rc<Self> {
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            host,
            on_change,
            number: Cell::new(0),
            awaited: Cell::new(0),
            answer: Cell::new(None),
            task: Cell::new(None),
            driving: Cell::new(false),
        })
    }

    /// Runs a task, which replaces the earlier one.
    pub fn start(&self, task: impl Future<Output = ()> + 'static) {
        self.task.set(Some(Box::pin(task)));
        self.drive();
    }

    /// Makes the host call now; the future waits for its answer.
    pub fn authorize(&self, scope: &str) -> Waiting<'_> {
        self.call(|host, reply| host.authorize(scope, reply))
    }

    /// Makes the host call now; the future waits for its answer.
    pub fn enable(&self) -> Waiting<'_> {
        self.call(|host, reply| host.set_enable_1v1_chat(true, reply))
    }

    /// Makes the host call now; the future waits for its answer.
    pub fn join(&self, options: &Join<'_>) -> Waiting<'_> {
        self.call(|host, reply| host.join_1v1_chat(options, reply))
    }

    pub fn exit(&self) {
        self.host.exit_voip_chat();
    }

    /// Only a short message fits beside an icon.
    pub fn toast(&self, message: &str) {
        self.host.show_toast(message, if message.chars().count() > 7 { "none" } else { "error" });
    }

    pub fn changed(&self, from: &dyn Debug, to: &dyn Debug, cause: Option<Cause>) {
        (self.on_change)(from, to, cause);
    }

    fn call(&self, call: impl FnOnce(&dyn Host, Reply)) -> Waiting<'_> {
        let number = self.number.get() + 1;
        self.number.set(number);
        self.awaited.set(number);
        call(self.host.as_ref(), Reply { calls: self.me.clone(), number });
        Waiting(self)
    }

    fn drive(&self) {
        if self.driving.replace(true) {
            return;
        }
        if let Some(mut task) = self.task.take()
            && task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
        {
            self.task.set(Some(task));
        }
        self.driving.set(false);
    }
}

/// Waits for the answer of the last host call.
pub struct Waiting<'a>(&'a Calls);

impl Future for Waiting<'_> {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        self.0.answer.take().map_or(Poll::Pending, Poll::Ready)
    }
}

/// Takes the answer of one host call.
pub struct Reply {
    calls: Weak<Calls>,
    number: u32,
}

impl Reply {
    pub fn answer(&self, answer: Answer) {
        if let Some(calls) = self.calls.upgrade()
            && calls.awaited.get() == self.number
        {
            calls.awaited.set(0);
            calls.answer.set(Some(answer));
            calls.drive();
        }
    }
}
