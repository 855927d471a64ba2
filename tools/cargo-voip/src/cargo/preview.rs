//! A package's preview: the binary that shows its pages at home, and the folders that it is made of.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::cargo::diagnostics::Message;
use crate::cargo::messages::messages;
use crate::cargo::{Dependency, Package, Workspace, choose};
use crate::error::{Result, refuse};
use crate::say::list;

/// The crate that gives a binary its `--serve`.
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
    /// The folders of the package and of those that it depends on by their path.
    pub(crate) folders: BTreeSet<PathBuf>,
}

/// What came of a build.
pub(crate) enum Built {
    Executable(PathBuf),
    /// All errors as rustc shows them, which were shown already.
    Failed(String),
}

impl Preview {
    /// The preview of the package of that name; see `choose`.
    pub(crate) fn find(package: Option<&str>) -> Result<Self> {
        let workspace = Workspace::find()?;
        let package = choose(&workspace, package)?;
        let binary = binary(package)?.to_owned();
        let folders = folders(&workspace, package);
        let (name, id) = (package.name.clone(), package.id.clone());
        Ok(Self { name, id, binary, folders, root: workspace.root, target: workspace.target_directory })
    }

    /// Builds it. Cargo's progress and rustc's diagnostics go to standard error, as cargo prints them.
    pub(crate) fn build(&self) -> Result<Built> {
        let mut cargo = super::command();
        cargo.args(["build", "--package", &self.id, "--bin", &self.binary]);
        let mut errors = String::new();
        let mut built = None;
        let done = messages(&mut cargo, |message| match message {
            Message::Diagnostic(diagnostic) => {
                diagnostic.show();
                errors.extend(diagnostic.error());
            }
            Message::Made { package, executable: Some(file), .. } if package == self.id => built = Some(file),
            Message::Made { .. } | Message::Nothing => {}
        })?;
        let name = &self.name;
        match built {
            Some(file) if done => Ok(Built::Executable(file)),
            _ if done => refuse(format!("cargo made no executable of the package `{name}`")),
            // A build script, or a dependency that is nowhere to be had.
            _ if errors.is_empty() => {
                refuse(format!("cargo cannot build `{name}`, and says why in the terminal"))
            }
            _ => Ok(Built::Failed(errors)),
        }
    }
}

/// The name of the binary that is the preview.
fn binary(package: &Package) -> Result<&str> {
    let name = &package.name;
    let binaries = package.targets.iter().filter(|target| target.kind.iter().any(|kind| kind == "bin"));
    let binaries: Vec<&str> = binaries.map(|target| target.name.as_str()).collect();
    let preview = match (&package.default_run, binaries.as_slice()) {
        (Some(named), _) => named.as_str(),
        (None, [only]) => only,
        (None, []) => {
            return refuse(format!(
                "the package `{name}` has no preview: `src/main.rs`, whose `main` calls \
                 `{PREVIEW}::main`; `cargo voip new` writes one"
            ));
        }
        (None, several) => match several.iter().find(|binary| *binary == name) {
            Some(named) => named,
            None => {
                return refuse(format!(
                    "which binary of the package `{name}` is its preview? It has {}: \
                     name one in its `Cargo.toml` with `default-run = \"…\"`",
                    list(several)
                ));
            }
        },
    };
    if package.dependencies.iter().any(|on| on.name == PREVIEW && on.kind.is_none()) {
        return Ok(preview);
    }
    refuse(format!(
        "the binary `{preview}` of the package `{name}` cannot serve a preview: the package does not depend on \
         `{PREVIEW}`, whose `main` does that"
    ))
}

/// Without a resolution of all dependencies, which would want to download even those of other systems.
fn folders(workspace: &Workspace, package: &Package) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::from([package.folder().to_path_buf()]);
    let mut elsewhere: Vec<Package> = Vec::new();
    let mut next: Vec<PathBuf> = by_path(package).collect();
    while let Some(folder) = next.pop() {
        if !folders.insert(folder.clone()) {
            continue;
        }
        let is_there = |package: &&Package| package.folder() == folder;
        if let Some(package) = workspace.packages.iter().chain(&elsewhere).find(is_there) {
            next.extend(by_path(package));
        } else if let Ok(another) = Workspace::at(&folder) {
            // What is wrong with it, the build says.
            next.extend(another.packages.iter().filter(is_there).flat_map(by_path));
            elsewhere.extend(another.packages);
        }
    }
    folders
}

fn by_path(package: &Package) -> impl Iterator<Item = PathBuf> {
    let built = |on: &&Dependency| on.kind.as_deref() != Some("dev");
    package.dependencies.iter().filter(built).filter_map(|on| on.path.clone())
}
