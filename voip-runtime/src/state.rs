//! The six states of a call, as a value and as types, and what the host allows between them.

use core::fmt;
use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::flow::Flow;
use crate::page::Page;

/// Where the call of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// Nothing is under way; the page waits for a tap.
    Idle,
    /// The user is asked for the scopes (`wx.authorize`, once per scope).
    Authorizing,
    /// One-to-one calls are switched on (`wx.setEnable1v1Chat`).
    Enabling,
    /// The call is placed (`wx.join1v1Chat`).
    Joining,
    /// The call was joined: WeChat's own call window is up, ringing or talking.
    InCall,
    /// A step failed; the session holds the [`CallError`](crate::CallError).
    Failed,
}

impl State {
    /// Every state, in the order of a call.
    pub const ALL: [Self; 6] =
        [Self::Idle, Self::Authorizing, Self::Enabling, Self::Joining, Self::InCall, Self::Failed];

    /// The state's name, as a flow writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "Idle",
            Self::Authorizing => "Authorizing",
            Self::Enabling => "Enabling",
            Self::Joining => "Joining",
            Self::InCall => "InCall",
            Self::Failed => "Failed",
        }
    }

    /// Whether a host call is made in this state: Authorizing, Enabling or Joining.
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Authorizing | Self::Enabling | Self::Joining)
    }

    /// How long a host call made in this state may take unless the flow's row says otherwise. In
    /// Authorizing a person is reading, so there is no limit.
    pub const fn default_limit(self) -> Option<Duration> {
        match self {
            Self::Enabling => Some(Duration::from_secs(15)),
            Self::Joining => Some(Duration::from_secs(60)),
            _ => None,
        }
    }

    /// Equality that a `const` can use.
    pub(crate) const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What the host allows from one state, whatever a flow declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// The state that these ways leave.
    pub from: State,
    /// Success, or what the user does.
    pub onward: &'static [State],
    /// Recoveries: an edge that goes back names its causes and is bounded by `retry`.
    pub back: &'static [State],
    /// Where the call ends.
    pub stop: &'static [State],
}

impl Ways {
    /// Whether any kind of edge may lead from this state to `to`.
    pub fn allow(&self, to: State) -> bool {
        [self.onward, self.back, self.stop].iter().any(|ways| ways.contains(&to))
    }
}

/// The legal graph: a flow picks its edges from these, one entry for each of [`State::ALL`].
pub const LEGAL: [Ways; 6] = {
    use State::{Authorizing, Enabling, Failed, Idle, InCall, Joining};
    [
        Ways { from: Idle, onward: &[Authorizing], back: &[], stop: &[] },
        Ways { from: Authorizing, onward: &[Enabling], back: &[Authorizing], stop: &[Idle, Failed] },
        Ways { from: Enabling, onward: &[Joining], back: &[Enabling, Authorizing], stop: &[Idle, Failed] },
        Ways {
            from: Joining,
            onward: &[InCall],
            back: &[Joining, Enabling, Authorizing],
            stop: &[Idle, Failed],
        },
        Ways { from: InCall, onward: &[Idle], back: &[], stop: &[Failed] },
        Ways { from: Failed, onward: &[Idle, Authorizing], back: &[], stop: &[] },
    ]
};

mod sealed {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a state of a call",
        label = "not a state",
        note = "the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed`; there are no others"
    )]
    pub trait Sealed {}
}

/// One of the six state types. It is sealed: there are no others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a state of a call",
    label = "not a state",
    note = "the states are `Idle`, `Authorizing`, `Enabling`, `Joining`, `InCall` and `Failed`; there are no others"
)]
pub trait StateType: sealed::Sealed + 'static {
    /// The state that this type stands for.
    const STATE: State;
}

macro_rules! state_types {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl StateType for $name {
            const STATE: State = State::$name;
        }
    )*};
}

state_types! {
    /// A call that has not begun: [`State::Idle`], as a type.
    Idle
    /// The user is being asked: [`State::Authorizing`], as a type.
    Authorizing
    /// Calls are being switched on: [`State::Enabling`], as a type.
    Enabling
    /// The call is being placed: [`State::Joining`], as a type.
    Joining
    /// The call was joined: [`State::InCall`], as a type.
    InCall
    /// The call failed: [`State::Failed`], as a type.
    Failed
}

/// A legal onward transition of the page `Self`.
///
/// `#[voip_page]` implements it once for each onward edge of the page's flow, and for nothing else:
/// so a step that the flow does not have is an error at that step. Recovery edges are data in the
/// flow and no implementation, or a handler could begin twice. It is sealed: [`Proof`] can be made
/// only for an edge that stands in the flow, and is looked at when a step is compiled.
#[diagnostic::on_unimplemented(
    message = "this step cannot be taken here: `{Self}` has no way from `{From}` to `{To}`",
    label = "this call is `{From}`; it cannot go to `{To}`",
    note = "the flow of `{Self}` lists every legal transition"
)]
pub trait Transition<From: StateType, To: StateType>: Page {
    #[doc(hidden)]
    const PROOF: Proof<Self, From, To>;
}

/// Evidence that a transition stands in the page's flow.
#[doc(hidden)]
pub struct Proof<P, From, To>(core::marker::PhantomData<fn(P, From, To)>);

impl<P: Page, From: StateType, To: StateType> Proof<P, From, To> {
    /// For the macro alone: fails to compile unless the flow of `P` has the edge.
    ///
    /// # Panics
    ///
    /// While compiling, where the flow of `P` does not have the edge.
    #[doc(hidden)]
    pub const fn of_flow() -> Self {
        assert!(
            has_onward(&P::SPEC.flow, From::STATE, To::STATE),
            "this transition is not in the page's flow; only #[voip_page] implements `Transition`"
        );
        Self(core::marker::PhantomData)
    }
}

const fn has_onward(flow: &Flow, from: State, to: State) -> bool {
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
