//! `voip/voip.json`: the list of the files that cargo voip wrote.
//!
//! It has a hash of each file, so that a later build can distinguish its own files from others and from files that were
//! modified since. The hash is 64-bit FNV-1a: it detects edits, but does not protect against attackers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Result, bail};
use crate::file::{display_path, read_text, read_text_if_exists};
use crate::generate::{FILE_LIST, File};
use crate::process::has_ended;
use crate::write::commit::{self, UNFINISHED_PREFIX};
use crate::write::paths::{is_inside, resolve};

/// The age after which an unfinished build counts as interrupted. Writing the files takes milliseconds.
const MAX_BUILD_TIME: Duration = Duration::from_secs(60);

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct FileList {
    about: String,
    pub(super) kind: Kind,
    pub(super) package: String,
    /// With `--into`, the pages that cargo voip added to `app.json`.
    pub(super) pages: Vec<String>,
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
}

impl FileList {
    pub(super) fn new(kind: Kind, package: &str, pages: Vec<String>, files: &[File]) -> Self {
        let about = "The files that cargo voip wrote, with a hash of each. It does not touch other or modified files.";
        let files = files.iter().map(|file| (file.path.clone(), hash(&file.bytes))).collect();
        Self { about: about.into(), kind, package: package.into(), pages, files }
    }

    /// The file with this list.
    pub(super) fn file(&self) -> File {
        // Strings and maps of strings always serialize.
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        File { path: FILE_LIST.into(), bytes: text.into_bytes() }
    }

    /// Whether all paths are inside the folder. A list that was edited could name other files.
    fn is_inside(&self) -> bool {
        self.files.keys().all(|path| is_inside(path))
    }
}

/// The file lists of earlier builds: the one of the folder, and those of unfinished builds.
#[derive(Debug, Default)]
pub(super) struct EarlierBuilds {
    pub(super) lists: Vec<FileList>,
    /// The process ids of interrupted builds.
    interrupted: Vec<u32>,
}

impl EarlierBuilds {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut earlier = Self::default();
        let path = resolve(root, FILE_LIST)?;
        if let Some(text) = read_text_if_exists(&path)? {
            match serde_json::from_str::<FileList>(&text) {
                Ok(list) if list.is_inside() => earlier.lists.push(list),
                _ => {
                    return bail(format!(
                        "`{}` was modified, so the files that cargo voip wrote are unknown\n\
                         help: move the folder away, and build again",
                        display_path(&path)
                    ));
                }
            }
        }
        for entry in fs::read_dir(root).into_iter().flatten().flatten() {
            let (file_name, path) = (entry.file_name(), entry.path());
            let process =
                file_name.to_str().and_then(|name| name.strip_prefix(UNFINISHED_PREFIX)?.parse().ok());
            let Some(process) = process else { continue };
            match read_text(&path).map(|text| serde_json::from_str::<FileList>(&text)) {
                Ok(Ok(list)) if list.is_inside() => earlier.lists.push(list),
                Ok(Ok(_)) => {
                    return bail(format!(
                        "`{}`, the file list of an interrupted build, names files outside of the folder\n\
                         help: remove it, and build again",
                        display_path(&path)
                    ));
                }
                // The build was interrupted while it wrote its list, before it wrote any other file.
                _ => {}
            }
            if has_ended(process, &path, MAX_BUILD_TIME) {
                earlier.interrupted.push(process);
            }
        }
        Ok(earlier)
    }

    /// The listed files.
    pub(super) fn paths(&self) -> BTreeSet<&str> {
        self.lists.iter().flat_map(|list| list.files.keys()).map(String::as_str).collect()
    }

    /// The listed hashes of a file.
    pub(super) fn hashes(&self, path: &str) -> impl Iterator<Item = &str> {
        self.lists.iter().filter_map(move |list| list.files.get(path)).map(String::as_str)
    }

    /// The pages that were added to `app.json`.
    pub(super) fn pages(&self) -> Vec<String> {
        self.lists.iter().flat_map(|list| list.pages.clone()).collect()
    }

    /// Removes temporary files of interrupted builds.
    pub(super) fn clean(&self, root: &Path) {
        for &process in &self.interrupted {
            commit::clean(root, process, self.paths().into_iter().chain(["app.json"]));
        }
    }
}

/// FNV-1a, 64 bits.
pub(super) fn hash(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_matches_the_published_test_vectors() {
        assert_eq!(super::hash(b""), "cbf29ce484222325");
        assert_eq!(super::hash(b"foobar"), "85944171f73967e8");
    }
}
