//! Names of crates.

use crate::error::{Result, refuse};

const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// What a crate of that name would hide, or would be hidden by.
const TAKEN: [&str; 10] = [
    "alloc",
    "core",
    "proc_macro",
    "std",
    "test",
    "voip_macros",
    "voip_preview",
    "voip_runtime",
    "serde",
    "serde_json",
];

/// Folders of cargo's, where a program of that name would lie.
const FOLDERS: [&str; 4] = ["build", "deps", "examples", "incremental"];

/// Refuses what cannot be the name of a crate with a page, and says why.
pub(super) fn check(name: &str) -> Result<()> {
    let Some(why) = why_not(name) else { return Ok(()) };
    let better = better(name);
    let hint = if better != name && why_not(&better).is_none() {
        format!(" (`{better}` would do)")
    } else {
        String::new()
    };
    refuse(format!("`{name}` cannot be the name of a crate: {why}{hint}"))
}

fn why_not(name: &str) -> Option<String> {
    let library = name.replace('-', "_");
    let odd = name.chars().find(|letter| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_'));
    if let Some(letter) = odd {
        return Some(format!("it has `{letter}`; a name has letters of English, digits, `-` and `_`"));
    }
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Some("it must begin with a letter".into());
    }
    if name.len() > 64 {
        return Some("it is longer than 64 letters".into());
    }
    if KEYWORDS.contains(&library.as_str()) {
        return Some("this is a word of Rust".into());
    }
    if TAKEN.contains(&library.as_str()) {
        return Some("a crate that the page needs is called so".into());
    }
    FOLDERS.contains(&name).then(|| "cargo has a folder of that name".into())
}

fn better(name: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let mut better: String = name.chars().map(plain).collect();
    while better.contains("--") {
        better = better.replace("--", "-");
    }
    better
        .trim_matches(|letter: char| !letter.is_ascii_alphanumeric())
        .trim_start_matches(|letter: char| !letter.is_ascii_alphabetic())
        .into()
}

#[cfg(test)]
mod tests {
    use super::{better, why_not};

    #[test]
    fn names() {
        for right in ["demo", "my-page", "Call2", "a_b"] {
            assert_eq!(why_not(right), None, "{right}");
        }
        for wrong in ["", "2call", "-a", "my page", "视频", "a.b", "fn", "std", "voip-runtime", "deps", "a/b"]
        {
            assert!(why_not(wrong).is_some(), "{wrong}");
        }
        assert_eq!(better("my page!"), "my-page");
        assert_eq!(better("2call"), "call");
    }
}
