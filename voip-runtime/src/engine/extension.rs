//! The state of an engine that only some pages need.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::Cell;

use super::tasks::Task;
use super::{Engine, Handling};
use crate::field::Contact;

/// The tasks of a page, and the contact that it calls.
#[derive(Default)]
pub(super) struct Extension {
    pub(super) tasks: Cell<Vec<Task>>,
    /// How many host calls and sleeps of tasks are pending.
    pub(super) requests: Cell<u32>,
    /// Whether the handler continues as a task: its call has ended.
    pub(super) detached: Cell<bool>,
    /// The tap whose handler observes its joined call.
    pub(super) observed_call: Cell<u32>,
    /// When the handler began to observe its joined call, and when the call was answered, or NaN. In milliseconds.
    pub(super) observed: Cell<f64>,
    pub(super) answered: Cell<f64>,
    /// The contact that the newest tap calls, if it was a contact's button.
    pub(super) contact: Cell<Option<Rc<Contact>>>,
}

/// What the engine does with its extension. It is a trait, so that a module whose pages need none does not contain its code.
pub(super) trait Extend {
    fn data(&self) -> &Extension;
    /// Polls every task. If the engine is at rest, stops them instead if nothing can wake them, since no host call is pending.
    /// Returns whether it did something.
    fn run_tasks(&self, engine: &Engine, at_rest: bool) -> bool;
    /// Takes a pending handler if it continues as a task.
    fn take_handler(&self, engine: &Engine, handler: Handling) -> Option<Handling>;
    /// The other side has answered, or the answered call has ended.
    fn connection_changed(&self, engine: &Engine);
    /// The page was left.
    fn clear(&self);
}

impl Engine {
    /// The extension of this engine.
    pub(super) fn extension(&self) -> &Extension {
        self.extension.get_or_init(|| Box::new(Extension::default())).data()
    }
}
