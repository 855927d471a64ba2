//! Reads a flow, and each of its rows.

use proc_macro2::{Span, TokenStream};

use super::literal;
use super::tokens::{self, Tokens};
use super::written::{Edge, Flow, Row};
use crate::errors::Errors;
use crate::parsed::Parsed;
use crate::{messages, names};

impl Flow {
    /// Reads the inside of the braces.
    pub(crate) fn parse(keyword: Span, tokens: TokenStream, errors: &mut Errors) -> Self {
        let tokens = tokens::flat(tokens);
        let mut rest = Tokens::new(&tokens, keyword);
        let after_semicolon = rest.states_after_semicolons();
        let mut rows = Vec::new();
        while !rest.is_empty() {
            let (row, no_end) = rest.cut_row(&after_semicolon);
            rows.extend(Row::parse(row, no_end, errors));
        }
        Self { keyword, rows }
    }
}

impl Row {
    /// Reads one row. `no_end` is the error about a missing `;`. Returns `None` for an action that belongs
    /// to the previous row.
    fn parse(mut tokens: Tokens, no_end: Option<syn::Error>, errors: &mut Errors) -> Option<Self> {
        let mut row = Self {
            state: Parsed::Reported(None),
            span: tokens.span(),
            within: Parsed::Absent,
            edges: Parsed::Reported(None),
        };
        if tokens.is_word("within") {
            errors.at(row.span, messages::within_elsewhere());
            return Some(row);
        }
        let Some(name) = tokens.name(errors) else {
            errors.at(row.span, messages::row_written_so());
            return Some(row);
        };
        row.span = name.span();
        row.state = tokens::state(name);
        if row.state.value().is_none() {
            let name = names::plain(name);
            // `Failed; toast("…");`
            if tokens.parentheses().is_some() {
                errors.at(row.span, messages::action_after_row(&name));
                return None;
            }
            errors.at(row.span, messages::unknown_state(&name));
        }
        if row.head(&mut tokens, errors) {
            row.body(tokens, no_end, errors);
        } else if let (Some(error), false) = (no_end, tokens.is_empty()) {
            errors.add(error);
        }
        Some(row)
    }

    /// Reads up to and including the `=>`. Without one, skips to the first state and returns `false`.
    fn head(&mut self, tokens: &mut Tokens, errors: &mut Errors) -> bool {
        // A row that is half a name has one error: the unknown name.
        let mut reported = self.state.value().is_none() && tokens.is_empty();
        if let Some(within) = tokens.word().filter(|word| *word == "within") {
            tokens.take();
            self.within = literal::duration(within, tokens, errors);
            reported |= self.within.value().is_none();
        }
        if !reported && !tokens.is_arrow() {
            let word = tokens.word().map(names::plain);
            errors.at(tokens.span(), messages::arrow_expected(word.as_deref()));
        }
        // The tokens before the `=>` are part of that mistake.
        let head = *tokens;
        tokens.skip_to(Tokens::is_arrow);
        if tokens.take().and(tokens.take()).is_some() {
            return true;
        }
        *tokens = head;
        tokens.skip_to(Tokens::is_state);
        false
    }

    /// Reads the edges.
    fn body(&mut self, mut tokens: Tokens, no_end: Option<syn::Error>, errors: &mut Errors) {
        let state = self.state.value().copied();
        if tokens.is_empty() {
            match (state, no_end) {
                (Some(state), None) => errors.at(self.span, messages::row_empty(state)),
                (Some(_), Some(_)) => errors.at(tokens.span(), messages::state_expected_after("=>", state)),
                (None, _) => {}
            }
            return;
        }
        let mut edges = Vec::new();
        let mut another = true;
        while another {
            let edge;
            (edge, another) = tokens.cut_edge(errors);
            let before = errors.len();
            if edge.is_empty() && !another && no_end.is_some() {
                errors.at(edge.span(), messages::state_expected_after("|", state));
                edges.push(Edge::unread(edge.span()));
            } else {
                Edge::parse(edge, &mut edges, errors);
            }
            if let (Some(error), false) = (&no_end, another) {
                // The row is being typed: this edge may be incomplete, and more edges may follow.
                edges.last_mut().into_iter().for_each(Edge::doubt);
                edges.push(Edge::unread(error.span()));
                // An error in this edge is also the error about the missing end.
                if errors.len() == before {
                    errors.add(error.clone());
                }
            }
        }
        self.edges = Parsed::Value(edges);
    }
}
