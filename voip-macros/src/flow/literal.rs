//! Durations, counts and host codes.

use proc_macro2::Span;
use quote::quote;
use syn::parse::ParseStream;
use syn::{Lit, LitInt, Result, Token};

use super::Named;
use crate::arguments::{take, word};
use crate::errors::Errors;
use crate::given::{At, Given};
use crate::host::{Cause, MAX_TIMEOUT_MS};
use crate::messages;

/// The units of a duration, in milliseconds.
const UNITS: [(&str, u64); 3] = [("ms", 1), ("s", 1000), ("m", 60_000)];

/// What was read, or that it was given wrongly.
pub(crate) fn given<T>(value: Result<T>, span: Span, errors: &mut Errors) -> Given<At<T>> {
    match value {
        Ok(value) => Given::Is(At { value, span }),
        Err(error) => {
            errors.add(error);
            Given::Broken
        }
    }
}

/// A duration after the word `keyword`, in milliseconds.
pub(crate) fn duration(keyword: &str, at: Span, input: ParseStream) -> Result<u64> {
    let expected = |span| syn::Error::new(span, messages::duration_expected(keyword));
    let literal = match literal(at, input) {
        Ok(Lit::Int(literal)) => literal,
        Ok(other) => return Err(expected(other.span())),
        Err(span) => return Err(expected(span)),
    };
    let digits = literal.base10_digits();
    let Some((_, unit)) = UNITS.iter().find(|(name, _)| *name == literal.suffix()) else {
        // `30 s`: the unit is there, but it is a token of its own.
        if literal.suffix().is_empty()
            && word(input).is_some_and(|word| UNITS.iter().any(|(name, _)| word == name))
        {
            take(input);
        }
        return Err(syn::Error::new(literal.span(), messages::duration_unit(digits, literal.suffix())));
    };
    let millis = digits.parse::<u64>().ok().and_then(|count| count.checked_mul(*unit));
    match millis {
        Some(0) => Err(syn::Error::new(literal.span(), messages::duration_zero())),
        Some(millis) if millis <= MAX_TIMEOUT_MS => Ok(millis),
        _ => Err(syn::Error::new(literal.span(), messages::duration_long())),
    }
}

/// The count after `retry`.
pub(crate) fn count(at: Span, input: ParseStream) -> Result<u16> {
    let wrong = |span| syn::Error::new(span, messages::retry_count());
    match literal(at, input) {
        Ok(Lit::Int(literal)) => match whole(&literal) {
            Some(count) if count > 0 => Ok(count),
            _ => Err(wrong(literal.span())),
        },
        Ok(other) => Err(wrong(other.span())),
        Err(span) => Err(wrong(span)),
    }
}

/// A host code, with its sign before it, if one stands here.
pub(crate) fn code(input: ParseStream) -> Option<Result<Named>> {
    let span = input.span();
    let minus = input.parse::<Option<Token![-]>>().ok()?;
    if !input.peek(LitInt) {
        if minus.is_some() && input.peek(Lit) {
            take(input);
        }
        return minus.map(|_| Err(syn::Error::new(span, messages::cause_expected())));
    }
    let literal: LitInt = input.parse().ok()?;
    let tokens = quote!(#minus #literal);
    let wrong = |message| Some(Err(syn::Error::new_spanned(&tokens, message)));
    let sign = if minus.is_some() { "-" } else { "" };
    let digits = format!("{sign}{}", literal.base10_digits());
    let Some(code) = digits.parse::<i32>().ok().filter(|_| literal.suffix().is_empty()) else {
        return wrong(messages::code_range());
    };
    // The host's own codes are negative, and the small ones may be anybody's.
    if let (Cause::Named(known), 1000..) = (Cause::of_code(code.wrapping_neg()), code) {
        return wrong(messages::code_without_sign(code, known.name));
    }
    let cause = At { value: Cause::of_code(code), span: literal.span() };
    Some(Ok(Named { cause, tokens }))
}

/// The next token, if it is a literal; or else where it is missing: at the next token, or at the
/// word before it where nothing follows.
fn literal(before: Span, input: ParseStream) -> std::result::Result<Lit, Span> {
    if input.peek(Lit) && !input.peek(Token![-]) {
        return input.parse().map_err(|error: syn::Error| error.span());
    }
    let nothing = input.is_empty()
        || input.peek(Token![;])
        || input.peek(Token![|])
        || input.peek(Token![=>])
        || input.peek(Token![:])
        || input.peek(Token![,]);
    Err(if nothing { before } else { input.span() })
}

fn whole(literal: &LitInt) -> Option<u16> {
    if literal.suffix().is_empty() { literal.base10_digits().parse().ok() } else { None }
}
