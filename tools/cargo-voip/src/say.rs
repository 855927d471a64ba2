//! What is said on the way, on standard error, as cargo says it.

use std::cell::RefCell;

use anstyle::{AnsiColor, Style};

use crate::error::Error;

const STEP: Style = AnsiColor::BrightGreen.on_default().bold();
const WARNING: Style = AnsiColor::BrightYellow.on_default().bold();
const ERROR: Style = AnsiColor::BrightRed.on_default().bold();

/// A step that begins, or one that is done: `   Compiling video-call`.
pub(crate) fn step(verb: &str, what: &str) {
    anstream::eprintln!("{STEP}{verb:>12}{STEP:#} {}", visible(what));
}

/// What stopped it all.
pub(crate) fn error(sentence: &str) {
    anstream::eprintln!("{ERROR}error{ERROR:#}: {}", visible(sentence));
}

/// Every sentence of what stopped it.
pub(crate) fn why(wrong: &Error) {
    wrong.sentences().iter().for_each(|sentence| error(sentence));
}

/// What is worth knowing but stops nothing: said at once, and kept for `--json`.
#[derive(Debug, Default)]
pub(crate) struct Warnings(RefCell<Vec<String>>);

impl Warnings {
    pub(crate) fn add(&self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        anstream::eprintln!("{WARNING}warning{WARNING:#}: {}", visible(&sentence));
        self.0.borrow_mut().push(sentence);
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}

/// The text with nothing in it that a terminal would obey or that would hide: control characters,
/// and those that turn the direction of writing, are written as Rust would. Our own line ends stay.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter != '\n' && obeyed(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown
}

fn obeyed(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// A number with its thousands apart.
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

/// `a`, `b` and `c`, each between backquotes; of a long list its beginning.
pub(crate) fn list<S: AsRef<str>>(names: &[S]) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<String> = names.iter().take(MOST).map(|name| format!("`{}`", name.as_ref())).collect();
    if names.len() > MOST {
        shown.push(format!("{} more", names.len() - MOST));
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
    fn nothing_in_a_text_is_obeyed() {
        assert_eq!(visible("小明 🎉\nnext"), "小明 🎉\nnext");
        assert_eq!(visible("a\u{1b}[31m\u{9b}\u{202e}b"), "a\\u{1b}[31m\\u{9b}\\u{202e}b");
    }

    #[test]
    fn lists_and_numbers() {
        assert_eq!(list::<&str>(&[]), "none");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert!(list(&["a"; 10]).ends_with("`a` and 2 more"));
        assert_eq!([count(7), count(1000), count(1_234_567)], ["7", "1,000", "1,234,567"]);
    }
}
