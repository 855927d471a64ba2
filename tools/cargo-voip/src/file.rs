//! Reading files, and naming them in messages.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, bail};

/// A mini-program has at most 30 MB.
const MAX_FILE_BYTES: u64 = 64_000_000;

/// A path for messages: relative to the current folder if it is inside.
pub(crate) fn display_path(file: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let relative = file.strip_prefix(&current).ok().filter(|relative| !relative.as_os_str().is_empty());
    relative.unwrap_or(file).display().to_string()
}

/// The bytes of a regular file.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>> {
    let cannot_read = |why: &str| Error::new(format!("cannot read `{}`: {why}", display_path(file)));
    // Checked first, because opening a pipe waits for a writer.
    match fs::metadata(file) {
        Err(error) => return Err(cannot_read(&describe(&error))),
        Ok(metadata) if metadata.is_dir() => return Err(cannot_read("it is a folder")),
        Ok(metadata) if !metadata.is_file() => return Err(cannot_read("it is not a regular file")),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| cannot_read(&describe(&error)))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_FILE_BYTES) {
        return Err(cannot_read("it is larger than 64 MB"));
    }
    Ok(bytes)
}

/// The text of a regular file.
pub(crate) fn read_text(file: &Path) -> Result<String> {
    String::from_utf8(read(file)?).or_else(|error| {
        let (valid, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let line = valid.split(|byte| *byte == b'\n').count();
        bail(format!("cannot read `{}`: line {line} is not UTF-8", display_path(file)))
    })
}

/// The text of a regular file, or `None` if the file does not exist.
pub(crate) fn read_text_if_exists(file: &Path) -> Result<Option<String>> {
    match fs::symlink_metadata(file) {
        Err(error) if is_absent(&error) => Ok(None),
        _ => read_text(file).map(Some),
    }
}

/// Whether a project is in TypeScript: its folder has a `tsconfig.json`, or the one around it.
pub(crate) fn is_typescript(folder: &Path) -> bool {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    folder.ancestors().take(2).any(|folder| folder.join("tsconfig.json").is_file())
}

/// Whether the error says that a path does not exist, or that a parent of it is not a folder.
pub(crate) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// A short text for common errors, without the error number.
pub(crate) fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::NotADirectory => "a parent of the path is a file, not a folder".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        _ => error.to_string(),
    }
}

/// The absolute path, without access to the file system.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
