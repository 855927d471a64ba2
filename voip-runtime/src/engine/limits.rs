//! The limits of a joined call: `ring` and `within` of the row InCall.

use super::Engine;
use super::features::CallLimits;
use crate::host::Reply;

impl CallLimits {
    pub(crate) const SOME: &'static Self = &Self {
        start: start_limits,
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        report_members: |engine, reports| {
            engine.with(|machine| {
                machine.host_event(engine.spec, 0, crate::event::HostEvent::ReportsMembers(reports));
            });
        },
    };
}

/// Starts the timers of the limits that the page's flow has.
fn start_limits(engine: &Engine) {
    for (limit, timer) in engine.with(|machine| machine.start_limits(engine.spec)).into_iter().flatten() {
        engine.host.sleep(limit, Reply::new(engine.me.clone(), timer.number()));
    }
}
