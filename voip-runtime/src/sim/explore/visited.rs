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

/// The places that were visited.
///
/// A place is new if it is equal to no other. But the retry counters of many recoveries, and the answers to many host calls
/// of a handler, have too many values together: twice as many for each recovery. Then a place is new only if two of these
/// values are together for the first time: each recovery is played alone, and with each other one.
#[derive(Default)]
pub(super) struct Visited {
    /// Each place without the values that are compared in pairs.
    places: HashMap<Place, HashSet<u64>>,
    /// What the page's functions see in the places so far, as hashes.
    looks: HashSet<u64>,
    hasher: RandomState,
    /// Whether recoveries or answers were compared in pairs.
    pub(super) counters_in_pairs: bool,
    pub(super) answers_in_pairs: bool,
}

impl Visited {
    /// Whether the page's functions have never been where everything that they see was the same.
    pub(super) fn looks_new(&mut self, place: &Place) -> bool {
        self.looks.insert(self.hasher.hash_one(place.look()))
    }

    /// Adds a place, and returns whether it was new. `counters` is how many values the retry counters of the flow have.
    pub(super) fn add(&mut self, mut place: Place, counters: usize) -> bool {
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
        let mut is_new = !self.places.contains_key(&place);
        let pairs = self.places.entry(place).or_default();
        for (first, one) in values.iter().enumerate() {
            for (second, other) in values.iter().enumerate().skip(first) {
                is_new |= pairs.insert(self.hasher.hash_one((first, one, second, other)));
            }
        }
        is_new
    }
}
