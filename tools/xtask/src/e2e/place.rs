//! Where things are.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::Result;

/// The repository, and where in the target folder the tests have what they need.
pub(super) struct Place {
    /// The repository.
    pub(super) root: PathBuf,
    /// The Node project.
    pub(super) tests: PathBuf,
    /// Everything that is built for the tests.
    pub(super) built: PathBuf,
    /// Where cargo puts what it compiles for this machine, as it did this command.
    binaries: PathBuf,
}

impl Place {
    pub(super) fn find() -> Result<Self> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).ok_or("xtask stands in tools/xtask")?;
        // Wherever cargo was told to build: beside this very command.
        let own = env::current_exe()?;
        let binaries = own.parent().ok_or("xtask lies in a folder")?;
        let target = binaries.parent().ok_or("xtask lies in a target folder")?;
        let built = target.join("e2e");
        fs::create_dir_all(built.join("out"))?;
        Ok(Self {
            root: root.to_owned(),
            tests: root.join("tests/e2e"),
            built,
            binaries: binaries.to_owned(),
        })
    }

    /// The command that is tested.
    pub(super) fn cargo_voip(&self) -> PathBuf {
        self.binaries.join(format!("cargo-voip{}", env::consts::EXE_SUFFIX))
    }

    /// Where the previews are, and whatever else runs on this machine.
    pub(super) fn binaries(&self) -> &Path {
        &self.binaries
    }

    /// The target folder of this command.
    pub(super) fn target(&self) -> Result<&Path> {
        Ok(self.binaries.parent().ok_or("xtask lies in a target folder")?)
    }

    /// A search path on which the npm packages' commands, such as `wasm-opt`, come first.
    pub(super) fn search_path(&self) -> Result<OsString> {
        with_first(self.tests.join("node_modules/.bin"), env::var_os("PATH"))
    }
}

/// A search path with this folder before all others.
pub(super) fn with_first(folder: PathBuf, path: Option<OsString>) -> Result<OsString> {
    let rest = path.unwrap_or_default();
    Ok(env::join_paths(std::iter::once(folder).chain(env::split_paths(&rest)))?)
}
