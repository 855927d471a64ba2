//! Valid package names.

use crate::error::{Result, bail};
use crate::file_name::is_device_name;

const MAX_NAME_LENGTH: usize = 64;

const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

/// Crates that a page uses, or may use. A package with the same name would conflict with them.
const RESERVED_NAMES: [&str; 10] = [
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

/// Folders in the target folder of cargo. A binary with the same name would conflict with them.
const CARGO_FOLDERS: [&str; 4] = ["build", "deps", "examples", "incremental"];

/// Checks the name of a new package.
pub(super) fn check(name: &str) -> Result<()> {
    let Some(why) = problem(name) else { return Ok(()) };
    let valid = make_valid(name);
    let help = if valid != name && problem(&valid).is_none() {
        format!("\nhelp: use `{valid}`")
    } else {
        String::new()
    };
    bail(format!("invalid package name `{name}`: {why}{help}"))
}

/// Why a name is invalid.
fn problem(name: &str) -> Option<String> {
    let library = name.replace('-', "_");
    let is_valid = |character: &char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    if let Some(character) = name.chars().find(|character| !is_valid(character)) {
        return Some(format!("expected ASCII letters, digits, `-` and `_`, found `{character}`"));
    }
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Some("it must begin with a letter".into());
    }
    if name.len() > MAX_NAME_LENGTH {
        return Some(format!("it is longer than {MAX_NAME_LENGTH} characters"));
    }
    if KEYWORDS.contains(&library.as_str()) {
        return Some("it is a Rust keyword".into());
    }
    if RESERVED_NAMES.contains(&library.as_str()) {
        return Some("it conflicts with a crate of the same name".into());
    }
    if is_device_name(name) {
        return Some("Windows keeps this name for a device".into());
    }
    CARGO_FOLDERS.contains(&name).then(|| "it conflicts with a folder that cargo creates".into())
}

fn make_valid(name: &str) -> String {
    let replace =
        |character: char| if character.is_ascii_alphanumeric() || character == '_' { character } else { '-' };
    let mut valid: String = name.chars().map(replace).collect();
    while valid.contains("--") {
        valid = valid.replace("--", "-");
    }
    valid
        .trim_matches(|character: char| !character.is_ascii_alphanumeric())
        .trim_start_matches(|character: char| !character.is_ascii_alphabetic())
        .into()
}

#[cfg(test)]
mod tests {
    use super::{make_valid, problem};

    #[test]
    fn valid_names() {
        for name in ["demo", "my-page", "Call2", "a_b"] {
            assert_eq!(problem(name), None, "{name}");
        }
    }

    #[test]
    fn invalid_names() {
        for name in [
            "",
            "2call",
            "-a",
            "my page",
            "视频",
            "a.b",
            "fn",
            "std",
            "voip-runtime",
            "deps",
            "a/b",
            "CON",
            "lpt1",
        ] {
            assert!(problem(name).is_some(), "{name}");
        }
        assert_eq!(make_valid("my page!"), "my-page");
        assert_eq!(make_valid("2call"), "call");
    }
}
