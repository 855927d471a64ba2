//! Other people's words in WXML and JavaScript, so that they come out as they are.

use std::fmt::Write as _;

use serde_json::Value;

/// Text in WXML. Its compilers differ in what they make of entities and backslashes (WeChat's own leaves
/// `&lt;` as it is), so neither is used: a character that means something stands in an expression, and
/// one that no expression can hold comes from its number, by a function in a module of the page's.
pub(crate) struct Wxml {
    /// The name of that module.
    module: String,
    /// Whether the function is needed.
    pub(crate) needs_signs: bool,
}

impl Wxml {
    /// A page with this data; none of it may have the module's name.
    pub(crate) fn new(data: &[&str]) -> Self {
        let mut module = String::from("signs");
        while data.contains(&module.as_str()) {
            module.push('_');
        }
        Self { module, needs_signs: false }
    }

    pub(crate) fn module(&self) -> &str {
        &self.module
    }

    /// The text between tags.
    pub(crate) fn text(&mut self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        let last = text.chars().count().saturating_sub(1);
        let mut after_backslash = false;
        for (index, letter) in text.chars().enumerate() {
            let edge = (index == 0 || index == last) && letter.is_whitespace();
            match letter {
                '<' | '&' | '{' | '}' => quoted(&mut escaped, letter),
                '\u{2028}' | '\u{2029}' | '\0' | '\r' => self.sign(&mut escaped, letter),
                // A backslash stands for itself where nothing follows that it could make something of.
                '\\' if after_backslash => escaped.push_str("{{''}}\\"),
                '\'' if after_backslash => escaped.push_str("{{\"'\"}}"),
                _ if edge && letter != ' ' => self.sign(&mut escaped, letter),
                _ if edge || after_backslash => quoted(&mut escaped, letter),
                _ => escaped.push(letter),
            }
            after_backslash = letter == '\\';
        }
        escaped
    }

    /// The text between the double quotes of an attribute.
    pub(crate) fn attribute(&mut self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '<' | '&' | '{' | '}' => quoted(&mut escaped, letter),
                '"' | '\\' | '\u{2028}' | '\u{2029}' => self.sign(&mut escaped, letter),
                _ if letter.is_control() => self.sign(&mut escaped, letter),
                _ => escaped.push(letter),
            }
        }
        escaped
    }

    fn sign(&mut self, escaped: &mut String, letter: char) {
        self.needs_signs = true;
        let _ = write!(escaped, "{{{{{}.of({})}}}}", self.module, u32::from(letter));
    }
}

fn quoted(escaped: &mut String, letter: char) {
    let _ = write!(escaped, "{{{{'{letter}'}}}}");
}

/// Text as a literal of ES5.
pub(crate) fn js(text: &str) -> String {
    let mut literal = String::from("'");
    for letter in text.chars() {
        match letter {
            '\'' => literal.push_str("\\'"),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            _ if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // All of these lie in Unicode's first plane.
                let _ = write!(literal, "\\u{:04x}", u32::from(letter));
            }
            _ => literal.push(letter),
        }
    }
    literal.push('\'');
    literal
}

/// An initial value as JavaScript; that of an empty `Option` is an empty text.
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
    fn harmless_texts_stay_as_they_are() {
        let mut wxml = Wxml::new(&[]);
        for text in ["对方openid", "It's \"you\"", "🎉 100%", "a > b"] {
            assert_eq!(wxml.text(text), text);
        }
        assert_eq!(wxml.attribute("It's > you"), "It's > you");
        assert!(!wxml.needs_signs);
    }

    #[test]
    fn what_means_something_stands_in_an_expression() {
        let mut wxml = Wxml::new(&["signs"]);
        assert_eq!(wxml.text("<b>{{x}} &lt;"), "{{'<'}}b>{{'{'}}{{'{'}}x{{'}'}}{{'}'}} {{'&'}}lt;");
        assert_eq!(wxml.text(r"a\nb\\c\"), r"a\{{'n'}}b\{{''}}\{{'c'}}\");
        assert!(!wxml.needs_signs);
        assert_eq!(wxml.attribute("\"a\\\n"), "{{signs_.of(34)}}a{{signs_.of(92)}}{{signs_.of(10)}}");
        assert!(wxml.needs_signs);
    }

    #[test]
    fn javascript() {
        assert_eq!(js("a'b\"\\\n\u{2028}🎉"), "'a\\'b\"\\\\\\n\\u2028🎉'");
        assert_eq!(js_value(&Value::Null), "''");
        assert_eq!(js_value(&Value::from(-1.5)), "-1.5");
    }
}
