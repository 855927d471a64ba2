//! Reads one edge of a row.

use proc_macro2::Ident;
use quote::ToTokens;

use super::ast::{Edge, Named, Part};
use super::tokens::{self, Tokens};
use super::{action, attribute, literal};
use crate::errors::Errors;
use crate::host::{Cause, State, VIAS, Via};
use crate::parsed::{At, Parsed};
use crate::{messages, names};

impl Edge {
    /// Reads one edge of the row of `from` and adds it to `edges`.
    pub(super) fn parse(mut tokens: Tokens, from: Option<State>, edges: &mut Vec<Self>, errors: &mut Errors) {
        let before = errors.len();
        let docs = attribute::docs(&mut tokens, errors);
        let has_attribute = errors.len() > before;
        if let Some(group) = tokens.delimited(errors) {
            let inside = tokens::flat(group.stream());
            let inside = Tokens::new(&inside, group.span_close(), "the end of the edges");
            edges.extend(Self::in_delimiters(inside, from));
            // Another edge may be among what is skipped.
            edges.push(Self::unread(group.span_open()));
            return;
        }
        let mut edge = Self::unread(tokens.span());
        let is_read = edge.state(&mut tokens, from, edges, errors) && edge.parts(&mut tokens, from, errors);
        edge.docs = docs;
        edge.is_reported = errors.len() > before;
        let another = !is_read && edge.rest(tokens, errors);
        if has_attribute {
            edge.to = Parsed::Reported(edge.to.meant().copied());
        }
        let span = edge.span;
        edges.push(edge);
        if another {
            edges.push(Self::unread(span));
        }
    }

    /// Reads edges in delimiters, which have been reported. Other mistakes are not.
    fn in_delimiters(mut tokens: Tokens, from: Option<State>) -> Vec<Self> {
        let mut ignored = Errors::new();
        let (mut edges, mut another) = (Vec::new(), true);
        while another {
            let edge;
            (edge, another) = tokens.cut_edge(&mut ignored);
            Self::parse(edge, from, &mut edges, &mut ignored);
        }
        ignored.finish();
        for edge in &mut edges {
            edge.to = Parsed::Reported(edge.to.meant().copied());
        }
        edges
    }

    /// Reads the state. Returns `false` if there is none, or if a part of the edge cannot follow; that
    /// has been reported.
    fn state(
        &mut self,
        tokens: &mut Tokens,
        from: Option<State>,
        edges: &mut [Self],
        errors: &mut Errors,
    ) -> bool {
        let start = *tokens;
        let message = match tokens.word().map(names::plain).as_deref() {
            Some("within") => messages::within_elsewhere(),
            Some(keyword) if tokens.keyword().is_some() => messages::state_first(keyword, from),
            Some(action) if tokens.is_action() && tokens.skip(1).parentheses().is_some() => {
                messages::action_for_state(action)
            }
            Some(_) => String::new(),
            None => messages::state_expected(&tokens.found(), from),
        };
        if !message.is_empty() {
            start.error(errors, message);
            return false;
        }
        let Some(name) = tokens.name(errors) else { return false };
        let plain = names::plain(name);
        (self.to, self.span) = (tokens::state(name), name.span());
        if self.to.value().is_some() {
            return true;
        }
        if Cause::of_name(&plain).is_some() {
            let after_causes = edges.last().is_some_and(|edge| edge.on.value().is_some());
            errors.at(self.span, messages::cause_for_state(&plain, after_causes));
            // The parts after it belong to the edge before it.
            edges.iter_mut().for_each(Self::doubt);
            self.to = Parsed::Reported(None);
        } else {
            errors.at(self.span, messages::unknown_state(&plain, from));
        }
        tokens.is_empty() || tokens.is(':') || tokens.keyword().is_some()
    }

