//! `--out`: a folder that is all ours.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, refuse};
use crate::file::{is_absent, name, words};
use crate::say::{Warnings, list, step};
use crate::site::File;
use crate::write::commit::{commit, recover};
use crate::write::fresh::fresh;
use crate::write::marker::{Kind, Marker};
use crate::write::plan::Plan;

/// What systems leave in any folder that someone looks at.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Whether the folder can be written to at all.
pub(crate) fn look(folder: &Path) -> Result<()> {
    let Some(root) = there(folder)? else { return Ok(()) };
    recover(&root)?;
    ours(&root).map(drop)
}

/// Writes the mini-program, and gives all of its files.
pub(crate) fn out(
    folder: &Path,
    mut files: Vec<File>,
    package: &str,
    warnings: &Warnings,
) -> Result<Vec<File>> {
    let mut marker = Marker::new(Kind::Out, package);
    marker.list(&files);
    let Some(root) = there(folder)? else {
        files.push(marker.file());
        fresh(folder, &files)?;
        return Ok(files);
    };
    recover(&root)?;
    let old = ours(&root)?;
    let mut plan = Plan::make(&root, files.clone(), old.as_ref(), &mut marker, warnings)?;
    if let Some(kept) = plan.kept.take() {
        step(
            "Keeping",
            &format!("`{}`, which was changed since, as the devtools do", name(&root.join(&kept.path))),
        );
        files
            .iter_mut()
            .filter(|file| file.path == kept.path)
            .for_each(|file| file.bytes.clone_from(&kept.bytes));
    }
    files.push(marker.file());
    plan.write_marker(&root, &marker)?;
    commit(&root, &plan)?;
    Ok(files)
}

/// The folder without links in its path; none if there is nothing yet.
fn there(folder: &Path) -> Result<Option<PathBuf>> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) if is_absent(&error) => {
            refuse(format!("cannot write `{}`: {}", name(folder), words(&error)))
        }
        _ => {
            let root = fs::canonicalize(folder).map_err(|error| {
                Error::new(format!("cannot look at `{}`: {}", name(folder), words(&error)))
            })?;
            if root.is_dir() {
                Ok(Some(root))
            } else {
                refuse(format!("`{}` is a file, and must be a folder", name(folder)))
            }
        }
    }
}

/// The marker of a folder that is ours, or none if it is empty.
fn ours(root: &Path) -> Result<Option<Marker>> {
    match Marker::read(root)? {
        Some(marker) if marker.kind == Kind::Out => return Ok(Some(marker)),
        Some(_) => {
            return refuse(format!(
                "`{}` is a mini-program that `cargo voip build --into` has added pages to: say --into, or choose another folder",
                name(root)
            ));
        }
        None => {}
    }
    let entries = fs::read_dir(root)
        .map_err(|error| Error::new(format!("cannot look into `{}`: {}", name(root), words(&error))))?;
    let mut foreign: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    foreign.retain(|name| !LITTER.contains(&name.as_str()));
    foreign.sort();
    if foreign.is_empty() {
        return Ok(None);
    }
    let into = if root.join("app.json").exists() {
        "; to add the pages to the mini-program there, say --into"
    } else {
        ""
    };
    refuse(format!(
        "`{}` holds files that cargo voip did not write: {}. Choose an empty folder, or one that is not there yet{into}",
        name(root),
        list(&foreign)
    ))
}
