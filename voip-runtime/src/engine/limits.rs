//! The limits of a joined call: `ring` and `within` of the row InCall.

use super::Engine;
use crate::host::Reply;

/// Starts the timers of the limits that the page's flow has.
pub(crate) fn start_limits(engine: &Engine) {
    for (limit, timer) in engine.with(|machine| machine.start_limits(engine.spec)).into_iter().flatten() {
        engine.host.sleep(limit, Reply::new(engine.me.clone(), timer.number()));
    }
}
