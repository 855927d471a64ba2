//! Virtual time: task is due, in order.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::{Rc, Weak};
use core::cell::{Cell, RefCell};
use core::time::Duration;

use crate::host::Reply;

/// How many events one [`Clock::run`] may have. Without a limit, a page that never comes to rest would hang its test.
pub(super) const MAX_EVENTS: u32 = 100_000;

/// A virtual clock with a queue of scheduled tasks. Time passes only when the clock is run.
#[derive(Default)]
pub(super) struct Clock {
    now: Cell<Duration>,
    order: Cell<u64>,
    queue: RefCell<BTreeMap<(Duration, u64), Scheduled>>,
}

/// The lifetime of an app or a call. When it is dropped, the tasks that were scheduled in it are cancelled.
#[derive(Default)]
pub(super) struct Lifetime(Rc<()>);

impl Lifetime {
    fn is_over(of: &Weak<()>) -> bool {
        of.strong_count() == 0
    }
}

/// A task in the queue. A cancelled task does not keep the clock running.
struct Scheduled {
    /// The lifetime that the task belongs to, if any.
    lifetime: Option<Weak<()>>,
    task: Task,
}

enum Task {
    /// Answers a sleep. It is cancelled if the page no longer waits for it.
    Wake(Reply),
    Run(Box<dyn FnOnce()>),
}

impl Scheduled {
    fn is_cancelled(&self) -> bool {
        self.lifetime.as_ref().is_some_and(Lifetime::is_over)
            || matches!(&self.task, Task::Wake(reply) if !reply.is_live())
    }
}

impl Clock {
    pub(super) fn now(&self) -> Duration {
        self.now.get()
    }

    pub(super) fn run_after(&self, duration: Duration, action: impl FnOnce() + 'static) {
        self.push(duration, None, Task::Run(Box::new(action)));
    }

    pub(super) fn wake_in(&self, lifetime: &Lifetime, duration: Duration, reply: Reply) {
        self.push(duration, Some(lifetime), Task::Wake(reply));
    }

    pub(super) fn run_in(&self, lifetime: &Lifetime, duration: Duration, action: impl FnOnce() + 'static) {
        self.push(duration, Some(lifetime), Task::Run(Box::new(action)));
    }

    fn push(&self, duration: Duration, lifetime: Option<&Lifetime>, task: Task) {
        let order = self.order.get();
        self.order.set(order + 1);
        let scheduled = Scheduled { lifetime: lifetime.map(|lifetime| Rc::downgrade(&lifetime.0)), task };
        self.queue.borrow_mut().insert((self.now.get().saturating_add(duration), order), scheduled);
    }

    /// The time of the next task, if any.
    pub(super) fn next_at(&self) -> Option<Duration> {
        let mut queue = self.queue.borrow_mut();
        while let Some(first) = queue.first_entry() {
            if !first.get().is_cancelled() {
                return Some(first.key().0);
            }
            drop(first.remove());
        }
        None
    }

    /// Runs the next task that is due by `end`. Returns `false` if there is none.
    pub(super) fn step(&self, end: Duration) -> bool {
        if self.next_at().is_none_or(|at| at > end) {
            return false;
        }
        let Some(((at, _), scheduled)) = self.queue.borrow_mut().pop_first() else { return false };
        self.skip_to(at);
        match scheduled.task {
            Task::Wake(reply) => reply.answer(Ok(crate::value::Value::Null)),
            Task::Run(action) => action(),
        }
        true
    }

    /// Runs until no task is left but the limits of joined calls. Returns `false` if they are more than [`MAX_EVENTS`].
    pub(super) fn run_until_idle(&self) -> bool {
        for _ in 0..MAX_EVENTS {
            if self.is_idle() || !self.step(Duration::MAX) {
                return true;
            }
        }
        false
    }

    /// Whether no task is left but the limits of joined calls.
    pub(super) fn is_idle(&self) -> bool {
        let is_idle = |task: &Scheduled| {
            task.is_cancelled() || matches!(&task.task, Task::Wake(reply) if reply.is_limit())
        };
        self.queue.borrow().values().all(is_idle)
    }

    /// Runs all tasks that are due by `end`. Returns `false` if they are more than [`MAX_EVENTS`].
    pub(super) fn run(&self, end: Duration) -> bool {
        for _ in 0..MAX_EVENTS {
            if !self.step(end) {
                return true;
            }
        }
        false
    }

    /// Sets the clock to `time` without running tasks.
    pub(super) fn skip_to(&self, time: Duration) {
        self.now.set(self.now.get().max(time));
    }

    /// Runs all tasks that are due by `end`, and sets the clock to `end`. Returns `false` if they are too many.
    pub(super) fn run_to(&self, end: Duration) -> bool {
        let rested = self.run(end);
        if rested {
            self.skip_to(end);
        }
        rested
    }
}
