//! Selects the package to build.

use std::path::Path;

use crate::cargo::{Package, Workspace};
use crate::error::{Result, bail};
use crate::nearest::did_you_mean;
use crate::text::list;

/// The package with this name; without a name, the package in this folder, or the only one with pages.
pub(crate) fn choose<'a>(workspace: &'a Workspace, name: Option<&str>) -> Result<&'a Package> {
    let current = std::env::current_dir().unwrap_or_default();
    let package = match name {
        Some(name) => by_name(workspace, name)?,
        None => match by_folder(workspace, &current) {
            Some(package) => package,
            None => only_candidate(workspace)?,
        },
    };
    if package.has_library() {
        return Ok(package);
    }
    bail(format!(
        "the package `{}` has no library\nhelp: declare the page in `src/lib.rs`; `src/main.rs` is its preview",
        package.name
    ))
}

fn by_name<'a>(workspace: &'a Workspace, name: &str) -> Result<&'a Package> {
    if let Some(package) = workspace.packages.iter().find(|package| package.name == name) {
        return Ok(package);
    }
    let names: Vec<&str> = workspace.packages.iter().map(|package| package.name.as_str()).collect();
    let help = did_you_mean(name, &names).unwrap_or_else(|| format!("the packages are {}", list(&names)));
    bail(format!("no package `{name}` in this workspace\nhelp: {help}"))
}

/// The package whose manifest is in this folder, or in its nearest parent with a manifest.
fn by_folder<'a>(workspace: &'a Workspace, folder: &Path) -> Option<&'a Package> {
    let folder = folder.ancestors().find(|folder| folder.join("Cargo.toml").is_file())?;
    workspace.packages.iter().find(|package| package.folder() == folder)
}

fn only_candidate(workspace: &Workspace) -> Result<&Package> {
    let candidates: Vec<&Package> =
        workspace.packages.iter().filter(|package| package.may_have_pages()).collect();
    let names: Vec<&str> = candidates.iter().map(|package| package.name.as_str()).collect();
    match candidates.as_slice() {
        [only] => Ok(only),
        [] => bail(
            "no package with pages in this workspace: none has a library that depends on `voip-runtime`\n\
             help: create one with `cargo voip new NAME`",
        ),
        _ => bail(format!(
            "more than one package of this workspace may have pages: {}\nhelp: choose one with `--package NAME`",
            list(&names)
        )),
    }
}
