//! Writes all files, or none of them.
//!
//! Each file is first written next to its target, under a temporary name. When all are written, they are renamed to
//! their targets. The new file list is written first, as `.cargo-voip-PROCESS`, and renamed last: if the build is
//! interrupted, the next build reads from it which files cargo voip wrote.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::created::{Created, cannot_write};
use crate::error::{Error, Result};
use crate::file::{describe, display_path};
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
    // If one of these steps fails, the list stays, and the next build continues from it.
    created.keep();
    for (from, to) in &renames {
        fs::rename(from, to).map_err(cannot_write(to))?;
    }
    for path in remove {
        let target = resolve(root, path)?;
        fs::remove_file(&target).map_err(cannot_write(&target))?;
        remove_empty_folders(root, &target);
    }
    list.map_or(Ok(()), |target| fs::rename(&unfinished, &target).map_err(cannot_write(&target)))
}

/// Removes the temporary files and the file list of an interrupted build.
pub(super) fn clean<'a>(root: &Path, process: u32, paths: impl Iterator<Item = &'a str>) {
    for target in paths.filter_map(|path| resolve(root, path).ok()) {
        let _ = fs::remove_file(temporary_path(&target, process));
        remove_empty_folders(root, &target);
    }
    let _ = fs::remove_file(root.join(format!("{UNFINISHED_PREFIX}{process}")));
}

fn temporary_path(target: &Path, process: u32) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}{UNFINISHED_PREFIX}{process}"))
}

/// Removes the parent folders of a removed file that are now empty.
fn remove_empty_folders(root: &Path, file: &Path) {
    let parents = file.ancestors().skip(1).take_while(|folder| *folder != root);
    let _ = parents.map(fs::remove_dir).find(io::Result::is_err);
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
        assert!(error.messages()[0].contains("absent"), "{error:?}");
        let list = format!("{UNFINISHED_PREFIX}{}", std::process::id());
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!([read("a"), read("new/deep/b"), read(&list)], ["after", "after", "list"]);
    }
}
