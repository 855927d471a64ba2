//! Data as Rust writes it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::Cause;
use crate::value::Value;

/// Wider than this, a value takes several lines.
const WIDTH: usize = 80;

/// A string; what is not seen as what it is, is escaped.
pub(super) fn string(text: &str) -> String {
    format!("{text:?}")
}

/// A whole number; if it has more than four digits, they stand in groups.
pub(super) fn integer(number: &(impl ToString + ?Sized)) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    if digits.len() <= 4 {
        return text;
    }
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    format!("{sign}{}", groups.join("_"))
}

fn number(number: f64) -> String {
    let text = format!("{number:?}");
    match text.strip_suffix(".0") {
        // One that a field of any kind takes.
        Some(whole) if whole != "-0" && whole.parse::<i32>().is_ok() => integer(whole),
        _ if number.is_nan() => "f64::NAN".into(),
        _ if number.is_infinite() => format!("f64::{}INFINITY", if number > 0.0 { "" } else { "NEG_" }),
        _ => text,
    }
}

/// What is given where `impl Into<Value>` is expected.
pub(super) fn argument(value: &Value, indent: usize) -> String {
    match value {
        Value::Bool(on) => on.to_string(),
        Value::Number(is) => number(*is),
        Value::Text(text) => string(text),
        Value::Null => "Value::Null".into(),
        Value::Any => "Value::Any".into(),
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
        Cause::Other(code) => format!("Cause::Other({})", integer(&code)),
        named => format!("Cause::{}", named.name()),
    }
}
