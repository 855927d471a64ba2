//! Reads a flow, and each of its rows.

use proc_macro2::{Span, TokenStream};

use super::ast::{Edge, Flow, Row};
use super::tokens::{self, Tokens};
use super::{attribute, edge, literal};
use crate::errors::Errors;
use crate::host::State;
use crate::parsed::Parsed;
use crate::{messages, names};

impl Flow {
    /// Reads the inside of the braces.
    pub(crate) fn parse(keyword: Span, tokens: TokenStream, errors: &mut Errors) -> Self {
        let tokens = tokens::flat(tokens);
        let mut rest = Tokens::new(&tokens, keyword, "the end of the flow");
        let after_semicolon = rest.states_after_semicolons();
        let mut rows = Vec::new();
        while !rest.is_empty() {
            let (row, no_end) = rest.cut_row(&after_semicolon);
            Row::parse(row, no_end, &mut rows, errors);
        }
        Self { keyword, rows }
    }
}

impl Row {
    /// Reads one row and adds it to `rows`. `no_end` is the error about a missing `;`.
    fn parse(mut tokens: Tokens, no_end: Option<syn::Error>, rows: &mut Vec<Self>, errors: &mut Errors) {
        let before = errors.len();
        let docs = attribute::docs(&mut tokens, errors);
        let has_attribute = errors.len() > before;
        let mut row = Self { docs, ..Self::unread(Parsed::Reported(None), tokens.span()) };
        if tokens.is_word("within") {
            errors.at(row.span, messages::within_elsewhere());
            return rows.push(row);
        }
        let start = tokens;
        let Some(name) = tokens.name(errors) else {
            let only_semicolon = tokens.is_empty() && row.docs.is_empty() && no_end.is_none();
            // Doc comments without a row are the last tokens of a flow.
            let at_end = tokens.is_empty() && no_end.is_some();
            let message = match () {
                () if only_semicolon => messages::unexpected_semicolon(),
                () if at_end => messages::row_expected("the end of the flow"),
                () => messages::row_expected(&start.found()),
            };
            start.error(errors, message);
            return rows.push(row);
        };
        row.span = name.span();
        row.state = tokens::state(name);
        if row.state.value().is_none() {
            let name = names::plain(name);
            // `Failed; toast("…");`
            if tokens.parentheses().is_some() {
                return errors.at(row.span, messages::action_after_row(&name));
            }
            errors.at(row.span, messages::unknown_state(&name, None));
        }
        let others = rows.len();
        if row.head(&mut tokens, rows, errors) {
            row.body(tokens, no_end, errors);
        } else if let (Some(error), false) = (no_end, tokens.is_empty()) {
            errors.add(error);
        }
        if has_attribute || rows.len() > others {
            // A row of the same state may be meant for another `cfg`; the edges, for another state.
            row.state = Parsed::Reported(row.state.meant().copied());
        }
        rows.push(row);
    }

    /// Reads up to and including the `=>`. Without one, skips to the first state and returns `false`.
    fn head(&mut self, tokens: &mut Tokens, rows: &mut Vec<Self>, errors: &mut Errors) -> bool {
        // A row that is half a name has one error: the unknown name.
        let mut reported = self.state.value().is_none() && tokens.is_empty();
        if let Some(within) = tokens.word().filter(|word| *word == "within") {
            tokens.take();
            self.within = edge::value(literal::duration, within, None, tokens, errors);
            reported |= self.within.value().is_none();
        }
        let head = *tokens;
        tokens.skip_to(Tokens::is_arrow);
        let has_arrow = !tokens.is_empty();
        if !reported && !head.is_arrow() {
            let second = head.skip(head.separator().max(usize::from(head.is('|'))));
            let message = if has_arrow && second.is_state() {
                messages::second_state_of_row(&head.found())
            } else {
                let word = head.word().map(names::plain);
                messages::arrow_expected(&head.found(), word.as_deref(), self.state.meant().copied())
            };
            head.error(errors, message);
        }
        if has_arrow {
            rows.extend(
                head.states_before_arrow().map(|state| Self::unread(Parsed::Value(state), self.span)),
            );
            tokens.take();
            tokens.take();
            return true;
        }
        // The tokens before the `=>` are part of that mistake.
        *tokens = head;
        tokens.skip_to(Tokens::is_state);
        false
    }

    /// Reads the edges.
    fn body(&mut self, mut tokens: Tokens, no_end: Option<syn::Error>, errors: &mut Errors) {
        let from: Option<State> = self.state.meant().copied();
        if tokens.is_empty() {
            if self.state.value().is_some() {
                tokens.error(errors, messages::state_expected(&tokens.found(), from));
            }
            return;
        }
        let mut edges = Vec::new();
        let mut another = true;
        while another {
            let edge;
            (edge, another) = tokens.cut_edge(errors);
            let before = errors.len();
            Edge::parse(edge, from, &mut edges, errors);
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
