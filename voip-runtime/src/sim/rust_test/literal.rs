//! Data as Rust writes it, so that neither rustc nor Clippy has anything to say about it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::cause::Cause;
use crate::value::Value;

/// Wider than this, a value takes several lines.
const WIDTH: usize = 80;

/// A string. What is not seen as what it is, or may be written in several ways, is escaped.
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

/// A number; where more than four digits stand together, they stand in groups.
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
        // One that a field of any kind takes.
        Some(whole) if whole != "-0" && whole.parse::<i32>().is_ok() => grouped(whole),
        _ if number.is_nan() => "f64::NAN".into(),
        _ if number.is_infinite() => format!("f64::{}INFINITY", if number > 0.0 { "" } else { "NEG_" }),
        _ => grouped(&text),
    }
}

/// What is given where `impl Into<Value>` is expected.
pub(super) fn argument(value: &Value, indent: usize) -> String {
    match value {
        Value::Bool(on) => on.to_string(),
        Value::Number(is) => number(*is),
        Value::Text(text) => string(text),
        Value::Null => "Value::Null".into(),
        any if any.is_any() => "Value::any()".into(),
        Value::List(items) => {
            format!("Value::List({})", list(items.iter().map(|item| whole(item, indent + 1)), indent))
        }
        Value::Object(members) => {
            let member = |(key, value): &(String, Value)| {
                format!("({}.into(), {})", string(key), whole(value, indent + 1))
            };
            format!("Value::Object({})", list(members.iter().map(member), indent))
        }
    }
}

/// What is given where a `Value` is expected.
fn whole(value: &Value, indent: usize) -> String {
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
    if indent * 4 + line.len() <= WIDTH && !line.contains('\n') {
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
