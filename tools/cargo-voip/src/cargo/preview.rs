//! The preview of a package: the binary that shows its pages on simulated phones.

use std::path::PathBuf;

use crate::cargo::diagnostics::Message;
use crate::cargo::messages::run;
use crate::cargo::{Dependency, Package, Sources, Workspace, choose};
use crate::error::{Result, bail};
use crate::text::list;

/// The crate that implements the preview.
const PREVIEW: &str = "voip-preview";

#[derive(Debug)]
pub(crate) struct Preview {
    /// The package's name.
    pub(crate) name: String,
    /// The folder of the package.
    pub(crate) folder: PathBuf,
    id: String,
    binary: String,
    pub(crate) sources: Sources,
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
        let sources = Sources::of(&workspace, package);
        Ok(Self {
            name: package.name.clone(),
            folder: package.folder().to_owned(),
            id: package.id.clone(),
            binary,
            sources,
        })
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
