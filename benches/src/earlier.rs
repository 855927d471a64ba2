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
fn hash(commit: &str) -> Result<String> {
    let (hash, _) = git(&["rev-parse", "--verify", "--quiet", &format!("{commit}^{{commit}}")])
        .map_err(|_| format!("`{commit}` is not a commit of this repository; a shallow clone has it after `git fetch --unshallow`"))?;
    Ok(hash.trim().to_owned())
}

/// The beginning of the hash of a commit. A name such as `HEAD` would be another commit when the table is read.
pub(crate) fn short_hash(commit: &str) -> Result<String> {
    Ok(hash(commit)?.chars().take(8).collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_named_by_its_hash() {
        let name = short_hash("HEAD").unwrap();
        assert!(name.len() == 8 && name.chars().all(|digit| digit.is_ascii_hexdigit()), "{name}");
        assert_eq!(short_hash(&name).unwrap(), name);
    }
}
