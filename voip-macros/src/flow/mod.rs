//! The flow as it was written: rows of edges.
//!
//! A mistake costs as little as can be: a row goes on at its next `|`, the flow at its next `;`. What
//! a mistake leaves unknown is noted, so that nothing is called missing that was only misspelt.

mod action;
mod edge;
mod literal;

use proc_macro2::{Spacing, Span, TokenStream};
use syn::buffer::Cursor;
use syn::parse::ParseStream;
use syn::{ExprPath, LitStr, Token, token};

use crate::arguments::{self, take, word};
use crate::errors::Errors;
use crate::given::{At, Given};
use crate::host::{Cause, Recovery, State};
use crate::nearest::nearest;
use crate::{messages, names};

/// `flow { row* }`
pub(crate) struct Flow {
    /// The word `flow`.
    pub(crate) keyword: Span,
    pub(crate) rows: Vec<Row>,
    /// The rows of misspelt states.
    pub(crate) misspelt: Vec<Row>,
    /// What those states were probably meant to be.
    pub(crate) doubted: Vec<State>,
    /// Whether some row may be that of any state.
    pub(crate) lost: bool,
}

/// `State within duration => edge | edge;`
pub(crate) struct Row {
    pub(crate) state: At<State>,
    /// The duration in milliseconds, at the word `within`.
    pub(crate) within: Given<At<u64>>,
    pub(crate) edges: Vec<Edge>,
    /// The edges to misspelt states, and what those were probably meant to be.
    pub(crate) misspelt: Vec<(Option<State>, Edge)>,
    /// Whether an edge was lost that may have led anywhere.
    pub(crate) lost: bool,
}

/// `State on cause, cause via Recovery retry 1 after 1s: action, action`
pub(crate) struct Edge {
    pub(crate) to: At<State>,
    pub(crate) on: Given<On>,
    pub(crate) via: Given<Via>,
    /// At the word `retry`.
    pub(crate) retry: Given<At<u16>>,
    /// In milliseconds, at the word `after`.
    pub(crate) after: Given<At<u64>>,
    pub(crate) actions: Vec<Action>,
    /// Whether a part of it could not be read.
    pub(crate) broken: bool,
    /// Whether that part may have been another edge.
    pub(crate) hides_another: bool,
}

/// The state that an edge leads to.
enum Target {
    Is,
    /// It is a cause.
    Cause,
    /// It is none; it was probably meant to be this one.
    Misspelt(Option<State>),
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

impl Flow {
    /// Reads the inside of the braces, to its end.
    pub(crate) fn parse(keyword: Span, input: ParseStream, errors: &mut Errors) -> Self {
        let mut flow =
            Self { keyword, rows: Vec::new(), misspelt: Vec::new(), doubted: Vec::new(), lost: false };
        while !input.is_empty() {
            flow.row(input, errors);
        }
        flow
    }

    /// Reads one row and its `;`.
    fn row(&mut self, input: ParseStream, errors: &mut Errors) {
        let begins_with_within = word(input).is_some_and(|word| word == "within");
        let ident = if begins_with_within { None } else { arguments::name(input, errors) };
        let Some(ident) = ident else {
            let message =
                if begins_with_within { messages::within_elsewhere() } else { messages::row_written_so() };
            errors.at(input.span(), message);
            self.lost = true;
            return skip_row(input, errors);
        };
        let name = names::plain(&ident);
        let state = state_named(&name);
        // `Failed; toast("…");`: it belongs to the row before.
        if state.is_none() && input.peek(token::Paren) {
            errors.at(ident.span(), messages::action_after_row(&name));
            while !input.is_empty() && !row_ends(input) {
                take(input);
            }
            return row_end(input, errors);
        }
        if state.is_none() {
            errors.at(ident.span(), messages::unknown_state(&name));
            let meant = state_like(&name);
            self.doubted.extend(meant);
            self.lost |= meant.is_none();
        }
        // The row of a misspelt state is read for the mistakes in it; where it stands nobody knows.
        let at = At { value: state.unwrap_or(State::Idle), span: ident.span() };
        let mut row =
            Row { state: at, within: Given::No, edges: Vec::new(), misspelt: Vec::new(), lost: false };
        if row.head(input, errors) {
            row.body(state, input, errors);
        }
        if state.is_some() {
            self.rows.push(row);
        } else {
            self.misspelt.push(row);
        }
    }
}

impl Row {
    /// Reads up to the `=>`; `false` where the row ends before, which is then lost.
    fn head(&mut self, input: ParseStream, errors: &mut Errors) -> bool {
        if word(input).is_some_and(|word| word == "within") {
            let span = input.span();
            take(input);
            let duration = literal::duration("within", span, input);
            self.within = literal::given(duration, span, errors);
        }
        if !input.peek(Token![=>]) {
            // After a `within` that could not be read, the rest up to the `=>` is part of that mistake.
            if !matches!(self.within, Given::Broken) {
                let next = word(input).map(|word| names::plain(&word));
                let at =
                    if input.is_empty() || input.peek(Token![;]) { self.state.span } else { input.span() };
                errors.at(at, messages::arrow_expected(next.as_deref()));
                // `Enabling | Joining =>`: whose row it is nobody knows.
                self.lost |= next.is_none();
            }
            // `Enabling, Joining =>`: the comma is what has been reported.
            let list = input.peek(Token![,]);
            while !input.is_empty()
                && !input.peek(Token![=>])
                && !input.peek(Token![;])
                && (list || !comma_after_row(input))
            {
                take(input);
            }
        }
        if input.parse::<Token![=>]>().is_err() {
            self.lost = true;
            skip_row(input, errors);
            return false;
        }
        true
    }

