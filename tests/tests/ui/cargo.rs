//! Checks whether each page compiles, without its output.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

use crate::files::{Expected, Fixture};
use crate::here;

/// In the output for a page that implements `Transition` by hand. That output has no `.stderr` file: it
/// quotes the source of the standard library, which may not be installed.
const NO_PROOF: &str = "only #[voip_page] implements `Transition`";

/// The output of `rustc --version`.
pub(crate) fn rustc_version() -> String {
    let output = Command::new(rustc()).arg("--version").output().expect("rustc runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The rustc that cargo runs: `RUSTC`, or else the one in cargo's directory.
fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| {
        let beside = Path::new(&cargo()).with_file_name(format!("rustc{}", env::consts::EXE_SUFFIX));
        if beside.exists() { beside.into() } else { "rustc".into() }
    })
}

fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Builds all pages as binaries of one package, and runs those that must compile.
pub(crate) fn build(fixtures: &[Fixture]) {
    let package = package(fixtures);
    let output = Command::new(cargo())
        .args(["build", "--bins", "--offline", "--keep-going", "--message-format=json", "--quiet"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .expect("cargo runs");
    let built = Built::read(&output.stdout);
    assert!(
        !built.executables.is_empty(),
        "nothing was built:\n{}\n{}",
        String::from_utf8_lossy(&output.stderr),
        built.errors.values().cloned().collect::<String>()
    );
    let wrong: Vec<_> = fixtures.iter().filter_map(|fixture| built.wrong(fixture)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Writes the package, with the versions of the workspace's lock file.
fn package(fixtures: &[Fixture]) -> PathBuf {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
    fs::create_dir_all(&package).expect("the target directory can be written");
    let mut manifest = format!(
        "[package]\nname = \"ui\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nvoip-runtime = {{ path = {} }}\n",
        quoted(&here().join("../voip-runtime"))
    );
    for fixture in fixtures {
        let (name, path) = (binary(fixture), quoted(&here().join(&fixture.path)));
        manifest.extend(["\n[[bin]]\nname = \"", &name, "\"\npath = ", &path, "\n"]);
    }
    fs::write(package.join("Cargo.toml"), manifest).expect("the target directory can be written");
    // A published package has no lock file; cargo then uses the versions that are on this machine.
    let _ = fs::copy(here().join("../Cargo.lock"), package.join("Cargo.lock"));
    package
}

/// A path as a string of TOML, which is escaped as in JSON.
fn quoted(path: &Path) -> String {
    Value::from(path.to_string_lossy()).to_string()
}

fn binary(fixture: &Fixture) -> String {
    fixture.name().replace('/', "--")
}

/// What cargo reported, by binary.
#[derive(Default)]
struct Built {
    executables: BTreeMap<String, PathBuf>,
    errors: BTreeMap<String, String>,
}

impl Built {
    fn read(json_lines: &[u8]) -> Self {
        let mut built = Self::default();
        for line in String::from_utf8_lossy(json_lines).lines() {
            let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
            let text = |pointer| line.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
            let Some(binary) = text("/target/name") else { continue };
            if let Some(executable) = text("/executable") {
                built.executables.insert(binary, executable.into());
                continue;
            }
            if text("/message/level").is_some_and(|level| level == "error") {
                *built.errors.entry(binary).or_default() += &text("/message/rendered").unwrap_or_default();
            }
        }
        built
    }

    /// What is wrong with a page, if anything is.
    fn wrong(&self, fixture: &Fixture) -> Option<String> {
        let binary = binary(fixture);
        let path = fixture.path.display();
        match (fixture.expected, self.executables.get(&binary)) {
            (Expected::Passes, Some(executable)) => {
                let ran = Command::new(executable).output().expect("a binary runs");
                let why = || format!("{path} fails when it runs:\n{}", String::from_utf8_lossy(&ran.stderr));
                (!ran.status.success()).then(why)
            }
            (Expected::Passes, None) => {
                let output = self.errors.get(&binary).map_or("", String::as_str);
                Some(format!("{path} does not compile:\n{output}"))
            }
            (_, Some(_)) => Some(format!("{path} compiles")),
            (expected, None) => {
                let output = self.errors.get(&binary).map_or("", String::as_str);
                let fits =
                    if expected == Expected::Fails { !output.is_empty() } else { output.contains(NO_PROOF) };
                (!fits).then(|| format!("{path} does not compile, but for another reason:\n{output}"))
            }
        }
    }
}
