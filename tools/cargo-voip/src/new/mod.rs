//! `cargo voip new`: creates a package with one page.

mod name;
mod source;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::args::New;
use crate::cargo;
use crate::console::{self, status};
use crate::created::{Created, cannot_write};
use crate::error::{Result, bail};
use crate::file::{absolute, display_path};
use crate::generate::fill::fill;
use crate::new::source::{Source, shell_path};
use crate::text::escape_control;

const MANIFEST: &str = include_str!("../../templates/new/manifest.toml");
const LIB: &str = include_str!("../../templates/new/lib.rs");
const MAIN: &str = include_str!("../../templates/new/main.rs");
const TEST: &str = include_str!("../../templates/new/page.rs");
const SCENARIO: &str = include_str!("../../templates/new/refused.jsonl");
const GITIGNORE: &str = include_str!("../../templates/new/gitignore");

/// Writes the package, and prints the next commands.
pub(crate) fn new(args: &New) -> Result<()> {
    let folder = absolute(&args.path);
    let name = match folder.file_name().map(|name| name.to_str()) {
        Some(Some(name)) => name.to_owned(),
        Some(None) => {
            return bail(format!(
                "`{}` is not a valid package name: it is not UTF-8",
                display_path(&args.path)
            ));
        }
        None => return bail(format!("`{}` does not name a new folder", display_path(&args.path))),
    };
    name::check(&name)?;
    if fs::symlink_metadata(&folder).is_ok() {
        return bail(format!("`{}` already exists\nhelp: choose another name", display_path(&folder)));
    }
    let source = Source::find(args.runtime.as_deref(), &folder)?;
    let mut created = Created::default();
    for (path, text) in files(&name, &source) {
        let file = folder.join(path);
        created.create_parents(&file)?;
        created.create_file(&file, text.as_bytes()).map_err(cannot_write(&file))?;
    }
    make_root(&folder.join("Cargo.toml"))?;
    created.keep();
    status("Created", &format!("package `{name}`"));
    let path = escape_control(&shell_path(&folder));
    console::text(format_args!(
        "
  cd {path}
  cargo run            run the page on a simulated phone in the terminal
  cargo voip dev       run it on two phones in the browser; rebuild when a source changes
  cargo test           test it with every answer that a phone can give, and with the scenarios
  cargo voip build     write the mini-program to target/voip/{name}

"
    ));
    Ok(())
}

fn files(name: &str, source: &Source) -> [(&'static str, String); 6] {
    let library = name.replace('-', "_");
    let (runtime, preview) = (source.dependency("voip-runtime"), source.dependency("tools/voip-preview"));
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
        ("scenarios/refused.jsonl", SCENARIO.into()),
        (".gitignore", GITIGNORE.into()),
    ]
}

/// Adds what the manifest of a package has that is not a member of a workspace: `[workspace]` if the package is in the folder
/// of one, and the profile, which cargo reads only there.
fn make_root(manifest: &Path) -> Result<()> {
    let mut cargo = cargo::command();
    cargo
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path"])
        .arg(manifest);
    let metadata = cargo.output().ok().filter(|output| output.status.success());
    let metadata =
        metadata.and_then(|output| serde_json::from_slice::<serde_json::Value>(&output.stdout).ok());
    let mut added = String::new();
    match metadata.as_ref().and_then(|metadata| metadata["workspace_root"].as_str()) {
        None => added.push_str(WORKSPACE),
        Some(root)
            if manifest.parent().and_then(|folder| fs::canonicalize(folder).ok())
                != fs::canonicalize(root).ok() =>
        {
            return Ok(());
        }
        Some(_) => {}
    }
    added.push_str(PROFILE);
    let opened = fs::OpenOptions::new().append(true).open(manifest);
    opened.and_then(|mut file| file.write_all(added.as_bytes())).map_err(cannot_write(manifest))
}

const WORKSPACE: &str =
    "\n# This package is in the folder of another workspace, but is not a member of it.\n[workspace]\n";

const PROFILE: &str = "\n# The dependencies hardly change: like this, they are built and linked faster.\n\
    [profile.dev.package.\"*\"]\ndebug = false\nincremental = false\ncodegen-units = 4\n";
