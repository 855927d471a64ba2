//! What a command changes in a folder. It is decided as a whole before anything is written.

use std::fs;
use std::path::{Path, PathBuf};

use crate::console::status;
use crate::error::{Error, Result};
use crate::file::{display_path, is_absent, read};
use crate::generate::File;
use crate::generate::app_files::PROJECT;
use crate::text;
use crate::write::beside;
use crate::write::commit::commit;
use crate::write::earlier::EarlierBuilds;
use crate::write::file_list::{FileList, hash, hash_of_all, is_same_text};
use crate::write::paths::resolve;

/// What is in the folder at the path of a generated file.
enum Existing {
    Nothing,
    /// The generated content, written by cargo voip or by others. Line ends may differ.
    Same(Vec<u8>),
    /// A file of an earlier build.
    Unmodified,
    /// A file of an earlier build that was modified since, and its content.
    Modified(Vec<u8>),
    /// A file that cargo voip did not write.
    Foreign,
}

/// The changes of a folder.
pub(super) struct Update {
    root: PathBuf,
    pub(super) write: Vec<File>,
    pub(super) remove: Vec<String>,
    /// The new file list, unless all files are removed.
    list: Option<File>,
    /// The files as they are in the folder afterwards.
    files: Vec<File>,
    /// Modified files that are overwritten or removed.
    overwritten: Vec<String>,
    kept: Option<String>,
}

/// What is to be in the folder.
pub(super) struct Wanted {
    /// The generated files.
    pub(super) files: Vec<File>,
    /// The list of these files; `None` if there are no files.
    pub(super) list: Option<FileList>,
    /// `app.json`, if it changes.
    pub(super) app_json: Option<File>,
    /// Whether to overwrite files that were modified since an earlier build.
    pub(super) overwrite: bool,
}

impl Update {
    /// Compares the folder with what it is to have. Files of earlier builds that are no longer needed are removed.
    pub(super) fn plan(root: &Path, wanted: Wanted, earlier: &EarlierBuilds) -> Result<Self> {
        let Wanted { mut files, mut list, app_json, overwrite } = wanted;
        let shown = |path: &str| display_path(&root.join(path));
        let (mut write, mut kept) = (Vec::new(), None);
        let (mut overwritten, mut foreign) = (Vec::new(), Vec::new());
        for file in &mut files {
            match existing(root, &file.path, Some(&file.bytes), earlier)? {
                // Listed, also if the list of the build that wrote it is gone.
                Existing::Same(bytes) => file.bytes = bytes,
                Existing::Nothing | Existing::Unmodified => write.push(file.clone()),
                // The WeChat devtools save their settings in this file.
                Existing::Modified(bytes) if file.path == PROJECT => {
                    if let (Some(list), Some(hash)) = (&mut list, earlier.hashes(PROJECT).next()) {
                        list.files.insert(PROJECT.into(), hash.into());
                    }
                    file.bytes = bytes;
                    kept = Some(shown(PROJECT));
                }
                Existing::Modified(_) => {
                    overwritten.push(file.path.clone());
                    write.push(file.clone());
                }
                Existing::Foreign => foreign.push(shown(&file.path)),
            }
        }
        let mut remove = Vec::new();
        for path in earlier.paths() {
            let is_needed = files.iter().any(|file| file.path == path)
                || list.as_ref().is_some_and(|list| list.path() == path || list.files.contains_key(path));
            if is_needed {
                continue;
            }
            match existing(root, path, None, earlier)? {
                Existing::Foreign if earlier.is_list(path) => remove.push(path.to_owned()),
                Existing::Unmodified => remove.push(path.to_owned()),
                Existing::Modified(_) => {
                    overwritten.push(path.to_owned());
                    remove.push(path.to_owned());
                }
                Existing::Nothing | Existing::Same(_) | Existing::Foreign => {}
            }
        }
        // An interrupted command is continued as long as the list is there.
        remove.sort_by_key(|path| earlier.is_list(path));
        let mut errors = Vec::new();
        if !overwrite {
            errors.extend(modified(root, &overwritten));
        }
        if !foreign.is_empty() {
            let it = if foreign.len() == 1 { "it" } else { "them" };
            let lost = list.as_ref().filter(|_| earlier.lists.is_empty()).map(|list| {
                format!(
                    "; if `{}` is lost, which lists what cargo voip wrote, restore that instead",
                    shown(&list.path())
                )
            });
            errors.push(format!(
                "cargo voip did not write {}, and does not overwrite {it}\n\
                 help: move {it} away, or set another route for the page; then build again{}",
                text::list_all(&foreign),
                lost.unwrap_or_default()
            ));
        }
        errors.extend(beside::same_output(root, &files));
        Error::unless_empty(errors)?;
        let list = list.as_ref().map(FileList::file);
        files.extend(list.clone());
        // Last, so that the pages are not used before their files exist.
        write.extend(app_json);
        let update = Self { root: root.to_owned(), write, remove, list, files, overwritten, kept };
        update.check()?;
        Ok(update)
    }

