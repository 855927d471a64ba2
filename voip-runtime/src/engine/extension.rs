//! The state of an engine that only some pages need.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};

use super::contacts::TappedContact;
use super::{Engine, Handling};
use crate::flow::Action;
use crate::machine::Effect;

#[derive(Default)]
pub(super) struct Extension {
    /// The contact that the newest tap calls, if it was a contact's button.
    pub(super) contact: Cell<Option<TappedContact>>,
    /// The tasks, from the first one on.
    tasks: OnceCell<Box<dyn RunTasks>>,
}

/// The tasks of a page.
#[derive(Default)]
pub(super) struct Tasks {
    pub(super) all: Cell<Vec<Task>>,
    /// How many host calls and sleeps of tasks are pending.
    pub(super) requests: Cell<u32>,
    /// How many times in a row tasks have woken themselves.
    pub(super) self_wakes: Cell<u32>,
    /// The tap whose handler continues as a task, since its call has ended. It is moved to the tasks before the next effect.
    pub(super) detached: Cell<u32>,
    /// The tap whose handler waits for an event of its joined call, or 0.
    pub(super) awaits_call: Cell<u32>,
    /// The tap whose handler observes its joined call.
    pub(super) observed_call: Cell<u32>,
    /// When the handler began to observe its joined call, and when the call was answered, or NaN. In milliseconds.
    pub(super) observed: Cell<f64>,
    pub(super) answered: Cell<f64>,
}

#[derive(Clone, Copy)]
pub(crate) enum TaskKind {
    Load,
    Spawned(&'static Action),
    /// A handler after its call.
    Handler,
}

pub(super) struct Task {
    pub(super) kind: TaskKind,
    /// `None` while it is polled.
    pub(super) running: Option<Handling>,
}

/// What the engine does with its extension. It is a trait, so that a module whose pages need none does not contain its code.
pub(super) trait Extend {
    fn data(&self) -> &Extension;
    /// Polls every task.
    fn poll_tasks(&self, engine: &Engine);
    /// Performs its part of an effect, before the engine does.
    fn perform(&self, engine: &Engine, effect: Effect);
}

/// What an extension does with its tasks. It is a trait, so that a module whose pages have none does not contain its code.
pub(super) trait RunTasks {
    fn data(&self) -> &Tasks;
    /// Polls every task.
    fn poll(&self, engine: &Engine);
    /// Performs its part of an effect.
    fn perform(&self, engine: &Engine, effect: Effect);
}

impl Extend for Extension {
    fn data(&self) -> &Extension {
        self
    }

    fn poll_tasks(&self, engine: &Engine) {
        if let Some(tasks) = self.tasks.get() {
            tasks.poll(engine);
        }
    }

    fn perform(&self, engine: &Engine, effect: Effect) {
        if let Some(perform) = engine.features.perform {
            perform(engine, effect);
        }
        if let Some(tasks) = self.tasks.get() {
            tasks.perform(engine, effect);
        }
    }
}

impl Engine {
    /// Creates the extension.
    pub(crate) fn extend(&self) {
        let _ = self.extension();
    }

    /// The extension of this engine.
    pub(super) fn extension(&self) -> &Extension {
        self.extension.get_or_init(|| Box::new(Extension::default())).data()
    }

    /// The tasks of this engine.
    pub(super) fn tasks(&self) -> &Tasks {
        self.extension().tasks.get_or_init(|| Box::new(Tasks::default())).data()
    }

    /// From now on the requests of tasks are counted.
    pub(crate) fn begin_tasks(&self) {
        let _ = self.tasks();
    }

    /// The tasks of this engine, if there were any.
    pub(super) fn existing_tasks(&self) -> Option<&Tasks> {
        Some(self.extension.get()?.data().tasks.get()?.data())
    }
}
