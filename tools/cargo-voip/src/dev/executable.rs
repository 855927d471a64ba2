//! The preview runs from a copy of the file that cargo built: on Windows cargo cannot overwrite a running file, and the
//! copy can be compared with the next build.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};
use crate::file::{describe, display_path};

/// A copy of a built file. It is removed when this is dropped.
pub(crate) struct Executable {
    /// Each copy has its own folder, so that the file keeps its name.
    folder: PathBuf,
    file: PathBuf,
}

impl Executable {
    /// Copies `built` into a new folder inside `folder`.
    pub(crate) fn copy(built: &Path, folder: &Path) -> Result<Self> {
        // A number, because the previous copy still exists.
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let folder = folder.join(COUNT.fetch_add(1, Ordering::Relaxed).to_string());
        let file = folder.join(built.file_name().unwrap_or(OsStr::new("preview")));
        // Before the file is copied, so that an incomplete copy is removed.
        let copy = Self { folder, file };
        fs::create_dir_all(&copy.folder).and_then(|()| fs::copy(built, &copy.file)).map_err(|error| {
            let (from, to) = (display_path(built), display_path(&copy.folder));
            Error::new(format!("cannot copy `{from}` to `{to}`: {}", describe(&error)))
        })?;
        Ok(copy)
    }

    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// Whether it has the same content as this file.
    pub(crate) fn is_copy_of(&self, built: &Path) -> bool {
        same_content(&self.file, built).unwrap_or(false)
    }
}

impl Drop for Executable {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

const BUFFER_SIZE: usize = 1 << 16;

fn same_content(one: &Path, other: &Path) -> io::Result<bool> {
    let (one, other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let mut one = BufReader::with_capacity(BUFFER_SIZE, one);
    let mut other = BufReader::with_capacity(BUFFER_SIZE, other);
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
    fn files_are_compared_byte_for_byte() {
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
        assert!(same_content(&one, &again).unwrap());
        assert!(!same_content(&one, &other).unwrap());
        assert!(!same_content(&one, &shorter).unwrap());
        let empty = file("empty", b"");
        assert!(same_content(&empty, &empty).unwrap());
    }
}
