//! The glue provides the imports of a module and runs on a phone's JavaScript engine.

use std::fs;
use std::path::Path;

use voip_runtime::wx::IMPORTS;

/// All files of the glue, with the recorder.
fn glue() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../voip-runtime/src/wx/voip");
    let files = fs::read_dir(folder).expect("the folder of the glue");
    files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("a file of the glue")).collect()
}

#[test]
fn the_glue_provides_exactly_what_a_module_imports() {
    let glue = glue();
    let imports = glue.split_once("  var imports = {\n").expect("the glue's imports").1;
    let imports = imports.split_once("\n  };\n").expect("the end of the imports").0;
    let provided: Vec<&str> = imports
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.split_once(": "))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|letter| letter.is_ascii_lowercase()))
        .collect();
    assert_eq!(provided, IMPORTS.1);
    assert!(glue.contains(&format!("{{ {}: imports }}", IMPORTS.0)));
}

/// The oldest supported engine is that of iOS 11, as app-service exposes it.
#[test]
fn the_glue_is_es5_and_uses_only_globals_of_app_service() {
    let code = without_comments(&glue());
    for word in ["let ", "const ", "=>", "`", "async ", "await ", "class ", "...", "Map(", "Set(", "Symbol"] {
        assert!(!code.contains(word), "`{word}` is not ES5");
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

fn without_comments(source: &str) -> String {
    let mut in_comment = false;
    source
        .lines()
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
