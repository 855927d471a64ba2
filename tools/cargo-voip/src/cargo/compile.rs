//! Compiles a package to a wasm module.

use std::path::Path;

use crate::cargo::diagnostics::{Diagnostics, Message};
use crate::cargo::messages::run;
use crate::cargo::{Package, TARGET};
use crate::error::{Result, bail};
use crate::file;

/// Optimizes for size. The profile that a package declares is meant for native builds.
const PROFILE: [&str; 6] = [
    "profile.release.opt-level='z'",
    "profile.release.lto=true",
    "profile.release.codegen-units=1",
    "profile.release.panic='abort'",
    "profile.release.strip=true",
    "profile.release.debug=false",
];

/// Compiles the library of a package and returns the module. Cargo's progress and rustc's diagnostics are
/// printed to standard error.
///
/// `allocator` adds the allocator and the panic handler of the runtime. They are a feature of it because a module
/// can have only one of each, and a package may define its own.
pub(crate) fn compile(package: &Package, allocator: bool) -> Result<Vec<u8>> {
    let mut command = super::command();
    // Not in the manifest: a package that declares this crate type cannot use link-time optimization.
    command.args(["rustc", "--release", "--lib", "--crate-type", "cdylib", "--target", TARGET]);
    command.args(["--package", &package.id]);
    if let Some(runtime) = package.runtime().filter(|_| allocator) {
        command.args(["--features", &format!("{runtime}/phone")]);
    }
    for setting in PROFILE {
        command.args(["--config", setting]);
    }
    let mut diagnostics = Diagnostics::default();
    let mut module = None;
    let success = run(&mut command, |message| match message {
        Message::Diagnostic(diagnostic) => diagnostics.show(*diagnostic, package),
        Message::Artifact { package: id, files, .. } if id == package.id => {
            module = files.into_iter().find(|file| is_module(file)).or(module.take());
        }
        Message::Artifact { .. } | Message::Other => {}
    })?;
    if !success {
        return Err(diagnostics.error(package));
    }
    match module {
        Some(module) => file::read(&module),
        None => bail(format!("cargo built no wasm module for the package `{}`", package.name)),
    }
}

fn is_module(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "wasm")
}
