//! A field's `default`, read as the field's type.

use proc_macro2::Span;
use syn::{Lit, LitFloat, LitInt, Type};

use crate::errors::Errors;
use crate::host::ROOM_TYPES;
use crate::kind::{self, Base, Kind, range};
use crate::messages;
use crate::model::Default;
use crate::value::Value;

pub(super) fn check(value: &Value, kind: Kind, ty: &Type, errors: &mut Errors) -> Option<Default> {
    match of_kind(value, kind, ty) {
        Ok(default) => Some(default),
        Err(message) => {
            errors.on(value, message);
            None
        }
    }
}

fn of_kind(value: &Value, kind: Kind, ty: &Type) -> Result<Default, String> {
    match (kind.base, value) {
        (Base::OpenId, _) => Err(messages::default_openid()),
        (Base::RoomType, value) => {
            let wrong = || messages::wrong_choice(value, &ROOM_TYPES, |name| format!("default = {name}"));
            value.choice(&ROOM_TYPES).map(Default::RoomType).ok_or_else(wrong)
        }
        (Base::Choice, Value::Word(variant)) => {
            let path = kind::path(kind::inner(ty).unwrap_or(ty));
            path.map(|path| Default::Variant(path.clone(), variant.clone())).ok_or_else(String::new)
        }
        (Base::Text, Value::Literal { minus: None, literal: Lit::Str(text) }) => {
            Ok(Default::Text(text.clone()))
        }
        (Base::Switch, Value::Literal { minus: None, literal: literal @ Lit::Bool(_) }) => {
            Ok(Default::Plain { minus: None, literal: literal.clone() })
        }
        (Base::Integer(ty), Value::Literal { minus, literal: Lit::Int(literal) })
            if minus.is_none() || ty.starts_with('i') =>
        {
            integer(ty, *minus, literal)
        }
        (Base::Decimal(ty), Value::Literal { minus, literal: literal @ (Lit::Int(_) | Lit::Float(_)) }) => {
            decimal(ty, *minus, literal)
        }
        _ => Err(messages::default_form(kind, value)),
    }
}

fn integer(ty: &str, minus: Option<Span>, literal: &LitInt) -> Result<Default, String> {
    let (min, max) = range(ty);
    let value = literal
        .base10_digits()
        .parse::<i128>()
        .ok()
        .map(|value| if minus.is_some() { -value } else { value });
    match value {
        Some(value) if (min..=max).contains(&value) => {
            Ok(Default::Plain { minus, literal: Lit::Int(literal.clone()) })
        }
        _ => Err(messages::default_range(ty, &min.to_string(), &max.to_string())),
    }
}

/// A float may be written as an integer; it is then emitted as a float.
fn decimal(ty: &str, minus: Option<Span>, literal: &Lit) -> Result<Default, String> {
    let digits = match literal {
        Lit::Float(literal) => literal.base10_digits(),
        Lit::Int(literal) => literal.base10_digits(),
        _ => "",
    };
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
