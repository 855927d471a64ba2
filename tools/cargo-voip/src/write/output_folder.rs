//! `--out`: writes a complete mini-program to its own folder.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::console::Warnings;
use crate::created::Created;
use crate::error::{Error, Result, bail};
use crate::file::{describe, display_path};
use crate::generate::File;
use crate::text::list;
use crate::write::commit::UNFINISHED_PREFIX;
use crate::write::file_list::{EarlierBuilds, FileList, Kind};
use crate::write::paths::canonical_folder;
use crate::write::update::update;

/// Files that desktop systems create in any folder.
const SYSTEM_FILES: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Checks that the folder does not exist yet, is empty, or was written by cargo voip.
pub(crate) fn check_output_folder(folder: &Path) -> Result<()> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        _ => earlier_builds(&canonical_folder(folder)?).map(drop),
    }
}

/// Writes the mini-program, and returns its files.
pub(crate) fn write_output_folder(
    folder: &Path,
    files: Vec<File>,
    package: &str,
    warnings: &Warnings,
) -> Result<Vec<File>> {
    let mut created = Created::default();
    created.create_folder(folder)?;
    let root = canonical_folder(folder)?;
    let earlier = earlier_builds(&root)?;
    let list = FileList::new(Kind::Out, package, Vec::new(), &files);
    let files = update(&root, files, list, &earlier, None, warnings)?;
    created.keep();
    Ok(files)
}

fn earlier_builds(root: &Path) -> Result<EarlierBuilds> {
    let earlier = EarlierBuilds::read(root)?;
    if earlier.lists.iter().any(|list| list.kind != Kind::Out) {
        return bail(format!(
            "`{}` is a mini-program with pages that `cargo voip build --into` added\n\
             help: use `--into`, or choose another folder",
            display_path(root)
        ));
    }
    if !earlier.lists.is_empty() {
        return Ok(earlier);
    }
    let entries = fs::read_dir(root)
        .map_err(|error| Error::new(format!("cannot read `{}`: {}", display_path(root), describe(&error))))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut foreign: Vec<_> = names
        .filter(|name| !SYSTEM_FILES.contains(&name.as_str()) && !name.starts_with(UNFINISHED_PREFIX))
        .collect();
    if foreign.is_empty() {
        return Ok(earlier);
    }
    foreign.sort();
    let is_mini_program = foreign.iter().any(|name| name == "app.json");
    let into = if is_mini_program { "; to add the pages to this mini-program, use `--into`" } else { "" };
    bail(format!(
        "`{}` contains files that cargo voip did not write: {}\nhelp: choose an empty or new folder{into}",
        display_path(root),
        list(&foreign)
    ))
}
