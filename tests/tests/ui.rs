//! The compiler's output for a page. Each file in `ui/` is a page that must not compile, with the
//! expected output in a `.stderr` file. The pages in `ui/pass/` must compile, and are run.
//!
//! ```sh
//! cargo test -p voip-tests --test ui                               # all pages
//! cargo test -p voip-tests --test ui -- fixtures trybuild=readme   # those with `readme` in their path
//! TRYBUILD=overwrite cargo test -p voip-tests --test ui            # writes the `.stderr` files
//! UI_ANY_RUSTC=1 cargo test -p voip-tests --test ui                # as under another rustc
//! ```
//!
//! The output differs between versions of rustc. Under another version than [`RUSTC`], the test only
//! checks whether each page compiles.

#[path = "ui/cargo.rs"]
mod cargo;
#[path = "ui/catalogue.rs"]
mod catalogue;
#[path = "ui/files.rs"]
mod files;

use std::path::Path;

use trybuild::TestCases;

use crate::files::{Expected, Fixture};

/// The version of rustc that the `.stderr` files are from.
const RUSTC: &str = "1.95";

/// The pages with several mistakes, each with the number of its errors. Every other page has one.
const SEVERAL: [(&str, usize); 21] = [
    ("arguments/cfg-on-alternatives", 2),
    ("arguments/misspelt", 2),
    ("arguments/scopes", 2),
    ("arguments/wrong-forms", 13),
    ("choice/label-form", 3),
    ("fields/contacts-beside", 8),
    ("fields/default-of-another-type", 7),
    ("fields/default-range", 5),
    ("fields/max-length-without-text", 3),
    ("fields/missing-values", 3),
    ("fields/required-without-effect", 4),
    ("fields/reserved-name", 2),
    ("fields/type", 4),
    ("fields/unknown-argument", 2),
    // Each of the six rows.
    ("flow-syntax/commas-after-all-rows", 6),
    // A mistake does not hide another one of the same row.
    ("flow-syntax/misspelt-row", 2),
    ("flow/nothing-else", 2),
    ("flow/wrong-edge-and-no-success", 2),
    // After the wrong assignment the variable keeps its old type; the second error has the note with the fix.
    ("handler/mutable-call", 2),
    ("readme/three-mistakes", 3),
    ("shape/unit-struct-with-parameter", 2),
];

#[test]
fn fixtures() {
    let fixtures = files::fixtures();
    let rustc = cargo::rustc_version();
    let other = !rustc.starts_with(&format!("rustc {RUSTC}.")) || rustc.contains("-nightly");
    if other || std::env::var_os("UI_ANY_RUSTC").is_some() {
        eprintln!("the `.stderr` files are those of rustc {RUSTC}, and this is {rustc}:");
        eprintln!("this only checks whether each page compiles");
        return cargo::build(&fixtures);
    }
    let (with_output, without): (Vec<_>, Vec<_>) =
        fixtures.into_iter().partition(|fixture| fixture.expected == Expected::Fails);
    let cases = TestCases::new();
    for fixture in &with_output {
        cases.compile_fail(&fixture.path);
    }
    // The drop runs them.
    drop(cases);
    cargo::build(&without);
}

#[test]
fn a_mistake_is_one_error() {
    let errors = |stderr: &str| stderr.lines().filter(|line| line.starts_with("error")).count();
    let mut found: Vec<_> = files::outputs()
        .into_iter()
        .map(|(path, stderr)| (files::name(&path), errors(&stderr)))
        .filter(|(_, count)| *count != 1)
        .collect();
    found.sort();
    let expected: Vec<_> = SEVERAL.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    assert_eq!(found, expected, "the pages with another number of errors than one");
}

#[test]
fn every_message_has_a_fixture() {
    let outputs = files::outputs();
    let missing: Vec<_> = catalogue::messages()
        .into_iter()
        .filter(|message| !outputs.iter().any(|(_, output)| output.contains(&message.piece)))
        .map(|message| format!("{}, `{}`: {:?}", message.file, message.function, message.piece))
        .collect();
    assert!(missing.is_empty(), "no page in `ui/` has these messages:\n{}", missing.join("\n"));
}

#[test]
fn nothing_of_the_standard_library_is_quoted() {
    for (path, output) in files::outputs() {
        let quoted = output.contains("$RUST") || output.contains("/rustc/");
        assert!(
            !quoted,
            "{} depends on whether the source of the standard library is installed",
            path.display()
        );
        assert!(path.with_extension("rs").exists(), "{} has no page", path.display());
    }
}

/// The directory of this crate.
fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Fixture {
    /// `flow/illegal` for `ui/flow/illegal.rs`.
    fn name(&self) -> String {
        files::name(&self.path)
    }
}
