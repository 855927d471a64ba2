//! Paths of the repository and of the target folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::Result;

/// The paths that the tests use.
pub(super) struct Place {
    /// The repository.
    pub(super) root: PathBuf,
    /// The Node project with the tests.
    pub(super) tests: PathBuf,
    /// The folder for everything that is built for the tests.
    pub(super) built: PathBuf,
    /// The folder in which cargo puts binaries for this machine, such as this program.
    binaries: PathBuf,
}

impl Place {
    pub(super) fn find() -> Result<Self> {
        let root = crate::root();
        // The target folder may be configured, so it is found from this program.
        let xtask = env::current_exe()?;
        let binaries = xtask.parent().ok_or("xtask is not in a target folder")?;
        let target = binaries.parent().ok_or("xtask is not in a target folder")?;
        let built = target.join("e2e");
        fs::create_dir_all(built.join("out"))?;
        Ok(Self {
            root: root.to_owned(),
            tests: root.join("tests/e2e"),
            built,
            binaries: binaries.to_owned(),
        })
    }

    /// The tested command.
    pub(super) fn cargo_voip(&self) -> PathBuf {
        self.binaries.join(format!("cargo-voip{}", env::consts::EXE_SUFFIX))
    }

    /// The folder with the previews and other binaries for this machine.
    pub(super) fn binaries(&self) -> &Path {
        &self.binaries
    }

    /// The target folder.
    pub(super) fn target(&self) -> Result<&Path> {
        Ok(self.binaries.parent().ok_or("xtask is not in a target folder")?)
    }

    /// The search path, with the commands of npm packages, such as `wasm-opt`, first.
    pub(super) fn search_path(&self) -> Result<OsString> {
        with_first(self.tests.join("node_modules/.bin"), env::var_os("PATH"))
    }
}

/// The search path with this folder first.
pub(super) fn with_first(folder: PathBuf, path: Option<OsString>) -> Result<OsString> {
    let rest = path.unwrap_or_default();
    Ok(env::join_paths(std::iter::once(folder).chain(env::split_paths(&rest)))?)
}
