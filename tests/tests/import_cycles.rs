//! The workspace has no import cycles.
//!
//! A cycle is a path of imports from a file back to itself. It is allowed if one of its files is the parent module of
//! all the others: `cargo/mod.rs` uses `cargo/compile.rs`, which uses items of `cargo/mod.rs`. Two siblings that
//! import each other are a cycle. So are a parent module, another file that it imports, and a child that this file
//! imports.

#[path = "import_cycles/imports.rs"]
mod imports;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use self::imports::Imports;

/// The checked source folders: the crates and the JavaScript modules of the preview.
const TREES: [&str; 7] = [
    "voip-runtime/src",
    "voip-macros/src",
    "tools/cargo-voip/src",
    "tools/voip-preview/src",
    "tools/voip-preview/web",
    "tools/xtask/src",
    "tools/fuzz/checks/src",
];

#[test]
fn no_source_folder_has_an_import_cycle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for tree in TREES {
        let files = files(&root.join(tree));
        assert!(files.len() > 5, "{tree} has {} files", files.len());
        let cycles = cycles(&imports::imports(&files));
        found.extend(cycles.into_iter().map(|cycle| format!("{tree}\n{cycle}")));
    }
    assert!(found.is_empty(), "import cycles:\n\n{}", found.join("\n"));
}

#[test]
fn every_tool_is_in_the_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for tool in fs::read_dir(root.join("tools")).unwrap() {
        let tree = format!("tools/{}/src", tool.unwrap().file_name().to_str().unwrap());
        // The fuzz targets are a file each.
        let has_sources = root.join(&tree).is_dir();
        assert!(!has_sources || TREES.contains(&tree.as_str()), "{tree} is not in `TREES`");
    }
}

/// The paths and contents of the source files in a folder, without tests and vendored code.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                if !path.ends_with("tests") && !path.ends_with("vendor") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "js")
                && !path.ends_with("tests.rs")
            {
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files
}

/// The cycles as text: the files of each, then one line for each import between them.
fn cycles(imports: &Imports) -> Vec<String> {
    let lines = |cycle: BTreeSet<&str>| {
        let mut lines: Vec<_> = cycle.iter().map(|file| format!("  {file}")).collect();
        for file in &cycle {
            for (other, names) in imports[*file].iter().filter(|(other, _)| cycle.contains(other.as_str())) {
                let names: Vec<_> = names.iter().map(String::as_str).collect();
                lines.push(format!("    {file} -> {other}: {}", names.join(", ")));
            }
        }
        lines.join("\n") + "\n"
    };
    cycles_among(imports, imports.keys().map(String::as_str).collect()).into_iter().map(lines).collect()
}

/// The cycles among `files`. If a cycle contains the parent module of all its other files, the paths through that
/// module are allowed, and the other files are checked without it.
fn cycles_among<'a>(imports: &'a Imports, mut files: BTreeSet<&'a str>) -> Vec<BTreeSet<&'a str>> {
    let mut found = Vec::new();
    while let Some(file) = files.first().copied() {
        let mut cycle = imported(imports, &files, file);
        cycle.retain(|other| imported(imports, &files, other).contains(file));
        files.remove(file);
        files.retain(|other| !cycle.contains(other));
        let parent = cycle.iter().find(|top| cycle.iter().all(|file| file == *top || is_in(file, top)));
        match parent.copied() {
            Some(parent) => {
                cycle.remove(parent);
                found.extend(cycles_among(imports, cycle));
            }
            None if cycle.is_empty() => {}
            None => found.push(cycle),
        }
    }
    found
}

/// The files among `files` that a file imports, directly or indirectly.
fn imported<'a>(imports: &'a Imports, files: &BTreeSet<&'a str>, file: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next = vec![file];
    while let Some(file) = next.pop() {
        for other in imports[file].keys().map(String::as_str).filter(|other| files.contains(other)) {
            if reached.insert(other) {
                next.push(other);
            }
        }
    }
    reached
}

/// Whether a file is a descendant of the module that another file defines. JavaScript files have no parents.
fn is_in(file: &str, module: &str) -> bool {
    let (Some(file), Some(module)) = (imports::module(file), imports::module(module)) else { return false };
    file.len() > module.len() && file.starts_with(&module)
}

