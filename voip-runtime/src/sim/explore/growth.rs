//! Fields that take new values without end, such as a counter of calls. A page with one has endlessly many places.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::moves::Move;
use super::place::field_hashes;
use crate::engine::Engine;

/// A field that has had so many different values may be what makes a page too large.
const MANY_VALUES: usize = 3;

/// The functions of a page start with so many different values of a field on a path.
const MAX_VALUES: usize = 4;

/// The fields of a page whenever a function of the page can start on a path: their values, as hashes.
#[derive(Default)]
pub(super) struct Growth {
    values: Vec<Vec<u64>>,
}

/// A field that has had many different values on a path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Growing {
    pub(super) index: usize,
    /// Whether it has had more than are played.
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
            // A value may come back in between: that of a text which is emptied after each call.
            let values: BTreeSet<_> = self.values.iter().filter_map(|values| values.get(index)).collect();
            (values.len() >= MANY_VALUES).then_some(Growing { index, has_no_end: values.len() > MAX_VALUES })
        });
        growing.collect()
    }
}

/// The bound that a field without end sets to the search.
pub(super) fn bound(field: &str) -> String {
    format!(
        "the field `{field}` takes one new value after another: the page's functions start with the first {MAX_VALUES} of its \
         values"
    )
}
