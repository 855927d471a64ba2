//! The flow that is played instead of the declared one.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::flow::{Edge, Flow, Retry, Row};
use crate::spec::Spec;

/// A `retry` is played at most so often.
pub(super) const MAX_RETRY: u16 = 2;

/// The spec of the page with every `retry` of more than two reduced to two.
///
/// A retry counter is only compared with its limit, so a page behaves in the same way below any limit, and in the same way
/// after it. Without this, the number of places would grow with the product of the limits.
pub(super) fn played(spec: &'static Spec) -> &'static Spec {
    if !is_reduced(spec) {
        return spec;
    }
    let reduced = |edge: &Edge| Edge {
        retry: edge.retry.map(|retry| Retry { limit: retry.limit.min(MAX_RETRY), ..retry }),
        ..*edge
    };
    let row = |row: Row| Row {
        edges: Box::leak(row.edges.iter().map(reduced).collect::<Vec<_>>().into_boxed_slice()),
        ..row
    };
    // An engine takes a spec that is a constant. A test explores few pages, so this may leak.
    Box::leak(Box::new(Spec { flow: Flow::new(spec.flow.rows.map(row)), ..*spec }))
}

/// Whether a `retry` of the page is played less often than it is declared.
pub(super) fn is_reduced(spec: &Spec) -> bool {
    edges(spec).any(|edge| edge.retry.is_some_and(|retry| retry.limit > MAX_RETRY))
}

/// How many recovery edges the page has.
pub(super) fn recoveries(spec: &Spec) -> usize {
    edges(spec).filter(|edge| edge.retry.is_some()).count()
}

/// How many values the retry counters have together.
pub(super) fn counters(spec: &Spec) -> usize {
    let values = edges(spec).filter_map(|edge| edge.retry).map(|retry| usize::from(retry.limit) + 1);
    values.fold(1, usize::saturating_mul)
}

fn edges(spec: &Spec) -> impl Iterator<Item = &'static Edge> {
    spec.flow.rows.into_iter().flat_map(|row| row.edges)
}
