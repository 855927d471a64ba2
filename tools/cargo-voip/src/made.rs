//! Files and folders that are made, all of them or none.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::file::{name, words};

/// Files and folders that were not there before; they go again unless they are kept.
#[derive(Default)]
pub(crate) struct Made {
    files: Vec<PathBuf>,
    /// From the outside in.
    folders: Vec<PathBuf>,
}

impl Made {
    /// Makes a folder and those around it.
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

    /// Makes the folders around a file.
    pub(crate) fn folders_of(&mut self, file: &Path) -> Result<()> {
        file.parent().map_or(Ok(()), |folder| self.folder(folder))
    }

    /// Writes a file that is not there yet.
    pub(crate) fn file(&mut self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut handle = File::create_new(file)?;
        self.files.push(file.to_path_buf());
        handle.write_all(bytes)?;
        handle.sync_all()
    }

    /// They stay.
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
            // Someone may have put something into it meanwhile.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Why something could not be written.
pub(crate) fn failed(what: &Path) -> impl FnOnce(io::Error) -> Error {
    let what = name(what);
    move |error| Error::new(format!("cannot write `{what}`: {}", words(&error)))
}
