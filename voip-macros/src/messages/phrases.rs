//! Phrases that several messages use.

use crate::nearest::nearest;

/// `a`, `b`, `c`
pub(super) fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `a`, `b` and `c`, with `and` as `last`.
pub(super) fn list(names: &[&str], last: &str) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => format!("`{one}`"),
        [first @ .., end] => format!("{} {last} `{end}`", quoted(first)),
    }
}

pub(super) fn empty(name: &str, instead: &str) -> String {
    format!("`{name}` is empty\nhelp: {instead}")
}

/// The known name that was probably meant, or else another help.
pub(super) fn did_you_mean_or(word: &str, known: &[&str], other: &str) -> String {
    nearest(word, known).map_or_else(|| other.to_owned(), |name| format!("did you mean `{name}`?"))
}