    /// Refuses what some systems cannot do, or would do only in part.
    fn check(&self) -> Result<()> {
        let mut errors = Vec::new();
        let same = self.write.iter().find_map(|File { path, .. }| {
            let mut removed = self.remove.iter();
            Some((removed.find(|removed| removed.to_lowercase() == path.to_lowercase())?, path))
        });
        if let Some((removed, path)) = same {
            errors.push(format!(
                "`{removed}` and `{path}` differ only in case, which some file systems ignore\n\
                 help: remove the old page first: `cargo voip remove`"
            ));
        } else {
            errors.extend(beside::other_case(&self.root, &self.write));
        }
        let written = self.write.iter().map(|file| file.path.as_str());
        let paths: Vec<_> = written
            .chain(self.remove.iter().map(String::as_str))
            .filter(|path| {
                let file = resolve(&self.root, path).ok();
                file.and_then(|file| fs::metadata(file).ok())
                    .is_some_and(|file| file.permissions().readonly())
            })
            .map(|path| display_path(&self.root.join(path)))
            .collect();
        if !paths.is_empty() {
            let it = if paths.len() == 1 { "it" } else { "them" };
            errors.push(format!(
                "{} cannot be changed: read-only\nhelp: make {it} writable, and try again",
                text::list_all(&paths)
            ));
        }
        Error::unless_empty(errors)
    }

    /// Writes and removes the files, all or none. Returns the files as they are in the folder.
    pub(super) fn commit(self, earlier: &EarlierBuilds) -> Result<Vec<File>> {
        for path in &self.overwritten {
            let verb = if self.remove.contains(path) { "Removing" } else { "Overwriting" };
            status(verb, &format!("`{}`, which was modified", display_path(&self.root.join(path))));
        }
        if let Some(kept) = &self.kept {
            status("Keeping", &format!("`{kept}`, which was modified"));
        }
        let is_listed = match &self.list {
            None => self.remove.is_empty(),
            Some(list) => {
                matches!(existing(&self.root, &list.path, Some(&list.bytes), earlier)?, Existing::Same(_))
            }
        };
        if !(self.write.is_empty() && self.remove.is_empty() && is_listed) {
            commit(&self.root, &self.write, &self.remove, self.list.as_ref())?;
        }
        earlier.clean(&self.root);
        Ok(self.files)
    }

    /// Prints what `commit` would do.
    pub(super) fn print(&self) {
        let exists = |path: &str| self.root.join(path).exists();
        let shown = |path: &str| format!("`{}`", display_path(&self.root.join(path)));
        for file in &self.write {
            status(if exists(&file.path) { "Would change" } else { "Would add" }, &shown(&file.path));
        }
        for path in &self.remove {
            status("Would remove", &shown(path));
        }
        if self.write.is_empty() && self.remove.is_empty() {
            status("Unchanged", &display_path(&self.root));
        }
    }
}

/// Checks that the files of earlier builds were not modified since. This is known before the package is compiled.
pub(super) fn check_modified(root: &Path, earlier: &EarlierBuilds, overwrite: bool) -> Result<()> {
    if overwrite {
        return Ok(());
    }
    let mut paths = Vec::new();
    for path in earlier.paths().into_iter().filter(|path| *path != PROJECT && !earlier.is_list(path)) {
        if matches!(existing(root, path, None, earlier)?, Existing::Modified(_)) {
            paths.push(path.to_owned());
        }
    }
    Error::unless_empty(modified(root, &paths).into_iter().collect())
}

/// The error for modified files.
fn modified(root: &Path, paths: &[String]) -> Option<String> {
    let shown: Vec<String> = paths.iter().map(|path| display_path(&root.join(path))).collect();
    let (was, it) = if shown.len() == 1 { ("was", "it") } else { ("were", "them") };
    (!shown.is_empty()).then(|| {
        format!(
            "{} {was} modified since cargo voip wrote {it}\n\
             help: to lose the changes, use `--overwrite`; custom `index.wxml` and `index.wxss` belong next to the \
             source of the page",
            text::list_all(&shown),
        )
    })
}

fn existing(root: &Path, path: &str, generated: Option<&[u8]>, earlier: &EarlierBuilds) -> Result<Existing> {
    let file = resolve(root, path)?;
    if fs::symlink_metadata(&file).is_err_and(|error| is_absent(&error)) {
        return Ok(Existing::Nothing);
    }
    let bytes = read(&file)?;
    let is_same = |generated: &[u8]| {
        // Every byte of a module counts.
        generated == bytes.as_slice() || !bytes.starts_with(b"\0asm") && is_same_text(generated, &bytes)
    };
    if generated.is_some_and(is_same) {
        return Ok(Existing::Same(bytes));
    }
    let mut written = earlier.hashes(path).peekable();
    Ok(if written.peek().is_none() {
        Existing::Foreign
    } else if written.any(|written| has_hash(&bytes, written)) {
        Existing::Unmodified
    } else {
        Existing::Modified(bytes)
    })
}

/// Whether the file has this hash.
pub(super) fn is_current(root: &Path, path: &str, hash: &str) -> bool {
    resolve(root, path).and_then(|file| read(&file)).is_ok_and(|bytes| has_hash(&bytes, hash))
}

fn has_hash(bytes: &[u8], listed: &str) -> bool {
    [hash(bytes), hash_of_all(bytes)].iter().any(|current| current == listed)
}
