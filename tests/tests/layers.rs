//! No file of the workspace imports in a circle.
//!
//! A circle is a path of imports that leads from a file back to itself. One is allowed: that in which one file is the
//! parent module of all the others, as `cargo/mod.rs` uses `cargo/compile.rs`, which uses items of `cargo/mod.rs`.
//! Two siblings that import each other are a circle, and so are a parent module, another file that it imports, and a
//! child that this file imports in turn.

#[path = "layers/imports.rs"]
mod imports;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use self::imports::Imports;

/// The source folders that are checked, each on its own: a crate, or the JavaScript modules of the preview.
const TREES: [&str; 6] = [
    "voip-runtime/src",
    "voip-macros/src",
    "tools/cargo-voip/src",
    "tools/voip-preview/src",
    "tools/voip-preview/web",
    "tools/xtask/src",
];

#[test]
fn no_file_imports_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for tree in TREES {
        let files = files(&root.join(tree));
        assert!(files.len() > 5, "{tree} has {} files", files.len());
        let circles = circles(&imports::imports(&files));
        found.extend(circles.into_iter().map(|circle| format!("{tree}\n{circle}")));
    }
    assert!(found.is_empty(), "files import in a circle:\n\n{}", found.join("\n"));
}

#[test]
fn every_tool_is_checked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for tool in fs::read_dir(root.join("tools")).unwrap() {
        let tree = format!("tools/{}/src", tool.unwrap().file_name().to_str().unwrap());
        assert!(TREES.contains(&tree.as_str()), "{tree} is not in `TREES`");
    }
}

/// The source files below a folder, by their path in it, without tests and vendored code.
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

/// Each circle, as text: its files, then one line for each import between them.
fn circles(imports: &Imports) -> Vec<String> {
    let lines = |circle: BTreeSet<&str>| {
        let mut lines: Vec<_> = circle.iter().map(|file| format!("  {file}")).collect();
        for file in &circle {
            for (other, names) in imports[*file].iter().filter(|(other, _)| circle.contains(other.as_str())) {
                let names: Vec<_> = names.iter().map(String::as_str).collect();
                lines.push(format!("    {file} -> {other}: {}", names.join(", ")));
            }
        }
        lines.join("\n") + "\n"
    };
    among(imports, imports.keys().map(String::as_str).collect()).into_iter().map(lines).collect()
}

/// The circles among `files`. If a circle contains the parent module of all its other files, the paths through
/// that module are allowed, and the other files are checked without it.
fn among<'a>(imports: &'a Imports, mut files: BTreeSet<&'a str>) -> Vec<BTreeSet<&'a str>> {
    let mut found = Vec::new();
    while let Some(file) = files.first().copied() {
        let mut circle = reached(imports, &files, file);
        circle.retain(|other| reached(imports, &files, other).contains(file));
        files.remove(file);
        files.retain(|other| !circle.contains(other));
        let parent = circle.iter().find(|top| circle.iter().all(|file| file == *top || is_in(file, top)));
        match parent.copied() {
            Some(parent) => {
                circle.remove(parent);
                found.extend(among(imports, circle));
            }
            None if circle.is_empty() => {}
            None => found.push(circle),
        }
    }
    found
}

/// The files among `files` that a file imports, directly or through others.
fn reached<'a>(imports: &'a Imports, files: &BTreeSet<&'a str>, file: &str) -> BTreeSet<&'a str> {
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

/// Small made-up trees, with and without circles.
mod cases {
    use super::*;

    #[track_caller]
    fn found(files: &[(&str, &str)], expected: &[&str]) {
        let files: Vec<_> = files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
        assert_eq!(circles(&imports::imports(&files)), expected);
    }

    #[test]
    fn two_siblings() {
        found(
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
    fn three_files() {
        found(
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
        found(
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
    fn a_module_that_uses_what_uses_its_child() {
        found(
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
    fn what_only_looks_like_an_import() {
        found(
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
    fn javascript() {
        found(
            &[
                ("a.js", "import { b } from './view/b.js';\nimport { html } from './vendor/htm.js';\n"),
                ("view/b.js", "import {\n  a,\n} from '../a.js';\n/** @type {import('./c.js').C} */\n"),
                ("view/c.js", "import './b.js';\nexport { C } from './b.js';\n"),
            ],
            &["  a.js\n  view/b.js\n    a.js -> view/b.js: ./view/b.js\n    view/b.js -> a.js: ../a.js\n"],
        );
    }
}
