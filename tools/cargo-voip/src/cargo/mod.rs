//! The package: what cargo knows of it, which one is meant, and how it is compiled.

mod choose;
mod compile;
mod diagnostics;
mod messages;
mod preview;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::error::{Error, Result, refuse};

pub(crate) use self::choose::choose;
pub(crate) use self::compile::compile;
pub(crate) use self::preview::{Built, Preview};

/// The first version of wasm, which is all that WeChat on iOS takes, on stable Rust.
const TARGET: &str = "wasm32v1-none";

/// A workspace, as `cargo metadata` tells of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    pub(crate) target_directory: PathBuf,
}

/// One of its packages.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
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
    /// What the package calls it, if something else.
    rename: Option<String>,
    /// `dev` or `build`; null for an ordinary one.
    kind: Option<String>,
    features: Vec<String>,
    /// The folder of one that is named by path, or that is of the same workspace.
    path: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
    crate_types: Vec<String>,
}

impl Package {
    /// The folder that its manifest lies in.
    pub(crate) fn folder(&self) -> &Path {
        self.manifest_path.parent().unwrap_or(Path::new(""))
    }

    fn has_library(&self) -> bool {
        let mut kinds = self.targets.iter().flat_map(|target| &target.crate_types);
        kinds.any(|kind| matches!(kind.as_str(), "lib" | "rlib" | "cdylib" | "dylib" | "staticlib"))
    }

    fn on_the_runtime(&self) -> impl Iterator<Item = &Dependency> {
        self.dependencies.iter().filter(|on| on.name == "voip-runtime" && on.kind.is_none())
    }

    /// What the package calls the runtime that its library is built on.
    pub(crate) fn runtime(&self) -> Option<&str> {
        self.on_the_runtime().next().map(|on| on.rename.as_deref().unwrap_or(&on.name))
    }

    /// Whether it may hold a page: a library on the runtime. A package that asks the runtime for `sim` is a tool.
    fn may_hold_pages(&self) -> bool {
        let is_page = |on: &Dependency| !on.features.iter().any(|name| name == "sim");
        self.has_library() && self.on_the_runtime().any(is_page)
    }
}

impl Workspace {
    /// The workspace of the current folder.
    pub(crate) fn find() -> Result<Self> {
        Self::read(&mut command())
    }

    /// The workspace of the package in that folder.
    fn at(folder: &Path) -> Result<Self> {
        Self::read(command().current_dir(folder))
    }

    fn read(cargo: &mut Command) -> Result<Self> {
        let output = cargo.args(["metadata", "--format-version", "1", "--no-deps"]).output();
        let output = output.map_err(|error| not_run(&error))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            if said.contains("could not find `Cargo.toml`") {
                return refuse(
                    "there is no `Cargo.toml` in this folder or above it: \
                     go to the folder of a package, or make one with `cargo voip new NAME`",
                );
            }
            let said = said.trim();
            return refuse(said.strip_prefix("error: ").unwrap_or(said));
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| Error::new(format!("cannot read what `cargo metadata` says: {error}")))
    }
}

/// The cargo that runs us, or else the one on the path.
pub(crate) fn command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

fn not_run(error: &std::io::Error) -> Error {
    Error::new(format!("cannot run cargo: {}", crate::file::words(error)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_runtime_by_the_name_that_the_package_gives_it() {
        let called = |dependencies: serde_json::Value| {
            let package: Package = serde_json::from_value(json!({
                "id": "", "name": "demo", "manifest_path": "", "default_run": null, "targets": [],
                "dependencies": dependencies,
            }))
            .unwrap();
            package.runtime().map(str::to_owned)
        };
        let on = |name: &str, rename: Option<&str>, kind: Option<&str>| json!({ "name": name, "rename": rename, "kind": kind, "features": [], "path": null });
        let own = || on("voip-runtime", None, None);
        assert_eq!(called(json!([on("serde", None, None), own()])).as_deref(), Some("voip-runtime"));
        let renamed = on("voip-runtime", Some("phones"), None);
        assert_eq!(
            called(json!([on("voip-runtime", None, Some("dev")), renamed])).as_deref(),
            Some("phones")
        );
        assert_eq!(called(json!([on("other", Some("voip-runtime"), None)])), None);
    }
}
