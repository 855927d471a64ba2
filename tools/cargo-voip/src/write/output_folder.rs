//! `--out`: writes a complete mini-program to its own folder.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::created::Created;
use crate::error::{Error, Result, bail};
use crate::file::{describe, display_path};
use crate::generate::File;
use crate::text::list;
use crate::write::Options;
use crate::write::commit::UNFINISHED_PREFIX;
use crate::write::earlier::EarlierBuilds;
use crate::write::file_list::{FileList, Kind};
use crate::write::lock::Lock;
use crate::write::paths::canonical_folder;
use crate::write::update::{Update, Wanted, check_modified};

/// Files that desktop systems create in any folder.
const SYSTEM_FILES: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Checks that the folder does not exist yet, is empty, or was written by cargo voip and not modified since.
pub(crate) fn check_output_folder(folder: &Path, is_npm: bool, options: &Options<'_>) -> Result<()> {
    match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        _ => {
            let root = canonical_folder(folder)?;
            let _lock = Lock::of(&root)?;
            check_modified(&root, &earlier_builds(&root, is_npm, options)?, options.overwrite)
        }
    }
}

/// Writes a mini-program, or an npm package, and returns its files.
pub(crate) fn write_output_folder(
    folder: &Path,
    files: Vec<File>,
    is_npm: bool,
    options: &Options<'_>,
) -> Result<Vec<File>> {
    let mut created = Created::default();
    created.create_folder(folder)?;
    let root = canonical_folder(folder)?;
    let _lock = Lock::of(&root)?;
    let earlier = earlier_builds(&root, is_npm, options)?;
    let list = FileList::new(kind(is_npm), options.package, options.place, &[], &files);
    let overwrite = options.overwrite;
    let wanted = Wanted { files, list: Some(list), app_json: None, overwrite };
    let files = options.finish(Update::plan(&root, wanted, &earlier)?, &earlier)?;
    created.keep();
    Ok(files)
}

fn kind(is_npm: bool) -> Kind {
    if is_npm { Kind::Npm } else { Kind::Out }
}

fn earlier_builds(root: &Path, is_npm: bool, options: &Options<'_>) -> Result<EarlierBuilds> {
    let earlier = EarlierBuilds::read(root, options.package, options.place)?;
    if let Some(list) = earlier.lists.iter().find(|list| list.kind != kind(is_npm)) {
        return bail(format!(
            "`{}` is {}\nhelp: use `{}`, or choose another folder",
            display_path(root),
            list.kind.described(),
            list.kind.flag()
        ));
    }
    if !earlier.lists.is_empty() || earlier.is_interrupted() {
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
