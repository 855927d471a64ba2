//! Compiling a package to a module.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use crate::cargo::diagnostics::{Diagnostics, Message};
use crate::cargo::{Package, not_run};
use crate::error::{Error, Result, refuse};
use crate::file;

/// The first version of wasm, which is all that WeChat on iOS takes, on stable Rust.
pub(crate) const TARGET: &str = "wasm32v1-none";

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
pub(crate) fn compile(package: &Package) -> Result<Vec<u8>> {
    let mut command = super::command();
    // The build asks for the crate type: a package that declares one loses link-time optimisation.
    command.args(["rustc", "--release", "--lib", "--crate-type", "cdylib", "--target", TARGET]);
    command.args(["--package", &package.id, "--message-format", "json-diagnostic-rendered-ansi"]);
    for setting in PROFILE {
        command.args(["--config", setting]);
    }
    let mut cargo = command.stdout(Stdio::piped()).spawn().map_err(|error| not_run(&error))?;
    let mut diagnostics = Diagnostics::default();
    let mut module = None;
    if let Some(stdout) = cargo.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(|error| Error::new(format!("cannot read what cargo says: {error}")))?;
            match Message::read(&line) {
                Message::Diagnostic(diagnostic) => diagnostics.show(*diagnostic, package),
                Message::Made { package: made, files } if made == package.id => {
                    module = files.into_iter().find(|file| is_module(file)).or(module);
                }
                Message::Made { .. } | Message::Nothing => {}
                // No message of cargo's: someone else prints.
                Message::Other => anstream::eprintln!("{line}"),
            }
        }
    }
    let status = cargo.wait().map_err(|error| not_run(&error))?;
    if !status.success() {
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
