//! Reads a flow, and each of its rows.

use proc_macro2::{Span, TokenStream};

use super::ast::{Edge, Flow, Row};
use super::tokens::{self, Tokens};
use super::{doc_comments, literal, part};
use crate::errors::Errors;
use crate::host::{Rows, State};
use crate::parsed::Parsed;
use crate::{messages, names};

impl Flow {
    /// Reads the inside of the braces.
    pub(crate) fn parse(keyword: Span, tokens: TokenStream, rows: Rows, errors: &mut Errors) -> Self {
        let tokens = tokens::flat(tokens);
        let mut rest = Tokens { rows, ..Tokens::new(&tokens, keyword, "the end of the flow") };
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
    /// Reads one row and adds it to `rows`. `no_end` is the error about its end.
    fn parse(mut tokens: Tokens, no_end: Option<syn::Error>, rows: &mut Vec<Self>, errors: &mut Errors) {
        let before = errors.len();
        let start = tokens;
        let docs = doc_comments::docs(&mut tokens, errors);
        let has_attribute = errors.len() > before;
        let mut row = Self { docs, ..Self::unread(Parsed::Reported(None), tokens.span()) };
        if tokens.is_empty() && start.attributes() > 0 {
            if !has_attribute {
                errors.on(&start.first(start.attributes()), messages::attribute_of_nothing());
            }
            return rows.push(row);
        }
        let is_row = row.state(&mut tokens, no_end.is_none(), errors);
        if is_row {
            row.head(&mut tokens, rows, errors);
            row.body(tokens, no_end, errors);
        } else if row.state.is_absent()
            && let Some(Parsed::Value(edges)) = rows.last_mut().map(|row| &mut row.edges)
            && let Some(last) = edges.last_mut()
        {
            // An action belongs to the row before it, and what that row lacks may follow.
            last.is_reported = true;
        }
        if errors.resume() || has_attribute {
            // It is not checked: another mistake may be a consequence of this one.
            row.state = Parsed::Reported(row.state.meant().copied());
        }
        rows.push(row);
    }

    /// Reads the state. Returns `false` if this is not a row.
    fn state(&mut self, tokens: &mut Tokens, has_end: bool, errors: &mut Errors) -> bool {
        let start = *tokens;
        let name = tokens.word().map(names::plain).unwrap_or_default();
        let message = match () {
            () if tokens.limit().is_some() => messages::limit_elsewhere(&name),
            // `Failed; toast("…");`
            () if tokens.is_action()
                || (!name.is_empty() && !tokens.is_state() && tokens.skip(1).parentheses().is_some()) =>
            {
                self.state = Parsed::Absent;
                messages::action_after_row(&name)
            }
            () if !name.is_empty() => {
                let Some(name) = tokens.name(errors) else { return false };
                (self.state, self.span) = (tokens::state(name), name.span());
                if self.state.value().is_none() {
                    errors.at(self.span, messages::unknown_state(&names::plain(name), None, tokens.rows));
                }
                return true;
            }
            () if tokens.is_empty() && has_end => messages::unexpected_semicolon(),
            () => messages::row_expected(&tokens.found(), tokens.rows),
        };
        start.error(errors, message);
        false
    }

    /// Reads up to and including the `=>`, or to the first state without one.
    fn head(&mut self, tokens: &mut Tokens, rows: &mut Vec<Self>, errors: &mut Errors) {
        // A row that is half a name, or no row at all, has one error: the unknown name.
        let mut reported =
            self.state.meant().is_none() || (self.state.value().is_none() && tokens.is_empty());
        let mut twice = None;
        loop {
            if tokens.is(',') && tokens.skip(1).limit().is_some() {
                tokens.error(errors, messages::comma_before_limit());
                tokens.take();
            }
            let Some(keyword) = tokens.limit() else { break };
            let limit = if keyword == "ring" { &mut self.ring } else { &mut self.within };
            if !limit.is_absent() {
                twice = Some(keyword.to_string());
                break;
            }
            tokens.take();
            *limit = part::value(literal::duration, keyword, None, tokens, errors);
            reported |= limit.value().is_none();
        }
        let head = *tokens;
        tokens.skip_to(Tokens::is_arrow);
        let has_arrow = !tokens.is_empty();
        if reported && !head.is_arrow() {
            errors.doubt();
        } else if !head.is_arrow() {
            let second = head.skip(head.separator().max(usize::from(head.is('|'))));
            let message = if let Some(keyword) = twice {
                messages::duplicate(&keyword)
            } else if has_arrow && second.is_state() {
                messages::second_state_of_row(&head.found())
            } else {
                let word = head.word().map(names::plain);
                messages::arrow_expected(
                    &head.found(),
                    word.as_deref(),
                    self.state.meant().copied(),
                    tokens.rows,
                )
            };
            head.error(errors, message);
        }
        if has_arrow {
            rows.extend(
                head.states_before_arrow().map(|state| Self::unread(Parsed::Value(state), self.span)),
            );
            tokens.take();
            tokens.take();
        } else {
            // The tokens before the `=>` are part of that mistake.
            *tokens = head;
            tokens.skip_to(Tokens::is_state);
        }
    }

    /// Reads the edges.
    fn body(&mut self, tokens: Tokens, no_end: Option<syn::Error>, errors: &mut Errors) {
        let from: Option<State> = self.state.meant().copied();
        if tokens.is_empty() {
            return tokens.error(errors, messages::state_expected(&tokens.found(), from, tokens.rows));
        }
        let edges = Edge::parse_all(tokens, from, errors);
        if let Some(error) = no_end {
            // The row is being typed. An error in its last edge is also the error about the missing end.
            if !edges.last().is_some_and(|edge| edge.is_reported) {
                errors.add(error);
            }
            errors.doubt();
        }
        self.edges = Parsed::Value(edges);
    }
}
