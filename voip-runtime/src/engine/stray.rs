//! Stray joins: those whose step has ended, by time or by leaving, before their answer.
//!
//! Such a join may still succeed, and then the other phone rings for nobody: so the room is left,
//! with one `exitVoIPChat`. While a newer join is on its way that would end its call too, so it
//! waits for what becomes of that one.

use core::cell::Cell;

use super::{Engine, Phase};
use crate::host::Host;
use crate::state::State;

/// How many are remembered, the newest: more than a person waits for.
const MOST: usize = 32;

#[derive(Default)]
pub(super) struct StrayJoins {
    /// The numbers of their replies, each in the place of the one `MOST` before it; 0 once it was answered.
    numbers: [Cell<u32>; MOST],
    /// How many there were.
    added: Cell<usize>,
    /// Whether a room may be open, so that it is left before another is joined.
    unsure: Cell<bool>,
    /// Whether one succeeded while a newer join was on its way.
    joined: Cell<bool>,
}

impl StrayJoins {
    fn find(&self, number: u32) -> Option<&Cell<u32>> {
        self.numbers.iter().find(|place| number != 0 && place.get() == number)
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        self.find(number).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.iter().all(|place| place.get() == 0)
    }

    /// Whether a room must be left before another is joined; asked once, it then is.
    pub(super) fn take_unsure(&self) -> bool {
        self.unsure.replace(false)
    }

    fn add(&self, number: u32) {
        self.unsure.set(true);
        let added = self.added.get();
        self.added.set(added.wrapping_add(1));
        if let Some(place) = self.numbers.get(added % MOST) {
            place.set(number);
        }
    }

    /// `false` if there is none of this number.
    pub(super) fn remove(&self, number: u32) -> bool {
        self.find(number).map(|place| place.set(0)).is_some()
    }
}

impl Engine {
    fn is_joining(&self) -> bool {
        self.phase.get() == Phase::Step && self.at.get() == State::Joining
    }

    /// The step that waits for the host ends. If it is a join, that goes on without it.
    pub(super) fn give_up_join(&self) {
        if !self.is_joining() {
            return;
        }
        if self.awaited.get() != 0 {
            self.stray_joins.add(self.awaited.get());
        } else if self.answered.get() && !self.has_failure() {
            // It has succeeded in this very moment.
            self.stray_joins.joined.set(true);
        }
        self.newer_join_failed();
    }

    /// The join on its way did not come about: now the room of an older one can be left.
    pub(super) fn newer_join_failed(&self) {
        if self.stray_joins.joined.replace(false) {
            self.host().exit_voip_chat(self.nobody());
        }
    }

    /// The join on its way succeeded: there is one room, and this call is in it.
    pub(super) fn newer_join_succeeded(&self) {
        self.stray_joins.joined.set(false);
    }

    /// The answer of a join whose step had ended.
    pub(super) fn stray_join_answered(&self, joined: bool) {
        if self.stray_joins.is_empty() {
            self.stray_joins.unsure.set(false);
            drop(self.keep.take());
        }
        if !joined || self.state.get() == State::InCall && !self.left.get() {
            return;
        }
        self.stray_joins.joined.set(true);
        if !self.is_joining() {
            self.newer_join_failed();
        }
    }

    fn has_failure(&self) -> bool {
        let failure = self.failure.take();
        let failed = failure.is_some();
        self.failure.set(failure);
        failed
    }
}

/// Each stray join is dealt with by itself, so more than two are no other place than two.
#[cfg(feature = "std")]
impl core::hash::Hash for StrayJoins {
    fn hash<H: core::hash::Hasher>(&self, hasher: &mut H) {
        (
            self.numbers.iter().filter(|place| place.get() != 0).count().min(2),
            self.unsure.get(),
            self.joined.get(),
        )
            .hash(hasher);
    }
}
