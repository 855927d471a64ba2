//! For the explorer: what a session's future depends on.

use core::hash::Hash;

use super::Engine;
use crate::flow::Edge;

impl Engine {
    pub(crate) fn is_receiving(&self) -> bool {
        self.receiving.get()
    }

    pub(crate) fn fingerprint(&self, hasher: &mut impl core::hash::Hasher) {
        (self.state.get(), self.busy.get(), self.reachable.get(), self.connected.get()).hash(hasher);
        (self.receiving.get(), self.tap_waits.get(), self.left.get(), self.promises.get()).hash(hasher);
        for number in [&self.awaited, &self.timer, &self.watch] {
            (number.get() != 0).hash(hasher);
        }
        self.stray_joins.hash(hasher);
        self.phase.get().hash(hasher);
        let error = self.error();
        error.is_some().hash(hasher);
        // The rest starts anew with the next call.
        if self.busy.get() || self.receiving.get() {
            (self.settled.get(), self.at.get(), self.goal.get(), self.scope.get()).hash(hasher);
            error.map(|error| alloc::format!("{error:?}")).hash(hasher);
            let (tries, delayed) = (self.tries.take(), self.delayed.take());
            tries.hash(hasher);
            self.tries.set(tries);
            if let Some((edge, error)) = &delayed {
                (core::ptr::from_ref::<Edge>(edge), alloc::format!("{error:?}")).hash(hasher);
            }
            self.delayed.set(delayed);
        }
        let page = self.page();
        for index in 0..self.spec.fields.len() {
            page.field(index).map(|field| alloc::format!("{:?}", field.value())).hash(hasher);
        }
    }
}
