//! The transitions of a page's flow, as impls: a step that the flow does not have does not compile.

use core::marker::PhantomData;

use super::{Page, StateType};
use crate::flow::Flow;
use crate::state::State;

/// A legal onward transition of the page `Self`.
///
/// `#[voip_page]` implements it once for each onward edge of the page's flow that a call can take, and
/// for nothing else: so a step that the flow does not have is an error at that step. No call is Failed,
/// so what leaves Failed has none. Via edges are data in the
/// flow and no implementation, or a handler could begin twice. It is sealed: [`Proof`] can be made
/// only for an edge that stands in the flow, and is looked at when a step is compiled.
#[diagnostic::on_unimplemented(
    message = "the bound `{Self}: Transition<{From}, {To}>` is not satisfied",
    label = "this needs the transition of `{Self}` from `{From}` to `{To}`",
    note = "`#[voip_page]` implements `Transition` for each onward transition in the flow of a page"
)]
pub trait Transition<From: StateType, To: StateType>: Page {
    #[doc(hidden)]
    const PROOF: Proof<Self, From, To>;
}

/// Evidence that a transition stands in the page's flow.
#[doc(hidden)]
pub struct Proof<P, From, To>(PhantomData<fn(P, From, To)>);

impl<P: Page, From: StateType, To: StateType> Proof<P, From, To> {
    /// For the macro alone: fails to compile unless the flow of `P` has the edge.
    ///
    /// # Panics
    ///
    /// While compiling, where the flow of `P` does not have the edge.
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