/// Small examples, with and without cycles.
mod cases {
    use super::*;

    #[track_caller]
    fn assert_cycles(files: &[(&str, &str)], expected: &[&str]) {
        let files: Vec<_> = files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
        assert_eq!(cycles(&imports::imports(&files)), expected);
    }

    #[test]
    fn two_siblings_are_a_cycle() {
        assert_cycles(
            &[
                ("lib.rs", "mod a;"),
                ("a/mod.rs", "mod b; mod c;"),
                ("a/b.rs", "use super::c::C; pub struct B(C);"),
                ("a/c.rs", "pub struct C; fn c() -> crate::a::b::B { B }"),
            ],
            &["  a/b.rs\n  a/c.rs\n    a/b.rs -> a/c.rs: C\n    a/c.rs -> a/b.rs: B\n"],
        );
    }

    #[test]
    fn three_files_are_a_cycle() {
        assert_cycles(
            &[
                ("main.rs", "mod a; mod b; mod c; mod d;"),
                ("a.rs", "use crate::{b::{B, self}, d};"),
                ("b.rs", "use super::c;"),
                ("c.rs", "fn c() { if x { crate::a::go::<u8>() } }"),
                ("d.rs", "use crate::D;"),
            ],
            &["  a.rs\n  b.rs\n  c.rs\n    a.rs -> b.rs: B, b\n    b.rs -> c.rs: c\n    c.rs -> a.rs: go\n"],
        );
    }

    #[test]
    fn a_module_and_its_children_are_allowed() {
        assert_cycles(
            &[
                ("lib.rs", "mod a; pub use self::a::{A, deep}; pub struct L;"),
                ("a/mod.rs", "mod b; mod c; pub use self::b::B; pub struct A(c::C);"),
                ("a/b.rs", "use super::{A, c}; use crate::L; pub struct B(c::C);"),
                ("a/c/mod.rs", "mod d; pub struct C(d::D);"),
                ("a/c/d.rs", "use crate::a::A; use super::C; pub struct D;"),
            ],
            &[],
        );
    }

    #[test]
    fn a_path_through_another_module_to_a_child_is_a_cycle() {
        assert_cycles(
            &[
                ("lib.rs", "mod a; mod z;"),
                ("a.rs", "mod b; use crate::z::Z; pub struct A(Z);"),
                ("a/b.rs", "use super::A;"),
                ("z.rs", "use crate::a; pub struct Z(a::b::B);"),
            ],
            &["  a.rs\n  a/b.rs\n  z.rs\n    a.rs -> z.rs: Z\n    a/b.rs -> a.rs: A\n    \
               z.rs -> a.rs: a\n    z.rs -> a/b.rs: B\n"],
        );
    }

    #[test]
    fn comments_literals_and_tests_are_not_imports() {
        assert_cycles(
            &[
                ("lib.rs", "mod a; mod b;"),
                ("a.rs", "use crate::b::B; pub(in crate::b) struct A<'b>(&'b str, char);"),
                (
                    "b.rs",
                    "//! See [`crate::a::A`].\nconst B: (&str, char, &str) = (\"crate::a::A\", '\"', r#\"\"crate::a\"#);\n\
                     /* crate::a::A /* */ */ mod inner { use super::B; pub mod a {} }\n\
                     fn b() -> ::other::crate_::A { inner::a::go(std::a::b) }\n\
                     #[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n#[cfg(test)]\nuse crate::a::A;\n",
                ),
            ],
            &[],
        );
    }

    #[test]
    fn javascript_modules_can_be_a_cycle() {
        assert_cycles(
            &[
                ("a.js", "import { b } from './view/b.js';\nimport { html } from './vendor/htm.js';\n"),
                ("view/b.js", "import {\n  a,\n} from '../a.js';\n/** @type {import('./c.js').C} */\n"),
                ("view/c.js", "import './b.js';\nexport { C } from './b.js';\n"),
            ],
            &["  a.js\n  view/b.js\n    a.js -> view/b.js: ./view/b.js\n    view/b.js -> a.js: ../a.js\n"],
        );
    }
}
