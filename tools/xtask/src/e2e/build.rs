//! Builds what is tested: `cargo voip`, the previews, and the mini-programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

use super::Result;
use super::place::Place;
use super::step::quietly;
use super::wasm::Wasm;

/// A package that is built as a mini-program.
pub(super) struct Program {
    pub(super) name: &'static str,
    package: &'static str,
    workspace: Workspace,
    /// `--record` or `--npm`.
    flag: Option<&'static str>,
}

impl Program {
    const fn of(package: &'static str, workspace: Workspace) -> Self {
        Self { name: package, package, workspace, flag: None }
    }

    const fn with(name: &'static str, package: &'static str, flag: &'static str) -> Self {
        Self { name, package, workspace: Workspace::Examples, flag: Some(flag) }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Workspace {
    /// The workspace of the repository.
    Examples,
    /// `tests/e2e/pages`.
    Pages,
}

pub(super) const VIDEO_CALL: Program = Program::of("video-call", Workspace::Examples);

pub(super) const PROGRAMS: &[Program] = &[
    VIDEO_CALL,
    Program::of("voice-support", Workspace::Examples),
    Program::of("family-call", Workspace::Examples),
    Program::of("consultation", Workspace::Examples),
    Program::of("test-pages", Workspace::Examples),
    Program::of("kinds", Workspace::Pages),
    Program::of("own-wxml", Workspace::Pages),
    Program::of("panics", Workspace::Pages),
    Program::of("people", Workspace::Pages),
    Program::of("two-pages", Workspace::Pages),
    Program::with("recorded", "video-call", "--record"),
    Program::with("recorded-voice", "voice-support", "--record"),
    Program::with("recorded-full", "voice-support", "--record=full"),
    Program::with("npm-package", "video-call", "--npm"),
];

/// The pages of `tests/e2e/pages/sizes`, each with one feature.
const SIZES: &[&str] = &[
    "base",
    "integer",
    "decimal",
    "text",
    "query",
    "choice",
    "contacts",
    "receive",
    "on-show",
    "receive-only",
    "recovery",
    "toast",
    "long-toast",
    "limits",
    "spawn",
    "on-load",
    "handler",
    "update",
    "sleep",
    "ended",
    "request",
    "answer",
    "loaded-contacts",
];

/// Builds `cargo-voip`, with the toolchain that runs this program.
pub(super) fn command(place: &Place) -> Result {
    quietly(Command::new(env!("CARGO")).args(["build", "--package", "cargo-voip"]).current_dir(&place.root))?;
    let built = place.cargo_voip();
    if built.is_file() { Ok(()) } else { Err(format!("cargo did not write {}", built.display()).into()) }
}

/// Builds the previews for the browser tests: those of three examples, those of a page with contacts and of one that never
/// calls, one of a page that logs in, and one of a page whose handler panics or never returns; and the program that writes the diagrams of all pages.
pub(super) fn previews(place: &Place) -> Result {
    for (folder, packages) in [
        (
            place.root.clone(),
            &["--package", "video-call", "--package", "voice-support", "--package", "consultation"][..],
        ),
        (pages(place)?, &["--package", "trouble", "--package", "previewed", "--package", "diagrams"][..]),
    ] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--bins"]).args(packages).current_dir(folder);
        quietly(cargo.env("CARGO_TARGET_DIR", place.target()?))?;
    }
    Ok(())
}

/// Runs `cargo voip build` as a user would. The JSON report is saved next to the mini-program.
pub(super) fn program(place: &Place, wasm: &Wasm, program: &Program) -> Result {
    let workspace = match program.workspace {
        Workspace::Examples => place.root.clone(),
        Workspace::Pages => pages(place)?,
    };
    let out = place.built.join("out");
    let json = quietly(
        cargo_voip(place, wasm, &workspace)?
            .args(["build", "--json", "--package", program.package])
            .args(program.flag)
            .arg("--out")
            .arg(out.join(program.name)),
    )?;
    fs::write(out.join(format!("{}.json", program.name)), json)?;
    Ok(())
}

/// Builds the pages whose sizes are compared. cargo compiles one at a time; another one is optimized meanwhile.
pub(super) fn sizes(place: &Place, wasm: &Wasm) -> Result {
    let folder = pages(place)?;
    let out = place.built.join("sizes");
    fs::create_dir_all(&out)?;
    let build = |page: &str| -> std::result::Result<(), String> {
        let json = cargo_voip(place, wasm, &folder).and_then(|mut command| {
            command.args(["build", "--json", "--package", "sizes"]).env("VOIP_SIZES", page);
            quietly(command.arg("--out").arg(out.join(page)))
        });
        let json = json.map_err(|error| format!("{page}: {error}"))?;
        fs::write(out.join(format!("{page}.json")), json).map_err(|error| error.to_string())
    };
    let rest = Mutex::new(SIZES.iter());
    let work = || {
        // The lock is released before the build.
        let next = || rest.lock().map_or(None, |mut rest| rest.next());
        while let Some(page) = next() {
            build(page)?;
        }
        Ok::<(), String>(())
    };
    thread::scope(|scope| {
        let other = scope.spawn(work);
        work()?;
        other.join().map_err(|_| "a build panicked")?
    })?;
    Ok(())
}

/// `cargo voip` in this folder.
pub(super) fn cargo_voip(place: &Place, wasm: &Wasm, folder: &Path) -> Result<Command> {
    let mut command = Command::new(place.cargo_voip());
    wasm.set_up(&mut command, Some(place.search_path()?))?;
    command.arg("voip").current_dir(folder).env("CARGO_TARGET_DIR", place.built.join("cargo"));
    Ok(command)
}

/// The workspace of the test pages, with the lock file of the repository.
fn pages(place: &Place) -> Result<PathBuf> {
    let folder = place.tests.join("pages");
    fs::copy(place.root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(folder)
}

/// Builds a module for the wasm target of browsers, which a user may pass to `--wasm` by mistake.
pub(super) fn elsewhere(place: &Place, wasm: &Wasm) -> Result {
    quietly(
        wasm.cargo()?
            .args(["rustc", "--release", "--lib", "--crate-type", "cdylib", "--package", "test-pages"])
            .args(["--target", wasm.target])
            .current_dir(&place.root)
            .env("CARGO_TARGET_DIR", place.built.join("cargo")),
    )?;
    let built = place.built.join("cargo").join(wasm.target).join("release/test_pages.wasm");
    fs::copy(built, place.built.join("elsewhere.wasm"))?;
    Ok(())
}
