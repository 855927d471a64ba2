//! The places that were visited.

use alloc::vec::Vec;
use core::hash::Hash;
use std::collections::HashSet;

use super::place::{Place, hash};

/// What of a place is new.
#[derive(Clone, Copy, Debug)]
pub(super) struct Novelty {
    /// The page's functions have never seen the same.
    pub(super) look: bool,
    /// Two parts that the page's functions do not see have never been together.
    pub(super) inside: bool,
}

/// The places that were visited, as hashes of their parts.
///
/// All parts together have too many values: twice as many for each recovery, three times for each tolerated host call. So a
/// place is new if its `core` is together for the first time with what the page's functions know and one retry counter, or
/// with two of the retry counters, the late joins and the reachability, which those functions do not see; or if a function
/// runs beside the call that is new with or without a call in progress.
#[derive(Default)]
pub(super) struct Visited(HashSet<u64>);

impl Visited {
    /// Adds a place. If it is new, returns what of it is new.
    pub(super) fn add(&mut self, place: &Place) -> Option<Novelty> {
        let Place {
            core,
            step,
            page,
            answers,
            counts,
            background,
            late_joins,
            reachability,
            is_for_one_call,
        } = place;
        let look = self.adds_pairs((step, page), answers);
        let mut is_new = self.adds_pairs((core, page), answers);
        for counter in counts.iter().enumerate() {
            is_new |= self.0.insert(hash((core, page, counter)));
        }
        let mut inside = false;
        if !is_for_one_call {
            let parts: Vec<_> = counts.iter().chain([late_joins, reachability]).copied().collect();
            inside = self.adds_pairs(core, &parts);
        }
        for function in background {
            inside |= self.0.insert(hash(function));
        }
        (is_new || inside).then_some(Novelty { look, inside })
    }

    /// Adds each two of these parts, and returns whether two are together for the first time. `context` counts in each.
    fn adds_pairs(&mut self, context: impl Hash + Copy, parts: &[u64]) -> bool {
        let mut is_new = self.0.insert(hash(context));
        for (first, one) in parts.iter().enumerate() {
            for (second, other) in parts.iter().enumerate().skip(first) {
                is_new |= self.0.insert(hash((context, first, one, second, other)));
            }
        }
        is_new
    }
}
