//! Fields that get many values, such as a counter of calls. A page with one may have endlessly many places.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::moves::Move;

/// A field that has had so many different values may be what makes a page too large.
const MANY_VALUES: usize = 3;

/// The functions of a page start with so many different values of a field on a path.
const MAX_VALUES: usize = 4;

/// The fields of a page wherever a function of the page can start: their values, as hashes.
#[derive(Default)]
pub(super) struct Growth {
    /// By the path that leads there.
    values: BTreeMap<usize, Vec<u64>>,
    growing: BTreeSet<Growing>,
}

/// A field that has had many different values on a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Growing {
    index: usize,
    /// Whether it has had more than are played.
    is_bounded: bool,
}

impl Growth {
    /// Whether this move can start a function of the page that changes its fields.
    pub(super) fn is_start(next: Move) -> bool {
        matches!(next, Move::Load | Move::Show | Move::Tap | Move::Call(_))
    }

    /// Adds the fields after a path, of which `before` are the beginnings that end where a function was started, the last one
    /// first. Returns whether a field has more values than are played.
    pub(super) fn add(&mut self, path: usize, fields: Vec<u64>, before: &[usize]) -> bool {
        let indexes = 0..fields.len();
        self.values.insert(path, fields);
        let on_path: Vec<&Vec<u64>> =
            core::iter::once(&path).chain(before).filter_map(|path| self.values.get(path)).collect();
        let growing = indexes.filter_map(|index| {
            // A value may come back in between: that of a text which is emptied after each call.
            let values: BTreeSet<_> = on_path.iter().filter_map(|values| values.get(index)).collect();
            (values.len() >= MANY_VALUES).then_some(Growing { index, is_bounded: values.len() > MAX_VALUES })
        });
        let growing: Vec<_> = growing.collect();
        self.growing.extend(&growing);
        growing.iter().any(|field| field.is_bounded)
    }

    /// The fields that have had many values, or more than are played.
    pub(super) fn fields(&self, bounded: bool) -> impl Iterator<Item = usize> {
        self.growing.iter().filter(move |field| field.is_bounded == bounded).map(|field| field.index)
    }
}

/// The bound that a field with more values sets to the search.
pub(super) fn bound(field: &str) -> String {
    format!(
        "the field `{field}` gets more than {MAX_VALUES} values: the page's functions start with the first {MAX_VALUES} of them"
    )
}
