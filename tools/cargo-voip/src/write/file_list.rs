//! `voip/voip.json`: the list of the files that cargo voip wrote.
//!
//! It has a hash of each file, so that a later build can distinguish its own files from others and from files that were
//! modified since. The hash is 64-bit FNV-1a: it detects edits, but does not protect against attackers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::generate::{FILE_LIST, File};
use crate::place::Place;
use crate::write::app_json::Listed;
use crate::write::paths::is_inside;

/// What is in each list, also in one that cannot be read: a merge conflict, for example, leaves it unchanged.
pub(super) const ABOUT: &str =
    "The files that cargo voip wrote, with a hash of each. It does not touch other or modified files.";

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct FileList {
    about: String,
    pub(super) kind: Kind,
    pub(super) package: String,
    /// The folder of the pages, the glue and the module; with a slash at its end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) folder: String,
    /// With `--into`, the routes of its pages in `app.json`; in a Taro or uni-app project, those that the build hook adds.
    pages: Vec<String>,
    /// The name of the struct of each of them; in a Taro or uni-app project, that of its declaration.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    names: BTreeMap<String, String>,
    /// The path and hash of each file.
    pub(super) files: BTreeMap<String, String>,
}

/// How the folder was written.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// As a complete mini-program: `--out`.
    Out,
    /// Pages were added to an existing mini-program: `--into`.
    Into,
    /// As an npm package: `--npm`.
    Npm,
}

impl Kind {
    pub(super) fn described(self) -> &'static str {
        match self {
            Self::Out => "a complete mini-program that `cargo voip build` wrote",
            Self::Into => "a mini-program with pages that `cargo voip build --into` added",
            Self::Npm => "an npm package that `cargo voip build` wrote",
        }
    }

    /// The argument that writes it.
    pub(super) fn flag(self) -> &'static str {
        match self {
            Self::Out => "--out",
            Self::Into => "--into",
            Self::Npm => "--npm",
        }
    }
}

impl FileList {
    pub(super) fn new(kind: Kind, package: &str, place: &Place, pages: &[Listed], files: &[File]) -> Self {
        let mut list = Self {
            about: ABOUT.into(),
            kind,
            package: package.into(),
            folder: place.folder().into(),
            pages: Vec::new(),
            names: BTreeMap::new(),
            files: files.iter().map(|file| (file.path.clone(), hash(&file.bytes))).collect(),
        };
        list.set_pages(pages);
        list
    }

    /// The pages, each of which has a WXML. Earlier versions did not name those that were in `app.json` before.
    pub(super) fn pages(&self) -> Vec<Listed> {
        let written = self.files.keys().filter_map(|path| path.strip_suffix(".wxml"));
        let others = written.filter(|route| !self.pages.iter().any(|page| page == route));
        self.listed().into_iter().chain(others.map(|route| self.page(route))).collect()
    }

    /// The pages that it lists.
    pub(super) fn listed(&self) -> Vec<Listed> {
        self.pages.iter().map(|route| self.page(route)).collect()
    }

    fn page(&self, route: &str) -> Listed {
        Listed { route: route.into(), name: self.names.get(route).cloned().unwrap_or_default() }
    }

    pub(super) fn set_pages(&mut self, pages: &[Listed]) {
        self.pages = pages.iter().map(|page| page.route.clone()).collect();
        self.names = pages.iter().map(|page| (page.route.clone(), page.name.clone())).collect();
    }

    /// Removes the files that are not written yet, and their pages.
    pub(super) fn retain(&mut self, is_written: impl Fn(&str) -> bool) {
        self.files.retain(|path, _| is_written(path));
        let files = &self.files;
        // In the sources of a project, the WXML is in a folder.
        let is_of = |path: &str, route: &str| format!("/{path}").ends_with(&format!("/{route}.wxml"));
        self.pages.retain(|route| files.keys().any(|path| is_of(path, route)));
    }

    /// Adds the files and pages of another list. `is_current` is whether a file has this hash.
    pub(super) fn add(&mut self, other: &Self, is_current: impl Fn(&str, &str) -> bool) {
        for (path, hash) in &other.files {
            if !self.files.contains_key(path) || is_current(path, hash) {
                self.files.insert(path.clone(), hash.clone());
            }
        }
        let mut pages = self.listed();
        pages.extend(other.listed().into_iter().filter(|page| !self.pages.contains(&page.route)));
        self.set_pages(&pages);
    }

    /// Its own path.
    pub(super) fn path(&self) -> String {
        format!("{}{FILE_LIST}", self.folder)
    }

    /// The file with this list.
    pub(super) fn file(&self) -> File {
        // Strings and maps of strings always serialize.
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        File { path: self.path(), bytes: text.into_bytes() }
    }

    /// Whether all paths are inside the folder. A list that was edited could name other files.
    pub(super) fn is_inside(&self) -> bool {
        self.files.keys().all(|path| is_inside(path)) && is_inside(&self.path())
    }
}

/// The hash of a file. Line ends do not count: version control systems and editors change them.
pub(super) fn hash(bytes: &[u8]) -> String {
    fnv_1a(without_line_ends(bytes))
}

/// The hash in lists of earlier versions, which counted line ends.
pub(super) fn hash_of_all(bytes: &[u8]) -> String {
    fnv_1a(bytes.iter().copied())
}

/// FNV-1a, 64 bits.
fn fnv_1a(bytes: impl Iterator<Item = u8>) -> String {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// Whether two texts differ only in their line ends.
pub(super) fn is_same_text(one: &[u8], other: &[u8]) -> bool {
    without_line_ends(one).eq(without_line_ends(other))
}

/// The bytes with `\n` for `\r\n`, and without line ends at the end.
fn without_line_ends(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let end = bytes.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |last| last + 1);
    let text = bytes.get(..end).unwrap_or(bytes);
    let is_return = |index: usize| text[index] == b'\r' && text.get(index + 1) == Some(&b'\n');
    (0..text.len()).filter(move |index| !is_return(*index)).map(|index| text[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_matches_the_published_test_vectors() {
        assert_eq!(hash(b""), "cbf29ce484222325");
        assert_eq!(hash(b"foobar"), "85944171f73967e8");
    }

    #[test]
    fn line_ends_do_not_count() {
        for text in ["a\nb\n", "a\r\nb\r\n", "a\nb", "a\nb\n\n"] {
            assert_eq!(hash(text.as_bytes()), hash(b"a\nb"), "{text:?}");
            assert!(is_same_text(text.as_bytes(), b"a\nb"));
        }
        for text in ["a\n\nb", "a\rb", "ab", "a\n b", "\na\nb"] {
            assert_ne!(hash(text.as_bytes()), hash(b"a\nb"), "{text:?}");
        }
    }
}
