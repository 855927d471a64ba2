//! Durations, counts and host codes.

use proc_macro2::{Ident, TokenTree};
use quote::quote;
use syn::{Lit, LitInt};

use super::ast::Named;
use super::tokens::Tokens;
use crate::errors::{Errors, reported_by_rustc};
use crate::found::{Found, Unreadable};
use crate::host::{Cause, MAX_TIMEOUT_MS, State};
use crate::parsed::{At, Parsed};
use crate::value::{is_rejected, is_upper_case};
use crate::{messages, names};

/// The units of a duration, in milliseconds.
const UNITS: [(&str, u64); 3] = [("ms", 1), ("s", 1000), ("m", 60_000)];

/// A duration after the word `keyword`, in milliseconds.
pub(super) fn duration(
    keyword: &Ident,
    _: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> Parsed<At<u64>> {
    let name = keyword.to_string();
    let form = messages::with_duration(&name, "8s");
    let Some(literal) =
        integer(tokens, errors, ("a duration", &form), |found| messages::duration_expected(&form, found))
    else {
        return Parsed::Reported(None);
    };
    let (digits, suffix) = (literal.base10_digits(), literal.suffix());
    // `30 s`: the unit is a separate token.
    let unit = tokens.word().filter(|word| suffix.is_empty() && UNITS.iter().any(|(name, _)| word == name));
    if let Some(unit) = unit {
        tokens.take();
        errors.on(&quote!(#literal #unit), messages::duration_with_space(digits, &unit.to_string()));
        return Parsed::Reported(None);
    }
    let written = literal.to_string();
    let message = match UNITS.iter().find(|(name, _)| *name == suffix) {
        None => messages::duration_unit(digits, suffix),
        Some((_, unit)) => match digits.parse::<u64>().ok().and_then(|count| count.checked_mul(*unit)) {
            Some(0) => messages::duration_zero(&written, &name),
            Some(value) if value <= MAX_TIMEOUT_MS => {
                return Parsed::Value(At { value, span: keyword.span() });
            }
            _ => messages::duration_long(&written, &format!("{}{suffix}", MAX_TIMEOUT_MS / unit)),
        },
    };
    errors.at(literal.span(), message);
    Parsed::Reported(None)
}

/// The count after `retry`.
pub(super) fn count(
    keyword: &Ident,
    _: Option<State>,
    tokens: &mut Tokens,
    errors: &mut Errors,
) -> Parsed<At<u16>> {
    let Some(literal) = integer(tokens, errors, ("a positive integer", "retry 1"), messages::count_expected)
    else {
        return Parsed::Reported(None);
    };
    let digits = literal.base10_digits();
    let message = match digits.parse() {
        _ if !literal.suffix().is_empty() => {
            messages::unexpected_suffix(literal.suffix(), &format!("{keyword} {digits}"))
        }
        Ok(value @ 1..) => return Parsed::Value(At { value, span: keyword.span() }),
        _ => messages::count_range(digits),
    };
    errors.at(literal.span(), message);
    Parsed::Reported(None)
}

/// An integer literal. Anything else is reported; `what` is the value in a message, and its syntax.
fn integer(
    tokens: &mut Tokens,
    errors: &mut Errors,
    what: (&str, &str),
    expected: impl Fn(&str) -> String,
) -> Option<LitInt> {
    if not_literal(tokens, errors, what) {
        return None;
    }
    let start = *tokens;
    match tokens.literal() {
        Some(literal) if is_rejected(&literal) => {
            errors.add(reported_by_rustc(literal.span()));
            None
        }
        Some(Lit::Int(literal)) => Some(literal),
        _ => {
            start.wrong_value(errors, expected(&start.found()));
            None
        }
    }
}

/// Takes and reports a constant, a call or a macro instead of a literal.
pub(super) fn not_literal(tokens: &mut Tokens, errors: &mut Errors, (expected, form): (&str, &str)) -> bool {
    let path = tokens.path();
    let Some(name) = tokens.skip(path.saturating_sub(1)).word() else { return false };
    let (plain, after) = (names::plain(name), tokens.skip(path));
    let (what, unreadable, length) = if after.is('!') {
        (format!("the macro `{plain}!`"), Some(Unreadable::Macro), path + 2)
    } else if after.is_parentheses() {
        ("a function call".to_owned(), None, path + 1)
    } else if path > 1 || is_upper_case(name) {
        (format!("the constant `{plain}`"), Some(Unreadable::Constant), path)
    } else {
        return false;
    };
    // A call is marked with its parentheses.
    let marked = if unreadable.is_some() { path } else { length };
    let found = Found { what, unreadable };
    errors.on(&tokens.first(marked), messages::wrong_value(expected, &found, form));
    *tokens = tokens.skip(length);
    true
}

/// A host code, with its sign before it, if one is next.
pub(super) fn code(from: Option<State>, tokens: &mut Tokens, errors: &mut Errors) -> Parsed<Named> {
    let start = *tokens;
    let minus = if tokens.is('-') { tokens.take() } else { None };
    let literal = match tokens.literal() {
        Some(literal) if is_rejected(&literal) => {
            errors.add(reported_by_rustc(literal.span()));
            return Parsed::Reported(None);
        }
        Some(Lit::Int(literal)) => literal,
        None if minus.is_none() => return Parsed::Absent,
        _ => {
            start.error(errors, messages::cause_expected(from, &start.found()));
            return Parsed::Reported(None);
        }
    };
    let tokens = quote!(#minus #literal);
    let written =
        format!("{}{}", minus.map(TokenTree::to_string).unwrap_or_default(), literal.base10_digits());
    let code = written.parse::<i32>().ok();
    let message = match (code, code.map(|code| Cause::of_code(code.wrapping_neg()))) {
        _ if !literal.suffix().is_empty() => messages::unexpected_suffix(literal.suffix(), &written),
        (None, _) => messages::code_range(&written),
        // The host's own codes are negative, and the small ones may have any meaning.
        (Some(code @ 1000..), Some(Cause::Named(known))) if Cause::of_code(code) == Cause::Other(code) => {
            messages::code_without_sign(code, known.name)
        }
        (Some(code), _) => {
            let cause = At { value: Cause::of_code(code), span: literal.span() };
            return Parsed::Value(Named { cause, tokens });
        }
    };
    errors.on(&tokens, message);
    Parsed::Reported(None)
}
