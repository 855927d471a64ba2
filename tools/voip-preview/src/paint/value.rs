//! Formats the options and results of host calls.

use voip_runtime::value::Value;

use super::text::short;

/// The longest object on one line, in characters.
const MAX_WIDTH: usize = 72;

/// How many members of an object, or elements of an array, are shown.
const MAX_MEMBERS: usize = 12;

/// How many levels of a value are shown.
const MAX_DEPTH: usize = 4;

/// A value in the syntax of JavaScript.
pub(crate) fn compact(value: &Value) -> String {
    at_depth(value, 0)
}

/// The lines of a value: a long object has one for each member, and `null` has none.
pub(crate) fn compact_lines(value: &Value) -> Vec<String> {
    let line = compact(value);
    match value {
        Value::Null => Vec::new(),
        Value::Object(members) if line.chars().count() > MAX_WIDTH => {
            let mut lines = format_items(members, |member| self::member(member, 1));
            let last = lines.len().saturating_sub(1);
            for (index, line) in lines.iter_mut().enumerate() {
                if index == 0 {
                    line.insert(0, '{');
                }
                line.push(if index == last { '}' } else { ',' });
            }
            lines
        }
        _ => vec![line],
    }
}

fn member((key, value): &(String, Value), depth: usize) -> String {
    format!("{}: {}", short(key), at_depth(value, depth))
}

fn at_depth(value: &Value, depth: usize) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(on) => on.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("\"{}\"", short(text).replace('"', "\\\"")),
        any if any.is_any() => "(simulated value)".into(),
        Value::List(_) | Value::Object(_) if depth == MAX_DEPTH => "…".into(),
        Value::List(items) => {
            let items: Vec<_> = format_items(items, |item| at_depth(item, depth + 1));
            format!("[{}]", items.join(", "))
        }
        Value::Object(members) => {
            let members = format_items(members, |member| self::member(member, depth + 1));
            format!("{{{}}}", members.join(", "))
        }
    }
}

fn format_items<T>(all: &[T], show: impl Fn(&T) -> String) -> Vec<String> {
    let mut shown: Vec<_> = all.iter().take(MAX_MEMBERS).map(show).collect();
    if all.len() > MAX_MEMBERS {
        shown.push("…".into());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_syntax_of_javascript() {
        let value = Value::Object(vec![
            ("nickname".into(), "小\"明\n".into()),
            ("tries".into(), 3.into()),
            ("list".into(), Value::List(vec![true.into(), Value::Null])),
        ]);
        assert_eq!(compact(&value), r#"{nickname: "小\"明\n", tries: 3, list: [true, null]}"#);
    }

    #[test]
    fn a_long_object_takes_several_lines() {
        let text = Value::from("a".repeat(50));
        let value = Value::Object(vec![("caller".into(), text), ("roomType".into(), "video".into())]);
        let lines = [format!("{{caller: \"{}\",", "a".repeat(50)), "roomType: \"video\"}".into()];
        assert_eq!(compact_lines(&value), lines);
        assert_eq!(compact_lines(&Value::Object(vec![("enable".into(), true.into())])), ["{enable: true}"]);
        assert!(compact_lines(&Value::Null).is_empty());
    }

    #[test]
    fn big_values_are_shortened() {
        let long = Value::List(vec![1.into(); 100]);
        assert!(compact(&long).ends_with(", 1, …]"));
        let deep = (0..100).fold(Value::Null, |inner, _| Value::List(vec![inner]));
        assert_eq!(compact(&deep), "[[[[…]]]]");
    }
}
