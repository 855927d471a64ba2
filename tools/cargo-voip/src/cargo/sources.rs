//! The folders with the sources of a package.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::cargo::{Dependency, Package, Workspace};

#[derive(Debug)]
pub(crate) struct Sources {
    /// The workspace's folder, with its `Cargo.lock`.
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// The folders of the package and of its path dependencies.
    pub(crate) folders: BTreeSet<PathBuf>,
}

impl Sources {
    pub(crate) fn of(workspace: &Workspace, package: &Package) -> Self {
        Self {
            root: workspace.root.clone(),
            target: workspace.target_directory.clone(),
            folders: folders(workspace, package),
        }
    }

    /// The content of `Cargo.lock`.
    pub(crate) fn lock(&self) -> Option<Vec<u8>> {
        fs::read(self.root.join("Cargo.lock")).ok()
    }
}

/// Follows path dependencies from manifest to manifest. Cargo's resolution of all dependencies would download even
/// those of other systems.
fn folders(workspace: &Workspace, package: &Package) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::from([package.folder().to_path_buf()]);
    let mut other_workspaces: Vec<Package> = Vec::new();
    let mut next: Vec<PathBuf> = path_dependencies(package).collect();
    while let Some(folder) = next.pop() {
        if !folders.insert(folder.clone()) {
            continue;
        }
        let is_in_folder = |package: &&Package| package.folder() == folder;
        if let Some(package) = workspace.packages.iter().chain(&other_workspaces).find(is_in_folder) {
            next.extend(path_dependencies(package));
        // An error is reported by the build.
        } else if let Ok(other) = Workspace::at(&folder) {
            next.extend(other.packages.iter().filter(is_in_folder).flat_map(path_dependencies));
            other_workspaces.extend(other.packages);
        }
    }
    folders
}

fn path_dependencies(package: &Package) -> impl Iterator<Item = PathBuf> {
    let is_built = |dependency: &&Dependency| dependency.kind.as_deref() != Some("dev");
    package.dependencies.iter().filter(is_built).filter_map(|dependency| dependency.path.clone())
}
