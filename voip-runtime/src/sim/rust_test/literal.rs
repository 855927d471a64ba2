//! Data as Rust writes it, so that neither rustc nor Clippy has anything to say about it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::Cause;
use crate::value::Value;

/// Wider than this, a value stands in several lines.
const WIDTH: usize = 80;

/// A string, with all escaped that is not seen as what it is.
pub(super) fn string(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' | '\n' | '\r' | '\t' => literal.extend(character.escape_default()),
            plain if is_plain(plain) => literal.push(plain),
            other => literal.extend(other.escape_unicode()),
        }
    }
    literal.push('"');
    literal
}

/// Seen, of no direction of its own, and the same in every normal form.
fn is_plain(character: char) -> bool {
    matches!(character,
        ' '..='~'
        | '¡'..='¬' | '®'..='ſ' // Latin
        | 'Α'..='Ρ' | 'Σ'..='ω' | 'Ѐ'..='Я' | 'а'..='џ' // Greek, Cyrillic
        | '‐'..='‧' // punctuation
        | '←'..='⇿' | '☀'..='➿' // arrows, signs
        | '、'..='〟' | 'ぁ'..='ゖ' | 'ァ'..='ー' // of East Asia
        | '一'..='鿿' | '가'..='힣'
        | '！'..='～'
        | '🌀'..='🏺' | '🐀'..='🫿')
}

/// A whole number, its digits in groups.
pub(super) fn integer(number: &(impl ToString + ?Sized)) -> String {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    // Four stand together, as people write them.
    let grouped = if digits.len() > 4 { grouped(digits, digits.len() % 3) } else { digits.to_string() };
    format!("{sign}{grouped}")
}

/// Groups of three, the first of them of `first` digits if that is not 0.
fn grouped(digits: &str, first: usize) -> String {
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 3 == first % 3 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number as a field or a host call has it.
fn number(number: f64) -> String {
    if number.is_nan() {
        return "f64::NAN".into();
    }
    if number.is_infinite() {
        return (if number > 0.0 { "f64::INFINITY" } else { "f64::NEG_INFINITY" }).into();
    }
    let text = format!("{number:?}");
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, format!("e{exponent}")),
        None => (text.as_str(), String::new()),
    };
    match mantissa.split_once('.') {
        // A whole number that a field of any kind takes.
        Some((whole, "0")) if exponent.is_empty() && whole != "-0" && whole.parse::<i32>().is_ok() => {
            integer(whole)
        }
        Some((whole, fraction)) => {
            let fraction = if fraction.len() > 4 { grouped(fraction, 0) } else { fraction.into() };
            format!("{}.{fraction}{exponent}", integer(whole))
        }
        None => format!("{}{exponent}", integer(mantissa)),
    }
}

/// What is given where `impl Into<Value>` is wanted.
pub(super) fn argument(value: &Value, indent: usize) -> String {
    match value {
        Value::Bool(on) => on.to_string(),
        Value::Number(is) => number(*is),
        Value::Text(text) => string(text),
        Value::Null => "Value::Null".into(),
        Value::Any => "Value::Any".into(),
        Value::List(items) => {
            let items = items.iter().map(|item| element(item, indent + 1)).collect();
            format!("Value::List({})", list(items, indent))
        }
        Value::Object(members) => {
            let member = |(key, value): &(String, Value)| {
                format!("({}.into(), {})", string(key), element(value, indent + 1))
            };
            format!("Value::Object({})", list(members.iter().map(member).collect(), indent))
        }
    }
}

/// Where a `Value` itself is wanted.
fn element(value: &Value, indent: usize) -> String {
    let argument = argument(value, indent);
    match value {
        Value::Bool(_) | Value::Text(_) => format!("{argument}.into()"),
        Value::Number(_) => format!("Value::from({argument})"),
        _ => argument,
    }
}

fn list(items: Vec<String>, indent: usize) -> String {
    let line = items.join(", ");
    if indent * 4 + line.len() <= WIDTH && !line.contains('\n') {
        return format!("vec![{line}]");
    }
    let (inner, outer) = ("    ".repeat(indent + 1), "    ".repeat(indent));
    let lines: Vec<_> = items.into_iter().map(|item| format!("{inner}{item},")).collect();
    format!("vec![\n{}\n{outer}]", lines.join("\n"))
}

/// A cause.
pub(super) fn cause(cause: Cause) -> String {
    match cause {
        Cause::Other(code) => format!("Cause::Other({})", integer(&code)),
        named => format!("Cause::{}", named.name()),
    }
}
