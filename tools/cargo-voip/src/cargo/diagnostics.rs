//! What rustc says, shown as it says it, and what we add where it is about the phone.

use std::path::PathBuf;

use serde::Deserialize;

use crate::cargo::{Package, TARGET};
use crate::error::Error;
use crate::runtime::OPEN;
use crate::say::list;

/// A line of cargo's.
pub(super) enum Message {
    Diagnostic(Box<Diagnostic>),
    Made {
        package: String,
        files: Vec<PathBuf>,
        /// Of a binary.
        executable: Option<PathBuf>,
    },
    /// A message of no concern to us.
    Nothing,
}

#[derive(Deserialize)]
struct Line {
    reason: String,
    #[serde(default)]
    package_id: String,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    executable: Option<PathBuf>,
    message: Option<Said>,
}

#[derive(Deserialize)]
struct Said {
    level: String,
    message: String,
    rendered: Option<String>,
    code: Option<Code>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// A diagnostic of one package.
pub(super) struct Diagnostic {
    package: String,
    said: Said,
}

impl Message {
    /// `None` of a line that is no message of cargo's.
    pub(super) fn read(line: &str) -> Option<Self> {
        Some(match serde_json::from_str::<Line>(line) {
            Err(_) => return None,
            Ok(Line { reason, package_id: package, message: Some(said), .. })
                if reason == "compiler-message" =>
            {
                Self::Diagnostic(Box::new(Diagnostic { package, said }))
            }
            Ok(Line { reason, package_id: package, filenames: files, executable, .. })
                if reason == "compiler-artifact" =>
            {
                Self::Made { package, files, executable }
            }
            Ok(_) => Self::Nothing,
        })
    }
}

impl Said {
    /// Whether it only says how many there were, which cargo says by itself.
    fn is_count(&self) -> bool {
        self.code.is_none()
            && (self.message.starts_with("aborting due to") || self.message.ends_with(" emitted"))
    }
}

impl Diagnostic {
    /// Shows it, whatever it is about.
    pub(super) fn show(&self) {
        if !self.said.is_count()
            && let Some(rendered) = &self.said.rendered
        {
            anstream::eprint!("{rendered}");
        }
    }

    /// An error as rustc shows it, in its colours.
    pub(super) fn error(&self) -> Option<&str> {
        // "error: internal compiler error" is one, too.
        let is_one = self.said.level.starts_with("error") && !self.said.is_count();
        self.said.rendered.as_deref().filter(|_| is_one)
    }
}

/// What a failed compilation failed for, as far as it is the phone's doing.
#[derive(Default)]
pub(super) struct Diagnostics {
    /// The target itself is not installed.
    no_target: bool,
    /// Packages that need `std`, by their id.
    need_std: Vec<String>,
    /// A route that two pages have.
    twice: Option<String>,
}

impl Diagnostics {
    /// Shows a diagnostic of `of`'s build, but for what only says again what we say at the end.
    pub(super) fn show(&mut self, Diagnostic { package, said }: Diagnostic, of: &Package) {
        let missing = |name| {
            said.code.as_ref().is_some_and(|code| code.code == "E0463")
                && said.message.contains(&format!("can't find crate for `{name}`"))
        };
        if missing("core") || missing("alloc") {
            self.no_target = true;
        }
        // Without `std` nothing in a crate has a meaning: the rest would be hundreds of errors.
        let known = self.need_std.contains(&package);
        if missing("std") && !known {
            self.need_std.push(package.clone());
        }
        self.twice = self.twice.take().or_else(|| said.rendered.as_deref().and_then(route_given_twice));
        if said.is_count() || self.no_target || known && package != of.id {
            return;
        }
        if let Some(rendered) = said.rendered {
            anstream::eprint!("{rendered}");
        }
    }

    /// Why the package could not be compiled.
    pub(super) fn why(&self, package: &Package) -> Error {
        let name = &package.name;
        if self.no_target {
            return Error::new(format!(
                "the target `{TARGET}` is not installed; this installs it: rustup target add {TARGET}"
            ));
        }
        if let Some(route) = &self.twice {
            return Error::new(format!(
                "two pages of `{name}` have the route `{route}`; give one of them another with `route = \"…\"`"
            ));
        }
        if self.need_std.contains(&package.id) {
            return Error::new(format!(
                "the package `{name}` needs `std`, which a phone has not: its `src/lib.rs` must begin with \
                 `#![cfg_attr(target_os = \"none\", no_std)]`"
            ));
        }
        let dependencies: Vec<&str> = self.need_std.iter().map(|id| name_in(id)).collect();
        let Some(first) = dependencies.first() else {
            return Error::new(format!("the package `{name}` does not compile for the phone"));
        };
        let (noun, they, have) = match dependencies.len() {
            1 => ("dependency", "it", "needs"),
            _ => ("dependencies", "them", "need"),
        };
        let direct = dependencies.iter().all(|name| package.dependencies.iter().any(|on| on.name == *name));
        let who = if direct {
            String::new()
        } else {
            format!(" (`cargo tree --invert {first}` shows what brings it in)")
        };
        Error::new(format!(
            "the {noun} {} of `{name}` {have} `std`, which a phone has not{who}: switch default features off, or, if \
             only the preview needs {they}, move {they} to `[target.'cfg(not(target_family = \"wasm\"))'.dependencies]`",
            list(&dependencies)
        ))
    }
}

/// The function that opens a page has the page's route in its name: rustc, or the linker, finds two of them.
fn route_given_twice(rendered: &str) -> Option<String> {
    let of_rustc =
        rendered.split_once(&format!("symbol `{OPEN}")).and_then(|(_, after)| after.split_once('`'));
    let of_linker = || {
        rendered
            .split_once(&format!("duplicate symbol: {OPEN}"))
            .and_then(|(_, after)| after.split_once('\n'))
    };
    of_rustc.or_else(of_linker).map(|(route, _)| route.trim().to_owned())
}

/// The name in a package's id: `registry+https://…#rand@0.8.5`, `path+file:///…/near#0.1.0`.
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
    fn names_of_packages() {
        assert_eq!(name_in("registry+https://example/index#rand@0.8.5"), "rand");
        assert_eq!(name_in("path+file:///home/me/near#0.1.0"), "near");
        assert_eq!(name_in("path+file:///home/me/folder#near@0.1.0"), "near");
        assert_eq!(name_in("odd"), "odd");
    }

    #[test]
    fn routes_given_twice() {
        let of_rustc = "error: symbol `open pages/a/index` is already defined\n --> src/lib.rs";
        let of_linker =
            "  = note: rust-lld: error: duplicate symbol: open pages/a/index\n          >>> defined in";
        for rendered in [of_rustc, of_linker] {
            assert_eq!(route_given_twice(rendered).as_deref(), Some("pages/a/index"));
        }
        assert_eq!(route_given_twice("error: symbol `main` is already defined"), None);
    }

    #[test]
    fn lines() {
        assert!(Message::read("hello").is_none());
        let finished = Message::read(r#"{"reason":"build-finished","success":true}"#);
        assert!(matches!(finished, Some(Message::Nothing)));
    }
}
