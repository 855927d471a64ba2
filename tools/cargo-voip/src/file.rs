//! Files: how they are named in a sentence, read, and why they could not be.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, refuse};

/// The most bytes of a file that are read; a mini-program has 30 MB at most.
const LONGEST: u64 = 64_000_000;

/// A file's name in a sentence: from the current folder where it lies there.
pub(crate) fn name(file: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let inside = file.strip_prefix(&here).ok().filter(|inside| !inside.as_os_str().is_empty());
    inside.unwrap_or(file).display().to_string()
}

/// The bytes of an ordinary file.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>> {
    let refused = |why: &str| Error::new(format!("cannot read `{}`: {why}", name(file)));
    // Before it is opened: opening a pipe waits for whoever writes to it.
    match fs::metadata(file) {
        Err(error) => return Err(refused(&words(&error))),
        Ok(there) if there.is_dir() => return Err(refused("it is a folder")),
        Ok(there) if !there.is_file() => return Err(refused("it is no ordinary file")),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| refused(&words(&error)))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LONGEST) {
        return Err(refused("it is longer than 64 MB"));
    }
    Ok(bytes)
}

/// The text of an ordinary file.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    String::from_utf8(read(file)?).or_else(|error| {
        let (good, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let line = good.split(|byte| *byte == b'\n').count();
        refuse(format!("cannot read `{}`: line {line} is not UTF-8", name(file)))
    })
}

/// The text of a file that need not be there.
pub(crate) fn read_text_if_there(file: &Path) -> Result<Option<String>> {
    match fs::symlink_metadata(file) {
        Err(error) if is_absent(&error) => Ok(None),
        _ => read_text(file).map(Some),
    }
}

/// Whether the error says that there is no such file, here or where a folder would be above it.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// An error in words of ours where it is a usual one, without its number.
pub(crate) fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::NotADirectory => "a part of its path is a file and no folder".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        _ => error.to_string(),
    }
}

/// A path with `.` and `..` taken out of it, without asking the disk.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
