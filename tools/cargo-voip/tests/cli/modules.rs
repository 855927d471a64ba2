//! Modules that no phone takes, and what a phone gets of those that it does.

use crate::wasm::custom;
use crate::{Module, Project};

#[track_caller]
fn refused(bytes: &[u8], said: &[&str]) {
    let project = Project::new();
    project.module(bytes);
    project.refused(&["--out", "out"], said);
}

#[test]
fn files_that_are_no_module() {
    let project = Project::new();
    project
        .run(&["build", "--wasm", "none.wasm"])
        .failed(&["cannot read `none.wasm`: there is no such file"]);
    project.run(&["build", "--wasm", "src"]).failed(&["cannot read `src`: it is a folder"]);
    refused(b"", &["is no WebAssembly module"]);
    refused(b"GIF89a", &["is no WebAssembly module"]);
    refused(b"\0asm\x0d\0\x01\0", &["another version of WebAssembly"]);
}

#[test]
fn a_module_cut_short() {
    let whole = Module::usual().bytes();
    refused(&whole[..whole.len() - 1], &["`app.wasm` is cut short"]);
    let project = Project::new();
    for length in (0..whole.len()).step_by(31) {
        project.module(&whole[..length]);
        project.refused(&["--out", "out"], &["app.wasm"]);
    }
}

#[test]
fn what_came_after_the_first_version() {
    for (more, words) in [
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
        let mut module = Module::usual();
        module.more = more.into();
        let remedy = "build with the target wasm32v1-none: `cargo voip build` does";
        refused(
            &module.bytes(),
            &[&format!("`app.wasm` uses {words}"), "which WeChat on iOS rejects", remedy],
        );
    }
}

#[test]
fn the_remedy_for_a_module_that_rustc_did_not_make() {
    let module = wat::parse_str("(module (func (drop (i32.extend8_s (i32.const 0)))))").unwrap();
    refused(&module, &["sign-extension operators", "the first version of wasm (MVP)"]);
}

#[test]
fn a_module_that_is_not_valid() {
    let module = wat::parse_str("(module (func (result i32)))").unwrap();
    refused(&module, &["`app.wasm` is no valid WebAssembly module", "(at byte "]);
}

#[test]
fn imports() {
    let with = |module, name| {
        let mut made = Module::usual();
        made.imports.push((module, name));
        made.bytes()
    };
    refused(
        &with("voip", "cal"),
        &["imports `cal` of `voip`, which voip.js does not give (did you mean `call`?)"],
    );
    refused(&with("env", "abort"), &["imports `abort` of `env`", "nothing but what voip.js gives"]);
    refused(&with("__wbindgen_placeholder__", "__wbindgen_throw"), &["wasm-bindgen does not work"]);
    refused(&with("wasi_snapshot_preview1", "fd_write"), &["no WASI"]);
    let global = wat::parse_str("(module (import \"voip\" \"call\" (global i32)))").unwrap();
    refused(&global, &["imports `call` of `voip` as something other than a function"]);
}

#[test]
fn a_module_of_something_else() {
    refused(&wat::parse_str("(module)").unwrap(), &["no module of a page: it exports no `memory`"]);
    let memory = wat::parse_str("(module (memory (export \"memory\") 1))").unwrap();
    refused(&memory, &["it exports no function `voip_abi`"]);
}

/// What is in a module: its custom sections, and what it exports.
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
fn a_phone_gets_nothing_that_it_does_not_need() {
    let project = Project::new();
    let mut bytes = Module::usual().bytes();
    for section in ["name", "producers", "target_features", ".debug_info", "voip"] {
        bytes.extend(custom(section, b""));
    }
    let (sections, exports) = contents(&bytes);
    assert!(sections.contains(&"voip".into()) && exports.contains(&"__heap_base".into()));
    project.module(&bytes);
    project.built(&["--out", "out"]);
    let (sections, exports) = contents(&std::fs::read(project.path("out/voip/app.wasm")).unwrap());
    assert_eq!(sections, Vec::<String>::new());
    assert_eq!(exports, ["memory", "voip_abi", "open pages/video-call/index"]);
}

#[cfg(unix)]
mod optimising {
    use std::os::unix::fs::PermissionsExt as _;

    use super::contents;
    use crate::{Project, Run};

    /// Builds with a `wasm-opt` that is this script: `$given` and `$made` are its files.
    fn with(script: &str) -> (Project, Run) {
        let project = Project::new();
        project.write("bin/wasm-opt", &format!("#!/bin/sh\ngiven=$6 made=$8\n{script}\n"));
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
    fn without_it(script: &str, why: &str) {
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
    fn what_it_makes_is_checked_and_cut_down_again() {
        // Like the real one it keeps what it does not know; and this one adds a section of its own.
        let (project, run) = with("cp $given $made; printf '\\000\\005\\004name' >> $made");
        assert_eq!(run.status, 0, "{}", run.err);
        let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(json["wasm"]["before"], json["wasm"]["after"]);
        let (sections, exports) = contents(&std::fs::read(project.path("out/voip/app.wasm")).unwrap());
        assert_eq!(sections, Vec::<String>::new());
        assert!(!exports.contains(&"__heap_base".into()));
    }

    #[test]
    fn one_that_fails_or_breaks_the_module_is_done_without() {
        without_it("echo 'Fatal: out of sorts' >&2; exit 1", "failed (Fatal: out of sorts)");
        without_it("exit 0", "cannot run wasm-opt");
        without_it("head -c 20 $given > $made", "`what wasm-opt made` is cut short");
        without_it("printf '\\000asm\\001\\000\\000\\000' > $made", "it exports no `memory`");
    }
}
