//! Late joins: joins whose step ended before their answer, by its time limit or because the page was left.
//!
//! Such a join may still succeed. Then the other phone rings, but this page is no longer in the call, so the room must
//! be left. While a newer join is in progress, leaving the room would end its call too. So the machine waits for the
//! outcome of the newer join.

use super::id::Id;

/// How many late joins are remembered, the newest ones. No user waits for so many.
const MAX_LATE_JOINS: usize = 32;

#[derive(Clone, Debug)]
pub(super) struct LateJoins {
    /// The numbers of their replies, as a ring buffer; 0 for one that was answered.
    numbers: [u32; MAX_LATE_JOINS],
    added: usize,
    /// How many are not answered. It is usually 0, and then there is no search.
    open: usize,
    /// Whether a room may be open, which must be left before the next join.
    pub(super) unsure: bool,
    /// Whether a late join succeeded while a newer join is in progress.
    pub(super) joined: bool,
}

impl LateJoins {
    pub(super) const NONE: Self =
        Self { numbers: [0; MAX_LATE_JOINS], added: 0, open: 0, unsure: false, joined: false };

    pub(super) fn add(&mut self, id: Id) {
        self.unsure = true;
        let added = self.added;
        self.added = added.wrapping_add(1);
        if let Some(place) = self.numbers.get_mut(added % MAX_LATE_JOINS) {
            if *place == 0 {
                self.open += 1;
            }
            *place = id.number();
        }
    }

    pub(super) fn contains(&self, number: u32) -> bool {
        self.open != 0 && number != 0 && self.numbers.contains(&number)
    }

    /// Removes the late join with this number, and returns whether there was one.
    pub(super) fn remove(&mut self, number: u32) -> bool {
        if !self.contains(number) {
            return false;
        }
        self.numbers.iter_mut().filter(|place| **place == number).for_each(|place| *place = 0);
        self.open -= 1;
        if self.open == 0 {
            self.unsure = false;
        }
        true
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open == 0
    }

    /// What counts in a comparison. More than two late joins are equal to two: the machine treats each alike, and
    /// `explore` would never end without a bound.
    fn key(&self) -> (usize, bool, bool) {
        (self.open.min(2), self.unsure, self.joined)
    }
}

impl PartialEq for LateJoins {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for LateJoins {}

impl core::hash::Hash for LateJoins {
    fn hash<H: core::hash::Hasher>(&self, hasher: &mut H) {
        self.key().hash(hasher);
    }
}
