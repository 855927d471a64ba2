//! The glue: what it gives to a module, and that a phone's JavaScript can run it.

use voip_runtime::wx::{GLUE, IMPORTS};

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
