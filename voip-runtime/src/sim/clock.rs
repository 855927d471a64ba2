//! Virtual time: what is due, in order.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::{Rc, Weak};
use core::cell::{Cell, RefCell};
use core::time::Duration;

use crate::host::Reply;

/// How many things may happen in one [`Clock::run`], lest a page that never rests hang its test.
pub(super) const MAX_EVENTS: u32 = 100_000;

/// A clock that stands still until someone turns it.
#[derive(Default)]
pub(super) struct Clock {
    now: Cell<Duration>,
    order: Cell<u64>,
    due: RefCell<BTreeMap<(Duration, u64), Due>>,
}

/// While one is kept, what was said to happen in its time will; an app has one, and a call.
#[derive(Default)]
pub(super) struct Life(Rc<()>);

impl Life {
    fn is_over(of: &Weak<()>) -> bool {
        of.strong_count() == 0
    }
}

/// What is due; what has no effect any more does not keep the clock going.
struct Due {
    /// It is done in this life alone, if it is of one.
    life: Option<Weak<()>>,
    what: What,
}

enum What {
    /// A sleeper, who may wait no more.
    Wake(Reply),
    Do(Box<dyn FnOnce()>),
}

impl Due {
    fn is_off(&self) -> bool {
        self.life.as_ref().is_some_and(Life::is_over)
            || matches!(&self.what, What::Wake(reply) if !reply.is_live())
    }
}

impl Clock {
    pub(super) fn now(&self) -> Duration {
        self.now.get()
    }

    pub(super) fn wake_after(&self, duration: Duration, reply: Reply) {
        self.push(duration, None, What::Wake(reply));
    }

    pub(super) fn do_after(&self, duration: Duration, action: impl FnOnce() + 'static) {
        self.push(duration, None, What::Do(Box::new(action)));
    }

    pub(super) fn wake_in(&self, life: &Life, duration: Duration, reply: Reply) {
        self.push(duration, Some(life), What::Wake(reply));
    }

    pub(super) fn do_in(&self, life: &Life, duration: Duration, action: impl FnOnce() + 'static) {
        self.push(duration, Some(life), What::Do(Box::new(action)));
    }

    fn push(&self, duration: Duration, life: Option<&Life>, what: What) {
        let order = self.order.get();
        self.order.set(order + 1);
        let due = Due { life: life.map(|life| Rc::downgrade(&life.0)), what };
        self.due.borrow_mut().insert((self.now.get().saturating_add(duration), order), due);
    }

    /// When the next thing is due.
    pub(super) fn next_at(&self) -> Option<Duration> {
        let mut due = self.due.borrow_mut();
        while let Some(first) = due.first_entry() {
            if !first.get().is_off() {
                return Some(first.key().0);
            }
            drop(first.remove());
        }
        None
    }

    /// Does the next thing that is due by `end`; `false` if there is none.
    pub(super) fn step(&self, end: Duration) -> bool {
        if self.next_at().is_none_or(|at| at > end) {
            return false;
        }
        let Some(((at, _), due)) = self.due.borrow_mut().pop_first() else { return false };
        self.skip_to(at);
        match due.what {
            What::Wake(reply) => reply.answer(Ok(crate::value::Value::Null)),
            What::Do(action) => action(),
        }
        true
    }

    /// Does what is due until `end`; `false` if that was too much.
    pub(super) fn run(&self, end: Duration) -> bool {
        for _ in 0..MAX_EVENTS {
            if !self.step(end) {
                return true;
            }
        }
        false
    }

    /// Turns the clock to `time` and leaves what is due by then for later.
    pub(super) fn skip_to(&self, time: Duration) {
        self.now.set(self.now.get().max(time));
    }

    /// Turns the clock to `end`, doing what is due on the way.
    pub(super) fn run_to(&self, end: Duration) -> bool {
        let quiet = self.run(end);
        if quiet {
            self.skip_to(end);
        }
        quiet
    }
}
