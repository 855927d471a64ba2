//! `voip/voip.json`: which files of a folder are ours.
//!
//! It lists each file that was written with a hash of what it was, so that a later build can tell its own
//! files from others and from those that were changed since. The hash is FNV-1a of 64 bits: it finds edits,
//! and keeps out nobody who means harm.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Result, refuse};
use crate::file::{name, read_text, read_text_if_there};
use crate::process::has_ended;
use crate::site::{File, MARKER};
use crate::write::commit::{self, UNDER_WAY};
use crate::write::place::{is_inside, place};

/// A build writes its files within milliseconds.
const INTERRUPTED: Duration = Duration::from_secs(60);

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
    pub(super) fn new(kind: Kind, package: &str, pages: Vec<String>, files: &[File]) -> Self {
        let about = "Files that cargo voip wrote, and a hash of each. What is not listed, or was changed, it leaves alone.";
        let files = files.iter().map(|file| (file.path.clone(), hash(&file.bytes))).collect();
        Self { about: about.into(), kind, package: package.into(), pages, files }
    }

    /// Its own file.
    pub(super) fn file(&self) -> File {
        // Text and maps of text: there is nothing in it that JSON cannot say.
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        File { path: MARKER.into(), bytes: text.into_bytes() }
    }

    fn is_inside(&self) -> bool {
        self.files.keys().all(|path| is_inside(path))
    }
}

/// The markers of earlier builds: the folder's own, and those of interrupted builds and of builds that still run.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    pub(super) markers: Vec<Marker>,
    /// The process ids of the interrupted ones.
    interrupted: Vec<u32>,
}

impl Earlier {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut earlier = Self::default();
        let path = place(root, MARKER)?;
        if let Some(text) = read_text_if_there(&path)? {
            match serde_json::from_str::<Marker>(&text) {
                Ok(marker) if marker.is_inside() => earlier.markers.push(marker),
                _ => {
                    return refuse(format!(
                        "`{}` is not as cargo voip wrote it, so it is not known which files here are its own; \
                         move the folder away and build anew",
                        name(&path)
                    ));
                }
            }
        }
        for entry in fs::read_dir(root).into_iter().flatten().flatten() {
            let (file_name, path) = (entry.file_name(), entry.path());
            let process = file_name.to_str().and_then(|name| name.strip_prefix(UNDER_WAY)?.parse().ok());
            let Some(process) = process else { continue };
            match read_text(&path).map(|text| serde_json::from_str::<Marker>(&text)) {
                Ok(Ok(marker)) if marker.is_inside() => earlier.markers.push(marker),
                Ok(Ok(_)) => {
                    return refuse(format!(
                        "`{}` is left of a build that was interrupted, and names files elsewhere; remove it and \
                         build again",
                        name(&path)
                    ));
                }
                // A build that was interrupted while it wrote its list has written nothing else.
                _ => {}
            }
            if has_ended(process, &path, INTERRUPTED) {
                earlier.interrupted.push(process);
            }
        }
        Ok(earlier)
    }

    /// The files that they list.
    pub(super) fn paths(&self) -> BTreeSet<&str> {
        self.markers.iter().flat_map(|marker| marker.files.keys()).map(String::as_str).collect()
    }

    /// The hashes that they list of a file.
    pub(super) fn hashes(&self, path: &str) -> impl Iterator<Item = &str> {
        self.markers.iter().filter_map(move |marker| marker.files.get(path)).map(String::as_str)
    }

    /// The pages that they added to an `app.json`.
    pub(super) fn pages(&self) -> Vec<String> {
        self.markers.iter().flat_map(|marker| marker.pages.clone()).collect()
    }

    /// Removes what interrupted builds have left.
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
    fn the_hash_is_that_of_its_inventors() {
        assert_eq!(super::hash(b""), "cbf29ce484222325");
        assert_eq!(super::hash(b"foobar"), "85944171f73967e8");
    }
}
