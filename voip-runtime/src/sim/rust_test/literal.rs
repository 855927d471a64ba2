//! Rust literals, written so that neither rustc nor Clippy warns about them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::cause::Cause;
use crate::value::Value;

/// The maximum width of a value in one line.
const MAX_WIDTH: usize = 80;

/// A string literal. Characters that are invisible or easy to confuse with others are escaped.
pub(super) fn string(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '\'' => literal.push('\''),
            '\t'
            | '\n'
            | '\r'
            | ' '..='ſ'
            | 'А'..='я'
            | '、'..='ヿ'
            | '一'..='鿿'
            | '가'..='힣'
            | '！'..='～'
            | '‐'..='‧'
            | '←'..='⇿'
            | '☀'..='➿'
            | '🌀'..='🏺'
            | '🐀'..='🫿' => {
                literal.extend(character.escape_debug());
            }
            other => literal.extend(other.escape_unicode()),
        }
    }
    literal + "\""
}

/// A number with `_` between groups of three digits, if it has more than four digits in a row.
pub(super) fn grouped(number: &str) -> String {
    let group = |digits: &str, from_left: bool| {
        let digits = digits.as_bytes();
        let groups: Vec<_> = match (digits.len(), from_left) {
            (..=4, _) => vec![digits],
            (_, true) => digits.chunks(3).collect(),
            (_, false) => digits.rchunks(3).rev().collect(),
        };
        String::from_utf8_lossy(&groups.join(&b'_')).into_owned()
    };
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |number| ("-", number));
    let (digits, exponent) = number.split_at(number.find('e').unwrap_or(number.len()));
    let digits = match digits.split_once('.') {
        Some((whole, fraction)) => format!("{}.{}", group(whole, false), group(fraction, true)),
        None => group(digits, false),
    };
    format!("{sign}{digits}{exponent}")
}

fn number(number: f64) -> String {
    let text = format!("{number:?}");
    match text.strip_suffix(".0") {
        // An integer literal, which is valid for a field of any number type.
        Some(whole) if whole != "-0" && whole.parse::<i32>().is_ok() => grouped(whole),
        _ if number.is_nan() => "f64::NAN".into(),
        _ if number.is_infinite() => format!("f64::{}INFINITY", if number > 0.0 { "" } else { "NEG_" }),
        _ => grouped(&text),
    }
}

/// An expression for a parameter of type `impl Into<Value>`.
pub(super) fn argument(value: &Value, indent: usize) -> String {
    match value {
        Value::Bool(on) => on.to_string(),
        Value::Number(is) => number(*is),
        Value::Text(text) => string(text),
        Value::Null => "Value::Null".into(),
        any if any.is_any() => "Value::any()".into(),
        Value::List(items) => {
            format!("Value::List({})", list(items.iter().map(|item| value_of(item, indent + 1)), indent))
        }
        Value::Object(members) => {
            let member = |(key, value): &(String, Value)| {
                format!("({}.into(), {})", string(key), value_of(value, indent + 1))
            };
            format!("Value::Object({})", list(members.iter().map(member), indent))
        }
    }
}

/// An expression of type `Value`.
fn value_of(value: &Value, indent: usize) -> String {
    let argument = argument(value, indent);
    match value {
        Value::Bool(_) | Value::Text(_) => format!("{argument}.into()"),
        Value::Number(_) => format!("Value::from({argument})"),
        _ => argument,
    }
}

fn list(items: impl Iterator<Item = String>, indent: usize) -> String {
    let items: Vec<_> = items.collect();
    let line = items.join(", ");
    if indent * 4 + line.len() <= MAX_WIDTH && !line.contains('\n') {
        return format!("vec![{line}]");
    }
    let outer = "    ".repeat(indent);
    let lines: Vec<_> = items.iter().map(|item| format!("{outer}    {item},")).collect();
    format!("vec![\n{}\n{outer}]", lines.join("\n"))
}

pub(super) fn cause(cause: Cause) -> String {
    match cause {
        Cause::Other(code) => format!("Cause::Other({})", grouped(&code.to_string())),
        named => format!("Cause::{}", named.name()),
    }
}
