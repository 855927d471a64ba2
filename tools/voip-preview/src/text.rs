//! A text for the user, in both languages.

use serde::Serialize;

/// A text for the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Text {
    pub(crate) english: String,
    pub(crate) chinese: String,
}

impl Text {
    pub(crate) fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

/// Whether the text is Chinese, without an English sentence: no two lowercase English words in a row.
#[cfg(test)]
pub(crate) fn is_chinese(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = text.split(' ').map(is_word).collect();
    text.contains(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
        && !words.windows(2).any(|pair| pair == [true, true])
}
