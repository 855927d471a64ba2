//! The transitions of a page's flow, as implementations of a trait.

use core::marker::PhantomData;

use super::{Page, StateType};
use crate::flow::Flow;
use crate::state::State;

/// A transition of a call in the flow of the page `Self`, from one state to another.
///
/// `#[voip_page]` implements it for each transition that a step of a call takes. Code for any page names the
/// transitions that it takes as bounds:
///
/// ```
/// use voip_runtime::prelude::*;
///
/// /// Takes a call from its beginning until one-to-one calls are switched on.
/// async fn prepare<P>(call: Call<P, Idle>) -> Result<Call<P, Joining>, Stopped<P>>
/// where
///     P: Page
///         + Transition<Idle, Authorizing>
///         + Transition<Authorizing, Enabling>
///         + Transition<Enabling, Joining>,
/// {
///     call.begin().authorize().await?.enable().await
/// }
/// ```
///
/// Only `#[voip_page]` implements it: each step checks the constant `PROOF` at compile time, which exists only
/// for a transition in the flow. Edges that recover from a failure are part of the flow as data only, as they
/// are not steps. A call in the state Failed does not exist, so no transition from Failed is implemented.
#[diagnostic::on_unimplemented(
    message = "the bound `{Self}: Transition<{From}, {To}>` is not satisfied",
    label = "this needs the transition of `{Self}` from `{From}` to `{To}`",
    note = "`#[voip_page]` implements `Transition` for each transition that a step of a call takes"
)]
pub trait Transition<From: StateType, To: StateType>: Page {
    #[doc(hidden)]
    const PROOF: Proof<Self, From, To>;
}

/// Evidence that a transition is in the page's flow.
#[doc(hidden)]
pub struct Proof<P, From, To>(PhantomData<fn(P, From, To)>);

impl<P: Page, From: StateType, To: StateType> Proof<P, From, To> {
    /// For the macro only: does not compile unless the flow of `P` has the transition.
    ///
    /// # Panics
    ///
    /// At compile time, if the flow of `P` does not have the transition.
    #[doc(hidden)]
    pub const fn of_flow() -> Self {
        assert!(
            has_transition(&P::SPEC.flow, From::STATE, To::STATE),
            "this transition is not in the page's flow; only #[voip_page] implements `Transition`"
        );
        Self(PhantomData)
    }
}

const fn has_transition(flow: &Flow, from: State, to: State) -> bool {
    let edges = flow.row(from).edges;
    let mut i = 0;
    while i < edges.len() {
        if edges[i].to.is(to) && edges[i].on.is_empty() {
            return true;
        }
        i += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::Cause;
    use crate::flow::{Edge, Row};
    use crate::state::State::{Authorizing, Enabling, Failed, Idle};

    #[test]
    fn a_transition_has_a_plain_edge() {
        const NONE: Row = Row::new(&[]);
        let authorizing =
            Row::new(&[Edge::to(Enabling), Edge::to(Idle).on(&[Cause::Denied]), Edge::to(Failed)]);
        let flow = Flow::new([NONE, authorizing, NONE, NONE, NONE, NONE]);
        let found = State::ALL.into_iter().filter(|to| has_transition(&flow, Authorizing, *to));
        assert!(found.eq([Enabling, Failed]));
    }
}
