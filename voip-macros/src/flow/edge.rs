//! Reads one edge of a row.

use syn::Lit;

use super::ast::Edge;
use super::part::{self, part};
use super::tokens::{self, Tokens};
use super::{action, doc_comments, literal};
use crate::errors::Errors;
use crate::host::{Cause, State};
use crate::parsed::Parsed;
use crate::{messages, names};

impl Edge {
    /// Reads the edges of the row of `from`, up to the end.
    pub(super) fn parse_all(mut tokens: Tokens, from: Option<State>, errors: &mut Errors) -> Vec<Self> {
        let (mut edges, mut another) = (Vec::new(), true);
        while another {
            let edge;
            (edge, another) = tokens.cut_edge(errors);
            Self::parse(edge, from, &mut edges, errors);
        }
        edges
    }

    /// Reads one edge and adds it to `edges`.
    fn parse(mut tokens: Tokens, from: Option<State>, edges: &mut Vec<Self>, errors: &mut Errors) {
        let before = errors.len();
        let docs = doc_comments::docs(&mut tokens, errors);
        let has_attribute = errors.len() > before;
        if let Some(group) = tokens.delimited(errors) {
            let inside = tokens::flat(group.stream());
            let inside = Tokens {
                rows: tokens.rows,
                ..Tokens::new(&inside, group.span_close(), "the end of the edges")
            };
            return edges.extend(Self::parse_all(inside, from, errors));
        }
        let mut edge = Self::new(Parsed::Reported(None), tokens.span());
        edge.docs = docs;
        let is_read =
            edge.state(&mut tokens, from, edges.last(), errors) && edge.parts(&mut tokens, from, errors);
        if !is_read {
            errors.doubt();
            edge.rest(tokens, errors);
        }
        if has_attribute {
            edge.to = Parsed::Reported(edge.to.meant().copied());
        }
        edge.is_reported = errors.len() > before;
        edges.push(edge);
    }

    /// Reads the state. Returns `false` if what follows cannot be read.
    fn state(
        &mut self,
        tokens: &mut Tokens,
        from: Option<State>,
        previous: Option<&Self>,
        errors: &mut Errors,
    ) -> bool {
        let start = *tokens;
        let message = match tokens.word().map(names::plain).as_deref() {
            Some(limit) if tokens.limit().is_some() => messages::limit_elsewhere(limit),
            Some(keyword) if tokens.keyword().is_some() => messages::state_first(keyword, from),
            Some(action) if tokens.is_action() && tokens.skip(1).parentheses().is_some() => {
                messages::action_for_state(action)
            }
            Some(cause) if Cause::of_name(cause).is_some() => {
                let after_causes = previous.is_some_and(|edge| edge.on.value().is_some());
                messages::cause_for_state(cause, after_causes, from)
            }
            Some(_) => {
                let Some(name) = tokens.name(errors) else { return false };
                (self.to, self.span) = (tokens::state(name), name.span());
                if self.to.value().is_some() {
                    return true;
                }
                errors.at(self.span, messages::unknown_state(&names::plain(name), from, tokens.rows));
                return tokens.is_empty() || tokens.is(':') || tokens.keyword().is_some();
            }
            None => match start.clone().literal() {
                Some(Lit::Str(text)) if State::ALL.iter().any(|state| state.name() == text.value()) => {
                    messages::quoted_state(&text.value())
                }
                _ => messages::state_expected(&tokens.found(), from, tokens.rows),
            },
        };
        start.error(errors, message);
        false
    }

    /// Reads the parts after the state. Returns `false` if what follows cannot be read.
    fn parts(&mut self, tokens: &mut Tokens, from: Option<State>, errors: &mut Errors) -> bool {
        while !tokens.is_empty() {
            if tokens.is(':') {
                tokens.take();
                return action::list(&mut self.actions, tokens, errors);
            }
            if tokens.is(';') {
                tokens.error(errors, messages::unexpected_semicolon());
                tokens.take();
                continue;
            }
            let Some(word) = tokens.word() else {
                let found = tokens.found();
                let sign = tokens.skip(tokens.separator());
                let message = match sign.word().filter(|_| sign.is_action()) {
                    Some(action) => messages::colon_before_actions(&found, &action.to_string()),
                    None if tokens.is(',') => messages::comma_in_edge(),
                    None => messages::part_expected(&found, None),
                };
                tokens.error(errors, message);
                return false;
            };
            let can_continue = match word.to_string().as_str() {
                "on" => part(&mut self.on, part::causes, word, from, tokens, errors),
                "via" => part(&mut self.via, part::via, word, from, tokens, errors),
                "retry" => part(&mut self.retry, literal::count, word, from, tokens, errors),
                "after" => part(&mut self.after, literal::duration, word, from, tokens, errors),
                unknown => {
                    let found = tokens.found();
                    let message = match unknown {
                        limit if tokens.limit().is_some() => messages::limit_elsewhere(limit),
                        action if tokens.is_action() => messages::colon_before_actions(&found, action),
                        _ => messages::part_expected(&found, Some(unknown)),
                    };
                    tokens.error(errors, message);
                    false
                }
            };
            if !can_continue {
                return false;
            }
        }
        true
    }

    /// Skips the rest, except actions: their functions are used.
    fn rest(&mut self, mut tokens: Tokens, errors: &mut Errors) {
        tokens.skip_to(Tokens::is_actions);
        if tokens.take().is_some() {
            action::list(&mut self.actions, &mut tokens, errors);
        }
    }
}
