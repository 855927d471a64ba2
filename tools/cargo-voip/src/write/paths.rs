//! Paths inside a folder, with links resolved.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result, bail};
use crate::file::{describe, display_path, is_absent};

/// The path of an existing folder, without links.
pub(super) fn canonical_folder(folder: &Path) -> Result<PathBuf> {
    let root = fs::canonicalize(folder).map_err(|error| {
        Error::new(format!("cannot open `{}`: {}", display_path(folder), describe(&error)))
    })?;
    if root.is_dir() {
        Ok(root)
    } else {
        bail(format!("`{}` is a file; expected a folder", display_path(folder)))
    }
}

/// The file `path` in the folder `root`, whose own path has no links. Errors are: a link out of the folder, a link
/// instead of the file, a file instead of a folder, and a folder, pipe or device instead of a file.
pub(super) fn resolve(root: &Path, path: &str) -> Result<PathBuf> {
    let mut current = root.to_path_buf();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        current.push(part);
        let last = parts.peek().is_none();
        let wrong = match fs::symlink_metadata(&current) {
            Err(error) if is_absent(&error) => continue,
            Err(error) => {
                return bail(format!("cannot open `{}`: {}", display_path(&current), describe(&error)));
            }
            Ok(found) if found.is_symlink() && last => "a link; expected a file",
            Ok(found) if found.is_symlink() => {
                current = follow_link(root, &current)?;
                continue;
            }
            Ok(found) if !last && !found.is_dir() => "a file; expected a folder",
            Ok(found) if last && found.is_dir() => "a folder; expected a file",
            Ok(found) if last && !found.is_file() => "not a regular file",
            Ok(_) => continue,
        };
        return bail(format!("`{}` is {wrong}\nhelp: move it away, and build again", display_path(&current)));
    }
    Ok(current)
}

/// The target of a link, which must be a folder inside `root`.
fn follow_link(root: &Path, link: &Path) -> Result<PathBuf> {
    let wrong = match fs::canonicalize(link) {
        Err(error) => format!("a broken link: {}", describe(&error)),
        Ok(to) if !to.starts_with(root) => {
            format!("a link to `{}`, which is outside of `{}`", to.display(), display_path(root))
        }
        Ok(to) if !to.is_dir() => "a link to a file; expected a folder".into(),
        Ok(to) => return Ok(to),
    };
    bail(format!("`{}` is {wrong}", display_path(link)))
}

/// Whether a relative path stays inside its folder.
pub(super) fn is_inside(path: &str) -> bool {
    let is_normal = |part: Component<'_>| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(is_normal)
}
