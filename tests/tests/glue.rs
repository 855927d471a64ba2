//! The glue is the mirror of the runtime: what both write down is the same.

use voip_runtime::wx::{ABI, GLUE, IMPORTS};
use voip_runtime::{Cause, State};

/// What stands in the glue between `var NAME = ` and the `;` after it.
fn table(name: &str) -> &'static str {
    let start = format!("var {name} = ");
    let rest = GLUE.split_once(&start).unwrap_or_else(|| panic!("the glue has no {name}")).1;
    rest.split_once(';').expect("a statement ends").0
}

#[test]
fn causes_have_the_same_numbers_names_codes_and_sentences() {
    let rows: Vec<&str> =
        table("CAUSES").lines().map(str::trim).filter(|line| line.starts_with("['")).collect();
    let other = Cause::Other(0);
    let expected: Vec<String> = Cause::NAMED
        .iter()
        .chain([&other])
        .map(|cause| format!("['{}', {}, '{}']", cause.name(), cause.code().unwrap_or(0), cause.chinese()))
        .collect();
    assert_eq!(rows.iter().map(|row| row.trim_end_matches(',')).collect::<Vec<_>>(), expected);
}

#[test]
fn states_have_the_same_numbers() {
    let expected: Vec<String> = State::ALL.iter().map(|state| format!("'{state}'")).collect();
    assert_eq!(table("STATES"), format!("[{}]", expected.join(", ")));
}

#[test]
fn the_version_is_the_same() {
    assert_eq!(table("ABI"), ABI.to_string());
}

#[test]
fn the_glue_gives_what_a_module_imports_and_nothing_else() {
    let imports = GLUE.split_once("  var imports = {\n").expect("the glue's imports").1;
    let imports = imports.split_once("\n  };\n").expect("their end").0;
    let given: Vec<&str> = imports
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.split_once(": "))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|letter| letter.is_ascii_lowercase()))
        .collect();
    assert_eq!(given, IMPORTS.1);
    assert!(GLUE.contains(&format!("{{ {}: imports }}", IMPORTS.0)));
}

/// The floor is the engine of iOS 11, as app-service JavaScript shows it.
#[test]
fn the_glue_is_es5_without_what_app_service_lacks() {
    let code: String = without_comments();
    for word in ["let ", "const ", "=>", "`", "async ", "await ", "class ", "...", "Map(", "Set(", "Symbol"] {
        assert!(!code.contains(word), "`{word}` is no ES5");
    }
    for global in [
        "TextDecoder",
        "TextEncoder",
        "BigInt",
        "fetch(",
        " WebAssembly",
        "queueMicrotask",
        "eval(",
        "Function(",
    ] {
        assert!(!code.contains(global), "app-service has no `{global}`");
    }
}

fn without_comments() -> String {
    let mut in_comment = false;
    GLUE.lines()
        .filter(|line| {
            let line = line.trim_start();
            let starts = line.starts_with("/**");
            let comment = in_comment || starts || line.starts_with("//");
            in_comment = (in_comment || starts) && !line.contains("*/");
            !comment
        })
        .collect::<Vec<_>>()
        .join("\n")
}
