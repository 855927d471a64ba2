//! Reads what an edge does as it is taken.

use proc_macro2::Ident;
use syn::LitStr;
use syn::parse::{ParseStream, Parser};

use super::tokens::Tokens;
use super::written::Action;
use crate::errors::Errors;
use crate::{arguments, messages, names};

/// Reads the list after the `:`. Returns `false` if something in it is wrong and has been reported.
pub(super) fn list(actions: &mut Vec<Action>, tokens: &mut Tokens, errors: &mut Errors) -> bool {
    let before = errors.len();
    loop {
        if let Some(keyword) = tokens.keyword() {
            errors.at(keyword.span(), messages::keyword_after_actions(&keyword.to_string()));
            return false;
        }
        let Some(name) = tokens.word() else {
            errors.at(tokens.span(), messages::action_expected());
            return false;
        };
        tokens.take();
        match names::plain(name).as_str() {
            "toast" => actions.extend(toast(name, tokens, errors).map(Action::Toast)),
            "run" => {
                let path = alone(name, tokens, errors, messages::run_form, arguments::path);
                actions.extend(path.map(Action::Run));
            }
            unknown => {
                errors.at(name.span(), messages::unknown_action(unknown));
                tokens.parentheses();
            }
        }
        if tokens.is_empty() {
            return errors.len() == before;
        }
        if tokens.is(',') {
            tokens.take();
        } else if tokens.keyword().is_none() {
            errors.at(tokens.span(), messages::unexpected_after_action());
            return false;
        }
    }
}

/// `("words")`
fn toast(name: &Ident, tokens: &mut Tokens, errors: &mut Errors) -> Option<LitStr> {
    let text = |input: ParseStream| input.parse::<LitStr>().ok().filter(|text| text.suffix().is_empty());
    let text = alone(name, tokens, errors, messages::toast_form, text)?;
    if text.value().trim().is_empty() {
        errors.at(text.span(), messages::toast_empty());
        return None;
    }
    Some(text)
}

/// Reads the argument in an action's parentheses. If it is wrong, the error shows the correct `form`.
fn alone<T>(
    name: &Ident,
    tokens: &mut Tokens,
    errors: &mut Errors,
    form: fn() -> String,
    read: impl FnOnce(ParseStream) -> Option<T>,
) -> Option<T> {
    let Some(group) = tokens.parentheses() else {
        errors.at(tokens.missing(name), form());
        tokens.skip_to(|rest| rest.is(','));
        return None;
    };
    let whole = |input: ParseStream| {
        let begin = if input.is_empty() { name.span() } else { input.span() };
        let read = read(input);
        let wrong = if read.is_none() { Some(begin) } else { (!input.is_empty()).then(|| input.span()) };
        while !input.is_empty() {
            arguments::take(input);
        }
        Ok((read, wrong))
    };
    let (read, wrong) = whole.parse2(group.stream()).ok()?;
    if let Some(span) = wrong {
        errors.at(span, form());
        return None;
    }
    read
}
