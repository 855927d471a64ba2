//! Node: checks its version, installs the packages of `tests/e2e`, and runs the tests.

use std::path::Path;
use std::process::Command;

use super::parts::Parts;
use super::place::Place;
use super::step::{asked, loudly, quietly};
use super::wasm::Wasm;
use super::{Result, debian, npm, projects};

/// The oldest version of Node that all packages of `tests/e2e` support.
const MIN_VERSION: (u32, u32) = (20, 19);

const HOW_TO_INSTALL: &str =
    "install Node 20.19 or newer with npm, from nodejs.org or your system's packages";

/// The packages with WeChat's JSON validator and its linter for Skyline. They are not among the others because they need 300 MB.
const VALIDATORS: [&str; 2] = ["miniprogram-ci@2.1.42", "skylint@1.0.2"];

pub(super) fn find_or_install() -> Result {
    if asked("node", &["--version"]).is_none() || asked("npm", &["--version"]).is_none() {
        debian::install(&["nodejs", "npm"], HOW_TO_INSTALL)?;
    }
    let version = asked("node", &["--version"]).ok_or(HOW_TO_INSTALL)?;
    let mut numbers = version.trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= MIN_VERSION => {
            println!("   Node {version}");
            Ok(())
        }
        _ => Err(format!("Node {version} is too old: {HOW_TO_INSTALL}").into()),
    }
}

/// Runs `npm ci` for the tests.
pub(super) fn packages(place: &Place) -> Result {
    npm::ci(&place.tests)
}

/// Installs the validators without adding them to `package.json`.
pub(super) fn validators(place: &Place) -> Result {
    let names = VALIDATORS.iter().filter_map(|package| package.split('@').next());
    if !names.into_iter().all(|name| place.tests.join("node_modules").join(name).exists()) {
        quietly(npm::command(&place.tests).args(["install", "--no-save"]).args(VALIDATORS))?;
    }
    Ok(())
}

/// Runs the tests, and prints their summary.
pub(super) fn test(place: &Place, parts: &Parts, wasm: &Wasm, chromium: Option<&Path>) -> Result {
    let mut node = Command::new("node");
    // Limits, so that a test that hangs or leaks memory fails soon. The limit is that of a file too, and the frameworks
    // build a project several times.
    let has_projects = parts.files.iter().any(|file| file.starts_with(projects::PART));
    let timeout = if has_projects { "--test-timeout=900000" } else { "--test-timeout=300000" };
    node.args(["--test", "--test-reporter=spec", timeout])
        .env("NODE_OPTIONS", "--max-old-space-size=1024")
        .args(&parts.files)
        .current_dir(&place.tests)
        .env("VOIP_E2E", &place.built)
        .env("VOIP_CARGO_VOIP", place.cargo_voip())
        .env("VOIP_PREVIEWS", place.binaries())
        // Some tests compile the Rust test that a user copies from the browser.
        .env("VOIP_CARGO", env!("CARGO"))
        .env("VOIP_TARGET", place.target()?)
        .env("VOIP_PHONE", projects::environment(place, wasm)?)
        .env("PATH", place.search_path()?);
    if let Some(chromium) = chromium {
        node.env("VOIP_CHROMIUM", chromium);
    }
    if parts.validator {
        node.env("VOIP_VALIDATOR", "1");
    }
    loudly(&mut node).map_err(|_| "some tests failed".into())
}

pub(super) fn bench_preview(place: &Place, chromium: &Path) -> Result {
    let mut node = Command::new("node");
    node.arg("bench/preview.mjs").current_dir(&place.tests);
    loudly(
        node.env("VOIP_E2E", &place.built)
            .env("VOIP_CHROMIUM", chromium)
            .env("VOIP_PREVIEWS", place.binaries()),
    )
}
