//! What a panic leaves behind.

use super::Engine;
use crate::machine::Machine;

/// A panic in a handler, a hook or a subscriber passes through. The session must not be left in the middle
/// of its work, where nothing would ever be possible again.
pub(super) struct Unwinding<'a>(pub(super) &'a Engine);

impl Unwinding<'_> {
    /// There was no panic.
    pub(super) fn disarm(self) {
        core::mem::forget(self);
    }
}

impl Drop for Unwinding<'_> {
    fn drop(&mut self) {
        self.0.driving.set(false);
        self.0.with(Machine::panicked);
        self.0.perform_effects();
    }
}
