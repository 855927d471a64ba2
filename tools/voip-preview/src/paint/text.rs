//! Makes untrusted text safe to print.

use std::fmt::Write as _;

/// How many characters of one text a line shows.
const MAX_CHARS: usize = 60;

/// The text with control characters and characters that change the text direction written as escapes, so that
/// it cannot control the terminal or hide a part of itself.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_unsafe(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// The same, shortened to fit in a line.
pub(crate) fn short(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        None => visible(text),
        Some((end, _)) => {
            let count = count(text.chars().count());
            format!("{}… ({count} characters)", visible(text.get(..end).unwrap_or(text)))
        }
    }
}

/// JSON lines with unsafe characters written as JSON escapes.
pub(crate) fn visible_json(lines: &str) -> String {
    let mut shown = String::with_capacity(lines.len());
    for letter in lines.chars() {
        if letter != '\n' && is_unsafe(letter) {
            // All unsafe characters are in the Basic Multilingual Plane.
            let _ = write!(shown, "\\u{:04x}", u32::from(letter));
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// A number with thousands separators.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_are_escaped() {
        assert_eq!(visible("小明 🎉"), "小明 🎉");
        assert_eq!(visible("a\u{1b}[31m\n\u{9b}\u{202e}b"), "a\\u{1b}[31m\\n\\u{9b}\\u{202e}b");
        assert_eq!(visible_json("{\"a\":\"\u{9b}\u{7f}\"}\n"), "{\"a\":\"\\u009b\\u007f\"}\n");
    }

    #[test]
    fn a_long_text_is_shortened() {
        assert_eq!(short(&"长".repeat(60)), "长".repeat(60));
        assert_eq!(short(&"长".repeat(1234)), format!("{}… (1,234 characters)", "长".repeat(60)));
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!(count(7), "7");
        assert_eq!(count(1000), "1,000");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
