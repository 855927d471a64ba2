//! The preview of a package: the binary that shows its pages on simulated phones, and the folders with its sources.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::cargo::diagnostics::Message;
use crate::cargo::messages::run;
use crate::cargo::{Dependency, Package, Workspace, choose};
use crate::error::{Result, bail};
use crate::text::list;

/// The crate that implements the preview.
const PREVIEW: &str = "voip-preview";

#[derive(Debug)]
pub(crate) struct Preview {
    /// The package's name.
    pub(crate) name: String,
    id: String,
    binary: String,
    /// The workspace's folder, with its `Cargo.lock`.
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// The folders of the package and of its path dependencies.
    pub(crate) folders: BTreeSet<PathBuf>,
}

/// The result of a build.
pub(crate) enum Built {
    Executable(PathBuf),
    /// The errors of rustc, which are printed already.
    Failed(String),
}

impl Preview {
    /// The preview of a package, which is selected as in `choose`.
    pub(crate) fn find(package: Option<&str>) -> Result<Self> {
        let workspace = Workspace::find()?;
        let package = choose(&workspace, package)?;
        let binary = binary(package)?.to_owned();
        let folders = folders(&workspace, package);
        let (name, id) = (package.name.clone(), package.id.clone());
        Ok(Self { name, id, binary, folders, root: workspace.root, target: workspace.target_directory })
    }

    /// Builds the preview. Cargo's progress and rustc's diagnostics are printed to standard error.
    pub(crate) fn build(&self) -> Result<Built> {
        let mut cargo = super::command();
        cargo.args(["build", "--package", &self.id, "--bin", &self.binary]);
        let mut errors = String::new();
        let mut built = None;
        let success = run(&mut cargo, |message| match message {
            Message::Diagnostic(diagnostic) => {
                diagnostic.show();
                errors.extend(diagnostic.error());
            }
            Message::Artifact { package, executable: Some(file), .. } if package == self.id => {
                built = Some(file);
            }
            Message::Artifact { .. } | Message::Other => {}
        })?;
        let name = &self.name;
        match built {
            Some(file) if success => Ok(Built::Executable(file)),
            _ if success => bail(format!("cargo built no executable for the package `{name}`")),
            // A build script failed, or a dependency cannot be downloaded.
            _ if errors.is_empty() => {
                bail(format!("cargo could not build `{name}`\nhelp: see the output of cargo in the terminal"))
            }
            _ => Ok(Built::Failed(errors)),
        }
    }
}

/// The name of the binary target that is the preview.
fn binary(package: &Package) -> Result<&str> {
    let name = &package.name;
    let binaries = package.targets.iter().filter(|target| target.kind.iter().any(|kind| kind == "bin"));
    let binaries: Vec<&str> = binaries.map(|target| target.name.as_str()).collect();
    let preview = match (&package.default_run, binaries.as_slice()) {
        (Some(named), _) => named.as_str(),
        (None, [only]) => only,
        (None, []) => {
            return bail(format!(
                "the package `{name}` has no preview\n\
                 help: add a `src/main.rs` whose `main` calls `{PREVIEW}::main`, as `cargo voip new` does"
            ));
        }
        (None, several) => match several.iter().find(|binary| *binary == name) {
            Some(same_name) => same_name,
            None => {
                return bail(format!(
                    "the package `{name}` has more than one binary: {}\n\
                     help: name the preview in `Cargo.toml` with `default-run = \"…\"`",
                    list(several)
                ));
            }
        },
    };
    let is_preview = |dependency: &Dependency| dependency.name == PREVIEW && dependency.kind.is_none();
    if package.dependencies.iter().any(is_preview) {
        return Ok(preview);
    }
    bail(format!(
        "the binary `{preview}` of the package `{name}` is not a preview: the package does not depend on `{PREVIEW}`\n\
         help: add `{PREVIEW}` to `[dependencies]`, and call `{PREVIEW}::main` in `main`"
    ))
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
