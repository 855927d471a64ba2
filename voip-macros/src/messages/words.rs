//! Helpers that several messages use.

use crate::nearest::nearest;

/// `a`, `b` and `c`.
pub(super) fn list(names: &[&str], last: &str) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

pub(super) fn empty(name: &str, instead: &str) -> String {
    format!("`{name}` is empty\nhelp: {instead}")
}

/// The known name that is near, or else another help.
pub(super) fn did_you_mean_or(word: &str, known: &[&str], other: impl FnOnce() -> String) -> String {
    nearest(word, known).map_or_else(other, |name| format!("did you mean `{name}`?"))
}
