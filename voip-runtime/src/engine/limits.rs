//! The limits of a joined call: `ring` and `within` of the row InCall.

use super::{Engine, LimitFeature};
use crate::host::Reply;
use crate::machine::Machine;

/// For a page whose flow has limits.
pub(crate) const LIMITS: LimitFeature = LimitFeature { start: start_limits, reached: Machine::limit_reached };

/// Starts the timers of the limits that the page's flow has.
fn start_limits(engine: &Engine) {
    for (limit, timer) in engine.with(|machine| machine.start_limits(engine.spec)).into_iter().flatten() {
        engine.host.sleep(limit, Reply::new(engine.me.clone(), timer.number()));
    }
}
