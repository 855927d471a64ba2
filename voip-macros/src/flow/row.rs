//! Reads a flow, and each of its rows.

use proc_macro2::{Span, TokenStream, TokenTree};

use super::literal;
use super::tokens::{self, End, Tokens};
use super::written::{Edge, Flow, Row};
use crate::errors::Errors;
use crate::parsed::Parsed;
use crate::{messages, names};

impl Flow {
    /// Reads the inside of the braces.
    pub(crate) fn parse(keyword: Span, tokens: TokenStream, errors: &mut Errors) -> Self {
        let tokens = tokens::flat(tokens);
        let mut rest = Tokens::new(&tokens, keyword);
        let mut rows = Vec::new();
        while !rest.is_empty() {
            let (row, end) = rest.cut_row();
            rows.extend(Row::parse(row, &end, errors));
        }
        Self { keyword, rows }
    }
}

impl Row {
    /// Reads one row; `None` for what belongs to the row before it.
    fn parse(mut tokens: Tokens, end: &End, errors: &mut Errors) -> Option<Self> {
        let mut row = Self {
            state: Parsed::Reported(None),
            span: tokens.span(),
            within: Parsed::Absent,
            edges: Parsed::Reported(None),
        };
        if tokens.word().is_some_and(|word| word == "within") {
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
        let state_alone = tokens.is_empty();
        if row.head(&mut tokens, errors) {
            row.body(tokens, end, errors);
        } else if let (End::Comma(comma), false) = (end, state_alone) {
            errors.at(*comma, messages::comma_after_row());
        }
        Some(row)
    }

    /// Reads up to and with the `=>`; `false` where there is none.
    fn head(&mut self, tokens: &mut Tokens, errors: &mut Errors) -> bool {
        if let Some(within) = tokens.word().filter(|word| *word == "within") {
            tokens.take();
            self.within = literal::duration(within, tokens, errors);
        }
        // After a `within` that could not be read, the rest up to the `=>` is part of that mistake; and
        // nothing is missing after half a name.
        let reported =
            matches!(self.within, Parsed::Reported(_)) || (self.state.value().is_none() && tokens.is_empty());
        if !reported && !tokens.is_arrow() {
            let at = if tokens.is_empty() { self.span } else { tokens.span() };
            let word = tokens.word().map(names::plain);
            errors.at(at, messages::arrow_expected(word.as_deref()));
        }
        while !tokens.is_empty() && !tokens.is_arrow() {
            tokens.take();
        }
        tokens.take().is_some() && tokens.take().is_some()
    }

    /// Reads the edges.
    fn body(&mut self, mut tokens: Tokens, end: &End, errors: &mut Errors) {
        if tokens.is_empty() {
            match (end, self.state.value()) {
                (End::Missing(arrow), _) => errors.at(*arrow, messages::state_expected_after("=>")),
                (_, Some(state)) => errors.at(self.span, messages::row_empty(*state)),
                (_, None) => {}
            }
            return;
        }
        let mut edges = Vec::new();
        let before_last = loop {
            let before = errors.len();
            let (edge, between) = tokens.cut_edge();
            match (end, between) {
                (End::Missing(bar), []) if edge.is_empty() => {
                    errors.at(*bar, messages::state_expected_after("|"));
                    edges.push(Edge::unread(*bar));
                }
                _ => Edge::parse(edge, &mut edges, errors),
            }
            match between {
                [] => break before,
                [TokenTree::Punct(bar)] if bar.as_char() == '|' => {}
                [wrong, ..] => errors.at(wrong.span(), messages::bar_between_edges()),
            }
        };
        if let End::Comma(last) | End::Missing(last) = *end {
            // A row that is being typed: its last edge may go on, and another may follow. What is wrong
            // in that edge is the only error about its end.
            edges.last_mut().into_iter().for_each(Edge::doubt);
            edges.push(Edge::unread(last));
            if errors.len() == before_last {
                match end {
                    End::Comma(comma) => errors.at(*comma, messages::comma_after_row()),
                    _ => errors.after(last, messages::missing_semicolon()),
                }
            }
        }
        self.edges = Parsed::Value(edges);
    }
}
