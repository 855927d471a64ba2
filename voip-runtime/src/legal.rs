//! The legal transitions: the edges that the host allows between the six states.

use crate::state::State;

/// The transitions that the host allows from one state. A flow declares some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegalTransitions {
    /// The state that these transitions leave.
    pub from: State,
    /// The states that a success or an input of the user leads to.
    pub onward: &'static [State],
    /// The states that a recovery edge may lead to. Such an edge names its causes and has a `retry` limit.
    pub back: &'static [State],
    /// The states in which the call ends before its success, or, from InCall, for a cause that the edge names. In a working
    /// state, the edge to Idle without causes is taken when the call is cancelled.
    pub stop: &'static [State],
}

impl LegalTransitions {
    /// Whether any kind of edge may lead from this state to `to`.
    pub fn allow(&self, to: State) -> bool {
        [self.onward, self.back, self.stop].iter().any(|states| states.contains(&to))
    }
}

/// The legal transitions from each of [`State::ALL`], in that order. A flow declares a subset of them.
///
/// ```
/// use voip_runtime::State;
/// use voip_runtime::legal::LEGAL;
///
/// let from_joining = &LEGAL[State::Joining as usize];
/// assert!(from_joining.allow(State::InCall));
/// assert!(!LEGAL[State::Idle as usize].allow(State::InCall));
/// ```
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
        LegalTransitions { from: InCall, onward: &[Idle], back: &[], stop: &[Idle, Failed] },
        LegalTransitions { from: Failed, onward: &[Idle, Authorizing], back: &[], stop: &[] },
    ]
};
