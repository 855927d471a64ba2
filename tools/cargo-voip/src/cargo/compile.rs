//! Compiling a package to a module.

use std::path::Path;

use crate::cargo::diagnostics::{Diagnostics, Message};
use crate::cargo::messages::messages;
use crate::cargo::{Package, TARGET};
use crate::error::{Result, refuse};
use crate::file;

/// Small before fast. A package's own profile says something of its native builds.
const PROFILE: [&str; 6] = [
    "profile.release.opt-level='z'",
    "profile.release.lto=true",
    "profile.release.codegen-units=1",
    "profile.release.panic='abort'",
    "profile.release.strip=true",
    "profile.release.debug=false",
];

/// Compiles the package's library and gives the module. Cargo's progress and rustc's diagnostics go to
/// standard error, as cargo prints them.
///
/// `allocator`: with the allocator and the panic handler of the runtime. They are a feature of it, since a crate can
/// only have one of each, and a package may bring its own.
pub(crate) fn compile(package: &Package, allocator: bool) -> Result<Vec<u8>> {
    let mut command = super::command();
    // The build asks for the crate type: a package that declares one loses link-time optimisation.
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
    let done = messages(&mut command, |message| match message {
        Message::Diagnostic(diagnostic) => diagnostics.show(*diagnostic, package),
        Message::Made { package: made, files, .. } if made == package.id => {
            module = files.into_iter().find(|file| is_module(file)).or(module.take());
        }
        Message::Made { .. } | Message::Nothing => {}
    })?;
    if !done {
        return Err(diagnostics.why(package));
    }
    match module {
        Some(module) => file::read(&module),
        None => refuse(format!("cargo made no module of the package `{}`", package.name)),
    }
}

fn is_module(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "wasm")
}
