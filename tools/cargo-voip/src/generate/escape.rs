//! Escapes text for WXML and JavaScript.

use std::fmt::Write as _;

use serde_json::Value;

/// Escapes text for the WXML of a page. WXML compilers differ in how they read entities and backslashes (WeChat's does
/// not decode `&lt;`), so neither is used. A special character becomes a string in an expression: `{{'<'}}`. A character
/// that cannot be in an expression becomes a call of a WXS function with its percent-encoded form: `{{chars.of('%22')}}`.
pub(crate) struct WxmlEscaper {
    /// The name of the WXS module with the function.
    module: String,
    /// Whether the module is used.
    pub(crate) needs_module: bool,
    /// The name of the WXS module with the choices of pickers.
    choices: String,
    /// The name of the WXS module that makes the rows of contacts.
    contacts: String,
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
        Self {
            module: unused("chars"),
            needs_module: false,
            choices: unused("choices"),
            contacts: unused("contacts"),
        }
    }

    pub(crate) fn choices(&self) -> &str {
        &self.choices
    }

    pub(crate) fn contacts(&self) -> &str {
        &self.contacts
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
        let _ = write!(escaped, "{{{{{}.of('", self.module);
        push_encoded(escaped, character);
        escaped.push_str("')}}");
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

/// A string in WXS. WeChat's compiler keeps escapes in it as they are written, and WXS has no `String.fromCharCode`.
pub(crate) fn wxs(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control()
            || matches!(character, '\'' | '"' | '\\' | '<' | '%' | '\u{2028}' | '\u{2029}')
        {
            push_encoded(&mut encoded, character);
        } else {
            encoded.push(character);
        }
    }
    if encoded == text { format!("'{text}'") } else { format!("decodeURIComponent('{encoded}')") }
}

/// Appends a percent-encoded character.
fn push_encoded(encoded: &mut String, character: char) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        let _ = write!(encoded, "%{byte:02X}");
    }
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
        assert_eq!(
            wxml.attribute("\"a\\\n"),
            "{{chars_.of('%22')}}a{{chars_.of('%5C')}}{{chars_.of('%0A')}}"
        );
        assert!(wxml.needs_module);
    }

    #[test]
    fn javascript_literals() {
        assert_eq!(js("a'b\"\\\n\u{2028}🎉"), "'a\\'b\"\\\\\\n\\u2028🎉'");
        assert_eq!(wxs("急诊🎉"), "'急诊🎉'");
        assert_eq!(wxs("a'%\u{2028}🎉"), "decodeURIComponent('a%27%25%E2%80%A8🎉')");
        assert_eq!(js_value(&Value::Null), "''");
        assert_eq!(js_value(&Value::from(-1.5)), "-1.5");
    }
}
