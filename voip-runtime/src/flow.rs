//! The flow of a page as data, and [`next`], the pure function that chooses the edge to take.

mod action;
mod edge;
mod next;

use core::time::Duration;

pub use self::action::Action;
pub use self::edge::{Edge, Retry, Via};
pub use self::next::{RetryCounters, Trigger, next};
use crate::state::State;

/// The flow of a page: one row for each state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The rows, in the order of [`State::ALL`].
    pub rows: [Row; 6],
    /// How many recovery edges there are: the number of retry counters.
    recoveries: usize,
}

impl Flow {
    /// Creates a flow from its rows, in the order of [`State::ALL`].
    pub const fn new(rows: [Row; 6]) -> Self {
        let mut recoveries = 0;
        let mut row = 0;
        while row < rows.len() {
            let mut edge = 0;
            while edge < rows[row].edges.len() {
                recoveries += rows[row].edges[edge].retry.is_some() as usize;
                edge += 1;
            }
            row += 1;
        }
        Self { rows, recoveries }
    }

    /// Whether a toast has a duration.
    pub(crate) const fn has_timed_toast(&self) -> bool {
        let mut row = 0;
        while row < self.rows.len() {
            let mut edge = 0;
            while edge < self.rows[row].edges.len() {
                let actions = self.rows[row].edges[edge].actions;
                let mut action = 0;
                while action < actions.len() {
                    if matches!(actions[action], Action::Toast { duration: Some(_), .. }) {
                        return true;
                    }
                    action += 1;
                }
                edge += 1;
            }
            row += 1;
        }
        false
    }

    /// The row of `state`.
    pub const fn row(&self, state: State) -> &Row {
        &self.rows[state as usize]
    }
}

/// The row of one state: its time limits and its edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// In a working state, the time limit of each host call that is made there; in InCall, that of the call, from the
    /// success of the join. `None` for no limit.
    pub within: Option<Duration>,
    /// In InCall, how long it may ring: the time from the success of the join to the answer of the other side. `None` for no
    /// limit. It ends no call where the host does not report members.
    pub ring: Option<Duration>,
    /// The edges from this state, in the order of the declaration.
    pub edges: &'static [Edge],
}

impl Row {
    /// Creates a row without a time limit.
    pub const fn new(edges: &'static [Edge]) -> Self {
        Self { within: None, ring: None, edges }
    }

    /// Sets how long a call may ring, in milliseconds.
    #[must_use]
    pub const fn ring(mut self, millis: u64) -> Self {
        self.ring = Some(Duration::from_millis(millis));
        self
    }

    /// Sets the time limit, in milliseconds.
    #[must_use]
    pub const fn within(mut self, millis: u64) -> Self {
        self.within = Some(Duration::from_millis(millis));
        self
    }

    /// The edge to this state that names no causes.
    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    pub fn plain(&self, to: State) -> Option<&'static Edge> {
        self.edges.iter().find(|edge| edge.to == to && edge.on.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Row = Row::new(&[Edge::to(State::Idle).then(&[Action::toast("short")])]);
    const TIMED: Row = Row::new(&[
        Edge::to(State::Idle),
        Edge::to(State::Failed).then(&[Action::toast("short"), Action::toast_for("long", 5_000)]),
    ]);

    /// A module without one has no code for it.
    #[test]
    fn a_timed_toast_is_found_in_any_row() {
        assert!(!Flow::new([PLAIN; 6]).has_timed_toast());
        for row in 0..6 {
            let mut rows = [PLAIN; 6];
            rows[row] = TIMED;
            assert!(Flow::new(rows).has_timed_toast(), "{row}");
        }
    }
}
