//! `voip/voip.json`: which files of a folder are ours.
//!
//! It lists each file that was written with a hash of what it was, so that a later build can tell its own
//! files from others and from those that were changed since. The hash is FNV-1a of 64 bits: it finds edits,
//! and keeps out nobody who means harm.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Result, refuse};
use crate::file::{name, read_text_if_there};
use crate::site::{File, MARKER};
use crate::write::place::{is_inside, place};

#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Marker {
    about: String,
    pub(super) kind: Kind,
    pub(super) package: String,
    /// The pages that we added to an `app.json` that is not ours.
    pub(super) pages: Vec<String>,
    /// Our files, and the hash of each.
    pub(super) files: BTreeMap<String, String>,
}

/// Whose folder it is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// All of it is ours: `--out`.
    Out,
    /// It is someone's mini-program: `--into`.
    Into,
}

impl Marker {
    pub(super) fn new(kind: Kind, package: &str) -> Self {
        let about = "Files that cargo voip wrote, and a hash of each. What is not listed, or was changed, it leaves alone.";
        Self { about: about.into(), kind, package: package.into(), pages: Vec::new(), files: BTreeMap::new() }
    }

    /// That of a folder, if it has one.
    pub(super) fn read(root: &Path) -> Result<Option<Self>> {
        let path = place(root, MARKER)?;
        let Some(text) = read_text_if_there(&path)? else { return Ok(None) };
        match serde_json::from_str::<Self>(&text) {
            Ok(marker) if marker.files.keys().all(|path| is_inside(path)) => Ok(Some(marker)),
            _ => refuse(format!(
                "`{}` is not as cargo voip wrote it, so it is not known which files here are its own; \
                 move the folder away and build anew",
                name(&path)
            )),
        }
    }

    pub(super) fn list(&mut self, files: &[File]) {
        for file in files {
            self.files.insert(file.path.clone(), hash(&file.bytes));
        }
    }

    /// Its own file.
    pub(super) fn file(&self) -> File {
        // Text and maps of text: there is nothing in it that JSON cannot say.
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        File { path: MARKER.into(), bytes: text.into_bytes() }
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
    fn the_hash_is_that_of_its_inventors() {
        assert_eq!(super::hash(b""), "cbf29ce484222325");
        assert_eq!(super::hash(b"foobar"), "85944171f73967e8");
    }
}
