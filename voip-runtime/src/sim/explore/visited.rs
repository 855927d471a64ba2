//! The places that were visited.

use alloc::vec::Vec;
use core::hash::BuildHasher;
use std::collections::{HashMap, HashSet};
use std::hash::RandomState;

use super::moves::Answer;
use super::place::Place;

/// Retry counters are compared all together if they have at most so many values.
const MAX_COUNTERS: usize = 16;

/// Answers are compared all together if there are at most so many.
const MAX_ANSWERS: usize = 4;

/// What of a place is new.
#[derive(Clone, Copy, Debug)]
pub(super) struct Novelty {
    /// The page's functions have never seen the same.
    pub(super) look: bool,
    /// The machine and the host have never been in the same state.
    pub(super) inside: bool,
}

/// The places that were visited.
///
/// A place is new if it is equal to no other. But the retry counters of many recoveries, and the answers to many host calls
/// of a handler, have too many values together: twice as many for each recovery. Then a place is new only if two of these
/// values are together for the first time: each recovery is played alone, and with each other one.
#[derive(Default)]
pub(super) struct Visited {
    /// Each place without the values that are compared in pairs.
    places: HashMap<Place, HashSet<u64>>,
    /// What the page's functions see in the places so far, and all that they do not see, as hashes.
    looks: HashSet<u64>,
    insides: HashSet<u64>,
    hasher: RandomState,
    /// Whether recoveries or answers were compared in pairs.
    pub(super) counters_in_pairs: bool,
    pub(super) answers_in_pairs: bool,
}

impl Visited {
    /// Adds a place. If it is new, returns what of it is new. `counters` is how many values the retry counters of the flow have.
    pub(super) fn add(&mut self, mut place: Place, counters: usize) -> Option<Novelty> {
        let mut values: Vec<u64> = Vec::new();
        if counters > MAX_COUNTERS {
            self.counters_in_pairs = true;
            let counts = place.take_counts();
            values.extend(counts.into_iter().map(|count| self.hasher.hash_one(count)));
        }
        if place.answers() > MAX_ANSWERS {
            self.answers_in_pairs = true;
            let answers: Vec<Answer> = place.take_answers();
            values.extend(answers.into_iter().map(|answer| self.hasher.hash_one(answer)));
        }
        let look = self.hasher.hash_one(place.look());
        let inside = self.hasher.hash_one(place.inside());
        let mut is_new = !self.places.contains_key(&place);
        let pairs = self.places.entry(place).or_default();
        for (first, one) in values.iter().enumerate() {
            for (second, other) in values.iter().enumerate().skip(first) {
                is_new |= pairs.insert(self.hasher.hash_one((first, one, second, other)));
            }
        }
        is_new.then(|| Novelty { look: self.looks.insert(look), inside: self.insides.insert(inside) })
    }
}
