//! New files and folders that are removed if a later step fails.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::{describe, display_path};

/// Creates files and folders, and removes them when it is dropped, unless `keep` was called.
#[derive(Default)]
pub(crate) struct Created {
    files: Vec<PathBuf>,
    /// Parents first.
    folders: Vec<PathBuf>,
}

impl Created {
    /// Creates a folder and its missing parents.
    pub(crate) fn create_folder(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|above| !above.exists()).collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.folders.push(folder.to_path_buf()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(cannot_write(folder)(error)),
            }
        }
        Ok(())
    }

    /// Creates the missing parent folders of a file.
    pub(crate) fn create_parents(&mut self, file: &Path) -> Result<()> {
        file.parent().map_or(Ok(()), |folder| self.create_folder(folder))
    }

    /// Writes a file that does not exist yet.
    pub(crate) fn create_file(&mut self, file: &Path, bytes: &[u8]) -> io::Result<()> {
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

impl Drop for Created {
    fn drop(&mut self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            // This fails if the folder contains other files.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The error for a file or folder that cannot be written.
pub(crate) fn cannot_write(what: &Path) -> impl FnOnce(io::Error) -> Error {
    let what = display_path(what);
    move |error| Error::new(format!("cannot write `{what}`: {}", describe(&error)))
}
