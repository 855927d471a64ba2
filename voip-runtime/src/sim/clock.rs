//! Virtual time: what is due, in order.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use core::cell::{Cell, RefCell};
use core::time::Duration;

use crate::host::Reply;

/// How many things may happen in one [`Clock::run`], lest a page that never rests hang its test.
const MOST: u32 = 100_000;

/// A clock that stands still until someone turns it.
#[derive(Default)]
pub(crate) struct Clock {
    now: Cell<Duration>,
    order: Cell<u64>,
    due: RefCell<BTreeMap<(Duration, u64), Due>>,
}

enum Due {
    /// A sleeper; one that nobody waits for any more does not keep the clock going.
    Wake(Reply),
    Do(Box<dyn FnOnce()>),
}

impl Clock {
    pub(crate) fn now(&self) -> Duration {
        self.now.get()
    }

    pub(crate) fn wake_after(&self, duration: Duration, reply: Reply) {
        self.push(duration, Due::Wake(reply));
    }

    pub(crate) fn do_after(&self, duration: Duration, action: impl FnOnce() + 'static) {
        self.push(duration, Due::Do(Box::new(action)));
    }

    fn push(&self, duration: Duration, due: Due) {
        let order = self.order.get();
        self.order.set(order + 1);
        self.due.borrow_mut().insert((self.now.get().saturating_add(duration), order), due);
    }

    /// When the next thing is due.
    pub(crate) fn next_at(&self) -> Option<Duration> {
        let mut due = self.due.borrow_mut();
        while let Some(first) = due.first_entry() {
            match first.get() {
                Due::Wake(reply) if !reply.is_live() => drop(first.remove()),
                _ => return Some(first.key().0),
            }
        }
        None
    }

    /// Does the next thing that is due by `end`; `false` if there is none.
    pub(crate) fn step(&self, end: Duration) -> bool {
        if self.next_at().is_none_or(|at| at > end) {
            return false;
        }
        let Some(((at, _), due)) = self.due.borrow_mut().pop_first() else { return false };
        self.skip_to(at);
        match due {
            Due::Wake(reply) => reply.answer(Ok(crate::value::Value::Null)),
            Due::Do(action) => action(),
        }
        true
    }

    /// Does what is due until `end`; `false` if that was too much.
    pub(crate) fn run(&self, end: Duration) -> bool {
        for _ in 0..MOST {
            if !self.step(end) {
                return true;
            }
        }
        false
    }

    /// Turns the clock to `time` and leaves what is due by then for later.
    pub(crate) fn skip_to(&self, time: Duration) {
        self.now.set(self.now.get().max(time));
    }

    /// Turns the clock to `end`, doing what is due on the way.
    pub(crate) fn run_to(&self, end: Duration) -> bool {
        let quiet = self.run(end);
        if quiet {
            self.skip_to(end);
        }
        quiet
    }
}
