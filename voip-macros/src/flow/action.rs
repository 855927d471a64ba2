//! What an edge does as it is taken.

use proc_macro2::Ident;
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
    let words = inside.parse::<LitStr>().ok().filter(|words| inside.is_empty() && words.suffix().is_empty());
    drain(&inside);
    match words {
        Some(words) if words.value().trim().is_empty() => {
            errors.at(words.span(), messages::toast_empty());
            None
        }
        Some(words) => Some(Action::Toast(words)),
        None => {
            errors.at(name.span(), messages::toast_form());
            None
        }
    }
}

/// `(path)`
fn run(name: &Ident, input: ParseStream, errors: &mut Errors) -> Option<Action> {
    let inside = inside(name, input, errors, messages::run_form)?;
    let path = path(&inside).filter(|_| inside.is_empty());
    drain(&inside);
    if path.is_none() {
        errors.at(name.span(), messages::run_form());
    }
    path.map(Action::Run)
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
        errors.at(name.span(), form());
        while !edge_ends(input) && !input.peek(Token![,]) {
            take(input);
        }
        return None;
    }
    read().ok()
}

fn drain(inside: ParseStream) {
    while !inside.is_empty() {
        take(inside);
    }
}
