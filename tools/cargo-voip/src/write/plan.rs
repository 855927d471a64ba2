//! What must be done to a folder so that it holds our files and nothing of anyone's is lost.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};
use crate::file::{is_absent, name, words};
use crate::say::{Warnings, list};
use crate::site::app::PROJECT;
use crate::site::{File, MARKER};
use crate::write::marker::{Marker, hash};
use crate::write::place::place;

/// Files that are written and files that go, by their paths in the folder.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) write: Vec<File>,
    pub(super) remove: Vec<String>,
    /// Settings that stay as someone has changed them.
    pub(super) kept: Option<File>,
}

enum There {
    Nothing,
    /// What we want to be there, whoever wrote it.
    Same,
    /// What an earlier build wrote.
    Ours,
    /// What an earlier build wrote, as someone changed it.
    Changed(Vec<u8>),
    Foreign,
}

impl Plan {
    /// Compares our files with the folder. `new` lists them already; `old` is of the build before.
    pub(super) fn make(
        root: &Path,
        files: Vec<File>,
        old: Option<&Marker>,
        new: &mut Marker,
        warnings: &Warnings,
    ) -> Result<Self> {
        let (mut plan, mut changed, mut foreign) = (Self::default(), Vec::new(), Vec::new());
        for file in files {
            match there(root, &file.path, Some(&file.bytes), old)? {
                There::Same => {
                    // Only what we wrote is ours to remove one day.
                    if !old.is_some_and(|old| old.files.contains_key(&file.path)) {
                        new.files.remove(&file.path);
                    }
                }
                There::Nothing | There::Ours => plan.write.push(file),
                // WeChat's devtools write into it whatever is set there.
                There::Changed(bytes) if file.path == PROJECT => {
                    if let Some(hash) = old.and_then(|old| old.files.get(PROJECT)) {
                        new.files.insert(file.path.clone(), hash.clone());
                    }
                    plan.kept = Some(File { path: file.path, bytes });
                }
                There::Changed(_) => changed.push(name(&root.join(&file.path))),
                There::Foreign => foreign.push(name(&root.join(&file.path))),
            }
        }
        let mut wrong = Vec::new();
        if !changed.is_empty() {
            wrong.push(format!(
                "{} {} changed since cargo voip wrote {}, so nothing is written. Move what you want to keep away \
                 (a page's own `index.wxml` and `index.wxss` belong beside its source), and build again",
                list(&changed),
                if changed.len() == 1 { "was" } else { "were" },
                if changed.len() == 1 { "it" } else { "them" },
            ));
        }
        if !foreign.is_empty() {
            wrong.push(format!(
                "cargo voip did not write {}, so nothing is written. Move what is there away, or give the page \
                 another route, and build again",
                list(&foreign)
            ));
        }
        Error::unless_empty(wrong)?;
        plan.remove_stale(root, old, new, warnings)?;
        Ok(plan)
    }

    /// The list itself, at its end, unless it is there as it should be.
    pub(super) fn write_marker(&mut self, root: &Path, marker: &Marker) -> Result<()> {
        let file = marker.file();
        if !matches!(there(root, MARKER, Some(&file.bytes), None)?, There::Same) {
            self.write.push(file);
        }
        Ok(())
    }

    /// Files of an earlier build that no page needs now; those that were changed since stay.
    fn remove_stale(
        &mut self,
        root: &Path,
        old: Option<&Marker>,
        new: &Marker,
        warnings: &Warnings,
    ) -> Result<()> {
        let stale = old.into_iter().flat_map(|old| old.files.keys());
        for path in stale.filter(|path| !new.files.contains_key(*path) && *path != MARKER) {
            match there(root, path, None, old)? {
                There::Ours => self.remove.push(path.clone()),
                There::Changed(_) => warnings.add(format!(
                    "`{}` belongs to no page now, but was changed since cargo voip wrote it, and stays",
                    name(&root.join(path))
                )),
                There::Nothing | There::Same | There::Foreign => {}
            }
        }
        Ok(())
    }
}

fn there(root: &Path, path: &str, wanted: Option<&[u8]>, old: Option<&Marker>) -> Result<There> {
    let file = place(root, path)?;
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) => return Ok(There::Nothing),
        Err(error) => return Err(Error::new(format!("cannot read `{}`: {}", name(&file), words(&error)))),
    };
    if wanted == Some(bytes.as_slice()) {
        return Ok(There::Same);
    }
    Ok(match old.and_then(|old| old.files.get(path)) {
        Some(written) if *written == hash(&bytes) => There::Ours,
        Some(_) => There::Changed(bytes),
        None => There::Foreign,
    })
}