    /// Reads the parts after the state. Returns `false` at one that it cannot read past, reported.
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
            let goes_on = match word.to_string().as_str() {
                "on" => part(&mut self.on, causes, word, from, tokens, errors),
                "via" => part(&mut self.via, via, word, from, tokens, errors),
                "retry" => part(&mut self.retry, literal::count, word, from, tokens, errors),
                "after" => part(&mut self.after, literal::duration, word, from, tokens, errors),
                unknown => {
                    let found = tokens.found();
                    let message = match unknown {
                        "within" => messages::within_elsewhere(),
                        "toast" | "run" => messages::colon_before_actions(&found, unknown),
                        _ => messages::part_expected(&found, Some(unknown)),
                    };
                    errors.at(word.span(), message);
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
}

/// Reads a value: the keyword before it, the state of its row, the tokens.
type Read<T> = fn(&Ident, Option<State>, &mut Tokens, &mut Errors) -> Parsed<T>;

/// Reads one part after its keyword. Returns whether reading can go on: it can if the part is correct,
/// or if another part follows.
fn part<T>(
    place: &mut Parsed<T>,
    read: Read<T>,
    keyword: &Ident,
    from: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> bool {
    if place.value().is_some() {
        errors.at(keyword.span(), messages::duplicate_part(&keyword.to_string()));
        return false;
    }
    tokens.take();
    let before = errors.len();
    *place = value(read, keyword, from, tokens, errors);
    errors.len() == before || tokens.is_actions() || tokens.keyword().is_some()
}

/// Reads the value after a keyword. A sign before it, or delimiters around it, are one mistake.
pub(super) fn value<T>(
    read: Read<T>,
    keyword: &Ident,
    from: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> Parsed<T> {
    if tokens.delimited(errors).is_some() {
        return Parsed::Reported(None);
    }
    let sign = ['=', ':'].into_iter().find(|sign| tokens.is(*sign) && !tokens.skip(1).is_empty());
    let Some(sign) = sign.filter(|_| !tokens.is_arrow() && !tokens.is_actions()) else {
        return read(keyword, from, tokens, errors);
    };
    tokens.error(errors, messages::sign_before_value(sign, &keyword.to_string()));
    tokens.take();
    let mut ignored = Errors::new();
    let value = read(keyword, from, tokens, &mut ignored);
    ignored.finish();
    value
}

/// Reads the list after `on`.
fn causes(
    keyword: &Ident,
    from: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> Parsed<Part<Vec<Named>>> {
    let before = errors.len();
    let mut causes = Vec::new();
    loop {
        match cause(from, tokens, errors) {
            Parsed::Value(cause) => causes.push(cause),
            Parsed::Reported(_) => {}
            Parsed::Absent => {
                tokens.error(errors, messages::cause_expected(&tokens.found()));
                return Parsed::Reported(None);
            }
        }
        // `System or Internal`, or `System Internal`
        let between = tokens.separator();
        if tokens.is(',') {
            tokens.take();
        } else if errors.len() == before && tokens.skip(between).is_cause() {
            tokens.error(errors, messages::comma_between_causes(&tokens.found()));
            *tokens = tokens.skip(between);
        } else {
            break;
        }
    }
    if causes.is_empty() {
        Parsed::Reported(None)
    } else {
        Parsed::Value(Part { keyword: keyword.span(), value: causes })
    }
}

fn cause(from: Option<State>, tokens: &mut Tokens, errors: &mut Errors) -> Parsed<Named> {
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
        (_, None) => messages::unknown_cause(&plain, from),
    };
    errors.at(span, message);
    // `Other(5)`, as the runtime writes it.
    tokens.parentheses();
    Parsed::Reported(None)
}

/// Reads the name after `via`.
fn via(
    keyword: &Ident,
    _: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> Parsed<Part<At<&'static Via>>> {
    let word = tokens.word().filter(|_| tokens.keyword().is_none());
    let name = word.map(names::plain);
    let known = VIAS.iter().find(|via| Some(via.name) == name.as_deref());
    if known.is_none() {
        tokens.error(errors, messages::via_expected(&tokens.found(), name.as_deref()));
    }
    if word.is_some() {
        tokens.take();
    }
    match known.zip(word) {
        Some((value, word)) => {
            Parsed::Value(Part { keyword: keyword.span(), value: At { value, span: word.span() } })
        }
        None => Parsed::Reported(None),
    }
}
