//! Where in a folder a file of ours lies.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result, refuse};
use crate::file::{is_absent, name, words};

/// The file `path` of the folder `root`, which has no links in its own path. Refused are links that lead out
/// of the folder, a link in the file's own place, and a file where a folder must be.
pub(super) fn place(root: &Path, path: &str) -> Result<PathBuf> {
    let mut here = root.to_path_buf();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        here.push(part);
        let last = parts.peek().is_none();
        let there = match fs::symlink_metadata(&here) {
            Ok(there) => there,
            Err(error) if is_absent(&error) => continue,
            Err(error) => return refuse(format!("cannot look at `{}`: {}", name(&here), words(&error))),
        };
        if there.is_symlink() {
            if last {
                return refuse(format!(
                    "`{}` is a link, and no file that cargo voip wrote: move it away and build again",
                    name(&here)
                ));
            }
            here = through(root, &here)?;
        } else if !last && !there.is_dir() {
            return refuse(format!(
                "`{}` is a file, and must be a folder: move it away and build again",
                name(&here)
            ));
        } else if last && there.is_dir() {
            return refuse(format!(
                "`{}` is a folder, and must be a file: move it away and build again",
                name(&here)
            ));
        }
    }
    Ok(here)
}

/// Where a link leads to, if that is a folder inside `root`.
fn through(root: &Path, link: &Path) -> Result<PathBuf> {
    let to = fs::canonicalize(link).map_err(|error| {
        Error::new(format!("`{}` is a link that leads nowhere: {}", name(link), words(&error)))
    })?;
    if !to.starts_with(root) {
        return refuse(format!(
            "`{}` is a link that leads out of `{}`, to `{}`: cargo voip writes nothing there",
            name(link),
            name(root),
            to.display()
        ));
    }
    if to.is_dir() {
        Ok(to)
    } else {
        refuse(format!("`{}` is a link to a file, and must be a folder", name(link)))
    }
}

/// Whether a path stays inside the folder that it is given for.
pub(super) fn is_inside(path: &str) -> bool {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(plain)
}
