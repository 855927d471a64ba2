//! The flow as it was written: rows of edges.

use proc_macro2::{Span, TokenStream};
use syn::{ExprPath, LitStr};

use crate::host::{Cause, State, Via};
use crate::parsed::{At, Parsed};

/// `flow { row* }`
pub(crate) struct Flow {
    /// The word `flow`.
    pub(crate) keyword: Span,
    pub(crate) rows: Vec<Row>,
}

/// `State ring duration within duration => edge | edge;`
pub(crate) struct Row {
    /// The lines of its doc comments.
    pub(crate) docs: Vec<String>,
    pub(crate) state: Parsed<State>,
    /// Where the state was written.
    pub(crate) span: Span,
    /// The duration in milliseconds, at the word `within`.
    pub(crate) within: Parsed<At<u64>>,
    /// The same, at the word `ring`.
    pub(crate) ring: Parsed<At<u64>>,
    pub(crate) edges: Parsed<Vec<Edge>>,
}

/// `State on cause, cause via Via retry 1 after 1s: action, action`
pub(crate) struct Edge {
    /// The lines of its doc comments.
    pub(crate) docs: Vec<String>,
    pub(crate) to: Parsed<State>,
    /// Where the state was written.
    pub(crate) span: Span,
    /// The causes; those that do not exist have been reported and left out.
    pub(crate) on: Parsed<Part<Vec<Named>>>,
    /// The host call that is made before the step is tried again.
    pub(crate) via: Parsed<Part<At<&'static Via>>>,
    /// At the word `retry`.
    pub(crate) retry: Parsed<At<u16>>,
    /// In milliseconds, at the word `after`.
    pub(crate) after: Parsed<At<u64>>,
    pub(crate) actions: Vec<Action>,
    /// Whether a mistake in it has been reported.
    pub(crate) is_reported: bool,
}

/// A value and the keyword before it.
pub(crate) struct Part<T> {
    pub(crate) keyword: Span,
    pub(crate) value: T,
}

/// A cause as it was written: a name, or a code with its sign.
pub(crate) struct Named {
    pub(crate) cause: At<Cause>,
    /// For an error about it.
    pub(crate) tokens: TokenStream,
}

/// What happens as an edge is taken.
#[derive(Clone)]
pub(crate) enum Action {
    /// The text, and its duration in milliseconds.
    Toast(LitStr, Option<u64>),
    Run(ExprPath),
    Spawn(ExprPath),
}

impl Row {
    /// A row that could not be read, of this state if it is known.
    pub(super) const fn unread(state: Parsed<State>, span: Span) -> Self {
        Self {
            docs: Vec::new(),
            state,
            span,
            within: Parsed::Absent,
            ring: Parsed::Absent,
            edges: Parsed::Reported(None),
        }
    }
}

impl Edge {
    pub(super) const fn new(to: Parsed<State>, span: Span) -> Self {
        Self {
            docs: Vec::new(),
            to,
            span,
            on: Parsed::Absent,
            via: Parsed::Absent,
            retry: Parsed::Absent,
            after: Parsed::Absent,
            actions: Vec::new(),
            is_reported: false,
        }
    }
}
