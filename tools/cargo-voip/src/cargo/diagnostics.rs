//! Diagnostics of rustc: printed as they are, with an explanation where an error is specific to the phone.

use std::path::PathBuf;

use serde::Deserialize;

use crate::cargo::{Package, TARGET};
use crate::console;
use crate::error::Error;
use crate::runtime::OPEN;
use crate::text::list;

/// A line of cargo's JSON output.
pub(super) enum Message {
    Diagnostic(Box<Diagnostic>),
    Artifact {
        package: String,
        files: Vec<PathBuf>,
        /// Set for a binary.
        executable: Option<PathBuf>,
    },
    /// A message that is not used.
    Other,
}

#[derive(Deserialize)]
struct Line {
    reason: String,
    #[serde(default)]
    package_id: String,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    executable: Option<PathBuf>,
    message: Option<CompilerMessage>,
}

#[derive(Deserialize)]
struct CompilerMessage {
    level: String,
    message: String,
    rendered: Option<String>,
    code: Option<Code>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// A diagnostic, and the id of the package that it is about.
pub(super) struct Diagnostic {
    package: String,
    message: CompilerMessage,
}

impl Message {
    /// Parses a line. `None` if it is not a message of cargo.
    pub(super) fn parse(line: &str) -> Option<Self> {
        Some(match serde_json::from_str::<Line>(line) {
            Err(_) => return None,
            Ok(Line { reason, package_id: package, message: Some(message), .. })
                if reason == "compiler-message" =>
            {
                Self::Diagnostic(Box::new(Diagnostic { package, message }))
            }
            Ok(Line { reason, package_id: package, filenames: files, executable, .. })
                if reason == "compiler-artifact" =>
            {
                Self::Artifact { package, files, executable }
            }
            Ok(_) => Self::Other,
        })
    }
}

impl CompilerMessage {
    /// Whether it only counts other diagnostics, which cargo does too.
    fn is_summary(&self) -> bool {
        self.code.is_none()
            && (self.message.starts_with("aborting due to") || self.message.ends_with(" emitted"))
    }
}

impl Diagnostic {
    /// Prints it.
    pub(super) fn show(&self) {
        if !self.message.is_summary()
            && let Some(rendered) = &self.message.rendered
        {
            console::text(rendered);
        }
    }

    /// The text of an error, with rustc's colors.
    pub(super) fn error(&self) -> Option<&str> {
        // The level may also be "error: internal compiler error".
        let is_error = self.message.level.starts_with("error") && !self.message.is_summary();
        self.message.rendered.as_deref().filter(|_| is_error)
    }
}

/// Causes of a failed compilation that are specific to the phone.
#[derive(Default)]
pub(super) struct Diagnostics {
    /// The target itself is not installed.
    no_target: bool,
    /// The ids of packages that need `std`.
    need_std: Vec<String>,
    /// A route that two pages share.
    duplicate_route: Option<String>,
}

impl Diagnostics {
    /// Prints a diagnostic of the build of `built`, unless it only repeats what `error` reports.
    pub(super) fn show(&mut self, Diagnostic { package, message }: Diagnostic, built: &Package) {
        let missing = |name| {
            message.code.as_ref().is_some_and(|code| code.code == "E0463")
                && message.message.contains(&format!("can't find crate for `{name}`"))
        };
        if missing("core") || missing("alloc") {
            self.no_target = true;
        }
        // A crate that cannot find `std` has hundreds of other errors.
        let known = self.need_std.contains(&package);
        if missing("std") && !known {
            self.need_std.push(package.clone());
        }
        self.duplicate_route =
            self.duplicate_route.take().or_else(|| message.rendered.as_deref().and_then(duplicate_route));
        if message.is_summary() || self.no_target || known && package != built.id {
            return;
        }
        if let Some(rendered) = message.rendered {
            console::text(rendered);
        }
    }

    /// The error for a package that could not be compiled.
    pub(super) fn error(&self, package: &Package) -> Error {
        let name = &package.name;
        if self.no_target {
            return Error::new(format!(
                "the target `{TARGET}` is not installed\nhelp: install it with `rustup target add {TARGET}`"
            ));
        }
        if let Some(route) = &self.duplicate_route {
            return Error::new(format!(
                "two pages of `{name}` have the route `{route}`\n\
                 help: set another route for one of them: `route = \"…\"`"
            ));
        }
        if self.need_std.contains(&package.id) {
            return Error::new(format!(
                "the package `{name}` needs `std`, which is not available on the phone\n\
                 help: add `#![no_std]` to the beginning of `src/lib.rs`"
            ));
        }
        let dependencies: Vec<&str> = self.need_std.iter().map(|id| name_in(id)).collect();
        let Some(first) = dependencies.first() else {
            return Error::new(format!("could not compile `{name}` for the phone"));
        };
        let (noun, them, need) = match dependencies.len() {
            1 => ("dependency", "it", "needs"),
            _ => ("dependencies", "them", "need"),
        };
        let is_direct = |name: &&str| package.dependencies.iter().any(|dependency| dependency.name == **name);
        let invert = if dependencies.iter().all(is_direct) {
            String::new()
        } else {
            format!(" (to see why it is a dependency, run `cargo tree --invert {first}`)")
        };
        Error::new(format!(
            "the {noun} {} of `{name}` {need} `std`, which is not available on the phone\n\
             help: disable default features; or, if only the preview needs {them}, move {them} to \
             `[target.'cfg(not(target_family = \"wasm\"))'.dependencies]`{invert}",
            list(&dependencies)
        ))
    }
}

/// The route in an error about a duplicate symbol: the function that opens a page has its route in its name. The
/// error comes from rustc or from the linker.
fn duplicate_route(rendered: &str) -> Option<String> {
    let from_rustc =
        rendered.split_once(&format!("symbol `{OPEN}")).and_then(|(_, after)| after.split_once('`'));
    let from_linker = || {
        rendered
            .split_once(&format!("duplicate symbol: {OPEN}"))
            .and_then(|(_, after)| after.split_once('\n'))
    };
    from_rustc.or_else(from_linker).map(|(route, _)| route.trim().to_owned())
}

/// The name in a package id: `registry+https://…#rand@0.8.5`, `path+file:///…/near#0.1.0`.
fn name_in(id: &str) -> &str {
    let (before, after) = id.rsplit_once('#').unwrap_or(("", id));
    match after.split_once('@') {
        Some((name, _)) => name,
        None => before.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_a_package_id() {
        assert_eq!(name_in("registry+https://example/index#rand@0.8.5"), "rand");
        assert_eq!(name_in("path+file:///home/me/near#0.1.0"), "near");
        assert_eq!(name_in("path+file:///home/me/folder#near@0.1.0"), "near");
        assert_eq!(name_in("odd"), "odd");
    }

    #[test]
    fn the_route_in_a_duplicate_symbol_error() {
        let from_rustc = "error: symbol `open pages/a/index` is already defined\n --> src/lib.rs";
        let from_linker =
            "  = note: rust-lld: error: duplicate symbol: open pages/a/index\n          >>> defined in";
        for rendered in [from_rustc, from_linker] {
            assert_eq!(duplicate_route(rendered).as_deref(), Some("pages/a/index"));
        }
        assert_eq!(duplicate_route("error: symbol `main` is already defined"), None);
    }

    #[test]
    fn lines_that_are_not_used() {
        assert!(Message::parse("hello").is_none());
        let finished = Message::parse(r#"{"reason":"build-finished","success":true}"#);
        assert!(matches!(finished, Some(Message::Other)));
    }
}
