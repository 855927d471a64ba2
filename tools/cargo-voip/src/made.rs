//! New files and folders that are removed again if something fails.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::{name, words};

/// Files and folders that this process created. Dropping it removes them, unless `keep` was called.
#[derive(Default)]
pub(crate) struct Made {
    files: Vec<PathBuf>,
    /// From the outside in.
    folders: Vec<PathBuf>,
}

impl Made {
    /// Creates a folder and its missing parents.
    pub(crate) fn folder(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|above| !above.exists()).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_path_buf()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(folder)(error)),
            }
        }
        Ok(())
    }

    /// Creates the missing folders of a file's path.
    pub(crate) fn folders_of(&mut self, file: &Path) -> Result<()> {
        file.parent().map_or(Ok(()), |folder| self.folder(folder))
    }

    /// Writes a file that does not exist yet.
    pub(crate) fn file(&mut self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut handle = File::create_new(file)?;
        self.files.push(file.to_path_buf());
        handle.write_all(bytes)?;
        handle.sync_all()
    }

    /// Everything created so far stays.
    pub(crate) fn keep(&mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            // It fails if someone else has put something into it.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The error for a file or folder that could not be written.
pub(crate) fn failed(what: &Path) -> impl FnOnce(io::Error) -> Error {
    let what = name(what);
    move |error| Error::new(format!("cannot write `{what}`: {}", words(&error)))
}
