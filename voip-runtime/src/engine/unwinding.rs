//! Restores the engine after a panic.

use super::Engine;
use crate::machine::Machine;

/// A guard around code of the page: a handler, a hook or a subscriber.
///
/// A panic in it propagates to the caller. This guard then ends the call, so that the session can be used again. A page
/// that was left still waits for its late joins.
pub(super) struct Unwinding<'a>(pub(super) &'a Engine);

impl Unwinding<'_> {
    /// Removes the guard, since there was no panic.
    pub(super) fn disarm(self) {
        core::mem::forget(self);
    }
}

impl Drop for Unwinding<'_> {
    fn drop(&mut self) {
        self.0.driving.set(false);
        self.0.with(Machine::panicked);
        self.0.perform_effects();
        if self.0.with(|machine| machine.has_left() && machine.awaits_late_join()) {
            self.0.keep_alive.set(self.0.me.upgrade());
        }
    }
}
