//! The thread that runs the simulation of a tab.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::{Simulation, SimulationHandle};
use crate::paint::text::visible;
use crate::serve::Server;
use crate::serve::outbox::Outbox;
use crate::serve::wire::{Event, Forms, Refusal};

/// How many commands are queued before the connection stops reading.
const QUEUE_LENGTH: usize = 256;

/// Starts a simulation, which ends when its handle is dropped. If it cannot start, the outbox gets a refusal.
pub(in crate::serve) fn start(
    server: &Server,
    query: String,
    fields: Vec<Forms>,
    outbox: &Outbox,
) -> Option<SimulationHandle> {
    let Ok(permit) = server.simulations.clone().try_acquire_owned() else {
        outbox.reply(Event::Refused(Refusal::new(
            "open",
            "too many runs are still active, because the page's code does not return: restart the preview",
            "页面代码没有返回的运行过多，请重新启动预览",
        )));
        return None;
    };
    let (commands, mut received) = mpsc::channel(QUEUE_LENGTH);
    let runtime = Handle::current();
    let own_outbox = outbox.for_new_simulation();
    let (pages, scenarios) = (server.pages.clone(), server.scenarios.clone());
    let thread = thread::Builder::new().name("phones".into()).spawn(move || {
        // Held until the thread ends, so that threads that never end are counted.
        let _permit = permit;
        let mut simulation = None;
        let run = catch_unwind(AssertUnwindSafe(|| {
            let mut opened = Simulation::open(pages, &query, fields, own_outbox.clone());
            opened.crate_scenarios = scenarios;
            simulation.insert(opened).run(&mut received, &runtime);
        }));
        let result = run.and_then(|()| catch_unwind(AssertUnwindSafe(|| drop(simulation.take()))));
        if let Err(panic) = result {
            own_outbox.crash(message(panic.as_ref()));
            if let Some(simulation) = &simulation {
                simulation.serve_moments(&mut received, &runtime);
            }
            // Dropping it could panic again.
            std::mem::forget(simulation);
        }
    });
    if let Err(error) = thread {
        let code = error.raw_os_error().map(|code| format!("（系统错误码 {code}）")).unwrap_or_default();
        outbox.reply(Event::Refused(Refusal::new(
            "open",
            format!("cannot start a thread: {error}"),
            format!("无法启动线程{code}"),
        )));
        return None;
    }
    Some(commands)
}

/// The message of a panic, if it has one.
fn message(panic: &(dyn Any + Send)) -> Option<String> {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).map(visible)
}
