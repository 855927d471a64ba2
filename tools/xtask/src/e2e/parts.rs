//! Selects the tests to run: all, or the parts in the arguments.

use std::fs;
use std::path::Path;

use super::Result;
use super::place::Place;

/// The end of the name of a test file.
const SUFFIX: &str = ".test.mjs";

/// The part that needs 276 MB, and so runs only on request.
const VALIDATOR: &str = "validator";

/// The commands that the documents print, which are not Node's tests.
const DOCUMENTS: &str = "documents";

/// The parts to run.
#[derive(Debug)]
pub(super) struct Parts {
    /// The test files, as arguments of Node.
    pub(super) files: Vec<String>,
    /// Whether WeChat's own JSON validator is run as well.
    pub(super) validator: bool,
    /// Whether the commands of the documents are run.
    pub(super) documents: bool,
    names: Vec<String>,
}

impl Parts {
    /// `realm` selects every file in that folder, `realm/call` one of them, and `sizes` the file with this name.
    pub(super) fn of(arguments: &[&str], place: &Place) -> Result<Self> {
        let validator = arguments.contains(&"--validator") || arguments.contains(&VALIDATOR);
        let names: Vec<String> = arguments
            .iter()
            .filter(|argument| **argument != "--validator")
            .map(|argument| (*argument).to_owned())
            .collect();
        let all = files(&place.tests, "")?;
        let mut wanted = Vec::new();
        for name in names.iter().filter(|name| *name != DOCUMENTS) {
            let prefix = format!("{name}/");
            let matching = all
                .iter()
                .filter(|file| file.strip_suffix(SUFFIX) == Some(name) || file.starts_with(&prefix));
            let before = wanted.len();
            wanted.extend(matching.cloned());
            if wanted.len() == before {
                return Err(format!("unknown part `{name}`; the parts are {}", known(&all)).into());
            }
        }
        if names.is_empty() {
            wanted = all.into_iter().filter(|file| validator || !file.starts_with(VALIDATOR)).collect();
        }
        let documents = names.is_empty() || names.iter().any(|name| name == DOCUMENTS);
        Ok(Self { files: wanted, validator, documents, names })
    }

    /// The parts, as text.
    pub(super) fn names(&self) -> String {
        if self.names.is_empty() { "everything".to_owned() } else { self.names.join(", ") }
    }
}

fn files(tests: &Path, inside: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(tests.join(inside))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let file = format!("{inside}{name}");
        if name.ends_with(SUFFIX) {
            found.push(file);
        } else if inside.is_empty() && entry.file_type()?.is_dir() && name != "node_modules" {
            found.extend(files(tests, &format!("{file}/"))?);
        }
    }
    found.sort();
    Ok(found)
}

fn known(all: &[String]) -> String {
    let mut names: Vec<&str> = all
        .iter()
        .map(|file| file.split_once('/').map_or_else(|| file.trim_end_matches(SUFFIX), |(folder, _)| folder))
        .collect();
    names.dedup();
    names.push(DOCUMENTS);
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
