//! What earlier builds wrote into a folder.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::error::{Error, Result, bail};
use crate::file::{describe, display_path, is_absent, read_text, read_text_if_exists};
use crate::generate::FILE_LIST;
use crate::place::Place;
use crate::process::has_ended;
use crate::write::app_json::Listed;
use crate::write::commit::{self, UNFINISHED_PREFIX};
use crate::write::file_list::{ABOUT, FileList, Kind};
use crate::write::paths::resolve;

/// The age after which an unfinished build counts as interrupted. Writing the files takes milliseconds.
const MAX_BUILD_TIME: Duration = Duration::from_secs(60);

/// The file lists of earlier builds: those in the folder, and those of unfinished builds.
#[derive(Debug, Default)]
pub(super) struct EarlierBuilds {
    pub(super) lists: Vec<FileList>,
    /// The paths of the lists that are in the folder.
    list_files: BTreeSet<String>,
    interrupted: Vec<Interrupted>,
    /// The process ids of interrupted builds of other packages.
    others: Vec<u32>,
}

/// A build that was interrupted.
#[derive(Debug)]
struct Interrupted {
    process: u32,
    /// What it was to write, unless it was interrupted before it said that.
    list: Option<FileList>,
}

impl EarlierBuilds {
    /// Reads the lists of a package, wherever in the folder it wrote its files, and any list that is at `place`.
    pub(super) fn read(root: &Path, package: &str, place: &Place) -> Result<Self> {
        let here = format!("{}{FILE_LIST}", place.folder());
        check_links(root, place.folder())?;
        let path = resolve(root, &here)?;
        let mut earlier = Self::all(root)?;
        let found = if earlier.list_files.contains(&here) { None } else { read_text_if_exists(&path)? };
        if let Some(moved) =
            found.as_ref().and_then(|text| parse(text).ok()).filter(|list| list.kind == Kind::Into)
        {
            return bail(format!(
                "`{}` lists the files of `{}`: it was moved\n                 help: move the folder back; then build again, with `--under` for another folder",
                display_path(&path),
                display_path(&root.join(moved.folder))
            ));
        }
        if found.is_some() {
            return bail(format!(
                "cargo voip did not write `{}`, and does not overwrite it\n\
                 help: move it away; or write the pages into another folder: `--under DIR`",
                display_path(&path)
            ));
        }
        earlier.retain(|list| list.package == package || list.path() == here);
        Ok(earlier)
    }

    /// Keeps some lists.
    pub(super) fn retain(&mut self, is_kept: impl Fn(&FileList) -> bool) {
        self.lists.retain(&is_kept);
        self.list_files.retain(|file| self.lists.iter().any(|list| list.path() == *file));
        self.interrupted.retain(|build| {
            let is_kept = build.list.as_ref().is_none_or(&is_kept);
            if !is_kept {
                self.others.push(build.process);
            }
            is_kept
        });
    }

    /// Reads the lists of all packages.
    pub(super) fn all(root: &Path) -> Result<Self> {
        let mut earlier = Self::default();
        earlier.gather(root, "")?;
        for entry in fs::read_dir(root).into_iter().flatten().flatten() {
            let (file_name, path) = (entry.file_name(), entry.path());
            let process =
                file_name.to_str().and_then(|name| name.strip_prefix(UNFINISHED_PREFIX)?.parse().ok());
            let Some(process) = process else { continue };
            // A build that was interrupted while it wrote its list had not written any other file.
            let list = read_text(&path).ok().and_then(|text| serde_json::from_str::<FileList>(&text).ok());
            if list.as_ref().is_some_and(|list| !list.is_inside()) {
                return bail(format!(
                    "`{}`, the file list of an interrupted build, names files outside of the folder\n\
                     help: remove it, and build again",
                    display_path(&path)
                ));
            }
            let mut written = list.clone();
            if let Some(list) = &mut written {
                list.retain(|path| commit::is_written(root, path, process));
            }
            earlier.lists.extend(written.filter(|list| !list.files.is_empty()));
            if has_ended(process, &path, MAX_BUILD_TIME) {
                earlier.interrupted.push(Interrupted { process, list });
            }
        }
        Ok(earlier)
    }

