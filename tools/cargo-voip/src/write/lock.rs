//! One command at a time writes into a folder.
//!
//! The operating system holds the lock, so it ends with the process, however that ends. The locked file is in the folder for
//! temporary files, so it is not part of the mini-program. On Unix it is removed while the lock is held: a command that then
//! gets the lock of the removed file sees that, and opens the file again. Elsewhere the file, which is empty, stays.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fs4::{FileExt, TryLockError};

use crate::console::status;
use crate::error::{Error, Result, bail};
use crate::file::{describe, display_path};
use crate::write::file_list::hash;

/// Writing takes milliseconds, so a longer wait means that the other command does not go on.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// The lock of a folder, until it is dropped.
pub(super) struct Lock {
    /// Closing it ends the lock.
    _file: File,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Lock {
    /// Waits for other commands that write into the folder `root`, whose path has no links. Reading needs it too: while
    /// another command writes, the files do not match their list.
    pub(super) fn of(root: &Path) -> Result<Self> {
        Self::within(root, MAX_WAIT)
    }

    fn within(root: &Path, max_wait: Duration) -> Result<Self> {
        let name = format!("cargo-voip-{}.lock", hash(root.as_os_str().as_encoded_bytes()));
        let folder = std::env::temp_dir();
        let path = folder.join(name);
        if !folder.is_dir() {
            return bail(format!(
                "the folder for temporary files, `{}`, does not exist\n\
                 help: create it, or set another one (`TMPDIR`): the lock of `{}` is in it",
                display_path(&folder),
                display_path(root)
            ));
        }
        let cannot_lock = |error: &io::Error| {
            Error::new(format!(
                "cannot lock `{}`: {}\nhelp: {}, or set another folder for temporary files (`TMPDIR`)",
                display_path(&path),
                describe(error),
                if path.exists() { "remove it" } else { "make its folder writable" }
            ))
        };
        let mut file = open(&path).map_err(|error| cannot_lock(&error))?;
        let start = Instant::now();
        let mut has_reported = false;
        loop {
            // Not as a method: newer versions of Rust have one with this name.
            match FileExt::try_lock(&file) {
                Ok(()) if is_at(&file, &path) => return Ok(Self { _file: file, path }),
                // Another command removed it.
                Ok(()) => {
                    file = open(&path).map_err(|error| cannot_lock(&error))?;
                    continue;
                }
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

/// Whether the path still has this file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let id = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(file), Ok(path)) if id(&file) == id(&path))
}

/// Whether the path still has this file: only Unix removes it.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
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

    /// Each of them removes the file, while others wait for its lock.
    #[cfg(unix)]
    #[test]
    fn only_one_of_many_has_the_lock() {
        use std::sync::atomic::{AtomicUsize, Ordering};

        let (folder, holders) = (TempDir::new().unwrap(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let lock = Lock::within(folder.path(), Duration::from_secs(60)).unwrap();
                        assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        holders.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        let path = Lock::of(folder.path()).unwrap().path.clone();
        assert!(!path.exists());
    }
}
