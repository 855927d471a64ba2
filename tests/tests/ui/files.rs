//! The files in `ui/`.

use std::fs;
use std::path::{Path, PathBuf};

/// What the test expects of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Fails,
    /// `cargo check` succeeds, and only a build fails.
    FailsInBuild,
    Passes,
}

/// One page.
#[derive(Debug)]
pub(crate) struct Fixture {
    /// Relative to this crate: `ui/flow/illegal.rs`.
    pub(crate) path: PathBuf,
    pub(crate) expected: Expected,
}

/// Every page, sorted by path.
pub(crate) fn fixtures() -> Vec<Fixture> {
    let of_path = |path: PathBuf| {
        let within = |name: &str| path.iter().any(|part| part == name);
        let expected = match () {
            () if within("pass") => Expected::Passes,
            () if within("built") => Expected::FailsInBuild,
            () => Expected::Fails,
        };
        Fixture { path, expected }
    };
    let fixtures: Vec<_> = files("rs").into_iter().map(of_path).collect();
    assert!(fixtures.len() > 60, "`ui/` is not where it was");
    fixtures
}

/// The expected output for each page that does not compile.
pub(crate) fn outputs() -> Vec<(PathBuf, String)> {
    let read = |path: PathBuf| {
        let path = crate::here().join(path);
        let text = fs::read_to_string(&path).expect("a `.stderr` is text");
        (path, text)
    };
    files("stderr").into_iter().map(read).collect()
}

/// `flow/illegal` for `ui/flow/illegal.rs`, wherever `ui/` is.
pub(crate) fn name(path: &Path) -> String {
    let path = path.strip_prefix(crate::here()).unwrap_or(path).with_extension("");
    path.strip_prefix("ui").unwrap_or(&path).to_string_lossy().replace('\\', "/")
}

fn files(extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut directories = vec![PathBuf::from("ui")];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(crate::here().join(&directory)).expect("`ui/` can be read") {
            let entry = entry.expect("`ui/` can be read");
            let path = directory.join(entry.file_name());
            if entry.path().is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|it| Path::new(it) == Path::new(extension)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
