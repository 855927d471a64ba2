//! Where in a folder a file of ours lies.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result, refuse};
use crate::file::{is_absent, name, words};

/// The path of an existing folder, without links.
pub(super) fn root(folder: &Path) -> Result<PathBuf> {
    let root = fs::canonicalize(folder)
        .map_err(|error| Error::new(format!("cannot look at `{}`: {}", name(folder), words(&error))))?;
    if root.is_dir() {
        Ok(root)
    } else {
        refuse(format!("`{}` is a file, and must be a folder", name(folder)))
    }
}

/// The file `path` of the folder `root`, which has no links in its own path. Refused are links that lead out
/// of the folder, a link in the file's own place, and a file where a folder must be.
pub(super) fn place(root: &Path, path: &str) -> Result<PathBuf> {
    let mut here = root.to_path_buf();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        here.push(part);
        let last = parts.peek().is_none();
        let wrong = match fs::symlink_metadata(&here) {
            Err(error) if is_absent(&error) => continue,
            Err(error) => return refuse(format!("cannot look at `{}`: {}", name(&here), words(&error))),
            Ok(there) if there.is_symlink() && last => "a link, and no file that cargo voip wrote",
            Ok(there) if there.is_symlink() => {
                here = through(root, &here)?;
                continue;
            }
            Ok(there) if !last && !there.is_dir() => "a file, and must be a folder",
            Ok(there) if last && there.is_dir() => "a folder, and must be a file",
            Ok(_) => continue,
        };
        return refuse(format!("`{}` is {wrong}: move it away and build again", name(&here)));
    }
    Ok(here)
}

/// Where a link leads to, if that is a folder inside `root`.
fn through(root: &Path, link: &Path) -> Result<PathBuf> {
    let wrong = match fs::canonicalize(link) {
        Err(error) => format!("that leads nowhere: {}", words(&error)),
        Ok(to) if !to.starts_with(root) => format!(
            "that leads out of `{}`, to `{}`: cargo voip writes nothing there",
            name(root),
            to.display()
        ),
        Ok(to) if !to.is_dir() => "to a file, and must be a folder".into(),
        Ok(to) => return Ok(to),
    };
    refuse(format!("`{}` is a link {wrong}", name(link)))
}

/// Whether a path stays inside the folder that it is given for.
pub(super) fn is_inside(path: &str) -> bool {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(plain)
}
