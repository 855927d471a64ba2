//! Reads the parts of an edge after its state: a keyword and its value.

use proc_macro2::Ident;
use quote::ToTokens;

use super::ast::{Named, Part};
use super::literal;
use super::tokens::Tokens;
use crate::errors::Errors;
use crate::host::{Cause, State, VIAS, Via};
use crate::parsed::{At, Parsed};
use crate::{messages, names};

/// Reads a value, given the keyword before it and the state of its row.
type Read<T> = fn(&Ident, Option<State>, &mut Tokens, &mut Errors) -> Parsed<T>;

/// Reads one part after its keyword. Returns whether reading can continue: it can if the part is correct,
/// or if another part follows.
pub(super) fn part<T>(
    place: &mut Parsed<T>,
    read: Read<T>,
    keyword: &Ident,
    from: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> bool {
    if place.value().is_some() {
        tokens.error(errors, messages::duplicate(&keyword.to_string()));
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
    if let Some(sign) = sign.filter(|_| !tokens.is_arrow() && !tokens.is_actions()) {
        tokens.error(errors, messages::sign_before_value(sign, &keyword.to_string()));
        tokens.take();
    }
    read(keyword, from, tokens, errors)
}

/// Reads the list after `on`.
pub(super) fn causes(
    keyword: &Ident,
    from: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> Parsed<Part<Vec<Named>>> {
    let mut causes = Vec::new();
    loop {
        match cause(from, tokens, errors) {
            Parsed::Value(cause) => causes.push(cause),
            Parsed::Reported(_) => {
                let is_end =
                    tokens.is_empty() || tokens.is(',') || tokens.is(':') || tokens.keyword().is_some();
                // `not System`: what follows a wrong name may belong to it.
                if !is_end {
                    errors.doubt();
                }
            }
            Parsed::Absent => {
                tokens.error(errors, messages::cause_expected(from, &tokens.found()));
                return Parsed::Reported(None);
            }
        }
        // `System or Internal`, or `System Internal`
        let between = tokens.separator();
        if tokens.is(',') && tokens.skip(1).keyword().is_some() {
            // `on System, retry 1`
            tokens.error(errors, messages::comma_in_edge());
            tokens.take();
            break;
        }
        if tokens.is(',') {
            tokens.take();
        } else if tokens.skip(between).is_cause() {
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
    let code = literal::code(from, tokens, errors);
    let is_action = tokens.is_action() && tokens.skip(1).is_group();
    if !code.is_absent() || tokens.keyword().is_some() || tokens.is_state() || is_action {
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
        (name, None) if names::letters(name).contains("cancel") => messages::cancel_cause(name),
        (_, None) => messages::unknown_cause(&plain, from),
    };
    errors.at(span, message);
    // `Other(5)`, as the runtime prints it.
    tokens.parentheses();
    Parsed::Reported(None)
}

/// Reads the name after `via`.
pub(super) fn via(
    keyword: &Ident,
    _: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> Parsed<Part<At<&'static Via>>> {
    let word = tokens.word().filter(|_| tokens.keyword().is_none());
    let name = word.map(names::plain);
    let known = VIAS.iter().find(|via| Some(via.name) == name.as_deref());
    if known.is_none() {
        tokens.wrong_value(errors, messages::via_expected(&tokens.found(), name.as_deref()));
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
