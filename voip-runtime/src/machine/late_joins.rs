//! Late joins: those whose step ended, by its limit or by leaving, before their answer.
//!
//! Such a join may still succeed. Then the other phone rings and nobody is there, so the room is left. While a
//! newer join is in progress that would end its call too, so the outcome of the newer join decides.

use super::id::Id;

/// How many are remembered, the newest: more than a person waits for.
const MAX_LATE_JOINS: usize = 32;

#[derive(Clone, Debug)]
pub(super) struct LateJoins {
    /// The numbers of their replies, each in the place of the one `MAX_LATE_JOINS` before it; 0 once answered.
    numbers: [u32; MAX_LATE_JOINS],
    added: usize,
    /// How many are not answered: mostly none, and then nothing is searched.
    open: usize,
    /// Whether a room may be open, so that it is left before another is joined.
    pub(super) unsure: bool,
    /// Whether one succeeded while a newer join is in progress.
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

    /// Whether a late join had this number; it then has none.
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

    /// More than two are taken for two: so many at once mean that a person has tapped through two limits of a
    /// join, and without a bound `explore` would never end.
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
