//! Fields that take new values without end, such as a counter of calls. A page with one has endlessly many places.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::moves::Move;
use super::place::field_hashes;
use crate::engine::Engine;

/// A field that has had so many values in a row, all different, may be what makes a page too large.
const MANY_VALUES: usize = 3;

/// After so many, no more are played.
const MAX_VALUES: usize = 5;

/// The fields of a page whenever a function of the page can start on a path: their values, as hashes.
#[derive(Default)]
pub(super) struct Growth {
    values: Vec<Vec<u64>>,
}

/// A field that has had many values in a row, all different.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Growing {
    pub(super) index: usize,
    /// Whether it has had as many as are played.
    pub(super) has_no_end: bool,
}

impl Growth {
    /// Whether this move can start a function of the page that changes its fields.
    pub(super) fn is_start(next: Move) -> bool {
        matches!(next, Move::Load | Move::Show | Move::Tap | Move::Call(_))
    }

    pub(super) fn add(&mut self, engine: &Engine) {
        self.values.push(field_hashes(engine));
    }

    pub(super) fn growing(&self) -> Vec<Growing> {
        let fields = 0..self.values.first().map_or(0, Vec::len);
        let growing = fields.filter_map(|index| {
            let mut values: Vec<_> = self.values.iter().filter_map(|values| values.get(index)).collect();
            values.dedup();
            let are_different = values.iter().collect::<BTreeSet<_>>().len() == values.len();
            (are_different && values.len() >= MANY_VALUES)
                .then_some(Growing { index, has_no_end: values.len() >= MAX_VALUES })
        });
        growing.collect()
    }
}

/// The bound that a field without end sets to the search.
pub(super) fn bound(field: &str) -> String {
    format!(
        "the field `{field}` takes one new value after another: no tap is played after {MAX_VALUES} of them"
    )
}