    /// Reads the lists below a folder. One that is not where it was written belongs to another root.
    fn gather(&mut self, root: &Path, inside: &str) -> Result<()> {
        let here = format!("{inside}{FILE_LIST}");
        let file = root.join(&here);
        let is_glue = || file.with_file_name("app.wasm").is_file();
        let cannot_open = |path: &Path, error: &io::Error| {
            Error::new(format!("cannot open `{}`: {}", display_path(path), describe(error)))
        };
        let folder = root.join(inside);
        let entries = match fs::read_dir(&folder) {
            Err(error) if is_absent(&error) => return Ok(()),
            entries => entries.map_err(|error| cannot_open(&folder, &error))?,
        };
        // A folder that can be listed, but not entered.
        match fs::symlink_metadata(&file) {
            Err(error) if !is_absent(&error) => return Err(cannot_open(&file, &error)),
            _ => {}
        }
        match read_text_if_exists(&file) {
            Ok(Some(text)) => match parse(&text) {
                Ok(list) if list.folder != inside => {}
                Ok(list) if list.is_inside() => {
                    self.lists.push(list);
                    self.list_files.insert(here);
                }
                Err(_) if !text.contains(ABOUT) && !is_glue() => {}
                _ => return damaged(&file, &text),
            },
            Err(error) if is_glue() => return Err(error),
            Ok(None) | Err(_) => {}
        }
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| !name.starts_with('.') && *name != "node_modules")
            else {
                continue;
            };
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.gather(root, &format!("{inside}{name}/"))?;
            }
        }
        Ok(())
    }

    /// The listed files, and the lists.
    pub(super) fn paths(&self) -> BTreeSet<&str> {
        let files = self.lists.iter().flat_map(|list| list.files.keys());
        files.chain(&self.list_files).map(String::as_str).collect()
    }

    /// Whether a build was interrupted after it said what it was to write.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupted.iter().any(|build| build.list.is_some())
    }

    /// Whether there is anything to remove.
    pub(super) fn has_files(&self) -> bool {
        !self.interrupted.is_empty() || self.lists.iter().any(|list| !list.files.is_empty())
    }

    /// Whether the file is one of the lists.
    pub(super) fn is_list(&self, path: &str) -> bool {
        self.list_files.contains(path)
    }

    /// The listed hashes of a file.
    pub(super) fn hashes(&self, path: &str) -> impl Iterator<Item = &str> {
        self.lists.iter().filter_map(move |list| list.files.get(path)).map(String::as_str)
    }

    /// The pages.
    pub(super) fn pages(&self) -> Vec<Listed> {
        let mut pages: Vec<Listed> = Vec::new();
        for page in self.lists.iter().flat_map(FileList::pages) {
            if !pages.iter().any(|other| other.route == page.route) {
                pages.push(page);
            }
        }
        pages
    }

    /// Removes what commands that were interrupted left: temporary files, file lists and empty folders.
    pub(super) fn clean(&self, root: &Path) {
        let unfinished: Vec<String> = self
            .interrupted
            .iter()
            .flat_map(|build| build.list.iter())
            .flat_map(|list| list.files.keys().cloned().chain([list.path()]))
            .collect();
        let listed = self.paths().into_iter().map(String::from);
        let paths: BTreeSet<String> = listed.chain(unfinished).chain(["app.json".into()]).collect();
        for path in paths {
            commit::clean(root, &path, |process, file| {
                !self.others.contains(&process) && has_ended(process, file, MAX_BUILD_TIME)
            });
        }
        for Interrupted { process, .. } in &self.interrupted {
            let _ = fs::remove_file(root.join(format!("{UNFINISHED_PREFIX}{process}")));
        }
    }
}

/// Refuses a link to the folder of the files: their lists are only looked for where folders are.
fn check_links(root: &Path, folder: &str) -> Result<()> {
    let mut path = root.to_path_buf();
    for part in folder.split_terminator('/') {
        path.push(part);
        if path.is_symlink() {
            return bail(format!(
                "`{}` is a link; expected a folder\nhelp: use the folder that it links to",
                display_path(&path)
            ));
        }
    }
    Ok(())
}

/// Reads a list. Some editors write a byte order mark.
fn parse(text: &str) -> serde_json::Result<FileList> {
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
}

/// The error for a list that cannot be read.
fn damaged<T>(file: &Path, text: &str) -> Result<T> {
    let is_merged = text.lines().any(|line| line.starts_with("<<<<<<<"));
    let (what, help) = if is_merged {
        ("has a merge conflict", "keep one side of it, and build again")
    } else {
        ("was modified", "restore it from version control; or move the folder away, and build again")
    };
    bail(format!(
        "`{}` {what}, so the files that cargo voip wrote are unknown\nhelp: {help}",
        display_path(file)
    ))
}
