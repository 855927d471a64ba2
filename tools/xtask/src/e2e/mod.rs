//! `cargo xtask e2e`: tests generated mini-programs on WeChat's engines.
//!
//! It installs what is missing, builds what is tested, and runs `tests/e2e` with the test runner of Node. No test is
//! skipped: if something cannot be installed, that is an error.

mod build;
mod chromium;
mod debian;
mod documents;
mod glue;
mod graphviz;
mod new;
mod node;
mod npm;
mod parts;
mod place;
mod projects;
mod step;
mod wasm;

use std::error::Error;
use std::path::PathBuf;

use self::parts::Parts;
use self::place::Place;
use self::step::step;
use self::wasm::Wasm;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Runs the tests, or those of the parts that are named.
pub(crate) fn run(arguments: &[&str]) -> Result {
    let place = Place::find()?;
    let parts = Parts::of(arguments, &place)?;
    if parts.documents {
        let wasm = step("wasm target", phone)?;
        step("cargo-voip", || build::command(&place))?;
        step("the commands of the documents", || documents::run(&place, &wasm))?;
        if parts.files.is_empty() {
            return Ok(());
        }
    }
    let are_projects = |file: &String| file.starts_with(projects::PART);
    let (wasm, chromium) = if parts.files.iter().all(are_projects) {
        node_packages(&place)?;
        let wasm = step("wasm target", phone)?;
        step("cargo-voip", || build::command(&place))?;
        (wasm, None)
    } else {
        let wasm = prepare(&place)?;
        if parts.files.iter().any(|file| file == "sizes.test.mjs") {
            step("a page for each feature", || build::sizes(&place, &wasm))?;
        }
        let chromium = step("Chromium", chromium::find_or_install)?;
        if parts.files.iter().any(|file| file == "diagrams.test.mjs") {
            step("Graphviz", graphviz::find_or_install)?;
        }
        step("cargo voip new", || new::try_out(&place, &wasm))?;
        (wasm, Some(chromium))
    };
    if parts.validator {
        step("WeChat's validators", || node::validators(&place))?;
    }
    if parts.files.iter().any(are_projects) {
        step("npm packages of Taro and uni-app", || projects::packages(&place))?;
        step("a crate beside the projects", || projects::package(&place))?;
    }
    println!("== tests of {}", parts.names());
    node::test(&place, &parts, &wasm, chromium.as_deref())
}

/// The folder of the mini-programs that are built.
pub(crate) fn folder() -> Result<PathBuf> {
    Ok(Place::find()?.built)
}

/// `cargo xtask bench build-phone`: installs and builds what the part `phone` of `benches` measures.
pub(crate) fn bench_phone() -> Result {
    let place = Place::find()?;
    node_packages(&place)?;
    step("npm packages of the other pages", || npm::ci(&place.root.join("benches/mini-program")))?;
    let wasm = step("wasm target", phone)?;
    step("cargo-voip", || build::command(&place))?;
    step("video-call", || build::program(&place, &wasm, &build::VIDEO_CALL))
}

/// `cargo xtask bench preview`: measures the time until the browser shows a tap, and its longest task with many
/// changes.
pub(crate) fn bench_preview() -> Result {
    let place = Place::find()?;
    node_packages(&place)?;
    let chromium = step("Chromium", chromium::find_or_install)?;
    step("previews", || build::previews(&place))?;
    node::bench_preview(&place, &chromium)
}

/// `cargo xtask glue`: minifies the glue.
pub(crate) fn glue() -> Result {
    let place = Place::find()?;
    node_packages(&place)?;
    glue::write(&place)
}

/// Installs the npm packages.
fn node_packages(place: &Place) -> Result {
    step("Node", node::find_or_install)?;
    step("npm packages", || node::packages(place))
}

/// The compiler for the phone.
fn phone() -> Result<Wasm> {
    wasm::find_or_install("wasm32v1-none", "core,alloc")
}

/// Installs what is missing, and builds everything that is tested.
fn prepare(place: &Place) -> Result<Wasm> {
    node_packages(place)?;
    step("the minified glue", || glue::check(place))?;
    let wasm = step("wasm target", phone)?;
    let elsewhere =
        step("another wasm target", || wasm::find_or_install("wasm32-unknown-unknown", "std,panic_abort"))?;
    step("cargo-voip", || build::command(place))?;
    step("previews", || build::previews(place))?;
    for program in build::PROGRAMS {
        step(program.name, || build::program(place, &wasm, program))?;
    }
    step("a module for the other target", || build::elsewhere(place, &elsewhere))?;
    Ok(wasm)
}
