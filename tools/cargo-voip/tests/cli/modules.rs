//! Modules that phones do not accept, and the module that a phone gets.

use serde_json::{Value, json};

use crate::wasm::custom;
use crate::{Module, Project, page};

#[track_caller]
fn rejected(bytes: &[u8], expected: &[&str]) {
    let project = Project::new();
    project.module(bytes);
    project.rejected(&["--out", "out"], expected);
}

#[test]
fn files_that_are_not_modules() {
    let project = Project::new();
    project
        .run(&["build", "--wasm", "none.wasm"])
        .failed(&["cannot read `none.wasm`: no such file or folder"]);
    project.run(&["build", "--wasm", "src"]).failed(&["cannot read `src`: it is a folder"]);
    rejected(b"", &["is not a WebAssembly module"]);
    rejected(b"GIF89a", &["is not a WebAssembly module"]);
    rejected(b"\0asm\x0d\0\x01\0", &["unsupported WebAssembly version"]);
}

#[test]
fn an_incomplete_module() {
    let whole = Module::default().bytes();
    rejected(&whole[..whole.len() - 1], &["`app.wasm` is incomplete"]);
    let project = Project::new();
    for length in (0..whole.len()).step_by(31) {
        project.module(&whole[..length]);
        project.rejected(&["--out", "out"], &["app.wasm"]);
    }
}

#[test]
fn later_features() {
    for (more, feature) in [
        ("(func (memory.copy (i32.const 0) (i32.const 0) (i32.const 0)))", "bulk memory"),
        ("(func (drop (i32.extend8_s (i32.const 0))))", "sign-extension operators"),
        ("(func (drop (i32.trunc_sat_f32_s (f32.const 0))))", "non-trapping conversions"),
        ("(func (drop (ref.null func)))", "reference types"),
        (
            "(func (result i32 i32) (i32.const 0) (i32.const 0))",
            "functions and blocks with more than one result",
        ),
        ("(func (drop (v128.const i32x4 0 0 0 0)))", "SIMD"),
        ("(func (drop (i32.atomic.load (i32.const 0))))", "threads"),
        ("(func $f (return_call $f))", "tail calls"),
        ("(memory 1)", "more than one memory"),
        ("(global (export \"g\") (mut i32) (i32.const 0))", "mutable globals"),
        ("(global i32 (i32.add (i32.const 1) (i32.const 2)))", "extended constant expressions"),
        ("(tag)", "exceptions"),
    ] {
        let module = Module { more: more.into(), ..Module::default() };
        let help = "compile for the target `wasm32v1-none`, as `cargo voip build` does";
        rejected(
            &module.bytes(),
            &[&format!("`app.wasm` uses {feature}"), "which WeChat on iOS does not support", help],
        );
    }
}

#[test]
fn later_features_in_a_module_that_is_not_from_rustc() {
    let module = wat::parse_str("(module (func (drop (i32.extend8_s (i32.const 0)))))").unwrap();
    rejected(&module, &["sign-extension operators", "the first version of wasm (MVP)"]);
}

#[test]
fn an_invalid_module() {
    let module = wat::parse_str("(module (func (result i32)))").unwrap();
    rejected(&module, &["`app.wasm` is not a valid WebAssembly module", "(at byte "]);
}

#[test]
fn invalid_imports() {
    let with = |module, name| {
        let mut with_import = Module::default();
        with_import.imports.push((module, name));
        with_import.bytes()
    };
    rejected(
        &with("voip", "cal"),
        &["imports `cal` from `voip`, which voip.js does not provide", "did you mean `call`?"],
    );
    rejected(&with("env", "abort"), &["imports `abort` from `env`", "only import what voip.js provides"]);
    rejected(&with("__wbindgen_placeholder__", "__wbindgen_throw"), &["wasm-bindgen does not work"]);
    rejected(&with("wasi_snapshot_preview1", "fd_write"), &["WASI is not available"]);
    let global = wat::parse_str("(module (import \"voip\" \"call\" (global i32)))").unwrap();
    rejected(&global, &["imports `call` from `voip`, but not as a function"]);
}

#[test]
fn a_module_without_pages() {
    rejected(&wat::parse_str("(module)").unwrap(), &["has no pages: it does not export `memory`"]);
    let memory = wat::parse_str("(module (memory (export \"memory\") 1))").unwrap();
    rejected(&memory, &["it does not export the function `voip_abi`"]);
}

/// The custom sections and the exports of a module.
fn contents(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut sections, mut exports) = (Vec::new(), Vec::new());
    for payload in wasmparser::Parser::new(0).parse_all(bytes) {
        match payload.unwrap() {
            wasmparser::Payload::CustomSection(section) => sections.push(section.name().to_owned()),
            wasmparser::Payload::ExportSection(section) => {
                exports.extend(section.into_iter().map(|export| export.unwrap().name.to_owned()));
            }
            _ => {}
        }
    }
    (sections, exports)
}

#[test]
fn unused_sections_and_exports_are_removed() {
    let project = Project::new();
    let mut bytes = Module::default().bytes();
    for section in ["name", "producers", "target_features", ".debug_info", "voip"] {
        bytes.extend(custom(section, b""));
    }
    let (sections, exports) = contents(&bytes);
    assert!(sections.contains(&"voip".into()) && exports.contains(&"__heap_base".into()));
    project.module(&bytes);
    project.built(&["--out", "out"]);
    let (sections, exports) = contents(&std::fs::read(project.path("out/voip/app.wasm")).unwrap());
    assert_eq!(sections, Vec::<String>::new());
    let open = format!("open pages/video-call/index {}", fingerprint(&project));
    assert_eq!(exports, ["memory", "voip_abi", &open]);
}

