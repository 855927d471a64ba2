//! One command at a time writes into a folder.
//!
//! The operating system holds the lock, so it ends with the process, however that ends. The locked file is in the folder for
//! temporary files, so it is not part of the mini-program; it is empty and stays there, since a lock on a removed file would
//! not keep others out.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use fs4::{FileExt, TryLockError};

use crate::console::status;
use crate::error::{Error, Result, bail};
use crate::file::{describe, display_path};
use crate::write::file_list::hash;

/// Writing takes milliseconds, so a longer wait means that the other command does not go on.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// The lock of a folder, until it is dropped.
pub(super) struct Lock(#[expect(dead_code, reason = "dropping it ends the lock")] File);

impl Lock {
    /// Waits for other commands that write into the folder `root`, whose path has no links.
    pub(super) fn of(root: &Path) -> Result<Self> {
        Self::within(root, MAX_WAIT)
    }

    fn within(root: &Path, max_wait: Duration) -> Result<Self> {
        let name = format!("cargo-voip-{}.lock", hash(root.as_os_str().as_encoded_bytes()));
        let path = std::env::temp_dir().join(name);
        let cannot_lock = |error: &io::Error| {
            Error::new(format!(
                "cannot lock `{}`: {}\nhelp: another user may have created it: remove it, or set another folder for \
                 temporary files",
                display_path(&path),
                describe(error)
            ))
        };
        let file = open(&path).map_err(|error| cannot_lock(&error))?;
        let start = Instant::now();
        let mut has_reported = false;
        loop {
            // Not as a method: newer versions of Rust have one with this name.
            match FileExt::try_lock(&file) {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::Error(error)) => return Err(cannot_lock(&error)),
                Err(TryLockError::WouldBlock) if start.elapsed() >= max_wait => {
                    return bail(format!(
                        "another `cargo voip` is still writing into `{}`\n\
                         help: end it, and try again; it holds the lock `{}`",
                        display_path(root),
                        display_path(&path)
                    ));
                }
                Err(TryLockError::WouldBlock) => {}
            }
            if !has_reported {
                status(
                    "Waiting",
                    &format!("for another `cargo voip` that writes into `{}`", display_path(root)),
                );
                has_reported = true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Opens the file, which another user may have created.
fn open(path: &Path) -> io::Result<File> {
    match OpenOptions::new().write(true).create(true).truncate(false).open(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && fs::metadata(path).is_ok() => {
            File::open(path)
        }
        opened => opened,
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_folder_has_one_lock_at_a_time() {
        let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let lock = Lock::of(one.path()).unwrap();
        let error = Lock::within(one.path(), Duration::ZERO).err().unwrap();
        assert!(error.messages()[0].contains("another `cargo voip` is still writing into"), "{error:?}");
        Lock::within(other.path(), Duration::ZERO).unwrap();
        drop(lock);
        Lock::within(one.path(), Duration::ZERO).unwrap();
        assert_eq!(fs::read_dir(one.path()).unwrap().count(), 0);
    }
}
