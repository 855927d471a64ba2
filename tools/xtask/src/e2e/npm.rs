//! npm: installs the packages of a folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Result;
use super::step::quietly;

/// Runs `npm ci` in this folder, unless it was run with the same lock file before.
pub(super) fn ci(folder: &Path) -> Result {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    quietly(command(folder).arg("ci"))?;
    fs::write(installed, lock)?;
    Ok(())
}

/// `npm` in this folder.
pub(super) fn command(folder: &Path) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder);
    npm
}
