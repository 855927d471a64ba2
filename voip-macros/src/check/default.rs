//! A field's `default`, read as the field's type.

use proc_macro2::{Span, TokenStream};
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Lit, LitFloat, LitInt, Token};

use crate::errors::Errors;
use crate::host::ROOM_TYPES;
use crate::kind::{Base, Kind, range};
use crate::messages;
use crate::model::Default;
use crate::parsed::At;

/// What `default` may be.
enum Written {
    Literal { minus: Option<Span>, literal: Lit },
    Word(Ident),
}

pub(super) fn check(tokens: &TokenStream, kind: Kind, errors: &mut Errors) -> Option<Default> {
    match of_kind(tokens, kind) {
        Ok(default) => Some(default),
        Err(message) => {
            errors.on(tokens, message);
            None
        }
    }
}

fn of_kind(tokens: &TokenStream, kind: Kind) -> Result<Default, String> {
    let written = written.parse2(tokens.clone()).ok();
    match (kind.base, written) {
        (Base::OpenId, _) => Err(messages::no_default_openid()),
        (Base::Text, Some(Written::Literal { minus: None, literal: Lit::Str(text) }))
            if text.suffix().is_empty() =>
        {
            Ok(Default::Text(text))
        }
        (Base::Switch, Some(Written::Literal { minus: None, literal: literal @ Lit::Bool(_) })) => {
            Ok(Default::Plain { minus: None, literal })
        }
        (Base::RoomType, Some(Written::Word(word))) => ROOM_TYPES
            .iter()
            .find(|(name, _)| word == name)
            .map(|(_, variant)| Default::RoomType(At { value: variant, span: word.span() }))
            .ok_or_else(|| messages::default_form(kind)),
        (Base::Integer(ty), Some(Written::Literal { minus, literal: Lit::Int(literal) }))
            if literal.suffix().is_empty() || literal.suffix() == ty =>
        {
            integer(ty, minus, literal)
        }
        (Base::Decimal(ty), Some(Written::Literal { minus, literal })) => decimal(kind, ty, minus, &literal),
        _ => Err(messages::default_form(kind)),
    }
}

fn written(input: ParseStream) -> syn::Result<Written> {
    let minus = input.parse::<Option<Token![-]>>()?.map(|minus| minus.span);
    // To syn `-1` is a literal too, so that `--1` would be one with a minus.
    if input.peek(Lit) && !input.peek(Token![-]) {
        return Ok(Written::Literal { minus, literal: input.parse()? });
    }
    match minus {
        None => input.parse().map(Written::Word),
        Some(_) => Err(input.error("")),
    }
}

fn integer(ty: &str, minus: Option<Span>, literal: LitInt) -> Result<Default, String> {
    let (min, max) = range(ty);
    let value = literal
        .base10_digits()
        .parse::<i128>()
        .ok()
        .map(|value| if minus.is_some() { -value } else { value });
    match value {
        Some(value) if (min..=max).contains(&value) => {
            Ok(Default::Plain { minus, literal: Lit::Int(literal) })
        }
        _ => Err(messages::default_range(ty, &min.to_string(), &max.to_string())),
    }
}

/// A float may be written as a whole number; it is then emitted as a float.
fn decimal(kind: Kind, ty: &str, minus: Option<Span>, literal: &Lit) -> Result<Default, String> {
    let (digits, suffix) = match literal {
        Lit::Float(literal) => (literal.base10_digits(), literal.suffix()),
        Lit::Int(literal) => (literal.base10_digits(), literal.suffix()),
        _ => return Err(messages::default_form(kind)),
    };
    if !(suffix.is_empty() || suffix == ty) {
        return Err(messages::default_form(kind));
    }
    let (finite, max) = match ty {
        "f32" => (digits.parse::<f32>().is_ok_and(f32::is_finite), "3.4e38"),
        _ => (digits.parse::<f64>().is_ok_and(f64::is_finite), "1.7e308"),
    };
    if !finite {
        return Err(messages::default_range(ty, &format!("-{max}"), max));
    }
    let literal = match literal {
        Lit::Int(whole) => Lit::Float(LitFloat::new(&format!("{digits}{ty}"), whole.span())),
        float => float.clone(),
    };
    Ok(Default::Plain { minus, literal })
}
