//! The executable that runs is a copy of the one that cargo makes: a running file cannot be written over on
//! Windows, and what runs can be held against what was built next.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};
use crate::file::{name, words};

/// What is run: a copy of its own.
pub(crate) struct Executable {
    /// In a folder of its own, so that the file keeps its name.
    folder: PathBuf,
    file: PathBuf,
}

impl Executable {
    /// A copy in that folder, which is this process's own.
    pub(crate) fn copy(built: &Path, folder: &Path) -> Result<Self> {
        // The one before is still there.
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let folder = folder.join(COUNT.fetch_add(1, Ordering::Relaxed).to_string());
        let file = folder.join(built.file_name().unwrap_or(OsStr::new("preview")));
        // Made before it is filled: what was written of it goes if the rest cannot be.
        let copy = Self { folder, file };
        fs::create_dir_all(&copy.folder).and_then(|()| fs::copy(built, &copy.file)).map_err(|error| {
            let (from, to) = (name(built), name(&copy.folder));
            Error::new(format!("cannot copy `{from}` to `{to}`: {}", words(&error)))
        })?;
        Ok(copy)
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Whether it still is what that file is now.
    pub(crate) fn is_of(&self, built: &Path) -> bool {
        same(&self.file, built).unwrap_or(false)
    }
}

impl Drop for Executable {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// So many bytes are read at once.
const PIECE: usize = 1 << 16;

fn same(one: &Path, other: &Path) -> io::Result<bool> {
    let (one, other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::with_capacity(PIECE, one), BufReader::with_capacity(PIECE, other));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let length = left.len().min(right.len());
        if length == 0 {
            return Ok(left.len() == right.len());
        }
        if left[..length] != right[..length] {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_the_same_byte_for_byte() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            path
        };
        let mut bytes = vec![7; 100_000];
        let (one, again) = (file("one", &bytes), file("again", &bytes));
        bytes[99_999] = 8;
        let (other, shorter) = (file("other", &bytes), file("shorter", &bytes[1..]));
        assert!(same(&one, &again).unwrap());
        assert!(!same(&one, &other).unwrap());
        assert!(!same(&one, &shorter).unwrap());
        let empty = file("empty", b"");
        assert!(same(&empty, &empty).unwrap());
    }
}
