//! Tasks: `async` functions of a page that run beside its call. They are the `on_load` function, the functions that the
//! flow spawns, and handlers after the end of their call. Leaving the page drops them.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::Cell;
use core::task::{Context, Poll};

use super::{Engine, Handling, Unwinding};
use crate::error::CallError;
use crate::event::Event;
use crate::flow::Action;
use crate::machine::{LostCall, Machine};

/// The tasks of a page. It is a trait, so that a module whose pages have no tasks does not contain their code.
pub(super) trait RunTasks {
    /// Adds a task, and polls it soon.
    fn add(&self, engine: &Engine, kind: TaskKind, task: Handling);
    /// Whether the function of this action still runs.
    fn has_spawned(&self, action: &'static Action) -> bool;
    /// Polls every task.
    fn poll(&self, engine: &Engine);
    /// Stops the tasks that nothing can wake, since no host call is pending. Returns whether there were any.
    fn stop_lost(&self, engine: &Engine) -> bool;
    fn clear(&self);
}

#[derive(Clone, Copy)]
pub(crate) enum TaskKind {
    Load,
    Spawned(&'static Action),
    /// A handler after its call.
    Handler,
}

#[derive(Default)]
struct Tasks(Cell<Vec<Task>>);

struct Task {
    kind: TaskKind,
    /// `None` while it is polled.
    running: Option<Handling>,
}

impl Engine {
    /// Starts a task.
    pub(crate) fn add_task(&self, kind: TaskKind, task: Handling) {
        self.tasks.get_or_init(|| Box::new(Tasks::default())).add(self, kind, task);
    }

    /// Notifies subscribers of an event of a task.
    pub(crate) fn notify_of_task(&self, event: &Event<'_>) {
        // On a phone there is one subscriber, the glue. A module whose pages have no tasks need not know these events.
        #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
        self.notify(event);
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        crate::wx::glue::show_task(core::ptr::from_ref(self).cast(), event);
    }

    /// Whether the function of this action still runs.
    pub(crate) fn has_spawned(&self, action: &'static Action) -> bool {
        self.tasks.get().is_some_and(|tasks| tasks.has_spawned(action))
    }

    /// The handler continues as a task from now on: its call has ended.
    pub(crate) fn detach_handler(&self) {
        self.with(Machine::handler_detached);
        self.detach.set(Some(|engine, handler| engine.add_task(TaskKind::Handler, handler)));
    }
}

impl Tasks {
    fn with<T>(&self, use_tasks: impl FnOnce(&mut Vec<Task>) -> T) -> T {
        let mut tasks = self.0.take();
        let result = use_tasks(&mut tasks);
        self.0.set(tasks);
        result
    }
}

impl RunTasks for Tasks {
    fn add(&self, engine: &Engine, kind: TaskKind, task: Handling) {
        self.with(|tasks| tasks.push(Task { kind, running: Some(task) }));
        engine.woken.set();
    }

    fn has_spawned(&self, action: &'static Action) -> bool {
        let is_same = |task: &Task| matches!(task.kind, TaskKind::Spawned(it) if core::ptr::eq(it, action));
        self.with(|tasks| tasks.iter().any(is_same))
    }

    fn poll(&self, engine: &Engine) {
        let mut index = 0;
        // A task that ends is removed, so the next one has its index. A task that is added is polled too.
        while let Some((kind, running)) =
            self.with(|tasks| tasks.get_mut(index).map(|task| (task.kind, task.running.take())))
        {
            let Some(mut running) = running else { break };
            let guard = PanicGuard { tasks: self, index, engine, kind };
            let polled = running.poll(&mut Context::from_waker(&engine.waker));
            core::mem::forget(guard);
            match polled {
                Poll::Pending => {
                    self.with(|tasks| {
                        if let Some(task) = tasks.get_mut(index) {
                            task.running = Some(running);
                        }
                    });
                    index += 1;
                }
                Poll::Ready(result) => {
                    drop(running);
                    self.remove(index);
                    ended(engine, kind, result.err().flatten());
                }
            }
        }
    }

    fn stop_lost(&self, engine: &Engine) -> bool {
        if engine.task_requests.get() != 0 {
            return false;
        }
        let lost = self.0.take();
        let is_any = !lost.is_empty();
        for Task { kind, running } in lost {
            drop(running);
            ended(engine, kind, Some(LostCall::HandlerWaits.error()));
        }
        is_any
    }

    fn clear(&self) {
        drop(self.0.take());
    }
}

impl Tasks {
    /// Removes a task. The page may have been left, so there may be none.
    fn remove(&self, index: usize) {
        self.with(|tasks| {
            if index < tasks.len() {
                drop(tasks.remove(index));
            }
        });
    }
}

/// A task has ended, with its error if it failed.
fn ended(engine: &Engine, kind: TaskKind, error: Option<CallError>) {
    if engine.with(|machine| machine.has_left()) {
        return;
    }
    let name = match kind {
        TaskKind::Load => return engine.with(|machine| machine.loaded(error)),
        TaskKind::Spawned(Action::Spawn { path, .. }) => path,
        TaskKind::Spawned(_) | TaskKind::Handler => "handler",
    };
    if let Some(error) = error {
        let unwinding = Unwinding(engine);
        engine.notify_of_task(&Event::TaskFailed(name, &error));
        unwinding.disarm();
    }
}

/// Removes a task that has panicked.
struct PanicGuard<'a> {
    tasks: &'a Tasks,
    index: usize,
    engine: &'a Engine,
    kind: TaskKind,
}

impl Drop for PanicGuard<'_> {
    fn drop(&mut self) {
        self.tasks.remove(self.index);
        #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
        if matches!(self.kind, TaskKind::Load) {
            self.engine.with(Machine::load_panicked);
        }
        let _ = (self.engine, self.kind);
    }
}
