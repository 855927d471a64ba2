//! A folder that is not there yet: it is made beside its place, and appears there whole.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, refuse};
use crate::file::{name, words};
use crate::site::File;
use crate::write::commit::is_interrupted;

/// Makes the folder with these files in it.
pub(super) fn fresh(folder: &Path, files: &[File]) -> Result<()> {
    let (Some(parent), Some(own)) = (folder.parent(), folder.file_name()) else {
        return refuse(format!("`{}` names no folder", name(folder)));
    };
    let missing: Vec<PathBuf> =
        parent.ancestors().take_while(|above| !above.exists()).map(Path::to_path_buf).collect();
    let prefix = format!(".{}.cargo-voip-", own.to_string_lossy());
    let staging = parent.join(format!("{prefix}{}", std::process::id()));
    let made = make(folder, &staging, files, &prefix)
        .and_then(|()| fs::rename(&staging, folder).map_err(|error| failed(folder, &error)));
    if made.is_err() {
        let _ = fs::remove_dir_all(&staging);
        for above in missing {
            // From the inside out; what is not empty is not ours.
            let _ = fs::remove_dir(above);
        }
    }
    made
}

/// Makes it in `staging`, beside it; a sentence names it where it will be.
fn make(folder: &Path, staging: &Path, files: &[File], prefix: &str) -> Result<()> {
    let parent = staging.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
    remove_what_was_interrupted(parent, prefix);
    fs::create_dir(staging).map_err(|error| failed(folder, &error))?;
    for file in files {
        let path = staging.join(&file.path);
        let written =
            fs::create_dir_all(path.parent().unwrap_or(staging)).and_then(|()| fs::write(&path, &file.bytes));
        written.map_err(|error| failed(&folder.join(&file.path), &error))?;
    }
    Ok(())
}

fn remove_what_was_interrupted(parent: &Path, prefix: &str) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let file_name = entry.file_name();
        let process = file_name.to_str().and_then(|name| name.strip_prefix(prefix));
        if process.is_some_and(|process| is_interrupted(process, &entry.path())) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("cannot write `{}`: {}", name(path), words(error)))
}
