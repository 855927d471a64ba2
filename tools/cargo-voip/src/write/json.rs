//! `app.json` and `project.config.json`, read as WeChat's tools read them: with `JSON.parse`, so without comments, and of a
//! key that is given twice the last one counts.

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::error::{Error, Result, bail};

/// A place in the text of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    pub(super) fn of(node: &impl Ranged) -> Self {
        Self { start: node.start(), end: node.end() }
    }
}

/// Separates the byte order mark of a file from its text.
pub(super) fn split_bom(text: &str) -> (&str, &str) {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    text.split_at(bom)
}

/// The value of a key.
pub(super) fn member<'a, 'b>(object: &'b Object<'a>, key: &str) -> Option<&'b Value<'a>> {
    object.properties.iter().rfind(|property| property.name.as_str() == key).map(|property| &property.value)
}

/// Parses strict JSON whose root is an object. `file` is the name for messages.
pub(super) fn object<'a>(json: &'a str, file: &str) -> Result<Object<'a>> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(json, &CollectOptions::default(), &strict).map_err(|error| {
        let location = location(json, error.range().start, file);
        match error.kind() {
            ParseErrorKind::CommentsNotAllowed | ParseErrorKind::UnterminatedCommentBlock => {
                Error::new(format!(
                    "{location}: comments are not allowed in JSON, also by WeChat\nhelp: remove the comment"
                ))
            }
            kind => Error::new(format!("{location}: invalid JSON: {kind}")),
        }
    })?;
    let Some(Value::Object(object)) = parsed.value else {
        return bail(format!("{}: expected an object", location(json, 0, file)));
    };
    // Checked by a second parser, because other tools must be able to read the result.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(json) {
        let (line, column, why) = (error.line(), error.column(), error.to_string());
        let why = why.split(" at line ").next().unwrap_or("");
        return bail(format!("{file}:{line}:{column}: invalid JSON: {why}"));
    }
    Ok(object)
}

/// The location of a byte: `app.json:3:5`.
pub(super) fn location(json: &str, start: usize, file: &str) -> String {
    let before = json.get(..start).unwrap_or(json);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    format!("{file}:{line}:{column}")
}
