//! Fields that take new values without end, such as a counter of calls. A page with one has endlessly many places.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::moves::Move;

/// A field that has had so many values in a row, all different, may be what makes a page too large.
const MANY_VALUES: usize = 3;

/// After so many, no more are played.
const MAX_VALUES: usize = 5;

/// The fields of a page wherever a function of the page can start: their values, as hashes.
#[derive(Default)]
pub(super) struct Growth {
    /// By the path that leads there.
    values: BTreeMap<usize, Vec<u64>>,
    growing: BTreeSet<Growing>,
}

/// A field that has had many values in a row, all different.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Growing {
    index: usize,
    /// Whether it has had as many as are played.
    has_no_end: bool,
}

impl Growth {
    /// Whether this move can start a function of the page that changes its fields.
    pub(super) fn is_start(next: Move) -> bool {
        matches!(next, Move::Load | Move::Show | Move::Tap | Move::Call(_))
    }

    /// Adds the fields after a path, of which `before` are the beginnings that end where a function was started, the last one
    /// first. Returns whether a field has no end.
    pub(super) fn add(&mut self, path: usize, fields: Vec<u64>, before: &[usize]) -> bool {
        let indexes = 0..fields.len();
        self.values.insert(path, fields);
        let on_path: Vec<&Vec<u64>> =
            core::iter::once(&path).chain(before).filter_map(|path| self.values.get(path)).collect();
        let growing = indexes.filter_map(|index| {
            let mut values: Vec<_> = on_path.iter().filter_map(|values| values.get(index)).collect();
            values.dedup();
            let are_different = values.iter().collect::<BTreeSet<_>>().len() == values.len();
            (are_different && values.len() >= MANY_VALUES)
                .then_some(Growing { index, has_no_end: values.len() >= MAX_VALUES })
        });
        let growing: Vec<_> = growing.collect();
        self.growing.extend(&growing);
        growing.iter().any(|field| field.has_no_end)
    }

    /// The fields that have had many values, or values without end.
    pub(super) fn fields(&self, without_end: bool) -> impl Iterator<Item = usize> {
        self.growing.iter().filter(move |field| field.has_no_end == without_end).map(|field| field.index)
    }
}

/// The bound that a field without end sets to the search.
pub(super) fn bound(field: &str) -> String {
    format!(
        "the field `{field}` takes one new value after another: no tap is played after {MAX_VALUES} of them"
    )
}
