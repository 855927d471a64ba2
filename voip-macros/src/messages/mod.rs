//! Every message of the macro: what is wrong, and what would be legal instead.

mod attribute;
mod fields;
mod flow;
mod syntax;

pub(crate) use self::attribute::*;
pub(crate) use self::fields::*;
pub(crate) use self::flow::*;
pub(crate) use self::syntax::*;
use crate::nearest::nearest;

/// `a`, `b` and `c`.
fn list(names: &[&str], last: &str) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

fn empty(name: &str, instead: &str) -> String {
    format!("this `{name}` is empty: {instead}")
}

/// Where many names are known, all of them only for a name that is like none.
fn unknown(wrong: &str, name: &str, known: &[&str], there: &str, also: &str) -> String {
    match nearest(name, known) {
        Some(near) => format!("{wrong}; did you mean `{near}`?"),
        None => format!("{wrong}; {there} {}{also}", list(known, "and")),
    }
}

fn did_you_mean(word: &str, known: &[&str]) -> String {
    nearest(word, known).map(|name| format!(" (did you mean `{name}`?)")).unwrap_or_default()
}
