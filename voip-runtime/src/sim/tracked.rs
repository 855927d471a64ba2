//! A cell that counts its changes.

use core::cell::{Cell, Ref, RefCell, RefMut};

/// A [`RefCell`] that counts how often it was borrowed to be changed, so that a reader need not compare the value.
#[derive(Default)]
pub(super) struct Tracked<T> {
    value: RefCell<T>,
    changes: Cell<u64>,
}

impl<T> Tracked<T> {
    pub(super) fn borrow(&self) -> Ref<'_, T> {
        self.value.borrow()
    }

    pub(super) fn borrow_mut(&self) -> RefMut<'_, T> {
        self.changes.set(self.changes.get().wrapping_add(1));
        self.value.borrow_mut()
    }

    pub(super) fn take(&self) -> T
    where
        T: Default,
    {
        core::mem::take(&mut *self.borrow_mut())
    }

    pub(super) fn changes(&self) -> u64 {
        self.changes.get()
    }
}
