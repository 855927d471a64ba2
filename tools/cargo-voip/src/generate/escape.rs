//! Escapes text for WXML and JavaScript.

use std::fmt::Write as _;

use serde_json::Value;

/// Escapes text for the WXML of a page. WXML compilers differ in how they read entities and backslashes (WeChat's does
/// not decode `&lt;`), so neither is used. A special character becomes a string in an expression: `{{'<'}}`. A character
/// that cannot be in an expression becomes a call of a WXS function with its code: `{{chars.of(34)}}`.
pub(crate) struct WxmlEscaper {
    /// The name of the WXS module with the function.
    module: String,
    /// Whether the module is used.
    pub(crate) needs_module: bool,
    /// The name of the WXS module with the choices of pickers.
    choices: String,
}

impl WxmlEscaper {
    /// A module must not have the name of an entry in the page's data.
    pub(crate) fn new(data: &[&str]) -> Self {
        let unused = |name: &str| {
            let mut name = name.to_owned();
            while data.contains(&name.as_str()) {
                name.push('_');
            }
            name
        };
        Self { module: unused("chars"), needs_module: false, choices: unused("choices") }
    }

    pub(crate) fn choices(&self) -> &str {
        &self.choices
    }

    pub(crate) fn module(&self) -> &str {
        &self.module
    }

    /// Escapes text between tags.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        let last = text.chars().count().saturating_sub(1);
        let mut after_backslash = false;
        for (index, character) in text.chars().enumerate() {
            let edge = (index == 0 || index == last) && character.is_whitespace();
            match character {
                '<' | '&' | '{' | '}' => push_quoted(&mut escaped, character),
                '\u{2028}' | '\u{2029}' | '\0' | '\r' => self.push_code(&mut escaped, character),
                // A backslash must not be followed by a character that it could escape.
                '\\' if after_backslash => escaped.push_str("{{''}}\\"),
                '\'' if after_backslash => escaped.push_str("{{\"'\"}}"),
                _ if edge && character != ' ' => self.push_code(&mut escaped, character),
                _ if edge || after_backslash => push_quoted(&mut escaped, character),
                _ => escaped.push(character),
            }
            after_backslash = character == '\\';
        }
        escaped
    }

    /// Escapes text between the double quotes of an attribute.
    pub(crate) fn attribute(&mut self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '<' | '&' | '{' | '}' => push_quoted(&mut escaped, character),
                '"' | '\\' | '\u{2028}' | '\u{2029}' => self.push_code(&mut escaped, character),
                _ if character.is_control() => self.push_code(&mut escaped, character),
                _ => escaped.push(character),
            }
        }
        escaped
    }

    fn push_code(&mut self, escaped: &mut String, character: char) {
        self.needs_module = true;
        let _ = write!(escaped, "{{{{{}.of({})}}}}", self.module, u32::from(character));
    }
}

fn push_quoted(escaped: &mut String, character: char) {
    let _ = write!(escaped, "{{{{'{character}'}}}}");
}

/// A string literal in ES5.
pub(crate) fn js(text: &str) -> String {
    let mut literal = String::from("'");
    for character in text.chars() {
        match character {
            '\'' => literal.push_str("\\'"),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            _ if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // None of these needs a surrogate pair.
                let _ = write!(literal, "\\u{:04x}", u32::from(character));
            }
            _ => literal.push(character),
        }
    }
    literal.push('\'');
    literal
}

/// A string in WXS. WeChat's compiler does not decode escapes in it, so a special character is added by its code.
pub(crate) fn wxs(text: &str) -> String {
    let mut literal = String::from("'");
    for character in text.chars() {
        if character.is_control() || matches!(character, '\'' | '"' | '\\' | '<' | '\u{2028}' | '\u{2029}') {
            let _ = write!(literal, "' + String.fromCharCode({}) + '", u32::from(character));
        } else {
            literal.push(character);
        }
    }
    literal.push('\'');
    literal
}

/// An initial value in JavaScript. An empty `Option` is an empty string.
pub(crate) fn js_value(value: &Value) -> String {
    match value {
        Value::String(text) => js(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => "''".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_changed() {
        let mut wxml = WxmlEscaper::new(&[]);
        for text in ["对方openid", "It's \"you\"", "🎉 100%", "a > b"] {
            assert_eq!(wxml.text(text), text);
        }
        assert_eq!(wxml.attribute("It's > you"), "It's > you");
        assert!(!wxml.needs_module);
    }

    #[test]
    fn special_characters_become_expressions() {
        let mut wxml = WxmlEscaper::new(&["chars"]);
        assert_eq!(wxml.text("<b>{{x}} &lt;"), "{{'<'}}b>{{'{'}}{{'{'}}x{{'}'}}{{'}'}} {{'&'}}lt;");
        assert_eq!(wxml.text(r"a\nb\\c\"), r"a\{{'n'}}b\{{''}}\{{'c'}}\");
        assert!(!wxml.needs_module);
        assert_eq!(wxml.attribute("\"a\\\n"), "{{chars_.of(34)}}a{{chars_.of(92)}}{{chars_.of(10)}}");
        assert!(wxml.needs_module);
    }

    #[test]
    fn javascript_literals() {
        assert_eq!(js("a'b\"\\\n\u{2028}🎉"), "'a\\'b\"\\\\\\n\\u2028🎉'");
        assert_eq!(wxs("a'b<🎉"), "'a' + String.fromCharCode(39) + 'b' + String.fromCharCode(60) + '🎉'");
        assert_eq!(js_value(&Value::Null), "''");
        assert_eq!(js_value(&Value::from(-1.5)), "-1.5");
    }
}
