//! Whether the handler is to be polled.

use alloc::sync::Arc;
use alloc::task::Wake;
use core::sync::atomic::{AtomicBool, Ordering};

#[derive(Default)]
pub(super) struct Flag(AtomicBool);

impl Flag {
    /// Not one atomic instruction, which would cost more: the handler is polled after this, so a wake that
    /// comes in between is not lost.
    pub(super) fn take(&self) -> bool {
        let set = self.0.load(Ordering::Relaxed);
        if set {
            self.0.store(false, Ordering::Relaxed);
        }
        set
    }

    pub(super) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.set();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.set();
    }
}
