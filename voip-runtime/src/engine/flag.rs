//! A flag that a waker sets: whether the handler must be polled.

use alloc::sync::Arc;
use alloc::task::Wake;
use core::sync::atomic::{AtomicBool, Ordering};

#[derive(Default)]
pub(super) struct Flag(AtomicBool);

impl Flag {
    /// Clears the flag, and returns whether it was set.
    ///
    /// This is a load and a store, which is cheaper than one atomic swap. A wake in between is not lost, since the
    /// handler is polled afterwards.
    pub(super) fn take(&self) -> bool {
        let set = self.0.load(Ordering::Relaxed);
        if set {
            self.0.store(false, Ordering::Relaxed);
        }
        set
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
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
