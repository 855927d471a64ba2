//! Formatting of names and numbers in messages.

/// Escapes characters that a terminal would interpret or hide, as Rust would in a string literal: control
/// characters, and those that change the direction of text. Line ends stay.
pub(crate) fn escape_control(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if character != '\n' && is_control(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// A number with separators: `1,234,567`.
pub(crate) fn thousands(number: usize) -> String {
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

/// The names in backticks: `a`, `b` and `c`. A long list is cut.
pub(crate) fn list<S: AsRef<str>>(names: &[S]) -> String {
    const MAX_NAMES: usize = 8;
    list_up_to(MAX_NAMES, names)
}

/// All names in backticks.
pub(crate) fn list_all<S: AsRef<str>>(names: &[S]) -> String {
    list_up_to(names.len(), names)
}

fn list_up_to<S: AsRef<str>>(max_names: usize, names: &[S]) -> String {
    let mut shown: Vec<String> =
        names.iter().take(max_names).map(|name| format!("`{}`", name.as_ref())).collect();
    if names.len() > max_names {
        shown.push(format!("{} more", names.len() - max_names));
    }
    match shown.split_last() {
        None => "none".into(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(escape_control("小明 🎉\nnext"), "小明 🎉\nnext");
        assert_eq!(escape_control("a\u{1b}[31m\u{9b}\u{202e}b"), "a\\u{1b}[31m\\u{9b}\\u{202e}b");
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(list::<&str>(&[]), "none");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert!(list(&["a"; 10]).ends_with("`a` and 2 more"));
    }

    #[test]
    fn numbers_have_separators() {
        assert_eq!([thousands(7), thousands(1000), thousands(1_234_567)], ["7", "1,000", "1,234,567"]);
    }
}