    /// Reads the edges and the `;`.
    fn body(&mut self, state: Option<State>, input: ParseStream, errors: &mut Errors) {
        if input.is_empty() || input.peek(Token![;]) || comma_after_row(input) {
            if let Some(state) = state {
                errors.at(self.state.span, messages::row_empty(state));
            }
            self.lost = true;
            take(input);
            return;
        }
        loop {
            let edge = Edge::parse(input, errors);
            self.lost |= edge.as_ref().is_none_or(|(_, edge)| edge.hides_another);
            match edge {
                Some((Target::Is, edge)) => self.edges.push(edge),
                Some((Target::Misspelt(meant), edge)) => self.misspelt.push((meant, edge)),
                Some((Target::Cause, edge)) => {
                    // What stands after it is the edge before it.
                    self.misspelt.push((None, edge));
                    self.edges.iter_mut().for_each(|edge| edge.broken = true);
                }
                None => {}
            }
            let bars = [input.peek(Token![|]), input.peek(Token![||]), no_bar_before_state(input)];
            match bars {
                [false, false, false] => break,
                [true, false, _] => take(input),
                [_, double, _] => {
                    errors.at(input.span(), messages::bar_between_edges());
                    take(input);
                    if double {
                        take(input);
                    }
                }
            }
        }
        row_end(input, errors);
    }
}

/// Takes what a row ends with.
fn row_end(input: ParseStream, errors: &mut Errors) {
    if input.peek(Token![;]) {
        return take(input);
    }
    let comma = comma_after_row(input);
    let message = if comma { messages::comma_after_row() } else { messages::missing_semicolon() };
    errors.at(input.span(), message);
    if comma {
        take(input);
    }
}

fn state_named(name: &str) -> Option<State> {
    State::ALL.into_iter().find(|state| state.name() == name)
}

/// What a misspelt state was probably meant to be.
fn state_like(name: &str) -> Option<State> {
    nearest(name, &State::ALL.map(State::name)).and_then(state_named)
}

/// `Enabling => Joining, Failed` or `Enabling => Joining or Failed`
fn no_bar_before_state(input: ParseStream) -> bool {
    let or = input.cursor().ident().filter(|(word, _)| word == "or").map(|(_, rest)| rest);
    let Some(rest) = after_comma(input).or(or) else { return false };
    !begins_row(rest) && rest.ident().is_some_and(|(word, _)| state_named(&names::plain(&word)).is_some())
}

/// Whether a row begins here: then the row before it has no `;`.
fn row_begins(input: ParseStream) -> bool {
    begins_row(input.cursor())
}

/// Whether the comma of a `match` stands here, in the place of a row's `;`.
fn comma_after_row(input: ParseStream) -> bool {
    after_comma(input).is_some_and(|rest| rest.eof() || begins_row(rest))
}

fn row_ends(input: ParseStream) -> bool {
    input.peek(Token![;]) || row_begins(input) || comma_after_row(input)
}

fn after_comma(input: ParseStream<'_>) -> Option<Cursor<'_>> {
    let next = input.cursor().punct().filter(|(punct, _)| punct.as_char() == ',');
    next.map(|(_, rest)| rest)
}

fn begins_row(cursor: Cursor<'_>) -> bool {
    let Some((_, rest)) = cursor.ident() else { return false };
    let arrow = rest.punct().filter(|(punct, _)| punct.as_char() == '=' && punct.spacing() == Spacing::Joint);
    arrow.and_then(|(_, rest)| rest.punct()).is_some_and(|(punct, _)| punct.as_char() == '>')
        || rest.ident().is_some_and(|(next, _)| next == "within")
}

fn skip_row(input: ParseStream, errors: &mut Errors) {
    while !input.is_empty() && !input.peek(Token![;]) && !comma_after_row(input) {
        take(input);
    }
    if !input.is_empty() {
        row_end(input, errors);
    }
}
