//! Packages: their metadata, which one is built, and how it is compiled.

mod choose;
mod compile;
mod diagnostics;
mod messages;
mod preview;
mod sources;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::error::{Error, Result, bail};

pub(crate) use self::choose::choose;
pub(crate) use self::compile::compile;
pub(crate) use self::preview::{Built, Preview};
pub(crate) use self::sources::Sources;

/// The target for the first version of wasm, the only one that WeChat on iOS accepts.
const TARGET: &str = "wasm32v1-none";

/// A workspace, as `cargo metadata` describes it.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    pub(crate) target_directory: PathBuf,
}

/// A package of a workspace.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) version: String,
    pub(crate) manifest_path: PathBuf,
    #[serde(default)]
    pub(crate) metadata: serde_json::Value,
    default_run: Option<String>,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// The name that the package gives it, if that is another one.
    rename: Option<String>,
    /// `dev` or `build`; null for an ordinary one.
    kind: Option<String>,
    features: Vec<String>,
    /// The folder of a path dependency, or of a package in the same workspace.
    path: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
    crate_types: Vec<String>,
}

impl Package {
    /// The folder with the manifest.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(Path::new(""))
    }

    /// Whether it names another package of the workspace as a dependency.
    pub(crate) fn depends_on(&self, other: &Self) -> bool {
        self.dependencies.iter().any(|dependency| dependency.name == other.name)
    }

    fn has_library(&self) -> bool {
        let mut kinds = self.targets.iter().flat_map(|target| &target.crate_types);
        kinds.any(|kind| matches!(kind.as_str(), "lib" | "rlib" | "cdylib" | "dylib" | "staticlib"))
    }

    fn runtime_dependencies(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies
            .iter()
            .filter(|dependency| dependency.name == "voip-runtime" && dependency.kind.is_none())
    }

    /// The name that the package gives `voip-runtime`, if its library depends on it.
    pub(crate) fn runtime(&self) -> Option<&str> {
        let mut dependencies = self.runtime_dependencies();
        dependencies.next().map(|dependency| dependency.rename.as_deref().unwrap_or(&dependency.name))
    }

    /// Whether the package may have pages: it has a library that depends on the runtime. A package that enables
    /// the feature `sim` is a tool.
    fn may_have_pages(&self) -> bool {
        let without_sim = |dependency: &Dependency| !dependency.features.iter().any(|name| name == "sim");
        self.has_library() && self.runtime_dependencies().any(without_sim)
    }
}

impl Workspace {
    /// The workspace of the current folder.
    pub(crate) fn find() -> Result<Self> {
        Self::read(&mut command())
    }

    /// The workspace of the package in this folder.
    fn at(folder: &Path) -> Result<Self> {
        Self::read(command().current_dir(folder))
    }

    fn read(cargo: &mut Command) -> Result<Self> {
        let output = cargo.args(["metadata", "--format-version", "1", "--no-deps"]).output();
        let output = output.map_err(|error| cannot_run(&error))?;
        if !output.status.success() {
            let stderr = String::from_utf8_lossy(&output.stderr);
            if stderr.contains("could not find `Cargo.toml`") {
                return bail(
                    "could not find `Cargo.toml` in this folder or any parent folder\n\
                     help: change to the folder of a package, or create one with `cargo voip new NAME`",
                );
            }
            let message = stderr.trim();
            return bail(message.strip_prefix("error: ").unwrap_or(message));
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| Error::new(format!("cannot read the output of `cargo metadata`: {error}")))
    }
}

/// The cargo that runs this command, or else the one in `PATH`.
pub(crate) fn command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn cannot_run(error: &std::io::Error) -> Error {
    Error::new(format!("cannot run cargo: {}", crate::file::describe(error)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_renamed_runtime_is_found() {
        let runtime = |dependencies: serde_json::Value| {
            let package: Package = serde_json::from_value(json!({
                "id": "", "name": "demo", "manifest_path": "", "default_run": null, "targets": [],
                "dependencies": dependencies,
            }))
            .unwrap();
            package.runtime().map(str::to_owned)
        };
        let dependency = |name: &str, rename: Option<&str>, kind: Option<&str>| json!({ "name": name, "rename": rename, "kind": kind, "features": [], "path": null });
        let plain = json!([dependency("serde", None, None), dependency("voip-runtime", None, None)]);
        assert_eq!(runtime(plain).as_deref(), Some("voip-runtime"));
        let renamed = json!([
            dependency("voip-runtime", None, Some("dev")),
            dependency("voip-runtime", Some("phones"), None)
        ]);
        assert_eq!(runtime(renamed).as_deref(), Some("phones"));
        assert_eq!(runtime(json!([dependency("other", Some("voip-runtime"), None)])), None);
    }
}
