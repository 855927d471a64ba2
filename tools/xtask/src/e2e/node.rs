//! Node: its version, the packages of `tests/e2e`, and the tests themselves.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::parts::Parts;
use super::place::Place;
use super::step::{asked, loudly, quietly};
use super::{Result, debian};

/// The oldest Node that all packages of `tests/e2e` take.
const OLDEST: (u32, u32) = (20, 19);

const OTHERWISE: &str = "install Node 20.19 or newer with npm, from nodejs.org or your system's packages";

/// The packages of WeChat's own JSON validator: 276 MB, and so not among the others.
const VALIDATOR: &str = "miniprogram-ci@2.1.42";

pub(super) fn find_or_install() -> Result {
    if asked("node", &["--version"]).is_none() || asked("npm", &["--version"]).is_none() {
        debian::install(&["nodejs", "npm"], OTHERWISE)?;
    }
    let version = asked("node", &["--version"]).ok_or(OTHERWISE)?;
    let mut numbers = version.trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= OLDEST => {
            println!("   Node {version}");
            Ok(())
        }
        _ => Err(format!("this is Node {version}, which is too old: {OTHERWISE}").into()),
    }
}

/// `npm ci`, unless it has been run with this very lock file.
pub(super) fn packages(place: &Place) -> Result {
    let lock = fs::read(place.tests.join("package-lock.json"))?;
    let installed = place.tests.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|of| of == lock) {
        return Ok(());
    }
    quietly(npm(place).arg("ci"))?;
    fs::write(installed, lock)?;
    Ok(())
}

/// Puts the validator beside the other packages without making it one of the project's.
pub(super) fn validator(place: &Place) -> Result {
    if !place.tests.join("node_modules/miniprogram-ci").exists() {
        quietly(npm(place).args(["install", "--no-save", VALIDATOR]))?;
    }
    Ok(())
}

/// Runs the tests; their summary and whether they passed go through.
pub(super) fn test(place: &Place, parts: &Parts, chromium: &Path) -> Result {
    let mut node = Command::new("node");
    // A test that hangs or eats memory without end is to fail, and soon.
    node.args(["--test", "--test-reporter=spec", "--test-timeout=300000"])
        .env("NODE_OPTIONS", "--max-old-space-size=1024")
        .args(&parts.files)
        .current_dir(&place.tests)
        .env("VOIP_E2E", &place.built)
        .env("VOIP_CARGO_VOIP", place.cargo_voip())
        .env("VOIP_CHROMIUM", chromium)
        .env("VOIP_PREVIEWS", place.binaries())
        // Tests compile too: what a user copies out of the browser.
        .env("VOIP_CARGO", env!("CARGO"))
        .env("VOIP_TARGET", place.target()?)
        .env("PATH", place.search_path()?);
    if parts.validator {
        node.env("VOIP_VALIDATOR", "1");
    }
    loudly(&mut node).map_err(|_| "not every test has passed".into())
}

pub(super) fn bench(place: &Place) -> Result {
    loudly(
        Command::new("node").arg("bench/speed.mjs").current_dir(&place.tests).env("VOIP_E2E", &place.built),
    )
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

fn npm(place: &Place) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(&place.tests);
    npm
}
