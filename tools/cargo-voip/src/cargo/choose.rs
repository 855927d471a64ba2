//! Which package is meant.

use std::path::Path;

use crate::cargo::{Package, Workspace};
use crate::error::{Result, refuse};
use crate::nearest::hint;
use crate::say::list;

/// The package of that name; else the one whose folder this is; else the only one with pages.
pub(crate) fn choose<'a>(workspace: &'a Workspace, named: Option<&str>) -> Result<&'a Package> {
    let here = std::env::current_dir().unwrap_or_default();
    let package = match named {
        Some(name) => by_name(workspace, name)?,
        None => match by_folder(workspace, &here) {
            Some(package) => package,
            None => only(workspace)?,
        },
    };
    if package.has_library() {
        return Ok(package);
    }
    refuse(format!(
        "the package `{}` has no library: a page lives in `src/lib.rs`, and `src/main.rs` is its preview",
        package.name
    ))
}

fn by_name<'a>(workspace: &'a Workspace, name: &str) -> Result<&'a Package> {
    if let Some(package) = workspace.packages.iter().find(|package| package.name == name) {
        return Ok(package);
    }
    let names: Vec<&str> = workspace.packages.iter().map(|package| package.name.as_str()).collect();
    let hint = hint(name, &names);
    let there = if hint.is_empty() { format!("; it has {}", list(&names)) } else { hint };
    refuse(format!("this workspace has no package `{name}`{there}"))
}

/// The package whose manifest is the nearest to this folder, going up.
fn by_folder<'a>(workspace: &'a Workspace, here: &Path) -> Option<&'a Package> {
    let folder = here.ancestors().find(|folder| folder.join("Cargo.toml").is_file())?;
    workspace.packages.iter().find(|package| package.folder() == folder)
}

fn only(workspace: &Workspace) -> Result<&Package> {
    let may: Vec<&Package> = workspace.packages.iter().filter(|package| package.may_hold_pages()).collect();
    let names: Vec<&str> = may.iter().map(|package| package.name.as_str()).collect();
    match may.as_slice() {
        [only] => Ok(only),
        [] => refuse(
            "no package of this workspace can hold a page: none has a library that depends on `voip-runtime`",
        ),
        _ => refuse(format!("which package? Say `-p` with one of {}", list(&names))),
    }
}
