//! Tasks: `async` functions of a page that run beside its call. They are the `on_load` function, the functions that the
//! flow spawns, and handlers after the end of their call. Leaving the page drops them.

use alloc::vec::Vec;
use core::cell::Cell;
use core::task::{Context, Poll};

use super::extension::{RunTasks, Task, TaskKind, Tasks};
use super::{Engine, Handling, MAX_SELF_WAKES, TASK, Unwinding};
use crate::error::CallError;
use crate::event::Event;
use crate::flow::Action;
use crate::machine::{Effect, LostCall, Machine};

/// The handler or task that is polled: which function it is, and the address of its future, which tells two runs apart.
#[cfg(feature = "sim")]
#[derive(Clone, Copy)]
pub(crate) struct Polled {
    pub(crate) kind: TaskKind,
    pub(crate) address: usize,
}

impl Engine {
    /// Starts a task.
    pub(crate) fn add_task(&self, kind: TaskKind, task: Handling) {
        self.tasks().with_all(|tasks| tasks.push(Task { kind, running: Some(task) }));
        self.woken.set();
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
        let is_same = |task: &Task| matches!(task.kind, TaskKind::Spawned(it) if it == action);
        self.tasks().with_all(|tasks| tasks.iter().any(is_same))
    }

    /// The handler continues as a task from now on: its call has ended. So do its pending requests.
    pub(crate) fn detach_handler(&self) {
        self.with(Machine::handler_detached);
        let Tasks { detached, requests, .. } = self.tasks();
        detached.set(self.generation.get());
        requests.set(requests.get() + self.requests.take());
    }

    /// Keeps the handler of an earlier tap if it continues as a task: a subscriber has tapped while it was polled.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(super) fn keep_handler(&self, generation: u32, handler: Handling) {
        let is_detached = self.existing_tasks().is_some_and(|tasks| tasks.detached.get() == generation);
        if is_detached && self.is_current(TASK) {
            self.add_task(TaskKind::Handler, handler);
        }
    }

    /// The handler waits for an event of its joined call. That counts as a pending request, once: otherwise the handler would
    /// count as lost.
    pub(crate) fn await_call(&self, generation: u32) {
        if self.tasks().awaits_call.replace(generation) != generation {
            self.open_request(generation);
        }
    }

    /// The handler does not wait any more, or its call has ended.
    pub(crate) fn no_longer_await_call(&self, generation: u32) {
        let awaits_call = &self.tasks().awaits_call;
        if awaits_call.get() == generation {
            awaits_call.set(TASK);
            self.close_request(generation);
        }
    }

    /// The handler observes its joined call from now on. Returns when it began to, and when the call was answered, or NaN.
    pub(crate) fn observe_call(&self, generation: u32) -> (f64, f64) {
        let tasks = self.tasks();
        if tasks.observed_call.replace(generation) != generation {
            let now = self.milliseconds();
            tasks.observed.set(now);
            let is_connected = self.with(|machine| machine.connected());
            tasks.answered.set(if is_connected { now } else { f64::NAN });
        }
        (tasks.observed.get(), tasks.answered.get())
    }

    /// The time of the host.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn milliseconds(&self) -> f64 {
        self.host.now().as_secs_f64() * 1000.0
    }

    /// The time of the phone.
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    #[expect(clippy::unused_self, reason = "elsewhere the host of the engine has the time")]
    pub(crate) fn milliseconds(&self) -> f64 {
        crate::wx::glue::imports::now()
    }

    /// The pending requests of tasks, if a task makes those of this tap: the handler of the tap may have become one.
    fn requests_of_tasks(&self, generation: u32) -> Option<&Cell<u32>> {
        let tasks = self.existing_tasks()?;
        (generation == TASK || tasks.detached.get() == generation).then_some(&tasks.requests)
    }

    /// A handler or a task has made a host call or started a sleep.
    pub(crate) fn open_request(&self, generation: u32) {
        let requests = self.requests_of_tasks(generation).unwrap_or(&self.requests);
        requests.set(requests.get() + 1);
    }

    pub(crate) fn close_request(&self, generation: u32) {
        let of_tasks = self.requests_of_tasks(generation);
        if let Some(requests) = of_tasks.or_else(|| self.is_newest(generation).then_some(&self.requests)) {
            requests.set(requests.get() - 1);
        }
    }
}

impl RunTasks for Tasks {
    fn data(&self) -> &Tasks {
        self
    }

    fn poll(&self, engine: &Engine) {
        let mut index = 0;
        // A task that ends is removed, and the last one then has its index. A task that is added is polled too.
        while let Some((kind, running)) =
            self.with_all(|tasks| tasks.get_mut(index).map(|task| (task.kind, task.running.take())))
        {
            let Some(mut running) = running else { break };
            #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
            let guard = PanicGuard { tasks: self, index, engine, kind };
            #[cfg(feature = "sim")]
            engine.polled.set(Some(Polled { kind, address: running.address() }));
            let polled = running.poll(&mut Context::from_waker(&engine.waker));
            #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
            core::mem::forget(guard);
            match polled {
                Poll::Pending => {
                    self.with_all(|tasks| {
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
        self.stop_lost(engine);
    }

    fn perform(&self, engine: &Engine, effect: Effect) {
        self.self_wakes.set(0);
        // Its call has ended, so the page is not busy any more: that is the next effect.
        if self.detached.get() == engine.generation.get()
            && let Some(handler) = engine.handler.take()
        {
            engine.add_task(TaskKind::Handler, handler);
        }
        match effect {
            Effect::DropHandler if engine.with(|machine| machine.has_left()) => drop(self.all.take()),
            // The joined call has ended.
            Effect::Change => engine.no_longer_await_call(engine.generation.get()),
            Effect::Connected => {
                self.answered.set(engine.milliseconds());
                if let Some(waker) = engine.step_waker.take() {
                    waker.wake();
                }
            }
            _ => {}
        }
    }
}

impl Tasks {
    fn with_all<T>(&self, use_tasks: impl FnOnce(&mut Vec<Task>) -> T) -> T {
        let mut tasks = self.all.take();
        let result = use_tasks(&mut tasks);
        // The cell is empty: there is nothing to drop.
        core::mem::forget(self.all.replace(tasks));
        result
    }

    /// Stops the tasks if nothing can wake them: no host call is pending, and none has woken itself, or that too often.
    fn stop_lost(&self, engine: &Engine) {
        let self_wakes = if self.requests.get() != 0 {
            0
        } else if engine.woken.is_set() {
            self.self_wakes.get() + 1
        } else {
            MAX_SELF_WAKES
        };
        self.self_wakes.set(self_wakes % MAX_SELF_WAKES);
        if self_wakes != MAX_SELF_WAKES {
            return;
        }
        for Task { kind, running } in self.all.take() {
            drop(running);
            ended(engine, kind, Some(LostCall::HandlerWaits.error()));
        }
    }

    /// Removes a task. The page may have been left, so there may be none.
    fn remove(&self, index: usize) {
        self.with_all(|tasks| {
            if index < tasks.len() {
                drop(tasks.swap_remove(index));
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

/// Removes a task that has panicked. On a phone, a panic ends the module.
#[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
struct PanicGuard<'a> {
    tasks: &'a Tasks,
    index: usize,
    engine: &'a Engine,
    kind: TaskKind,
}

#[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
impl Drop for PanicGuard<'_> {
    fn drop(&mut self) {
        self.tasks.remove(self.index);
        if matches!(self.kind, TaskKind::Load) {
            self.engine.with(Machine::load_panicked);
        }
    }
}
