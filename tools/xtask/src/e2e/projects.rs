//! Taro, uni-app and TypeScript projects: installs what builds them, and creates the crate with their page.
//!
//! The projects are in `tests/e2e/projects`, with the lock files of their npm packages. The packages are installed below the
//! target folder, and stay there as long as the lock file is the same.

use std::fs;
use std::process::Command;

use super::place::Place;
use super::step::quietly;
use super::wasm::Wasm;
use super::{Result, npm};

/// The folder with the tests, and so the name of this part.
pub(super) const PART: &str = "projects/";

/// The folders in `tests/e2e/projects` with a lock file.
const PACKAGES: [&str; 2] = ["taro", "uni-app"];

/// The name of the crate in the document.
const CRATE: &str = "video-call";

/// Runs `npm ci` for each lock file.
pub(super) fn packages(place: &Place) -> Result {
    for name in PACKAGES {
        let projects = place.tests.join("projects");
        let (from, to) = (projects.join(name), place.built.join("npm").join(name));
        fs::create_dir_all(&to)?;
        fs::copy(projects.join(".npmrc"), to.join(".npmrc"))?;
        for file in ["package.json", "package-lock.json"] {
            fs::copy(from.join(file), to.join(file))?;
        }
        npm::ci(&to)?;
    }
    Ok(())
}

/// Creates the crate as the document says.
pub(super) fn package(place: &Place) -> Result {
    let folder = place.built.join("projects");
    if folder.join(CRATE).exists() {
        fs::remove_dir_all(folder.join(CRATE))?;
    }
    fs::create_dir_all(&folder)?;
    quietly(Command::new(place.cargo_voip()).args(["voip", "new", CRATE]).current_dir(&folder))?;
    // The lock file of the repository: these versions are already downloaded.
    fs::copy(place.root.join("Cargo.lock"), folder.join(CRATE).join("Cargo.lock"))?;
    Ok(())
}

/// The environment in which `cargo voip build` can compile for the phone: a line `NAME=VALUE` for each variable, and a line
/// `NAME` for one to remove.
pub(super) fn environment(place: &Place, wasm: &Wasm) -> Result<String> {
    let mut command = Command::new("cargo");
    wasm.set_up(&mut command, Some(place.search_path()?))?;
    let lines = command.get_envs().map(|(name, value)| {
        let name = name.to_string_lossy();
        value.map_or(name.to_string(), |value| format!("{name}={}", value.to_string_lossy()))
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}