/// The fingerprint in the `index.js` of the page, which is that of the module too.
fn fingerprint(project: &Project) -> String {
    let script = project.read("out/pages/video-call/index.js");
    let fingerprint = script.split_once("fingerprint: '").unwrap().1.split_once('\'').unwrap().0.to_owned();
    let (_, exports) = contents(&std::fs::read(project.path("out/voip/app.wasm")).unwrap());
    assert!(exports.contains(&format!("open pages/video-call/index {fingerprint}")), "{exports:?}");
    fingerprint
}

#[test]
fn the_fingerprint_is_that_of_the_fields() {
    let of = |change: fn(&mut Value)| {
        let mut page = page("VideoCall", "pages/video-call/index");
        change(&mut page);
        let project = Project::with(&Module::of(&[page]));
        project.built(&["--out", "out"]);
        fingerprint(&project)
    };
    let plain = of(|_| {});
    let same = of(|page| {
        page["title"] = json!("别的");
        page["fields"][0]["label"] = json!("别的");
    });
    assert_eq!(plain, same);
    let others = [
        of(|page| page["fields"].as_array_mut().unwrap().swap(0, 2)),
        of(|page| page["fields"].as_array_mut().unwrap().truncate(3)),
        of(|page| page["fields"][1]["key"] = json!("name")),
        of(|page| page["fields"][1]["kind"] = json!("openid")),
        of(|page| page["fields"][1]["initial"] = json!("listeners")),
        of(|page| page["fields"][1]["initial"] = Value::Null),
    ];
    for (at, other) in others.iter().enumerate() {
        assert!(*other != plain && !others[..at].contains(other), "{plain}: {others:?}");
    }
}

#[cfg(unix)]
mod wasm_opt {
    use std::os::unix::fs::PermissionsExt as _;

    use super::contents;
    use crate::{Project, Run};

    /// Builds with this script as `wasm-opt`: `$input` and `$output` are its files.
    fn with(script: &str) -> (Project, Run) {
        let project = Project::new();
        project.write("bin/wasm-opt", &format!("#!/bin/sh\ninput=$6 output=$8\n{script}\n"));
        let bin = project.path("bin");
        std::fs::set_permissions(bin.join("wasm-opt"), std::fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:/usr/bin:/bin", bin.display());
        let run = project.run_with(
            ".",
            &["build", "--wasm", "app.wasm", "--out", "out", "--json"],
            &[("PATH", &path)],
        );
        (project, run)
    }

    #[track_caller]
    fn not_optimized(script: &str, why: &str) {
        let (project, run) = with(script);
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(run.err.contains(why), "{}", run.err);
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(json["wasm"]["after"], serde_json::Value::Null);
        assert_eq!(json["warnings"].as_array().unwrap().len(), 1);
        let plain = Project::new();
        plain.built(&["--out", "out"]);
        assert_eq!(project.tree("out"), plain.tree("out"));
    }

    #[test]
    fn its_output_is_checked_and_stripped() {
        // The script adds a section, as the real one may do.
        let (project, run) = with("cp $input $output; printf '\\000\\005\\004name' >> $output");
        assert_eq!(run.status, 0, "{}", run.err);
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(json["wasm"]["before"], json["wasm"]["after"]);
        let (sections, exports) = contents(&std::fs::read(project.path("out/voip/app.wasm")).unwrap());
        assert_eq!(sections, Vec::<String>::new());
        assert!(!exports.contains(&"__heap_base".into()));
        assert!(exports.contains(&format!("open pages/video-call/index {}", super::fingerprint(&project))));
    }

    #[test]
    fn its_output_is_not_used_if_it_fails_or_breaks_the_module() {
        not_optimized("echo 'Fatal: out of memory' >&2; exit 1", "failed (Fatal: out of memory)");
        not_optimized("exit 0", "cannot run wasm-opt");
        not_optimized("head -c 20 $input > $output", "`output of wasm-opt` is incomplete");
        not_optimized("printf '\\000asm\\001\\000\\000\\000' > $output", "it does not export `memory`");
    }
}

#[test]
fn the_module_of_another_package() {
    let project = Project::new();
    for name in ["first", "second", "third"] {
        let dependencies =
            if name == "third" { "[dependencies]\nsecond = { path = \"../second\" }\n" } else { "" };
        project.write(
            &format!("all/{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n{dependencies}"),
        );
        project.write(&format!("all/{name}/src/lib.rs"), "#[voip_page] struct VideoCall;");
    }
    project.write("all/Cargo.toml", "[workspace]\nmembers = [\"first\", \"second\", \"third\"]\n");
    let mut of_second = page("VideoCall", "pages/video-call/index");
    of_second["file"] = serde_json::json!("second/src/lib.rs");
    project.module(&Module::of(&[of_second]).bytes());
    let build = |package| project.run_in("all", &["build", "-p", package, "--wasm", "../app.wasm"]);
    build("first").failed(&[
        "`../app.wasm` is not a module of the package `first`",
        "its page `VideoCall` (second/src/lib.rs) is in the package `second`",
        "help: `--package second`",
    ]);
    assert!(!project.path("all/target").exists());
    for package in ["second", "third"] {
        assert_eq!(build(package).status, 0);
    }
    project.write("all/second/src/lib.rs", "#[voip_page] struct Renamed;");
    build("second").failed(&["`second/src/lib.rs` does not declare its page `VideoCall`"]);
}
