//! Writes all files, or none of them.
//!
//! Each file is first written next to its target, under a temporary name. When all are written, they are renamed to
//! their targets. The new file list is written first, as `.cargo-voip-PROCESS`, and renamed last: if the build is
//! interrupted, the next build reads from it which files cargo voip wrote.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::created::{Created, cannot_write};
use crate::error::{Error, Result};
use crate::file::{describe, display_path, is_absent};
use crate::generate::File;
use crate::write::paths::resolve;

/// The name of the file list of an unfinished build. The process id follows.
pub(super) const UNFINISHED_PREFIX: &str = ".cargo-voip-";

/// Writes the files `write` and the file list `list`, and removes the files `remove`. Without a list, all files that cargo voip
/// wrote are removed, the list last.
pub(super) fn commit(root: &Path, write: &[File], remove: &[String], list: Option<&File>) -> Result<()> {
    let process = std::process::id();
    let unfinished = root.join(format!("{UNFINISHED_PREFIX}{process}"));
    // An earlier process may have had the same id.
    let _ = fs::remove_file(&unfinished);
    let mut created = Created::default();
    if let Some(list) = list {
        created.create_file(&unfinished, &list.bytes).map_err(|error| {
            Error::new(format!("cannot write into `{}`: {}", display_path(root), describe(&error)))
        })?;
    }
    let mut renames = Vec::new();
    for file in write {
        let target = resolve(root, &file.path)?;
        created.create_parents(&target)?;
        let temporary = temporary_path(&target, process);
        let _ = fs::remove_file(&temporary);
        created.create_file(&temporary, &file.bytes).map_err(cannot_write(&target))?;
        if let Ok(replaced) = fs::metadata(&target) {
            fs::set_permissions(&temporary, replaced.permissions()).map_err(cannot_write(&target))?;
        }
        renames.push((temporary, target));
    }
    let list = list.map(|list| resolve(root, &list.path)).transpose()?;
    list.as_ref().map_or(Ok(()), |target| created.create_parents(target))?;
    let removed: Vec<PathBuf> = remove.iter().map(|path| resolve(root, path)).collect::<Result<_>>()?;
    check_removable(&removed, list.as_deref(), process)?;
    let mut progress =
        Progress { root, written: 0, to_write: renames.len(), removed: 0, to_remove: removed.len() };
    for (from, to) in &renames {
        fs::rename(from, to).map_err(|error| progress.failed("write", to, &error))?;
        // If a later step fails, the list stays, and the next command continues from it.
        created.keep();
        progress.written += 1;
    }
    for target in &removed {
        fs::remove_file(target).map_err(|error| progress.failed("remove", target, &error))?;
        created.keep();
        progress.removed += 1;
        remove_empty_folders(root, target);
    }
    if let Some(target) = list {
        fs::rename(&unfinished, &target).map_err(|error| progress.failed("write", &target, &error))?;
        created.keep();
    }
    Ok(())
}

/// Checks that the folders of these files can be written, before any file is changed.
fn check_removable(removed: &[PathBuf], list: Option<&Path>, process: u32) -> Result<()> {
    let mut checked = BTreeSet::new();
    for (verb, file) in
        removed.iter().map(|file| ("remove", file.as_path())).chain(list.map(|list| ("write", list)))
    {
        if !checked.insert(file.parent()) {
            continue;
        }
        let mut probe = Created::default();
        probe
            .create_file(&temporary_path(file, process), b"")
            .map_err(|error| cannot(verb, file, &error, ""))?;
    }
    Ok(())
}

/// How far a command is.
struct Progress<'a> {
    root: &'a Path,
    written: usize,
    to_write: usize,
    removed: usize,
    to_remove: usize,
}

impl Progress<'_> {
    /// The error for a file that cannot be written or removed.
    fn failed(&self, verb: &str, file: &Path, error: &io::Error) -> Error {
        let Self { written, to_write, removed, to_remove, .. } = self;
        let help = if written + removed == 0 {
            String::new()
        } else {
            format!(
                "\nhelp: `{}` is changed in part: {written} of {to_write} files are written and {removed} of {to_remove} are \
                 removed; run the command again to finish it",
                display_path(self.root)
            )
        };
        cannot(verb, file, error, &help)
    }
}

fn cannot(verb: &str, file: &Path, error: &io::Error, help: &str) -> Error {
    Error::new(format!("cannot {verb} `{}`: {}{help}", display_path(file), describe(error)))
}

/// Whether an unfinished build has written a file. If that still has its temporary name, what has its own name is not of that build.
pub(super) fn is_written(root: &Path, path: &str, process: u32) -> bool {
    resolve(root, path).is_ok_and(|target| target.exists() && !temporary_path(&target, process).exists())
}

/// Removes the temporary files beside the file `path` of processes that have ended, and its folders that are empty.
pub(super) fn clean(root: &Path, path: &str, has_ended: impl Fn(u32, &Path) -> bool) {
    let Ok(target) = resolve(root, path) else { return };
    let Some(folder) = target.parent() else { return };
    let prefix = target.file_name().map(|name| format!(".{}{UNFINISHED_PREFIX}", name.to_string_lossy()));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (name, file) = (entry.file_name(), entry.path());
        let process = prefix.as_ref().and_then(|prefix| name.to_str()?.strip_prefix(prefix)?.parse().ok());
        if process.is_some_and(|process| has_ended(process, &file)) {
            let _ = fs::remove_file(file);
        }
    }
    remove_empty_folders(root, &target);
}

fn temporary_path(target: &Path, process: u32) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}{UNFINISHED_PREFIX}{process}"))
}

/// Removes the parent folders of a removed file that are now empty.
pub(super) fn remove_empty_folders(root: &Path, file: &Path) {
    for folder in file.ancestors().skip(1).take_while(|folder| *folder != root) {
        match fs::remove_dir(folder) {
            Err(error) if !is_absent(&error) => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A folder with a file `a`, and the result of writing that file and others.
    fn commit_into(other: &str, remove: &[String]) -> (TempDir, Result<()>) {
        let folder = TempDir::new().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::write(root.join("a"), "before").unwrap();
        let write =
            ["a", "new/deep/b", other].map(|path| File { path: path.into(), bytes: b"after".to_vec() });
        let result = commit(
            &root,
            &write,
            remove,
            Some(&File { path: "voip/voip.json".into(), bytes: b"list".to_vec() }),
        );
        (folder, result)
    }

    #[test]
    fn nothing_is_changed_if_a_file_cannot_be_written() {
        // Its temporary name is longer than the 255 bytes that file systems allow.
        let (folder, result) = commit_into(&format!("new/{}", "x".repeat(250)), &[]);
        let error = result.unwrap_err();
        assert!(error.messages()[0].contains("cannot write"), "{error:?}");
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "before");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn a_build_that_fails_while_renaming_leaves_its_file_list() {
        let (folder, result) = commit_into("c", &["absent".into()]);
        let error = result.unwrap_err();
        let message = &error.messages()[0];
        for text in [
            "cannot remove",
            "absent`: no such file",
            "3 of 3 files are written and 0 of 1",
            "run the command again",
        ] {
            assert!(message.contains(text), "{message}");
        }
        let list = format!("{UNFINISHED_PREFIX}{}", std::process::id());
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!([read("a"), read("new/deep/b"), read(&list)], ["after", "after", "list"]);
    }
}
