//! Reads what an edge does as it is taken.

use proc_macro2::{Ident, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::{ExprPath, Lit, LitStr};

use super::ast::Action;
use super::literal;
use super::tokens::{self, Tokens};
use crate::errors::{Errors, reported_by_rustc};
use crate::value::is_rejected;
use crate::{arguments, messages, names};

/// Reads the list after the `:`. Returns `false` if something in it is wrong and has been reported.
pub(super) fn list(actions: &mut Vec<Action>, tokens: &mut Tokens, errors: &mut Errors) -> bool {
    let before = errors.len();
    loop {
        if let Some(keyword) = tokens.keyword() {
            tokens.error(errors, messages::keyword_after_actions(&keyword.to_string()));
            return false;
        }
        let Some(name) = tokens.word() else {
            tokens.error(errors, messages::action_expected(&tokens.found()));
            return false;
        };
        tokens.take();
        match names::plain(name).as_str() {
            "toast" => actions.extend(argument(name, tokens, errors, toast)),
            "run" => actions.extend(argument(name, tokens, errors, path).map(Action::Run)),
            "spawn" => actions.extend(argument(name, tokens, errors, path).map(Action::Spawn)),
            unknown => {
                errors.at(name.span(), messages::unknown_action(unknown));
                if tokens.parentheses().is_none() {
                    errors.doubt();
                }
            }
        }
        if tokens.is_empty() {
            return errors.len() == before;
        }
        if tokens.is(',') {
            tokens.take();
        } else if tokens.keyword().is_none() {
            tokens.error(errors, messages::unexpected_after_action(&tokens.found()));
            tokens.skip_to(Tokens::is_action);
            if tokens.is_empty() {
                return false;
            }
        }
    }
}

/// Reads the argument in an action's parentheses.
fn argument<T>(
    name: &Ident,
    tokens: &mut Tokens,
    errors: &mut Errors,
    read: fn(&Ident, &mut Tokens, &mut Errors) -> Option<T>,
) -> Option<T> {
    let Some(group) = tokens.parentheses() else {
        tokens.error(errors, messages::parenthesis_expected(&name.to_string(), &tokens.found()));
        tokens.skip_to(|rest| rest.is(','));
        return None;
    };
    let inside = tokens::flat(group.stream());
    let mut inside = Tokens::new(&inside, group.span_close(), "`)`");
    let value = read(name, &mut inside, errors)?;
    if inside.is_empty() {
        return Some(value);
    }
    inside.error(errors, messages::end_of_action(&name.to_string(), &inside.found()));
    None
}

/// `"text"`, or `"text", duration`
fn toast(name: &Ident, tokens: &mut Tokens, errors: &mut Errors) -> Option<Action> {
    let text = text(tokens, errors)?;
    if !tokens.is(',') {
        return Some(Action::Toast(text, None));
    }
    tokens.take();
    let duration = literal::duration(name, None, tokens, errors);
    duration.value().map(|duration| Action::Toast(text, Some(duration.value)))
}

/// `"text"`
fn text(tokens: &mut Tokens, errors: &mut Errors) -> Option<LitStr> {
    if literal::not_literal(tokens, errors, ("a string literal", "toast(\"…\")")) {
        return None;
    }
    let start = *tokens;
    match tokens.literal() {
        Some(literal) if is_rejected(&literal) => errors.add(reported_by_rustc(literal.span())),
        Some(Lit::Str(text)) if !text.suffix().is_empty() => {
            let correct = format!("toast({:?})", text.value());
            errors.at(text.span(), messages::unexpected_suffix(text.suffix(), &correct));
        }
        Some(Lit::Str(text)) if text.value().trim().is_empty() => {
            errors.at(text.span(), messages::toast_empty());
        }
        Some(Lit::Str(text)) => return Some(text),
        _ => {
            let text = start.word().map(names::plain);
            start.wrong_value(errors, messages::toast_expected(&start.found(), text.as_deref()));
        }
    }
    None
}

/// `path::to::function`
fn path(name: &Ident, tokens: &mut Tokens, errors: &mut Errors) -> Option<ExprPath> {
    let read = |input: ParseStream| {
        let path = arguments::path(input);
        Ok((path, input.parse::<TokenStream>()?.into_iter().count()))
    };
    let (path, left) = read.parse2(tokens.stream()).unwrap_or_default();
    if path.is_none() {
        tokens.wrong_value(errors, messages::path_expected(&name.to_string(), &tokens.found()));
    }
    *tokens = tokens.last(left);
    path
}
