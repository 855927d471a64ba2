//! The repository, now and at an earlier commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::cost::output;
use crate::results::{home, scratch};

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    home().parent().unwrap_or(Path::new("."))
}

/// The whole hash of a commit.
pub(crate) fn hash(commit: &str) -> Result<String> {
    let (hash, _) = git(&["rev-parse", "--verify", "--quiet", &format!("{commit}^{{commit}}")])
        .map_err(|_| format!("`{commit}` is not a commit of this repository; a shallow clone has it after `git fetch --unshallow`"))?;
    Ok(hash.trim().to_owned())
}

/// The repository at an earlier commit, in the target folder. What was compiled there is kept.
pub(crate) fn checkout(commit: &str) -> Result<PathBuf> {
    let hash = hash(commit)?;
    let folder = scratch("earlier")?.join(&hash);
    fs::create_dir_all(&folder)?;
    let archive = folder.with_extension("tar");
    git(&["archive", "-o", &archive.display().to_string(), &hash])?;
    output(Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(&folder))?;
    fs::remove_file(&archive)?;
    Ok(folder)
}

fn git(arguments: &[&str]) -> Result<(String, String)> {
    output(Command::new("git").args(arguments).current_dir(root()))
}
