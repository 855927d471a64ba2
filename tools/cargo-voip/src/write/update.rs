//! Updates a folder with the generated files, and keeps files that cargo voip did not write.

use std::fs;
use std::path::Path;

use crate::console::{Warnings, status};
use crate::error::{Error, Result};
use crate::file::{describe, display_path, is_absent};
use crate::generate::app_files::PROJECT;
use crate::generate::{FILE_LIST, File};
use crate::text;
use crate::write::commit::commit;
use crate::write::file_list::{EarlierBuilds, FileList, hash};
use crate::write::paths::resolve;

/// What is in the folder at the path of a generated file.
enum Existing {
    Nothing,
    /// The generated content, written by cargo voip or by others.
    Same,
    /// A file of an earlier build.
    Unmodified,
    /// A file of an earlier build that was modified since, and its content.
    Modified(Vec<u8>),
    /// A file that cargo voip did not write.
    Foreign,
}

/// Writes the generated files, which are in `list`, and then `app_json`. Removes files of earlier builds that are no
/// longer needed. Returns the files as they are in the folder.
pub(super) fn update(
    root: &Path,
    mut files: Vec<File>,
    mut list: FileList,
    earlier: &EarlierBuilds,
    app_json: Option<File>,
    warnings: &Warnings,
) -> Result<Vec<File>> {
    let (mut write, mut kept, mut modified, mut foreign) = (Vec::new(), None, Vec::new(), Vec::new());
    for file in &mut files {
        match existing(root, &file.path, Some(&file.bytes), earlier)? {
            // Not listed, so that a later build does not remove a file that cargo voip did not write.
            Existing::Same if earlier.hashes(&file.path).next().is_none() => {
                list.files.remove(&file.path);
            }
            Existing::Same => {}
            Existing::Nothing | Existing::Unmodified => write.push(file.clone()),
            // The WeChat devtools save their settings in this file.
            Existing::Modified(bytes) if file.path == PROJECT => {
                let written = earlier.hashes(PROJECT).next().map(String::from);
                list.files.extend(written.map(|hash| (PROJECT.into(), hash)));
                file.bytes = bytes;
                kept = Some(display_path(&root.join(PROJECT)));
            }
            Existing::Modified(_) => modified.push(display_path(&root.join(&file.path))),
            Existing::Foreign => foreign.push(display_path(&root.join(&file.path))),
        }
    }
    let mut errors = Vec::new();
    if !modified.is_empty() {
        let (was, it) = if modified.len() == 1 { ("was", "it") } else { ("were", "them") };
        errors.push(format!(
            "{} {was} modified since cargo voip wrote {it}\n\
             help: move {it} away, and build again; custom `index.wxml` and `index.wxss` belong next to the source \
             of the page",
            text::list(&modified),
        ));
    }
    if !foreign.is_empty() {
        let it = if foreign.len() == 1 { "it" } else { "them" };
        errors.push(format!(
            "cargo voip did not write {}, and does not overwrite {it}\n\
             help: move {it} away, or set another route for the page; then build again",
            text::list(&foreign)
        ));
    }
    Error::unless_empty(errors)?;
    if let Some(kept) = kept {
        status("Keeping", &format!("`{kept}`, which was modified"));
    }
    let remove = stale(root, &list, earlier, warnings)?;
    let list_file = list.file();
    let is_listed = matches!(existing(root, FILE_LIST, Some(&list_file.bytes), earlier)?, Existing::Same);
    // Last, so that the pages are not used before their files exist.
    write.extend(app_json);
    if !(write.is_empty() && remove.is_empty() && is_listed) {
        commit(root, &write, &remove, &list_file.bytes)?;
    }
    earlier.clean(root);
    files.push(list_file);
    Ok(files)
}

/// The files of earlier builds that are no longer needed, except modified ones.
fn stale(root: &Path, list: &FileList, earlier: &EarlierBuilds, warnings: &Warnings) -> Result<Vec<String>> {
    let mut remove = Vec::new();
    for path in earlier.paths() {
        if path == FILE_LIST || list.files.contains_key(path) {
            continue;
        }
        match existing(root, path, None, earlier)? {
            Existing::Unmodified => remove.push(path.to_owned()),
            Existing::Modified(_) => warnings.add(format!(
                "`{}` is no longer needed, but is kept because it was modified",
                display_path(&root.join(path))
            )),
            Existing::Nothing | Existing::Same | Existing::Foreign => {}
        }
    }
    Ok(remove)
}

fn existing(root: &Path, path: &str, generated: Option<&[u8]>, earlier: &EarlierBuilds) -> Result<Existing> {
    let file = resolve(root, path)?;
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) => return Ok(Existing::Nothing),
        Err(error) => {
            return Err(Error::new(format!("cannot read `{}`: {}", display_path(&file), describe(&error))));
        }
    };
    if generated == Some(bytes.as_slice()) {
        return Ok(Existing::Same);
    }
    let current = hash(&bytes);
    let mut written = earlier.hashes(path).peekable();
    Ok(if written.peek().is_none() {
        Existing::Foreign
    } else if written.any(|written| written == current) {
        Existing::Unmodified
    } else {
        Existing::Modified(bytes)
    })
}
