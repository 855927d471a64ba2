//! `cargo voip new`: a crate to begin with.

mod name;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::args::New;
use crate::cargo;
use crate::error::{Result, refuse};
use crate::file::{absolute, name as called};
use crate::made::{Made, failed};
use crate::say::{step, visible};
use crate::site::fill::fill;

const MANIFEST: &str = include_str!("../../templates/new/manifest.toml");
const LIB: &str = include_str!("../../templates/new/lib.rs");
const MAIN: &str = include_str!("../../templates/new/main.rs");
const TEST: &str = include_str!("../../templates/new/page.rs");
const IGNORE: &str = include_str!("../../templates/new/gitignore");

/// Writes the crate.
pub(crate) fn new(args: &New) -> Result<()> {
    let folder = absolute(&args.path);
    let name = match folder.file_name().map(|name| name.to_str()) {
        Some(Some(name)) => name.to_owned(),
        Some(None) => {
            return refuse(format!("`{}` is no name for a crate: it is not UTF-8", called(&args.path)));
        }
        None => return refuse(format!("`{}` names no folder to make", called(&args.path))),
    };
    name::check(&name)?;
    if fs::symlink_metadata(&folder).is_ok() {
        return refuse(format!("`{}` is there already; choose another name", called(&folder)));
    }
    let mut made = Made::default();
    for (path, text) in files(&name) {
        let file = folder.join(path);
        made.folders_of(&file)?;
        made.file(&file, text.as_bytes()).map_err(failed(&file))?;
    }
    stand_alone(&folder.join("Cargo.toml"))?;
    made.keep();
    step("Created", &format!("`{name}`, a page for one-to-one calls"));
    let path = visible(&called(&folder));
    anstream::eprintln!(
        "
  cd {path}
  cargo run            the page on a simulated phone, in the terminal
  cargo voip dev       on two phones in the browser, built anew with each change
  cargo test           every answer that a phone can give
  cargo voip build     the mini-program, in target/voip/{name}
"
    );
    Ok(())
}

fn files(name: &str) -> [(&'static str, String); 5] {
    let library = name.replace('-', "_");
    let (runtime, preview) =
        (dependency("voip-runtime", "voip-runtime"), dependency("tools/voip-preview", "voip-preview"));
    let values = [
        ("name", name),
        ("library", library.as_str()),
        ("runtime", runtime.as_str()),
        ("preview", preview.as_str()),
    ];
    [
        ("Cargo.toml", fill(MANIFEST, &values)),
        ("src/lib.rs", fill(LIB, &values)),
        ("src/main.rs", fill(MAIN, &values)),
        ("tests/page.rs", fill(TEST, &values)),
        (".gitignore", IGNORE.into()),
    ]
}

/// Where one of our crates is: by its path if we were built in a checkout that is still there, else by version.
fn dependency(path: &str, name: &str) -> String {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new(""));
    let there = checkout.join(path);
    let is_it = fs::read_to_string(there.join("Cargo.toml")).is_ok_and(|manifest| manifest.contains(name));
    match (is_it, there.to_str()) {
        // A JSON string is a TOML string.
        (true, Some(path)) => format!("path = {}", serde_json::Value::from(path)),
        _ => format!("version = \"{}\"", env!("CARGO_PKG_VERSION")),
    }
}

/// In a workspace that does not count it among its members a crate needs a workspace of its own.
fn stand_alone(manifest: &Path) -> Result<()> {
    let mut cargo = cargo::command();
    cargo
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path"])
        .arg(manifest);
    if cargo.output().is_ok_and(|output| output.status.success()) {
        return Ok(());
    }
    let own =
        "\n# The crate lies in the folder of another workspace, and is none of its members.\n[workspace]\n";
    let opened = fs::OpenOptions::new().append(true).open(manifest);
    opened.and_then(|mut file| file.write_all(own.as_bytes())).map_err(failed(manifest))
}
