//! `--out`: a folder that is all ours.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::{Error, Result, refuse};
use crate::file::{name, words};
use crate::made::Made;
use crate::say::{Warnings, list};
use crate::site::File;
use crate::write::commit::UNDER_WAY;
use crate::write::marker::{Earlier, Kind, Marker};
use crate::write::place::root;
use crate::write::update::update;

/// What systems leave in any folder that someone looks at.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Whether the folder can be written to at all.
pub(crate) fn look(folder: &Path) -> Result<()> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        _ => ours(&root(folder)?).map(drop),
    }
}

/// Writes the mini-program, and gives all of its files.
pub(crate) fn out(folder: &Path, files: Vec<File>, package: &str, warnings: &Warnings) -> Result<Vec<File>> {
    let mut made = Made::default();
    made.folder(folder)?;
    let root = root(folder)?;
    let earlier = ours(&root)?;
    let marker = Marker::new(Kind::Out, package, Vec::new(), &files);
    let files = update(&root, files, marker, &earlier, None, warnings)?;
    made.keep();
    Ok(files)
}

/// What earlier builds wrote into a folder that is ours, or empty.
fn ours(root: &Path) -> Result<Earlier> {
    let earlier = Earlier::read(root)?;
    if earlier.markers.iter().any(|marker| marker.kind != Kind::Out) {
        return refuse(format!(
            "`{}` is a mini-program that `cargo voip build --into` has added pages to: say --into, or choose another folder",
            name(root)
        ));
    }
    if !earlier.markers.is_empty() {
        return Ok(earlier);
    }
    let entries = fs::read_dir(root)
        .map_err(|error| Error::new(format!("cannot look into `{}`: {}", name(root), words(&error))))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut foreign: Vec<_> =
        names.filter(|name| !LITTER.contains(&name.as_str()) && !name.starts_with(UNDER_WAY)).collect();
    if foreign.is_empty() {
        return Ok(earlier);
    }
    foreign.sort();
    let is_mini_program = foreign.iter().any(|name| name == "app.json");
    let into = if is_mini_program { "; to add the pages to the mini-program there, say --into" } else { "" };
    refuse(format!(
        "`{}` holds files that cargo voip did not write: {}. Choose an empty folder, or one that is not there yet{into}",
        name(root),
        list(&foreign)
    ))
}
