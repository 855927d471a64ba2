//! The legal transitions: what the host allows between the six states.

use crate::state::State;

/// What the host allows from one state, whatever a flow declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegalTransitions {
    /// The state that these ways leave.
    pub from: State,
    /// Success, or what the user does.
    pub onward: &'static [State],
    /// Recoveries: an edge that goes back names its causes and is bounded by `retry`.
    pub back: &'static [State],
    /// Where the call ends.
    pub stop: &'static [State],
}

impl LegalTransitions {
    /// Whether any kind of edge may lead from this state to `to`.
    pub fn allow(&self, to: State) -> bool {
        [self.onward, self.back, self.stop].iter().any(|ways| ways.contains(&to))
    }
}

/// The legal graph: a flow picks its edges from these, one entry for each of [`State::ALL`].
pub const LEGAL: [LegalTransitions; 6] = {
    use State::{Authorizing, Enabling, Failed, Idle, InCall, Joining};
    [
        LegalTransitions { from: Idle, onward: &[Authorizing], back: &[], stop: &[] },
        LegalTransitions {
            from: Authorizing,
            onward: &[Enabling],
            back: &[Authorizing],
            stop: &[Idle, Failed],
        },
        LegalTransitions {
            from: Enabling,
            onward: &[Joining],
            back: &[Enabling, Authorizing],
            stop: &[Idle, Failed],
        },
        LegalTransitions {
            from: Joining,
            onward: &[InCall],
            back: &[Joining, Enabling, Authorizing],
            stop: &[Idle, Failed],
        },
        LegalTransitions { from: InCall, onward: &[Idle], back: &[], stop: &[Failed] },
        LegalTransitions { from: Failed, onward: &[Idle, Authorizing], back: &[], stop: &[] },
    ]
};
