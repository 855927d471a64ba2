//! Writing all files, or none of them.
//!
//! Each file is first written next to its target, under a temporary name. Once all of them are written, they are
//! renamed to their targets. The new list of our files is written first, as `.cargo-voip-PROCESS`, and renamed last:
//! after an interrupted build, the next one can tell from it which files are ours.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::{name, words};
use crate::made::{Made, failed};
use crate::site::{File, MARKER};
use crate::write::place::place;

/// The name of a running build's list, before its process id.
pub(super) const UNDER_WAY: &str = ".cargo-voip-";

/// Writes the files `write` and the list `marker`, and removes the files `remove`.
pub(super) fn commit(root: &Path, write: &[File], remove: &[String], marker: &[u8]) -> Result<()> {
    let process = std::process::id();
    let list = root.join(format!("{UNDER_WAY}{process}"));
    // A process with the same id may have left one.
    let _ = fs::remove_file(&list);
    let mut made = Made::default();
    made.file(&list, marker)
        .map_err(|error| Error::new(format!("cannot write into `{}`: {}", name(root), words(&error))))?;
    let mut renames = Vec::new();
    for file in write {
        let target = place(root, &file.path)?;
        made.folders_of(&target)?;
        let beside = beside(&target, process);
        let _ = fs::remove_file(&beside);
        made.file(&beside, &file.bytes).map_err(failed(&target))?;
        if let Ok(replaced) = fs::metadata(&target) {
            // Who may read it stays as it was.
            fs::set_permissions(&beside, replaced.permissions()).map_err(failed(&target))?;
        }
        renames.push((beside, target));
    }
    let target = place(root, MARKER)?;
    made.folders_of(&target)?;
    // If one of these fails, the list stays, and the next build goes on from there.
    made.keep();
    for (from, to) in &renames {
        fs::rename(from, to).map_err(failed(to))?;
    }
    for path in remove {
        let target = place(root, path)?;
        fs::remove_file(&target).map_err(failed(&target))?;
        remove_empty_folders(root, &target);
    }
    fs::rename(&list, &target).map_err(failed(&target))
}

/// Removes the temporary files and the list that an interrupted build has left.
pub(super) fn clean<'a>(root: &Path, process: u32, paths: impl Iterator<Item = &'a str>) {
    for target in paths.filter_map(|path| place(root, path).ok()) {
        let _ = fs::remove_file(beside(&target, process));
        remove_empty_folders(root, &target);
    }
    let _ = fs::remove_file(root.join(format!("{UNDER_WAY}{process}")));
}

/// The temporary name of a file.
fn beside(target: &Path, process: u32) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}{UNDER_WAY}{process}"))
}

/// The folders that a file has left empty.
fn remove_empty_folders(root: &Path, file: &Path) {
    let inside = file.ancestors().skip(1).take_while(|folder| *folder != root);
    let _ = inside.map(fs::remove_dir).find(io::Result::is_err);
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A folder with a file `a`, and what came of writing that and another one.
    fn commit_into(other: &str, remove: &[String]) -> (TempDir, Result<()>) {
        let folder = TempDir::new().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        fs::write(root.join("a"), "before").unwrap();
        let write =
            ["a", "new/deep/b", other].map(|path| File { path: path.into(), bytes: b"after".to_vec() });
        let done = commit(&root, &write, remove, b"list");
        (folder, done)
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_everything_as_it_was() {
        // Its temporary name is longer than the 255 bytes that file systems allow.
        let (folder, done) = commit_into(&format!("new/{}", "x".repeat(250)), &[]);
        let error = done.unwrap_err();
        assert!(error.sentences()[0].contains("cannot write"), "{error:?}");
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), "before");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn a_build_that_stops_on_the_way_leaves_the_list_of_its_files() {
        let (folder, done) = commit_into("c", &["never-there".into()]);
        let error = done.unwrap_err();
        assert!(error.sentences()[0].contains("never-there"), "{error:?}");
        let list = format!("{UNDER_WAY}{}", std::process::id());
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
        assert_eq!([read("a"), read("new/deep/b"), read(&list)], ["after", "after", "list"]);
    }
}
