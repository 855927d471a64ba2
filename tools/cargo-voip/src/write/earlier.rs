//! What earlier builds wrote into a folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::error::{Result, bail};
use crate::file::{display_path, read_text, read_text_if_exists};
use crate::generate::FILE_LIST;
use crate::place::Place;
use crate::process::has_ended;
use crate::write::app_json::Added;
use crate::write::commit::{self, UNFINISHED_PREFIX};
use crate::write::file_list::FileList;
use crate::write::paths::resolve;

/// The age after which an unfinished build counts as interrupted. Writing the files takes milliseconds.
const MAX_BUILD_TIME: Duration = Duration::from_secs(60);

/// The file lists of earlier builds: those in the folder, and those of unfinished builds.
#[derive(Debug, Default)]
pub(super) struct EarlierBuilds {
    pub(super) lists: Vec<FileList>,
    /// The paths of the lists that are in the folder.
    list_files: BTreeSet<String>,
    /// The process ids of interrupted builds.
    interrupted: Vec<u32>,
}

impl EarlierBuilds {
    /// Reads the lists of a package, wherever in the folder it wrote its files, and any list that is at `place`.
    pub(super) fn read(root: &Path, package: &str, place: &Place) -> Result<Self> {
        let here = format!("{}{FILE_LIST}", place.folder());
        let path = resolve(root, &here)?;
        let mut earlier = Self::all(root)?;
        let is_read = earlier.list_files.contains(&here);
        if !is_read && read_text_if_exists(&path)?.is_some() {
            return bail(format!(
                "`{}` was modified, so the files that cargo voip wrote are unknown\n\
                 help: restore it from version control; or move the folder away, and build again",
                display_path(&path)
            ));
        }
        earlier.retain(|list| list.package == package || list.path() == here);
        Ok(earlier)
    }

    /// Keeps some lists.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&FileList) -> bool) {
        self.lists.retain(is_kept);
        self.list_files = self.lists.iter().map(FileList::path).collect();
    }

    /// Reads the lists of all packages.
    pub(super) fn all(root: &Path) -> Result<Self> {
        let mut earlier = Self::default();
        earlier.gather(root, "");
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

    /// Reads the lists below a folder. One that is not where it was written belongs to another root.
    fn gather(&mut self, root: &Path, inside: &str) {
        let here = format!("{inside}{FILE_LIST}");
        let list =
            read_text(&root.join(&here)).ok().and_then(|text| serde_json::from_str::<FileList>(&text).ok());
        if let Some(list) = list.filter(|list| list.is_inside() && list.folder == inside) {
            self.lists.push(list);
            self.list_files.insert(here);
        }
        for entry in fs::read_dir(root.join(inside)).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.') && *name != "node_modules")
            else {
                continue;
            };
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.gather(root, &format!("{inside}{name}/"));
            }
        }
    }

    /// The listed files, and the lists.
    pub(super) fn paths(&self) -> BTreeSet<&str> {
        let files = self.lists.iter().flat_map(|list| list.files.keys());
        files.chain(&self.list_files).map(String::as_str).collect()
    }

    /// Whether the file is one of the lists.
    pub(super) fn is_list(&self, path: &str) -> bool {
        self.list_files.contains(path)
    }

    /// The listed hashes of a file.
    pub(super) fn hashes(&self, path: &str) -> impl Iterator<Item = &str> {
        self.lists.iter().filter_map(move |list| list.files.get(path)).map(String::as_str)
    }

    /// The pages that were added to `app.json`.
    pub(super) fn added(&self) -> Vec<Added> {
        let mut added: Vec<Added> = Vec::new();
        for page in self.lists.iter().flat_map(FileList::added) {
            if !added.iter().any(|other| other.route == page.route) {
                added.push(page);
            }
        }
        added
    }

    /// Removes temporary files of interrupted builds.
    pub(super) fn clean(&self, root: &Path) {
        for &process in &self.interrupted {
            commit::clean(root, process, self.paths().into_iter().chain(["app.json"]));
        }
    }
}
