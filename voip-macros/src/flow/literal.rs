//! Durations, counts and host codes.

use proc_macro2::Ident;
use quote::quote;
use syn::{Lit, LitInt};

use super::tokens::Tokens;
use super::written::Named;
use crate::errors::Errors;
use crate::host::{Cause, MAX_TIMEOUT_MS};
use crate::messages;
use crate::parsed::{At, Parsed};

/// The units of a duration, in milliseconds.
const UNITS: [(&str, u64); 3] = [("ms", 1), ("s", 1000), ("m", 60_000)];

/// A duration after the word `keyword`, in milliseconds.
pub(super) fn duration(keyword: &Ident, tokens: &mut Tokens, errors: &mut Errors) -> Parsed<At<u64>> {
    let expected = messages::duration_expected(&keyword.to_string());
    let duration = integer(keyword, tokens, errors, expected, |literal| {
        let (digits, suffix) = (literal.base10_digits(), literal.suffix());
        let unit = UNITS.iter().find(|(name, _)| *name == suffix);
        let (_, unit) = unit.ok_or_else(|| messages::duration_unit(digits, suffix))?;
        match digits.parse::<u64>().ok().and_then(|count| count.checked_mul(*unit)) {
            Some(0) => Err(messages::duration_zero()),
            Some(millis) if millis <= MAX_TIMEOUT_MS => Ok(millis),
            _ => Err(messages::duration_long()),
        }
    });
    // `30 s`: the unit is there, but it is a token of its own.
    let unit = |word: &Ident| UNITS.iter().any(|(name, _)| word == name);
    if duration.value().is_none() && tokens.word().is_some_and(unit) {
        tokens.take();
    }
    duration
}

/// The count after `retry`.
pub(super) fn count(keyword: &Ident, tokens: &mut Tokens, errors: &mut Errors) -> Parsed<At<u16>> {
    integer(keyword, tokens, errors, messages::retry_count(), |literal| {
        let count = literal.base10_digits().parse().ok();
        count.filter(|count| *count > 0 && literal.suffix().is_empty()).ok_or_else(messages::retry_count)
    })
}

/// The value of the integer after the word `keyword`.
fn integer<T>(
    keyword: &Ident,
    tokens: &mut Tokens,
    errors: &mut Errors,
    expected: String,
    value: impl FnOnce(&LitInt) -> Result<T, String>,
) -> Parsed<At<T>> {
    let missing = tokens.missing(keyword);
    let (at, value) = match tokens.literal() {
        Some(Lit::Int(literal)) => (literal.span(), value(&literal)),
        Some(other) => (other.span(), Err(expected)),
        None => (missing, Err(expected)),
    };
    match value {
        Ok(value) => Parsed::Value(At { value, span: keyword.span() }),
        Err(message) => {
            errors.at(at, message);
            Parsed::Reported(None)
        }
    }
}

/// A host code, with its sign before it, if one stands here.
pub(super) fn code(tokens: &mut Tokens, errors: &mut Errors) -> Parsed<Named> {
    let minus = if tokens.is('-') { tokens.take() } else { None };
    let literal = match tokens.literal() {
        Some(Lit::Int(literal)) => literal,
        other => {
            let at = minus.map(proc_macro2::TokenTree::span).or(other.map(|other| other.span()));
            let Some(at) = at else { return Parsed::Absent };
            errors.at(at, messages::cause_expected());
            return Parsed::Reported(None);
        }
    };
    let tokens = quote!(#minus #literal);
    let sign = if minus.is_some() { "-" } else { "" };
    let code = format!("{sign}{}", literal.base10_digits()).parse::<i32>().ok();
    let code = code.filter(|_| literal.suffix().is_empty());
    let message = match (code, code.map(|code| Cause::of_code(code.wrapping_neg()))) {
        (None, _) => messages::code_range(),
        // The host's own codes are negative, and the small ones may be anybody's.
        (Some(code @ 1000..), Some(Cause::Named(known))) => messages::code_without_sign(code, known.name),
        (Some(code), _) => {
            let cause = At { value: Cause::of_code(code), span: literal.span() };
            return Parsed::Value(Named { cause, tokens });
        }
    };
    errors.on(&tokens, message);
    Parsed::Reported(None)
}
