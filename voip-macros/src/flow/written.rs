//! The flow as it was written: rows of edges.

use proc_macro2::{Span, TokenStream};
use syn::{ExprPath, LitStr};

use crate::host::{Cause, Recovery, State};
use crate::parsed::{At, Parsed};

/// `flow { row* }`
pub(crate) struct Flow {
    /// The word `flow`.
    pub(crate) keyword: Span,
    pub(crate) rows: Vec<Row>,
}

/// `State within duration => edge | edge;`
pub(crate) struct Row {
    pub(crate) state: Parsed<State>,
    /// Where the state was written.
    pub(crate) span: Span,
    /// The duration in milliseconds, at the word `within`.
    pub(crate) within: Parsed<At<u64>>,
    pub(crate) edges: Parsed<Vec<Edge>>,
}

/// `State on cause, cause via Recovery retry 1 after 1s: action, action`
pub(crate) struct Edge {
    pub(crate) to: Parsed<State>,
    /// Where the state was written.
    pub(crate) span: Span,
    pub(crate) on: Parsed<On>,
    pub(crate) via: Parsed<Via>,
    /// At the word `retry`.
    pub(crate) retry: Parsed<At<u16>>,
    /// In milliseconds, at the word `after`.
    pub(crate) after: Parsed<At<u64>>,
    pub(crate) actions: Vec<Action>,
}

/// The causes that take an edge; those that do not exist have been reported and left out.
pub(crate) struct On {
    pub(crate) keyword: Span,
    pub(crate) causes: Vec<Named>,
}

/// A cause as it was written: a name, or a code with its sign.
pub(crate) struct Named {
    pub(crate) cause: At<Cause>,
    /// For an error about it.
    pub(crate) tokens: TokenStream,
}

/// What is done before the step is tried again.
pub(crate) struct Via {
    pub(crate) keyword: Span,
    pub(crate) recovery: At<&'static Recovery>,
}

/// What happens as an edge is taken.
#[derive(Clone)]
pub(crate) enum Action {
    Toast(LitStr),
    Run(ExprPath),
}

impl Edge {
    pub(super) const fn new(to: Parsed<State>, span: Span) -> Self {
        Self {
            to,
            span,
            on: Parsed::Absent,
            via: Parsed::Absent,
            retry: Parsed::Absent,
            after: Parsed::Absent,
            actions: Vec::new(),
        }
    }

    /// An edge that could not be read. It may be any edge.
    pub(super) const fn unread(span: Span) -> Self {
        Self::new(Parsed::Reported(None), span)
    }

    /// Marks the absent parts as reported: what could not be read may be any of them.
    pub(super) fn doubt(&mut self) {
        self.on.doubt();
        self.via.doubt();
        self.retry.doubt();
        self.after.doubt();
    }
}
