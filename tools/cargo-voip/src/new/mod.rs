//! `cargo voip new`: a crate to begin with.

mod name;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::args::New;
use crate::cargo;
use crate::error::{Error, Result, refuse};
use crate::file::{absolute, name as called, words};
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
    let files = files(&name);
    let folders = folder.ancestors().take_while(|above| !above.exists()).map(Path::to_path_buf).collect();
    let made = Crate { folder: folder.clone(), folders };
    made.write(&files).and_then(|()| made.stand_alone()).inspect_err(|_| made.remove(&files))?;
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

struct Crate {
    folder: PathBuf,
    /// The folders that were not there before, from the inside out.
    folders: Vec<PathBuf>,
}

impl Crate {
    fn write(&self, files: &[(&str, String)]) -> Result<()> {
        let failed = |path: &Path, error: &std::io::Error| {
            Error::new(format!("cannot write `{}`: {}", called(path), words(error)))
        };
        for (path, text) in files {
            let path = self.folder.join(path);
            let folder = path.parent().unwrap_or(&self.folder);
            fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
            File::create_new(&path)
                .and_then(|mut file| file.write_all(text.as_bytes()))
                .map_err(|error| failed(&path, &error))?;
        }
        Ok(())
    }

    /// In a workspace that does not count it among its members a crate needs a workspace of its own.
    fn stand_alone(&self) -> Result<()> {
        let manifest = self.folder.join("Cargo.toml");
        let mut cargo = cargo::command();
        cargo
            .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path"])
            .arg(&manifest);
        if cargo.output().is_ok_and(|output| output.status.success()) {
            return Ok(());
        }
        let own = "\n# The crate lies in the folder of another workspace, and is none of its members.\n[workspace]\n";
        fs::OpenOptions::new()
            .append(true)
            .open(&manifest)
            .and_then(|mut file| file.write_all(own.as_bytes()))
            .map_err(|error| Error::new(format!("cannot write `{}`: {}", called(&manifest), words(&error))))
    }

    /// What was written goes again, and nothing else.
    fn remove(&self, files: &[(&str, String)]) {
        for (path, _) in files {
            let _ = fs::remove_file(self.folder.join(path));
        }
        for folder in ["src", "tests"] {
            let _ = fs::remove_dir(self.folder.join(folder));
        }
        for folder in &self.folders {
            let _ = fs::remove_dir(folder);
        }
    }
}
