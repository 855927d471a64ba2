//! Reads one edge of a row.

use proc_macro2::Ident;
use quote::ToTokens;

use super::tokens::{self, Tokens};
use super::written::{Edge, Named, On, Via};
use super::{action, literal};
use crate::errors::Errors;
use crate::host::{Cause, RECOVERIES};
use crate::parsed::{At, Parsed};
use crate::{messages, names};

impl Edge {
    /// Reads one edge of a row and adds it to `edges`.
    pub(super) fn parse(mut tokens: Tokens, edges: &mut Vec<Self>, errors: &mut Errors) {
        let span = tokens.span();
        let Some(name) = tokens.name(errors) else {
            errors.at(span, messages::state_expected());
            return edges.push(Self::unread(span));
        };
        let (plain, span) = (names::plain(name), name.span());
        let mut edge = Self::new(tokens::state(name), span);
        if edge.to.value().is_none() && Cause::of_name(&plain).is_some() {
            // The parts after it belong to the edge before it.
            errors.at(span, messages::cause_after_bar(&plain));
            edges.iter_mut().for_each(Self::doubt);
            edge.to = Parsed::Reported(None);
        } else if edge.to.value().is_none() {
            errors.at(span, messages::unknown_state(&plain));
        }
        let whole = edge.parts(&mut tokens, errors);
        let another = !whole && edge.rest(tokens, errors);
        edges.push(edge);
        if another {
            edges.push(Self::unread(span));
        }
    }

    /// Reads the parts after the state. Returns `false` at one that it cannot read past, reported.
    fn parts(&mut self, tokens: &mut Tokens, errors: &mut Errors) -> bool {
        while !tokens.is_empty() {
            if tokens.is(':') {
                tokens.take();
                return action::list(&mut self.actions, tokens, errors);
            }
            let Some(word) = tokens.word() else {
                let comma = tokens.is(',');
                let message =
                    if comma { messages::comma_in_edge() } else { messages::unexpected_in_edge(None) };
                errors.at(tokens.span(), message);
                return false;
            };
            let goes_on = match word.to_string().as_str() {
                "on" => part(&mut self.on, causes, word, tokens, errors),
                "via" => part(&mut self.via, recovery, word, tokens, errors),
                "retry" => part(&mut self.retry, literal::count, word, tokens, errors),
                "after" => part(&mut self.after, literal::duration, word, tokens, errors),
                unknown => {
                    errors.at(word.span(), self.no_keyword(unknown));
                    false
                }
            };
            if !goes_on {
                return false;
            }
        }
        true
    }

    /// Skips the rest after a part that could not be read, except actions. Returns whether another edge
    /// may be among what was skipped.
    fn rest(&mut self, mut tokens: Tokens, errors: &mut Errors) -> bool {
        self.doubt();
        let mut another = false;
        while !tokens.is_empty() {
            another |= tokens.is_state();
            let actions = tokens.is_actions() && self.actions.is_empty();
            tokens.take();
            if actions {
                action::list(&mut self.actions, &mut tokens, errors);
            }
        }
        another
    }

    fn no_keyword(&self, name: &str) -> String {
        if self.on.value().is_some() && Cause::of_name(name).is_some() {
            return messages::comma_between_causes(name);
        }
        match name {
            "within" => messages::within_elsewhere(),
            "toast" | "run" => messages::colon_before_actions(name),
            _ => messages::unexpected_in_edge(Some(name)),
        }
    }
}

/// Reads one part after its keyword. Returns whether reading can go on: it can if the part is correct,
/// or if another part follows.
fn part<T>(
    place: &mut Parsed<T>,
    read: fn(&Ident, &mut Tokens, &mut Errors) -> Parsed<T>,
    keyword: &Ident,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> bool {
    if place.value().is_some() {
        errors.at(keyword.span(), messages::duplicate(&keyword.to_string()));
        return false;
    }
    tokens.take();
    let before = errors.len();
    *place = read(keyword, tokens, errors);
    errors.len() == before || tokens.is_actions() || tokens.keyword().is_some()
}

/// Reads the list after `on`.
fn causes(keyword: &Ident, tokens: &mut Tokens, errors: &mut Errors) -> Parsed<On> {
    let mut causes = Vec::new();
    loop {
        match cause(tokens, errors) {
            Parsed::Value(cause) => causes.push(cause),
            Parsed::Reported(_) => {}
            Parsed::Absent => {
                errors.at(tokens.missing(keyword), messages::cause_expected());
                return Parsed::Reported(None);
            }
        }
        if !tokens.is(',') {
            break;
        }
        tokens.take();
    }
    if causes.is_empty() {
        Parsed::Reported(None)
    } else {
        Parsed::Value(On { keyword: keyword.span(), causes })
    }
}

fn cause(tokens: &mut Tokens, errors: &mut Errors) -> Parsed<Named> {
    let code = literal::code(tokens, errors);
    if !code.is_absent() || tokens.keyword().is_some() {
        return code;
    }
    let Some(name) = tokens.name(errors) else { return Parsed::Absent };
    let (plain, span) = (names::plain(name), name.span());
    let message = match (plain.as_str(), Cause::of_name(&plain)) {
        ("App", _) => messages::app_cause(),
        (_, Some(value)) => {
            return Parsed::Value(Named { cause: At { value, span }, tokens: name.to_token_stream() });
        }
        ("Other", None) => messages::other_cause(),
        (_, None) => messages::unknown_cause(&plain),
    };
    errors.at(span, message);
    // `Other(5)`, as the runtime writes it.
    tokens.parentheses();
    Parsed::Reported(None)
}

/// Reads what stands after `via`.
fn recovery(keyword: &Ident, tokens: &mut Tokens, errors: &mut Errors) -> Parsed<Via> {
    let Some(word) = tokens.word().filter(|_| tokens.keyword().is_none()) else {
        errors.at(tokens.missing(keyword), messages::recovery_expected());
        return Parsed::Reported(None);
    };
    tokens.take();
    let name = names::plain(word);
    let Some(value) = RECOVERIES.iter().find(|recovery| recovery.name == name) else {
        errors.at(word.span(), messages::unknown_recovery(&name));
        return Parsed::Reported(None);
    };
    Parsed::Value(Via { keyword: keyword.span(), recovery: At { value, span: word.span() } })
}
