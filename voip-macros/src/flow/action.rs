//! What an edge does as it is taken.

use proc_macro2::{Ident, Span};
use syn::parse::ParseStream;
use syn::{LitStr, Token, parenthesized, token};

use super::edge::{Lost, edge_ends, is_keyword};
use super::{Action, Edge};
use crate::arguments::{path, take, word};
use crate::errors::Errors;
use crate::{messages, names};

impl Edge {
    /// Reads the list after the `:`.
    pub(super) fn actions(&mut self, input: ParseStream, errors: &mut Errors) -> Result<(), Lost> {
        loop {
            let Some(name) = word(input) else {
                errors.at(input.span(), messages::action_expected());
                return Err(Lost);
            };
            take(input);
            let name_text = names::plain(&name);
            let action = match name_text.as_str() {
                "toast" => toast(&name, input, errors),
                "run" => run(&name, input, errors),
                _ if is_keyword(&name) => {
                    errors.at(name.span(), messages::keyword_after_actions(&name_text));
                    return Err(Lost);
                }
                _ => {
                    errors.at(name.span(), messages::unknown_action(&name_text));
                    if input.peek(token::Paren) {
                        take(input);
                    }
                    None
                }
            };
            match action {
                Some(action) => self.actions.push(action),
                None => self.broken = true,
            }
            if edge_ends(input) {
                return Ok(());
            }
            if !input.peek(Token![,]) {
                let message = match word(input).filter(is_keyword) {
                    Some(keyword) => messages::keyword_after_actions(&keyword.to_string()),
                    None => messages::unexpected_after_action(),
                };
                errors.at(input.span(), message);
                return Err(Lost);
            }
            take(input);
        }
    }
}

/// `("words")`
fn toast(name: &Ident, input: ParseStream, errors: &mut Errors) -> Option<Action> {
    let inside = inside(name, input, errors, messages::toast_form)?;
    let begin = begin(name, &inside);
    let words = inside.parse::<LitStr>().ok().filter(|words| words.suffix().is_empty());
    let words = alone(words, begin, &inside, errors, messages::toast_form)?;
    if words.value().trim().is_empty() {
        errors.at(words.span(), messages::toast_empty());
        return None;
    }
    Some(Action::Toast(words))
}

/// `(path)`
fn run(name: &Ident, input: ParseStream, errors: &mut Errors) -> Option<Action> {
    let inside = inside(name, input, errors, messages::run_form)?;
    let begin = begin(name, &inside);
    alone(path(&inside), begin, &inside, errors, messages::run_form).map(Action::Run)
}

/// The parentheses after an action's name.
fn inside<'a>(
    name: &Ident,
    input: ParseStream<'a>,
    errors: &mut Errors,
    form: fn() -> String,
) -> Option<syn::parse::ParseBuffer<'a>> {
    let read = || -> syn::Result<_> {
        let inside;
        parenthesized!(inside in input);
        Ok(inside)
    };
    if !input.peek(token::Paren) {
        let nothing = edge_ends(input) || input.peek(Token![,]);
        errors.at(if nothing { name.span() } else { input.span() }, form());
        while !edge_ends(input) && !input.peek(Token![,]) {
            take(input);
        }
        return None;
    }
    read().ok()
}

/// Where the parentheses begin, or the action's name where nothing is in them.
fn begin(name: &Ident, inside: ParseStream) -> Span {
    if inside.is_empty() { name.span() } else { inside.span() }
}

/// What was read at `begin`, if it is all that the parentheses hold.
fn alone<T>(
    read: Option<T>,
    begin: Span,
    inside: ParseStream,
    errors: &mut Errors,
    form: fn() -> String,
) -> Option<T> {
    let wrong = if read.is_none() { Some(begin) } else { (!inside.is_empty()).then(|| inside.span()) };
    drain(inside);
    match wrong {
        Some(span) => {
            errors.at(span, form());
            None
        }
        None => read,
    }
}

fn drain(inside: ParseStream) {
    while !inside.is_empty() {
        take(inside);
    }
}
