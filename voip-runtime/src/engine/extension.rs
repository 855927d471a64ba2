//! The state of an engine that only some pages need.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::Cell;

use super::{Engine, Handling};
use crate::field::Contact;
use crate::flow::Action;
use crate::machine::Effect;

/// The tasks of a page, and the contact that it calls.
#[derive(Default)]
pub(super) struct Extension {
    pub(super) tasks: Cell<Vec<Task>>,
    /// How many host calls and sleeps of tasks are pending.
    pub(super) requests: Cell<u32>,
    /// The tap whose handler continues as a task, since its call has ended. It is moved to the tasks before the next effect.
    pub(super) detached: Cell<u32>,
    /// The tap whose handler observes its joined call.
    pub(super) observed_call: Cell<u32>,
    /// When the handler began to observe its joined call, and when the call was answered, or NaN. In milliseconds.
    pub(super) observed: Cell<f64>,
    pub(super) answered: Cell<f64>,
    /// The contact that the newest tap calls, if it was a contact's button.
    pub(super) contact: Cell<Option<Rc<Contact>>>,
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
    /// Keeps the handler of an earlier tap if it continues as a task: a subscriber has tapped while it was polled.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    fn keep_handler(&self, engine: &Engine, generation: u32, handler: Handling);
    /// Performs its part of an effect, before the engine does.
    fn perform(&self, engine: &Engine, effect: Effect);
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
}
