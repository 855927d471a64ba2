//! `wasm-opt`, where there is one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result, refuse};
use crate::file::words;

/// The `wasm-opt` on the path.
pub(crate) fn find() -> Option<PathBuf> {
    // On Windows npm installs programs as scripts.
    let names: &[&str] = if cfg!(windows) { &["wasm-opt.exe", "wasm-opt.cmd"] } else { &["wasm-opt"] };
    let path = std::env::var_os("PATH")?;
    let folders = std::env::split_paths(&path).filter(|folder| !folder.as_os_str().is_empty());
    let mut files = folders.flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    files.find(|file| file.is_file())
}

/// What it makes of the module.
pub(super) fn run(wasm_opt: &Path, module: &[u8]) -> Result<Vec<u8>> {
    let folder = std::env::temp_dir().join(format!("cargo-voip-{}", std::process::id()));
    let made = run_in(&folder, wasm_opt, module);
    // If it cannot be removed, it is in the system's own folder for such things.
    let _ = fs::remove_dir_all(&folder);
    made
}

fn run_in(folder: &Path, wasm_opt: &Path, module: &[u8]) -> Result<Vec<u8>> {
    let (given, made) = (folder.join("given.wasm"), folder.join("made.wasm"));
    let place = |error: std::io::Error| {
        Error::new(format!("cannot run wasm-opt in `{}`: {}", folder.display(), words(&error)))
    };
    fs::create_dir(folder).map_err(place)?;
    fs::write(&given, module).map_err(place)?;
    let output = Command::new(wasm_opt)
        .args(["-Oz", "--converge", "--mvp-features", "--strip-debug", "--strip-producers"])
        .arg(&given)
        .arg("-o")
        .arg(&made)
        .output()
        .map_err(|error| Error::new(format!("cannot run `{}`: {}", wasm_opt.display(), words(&error))))?;
    if output.status.success() {
        return fs::read(&made).map_err(place);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let first = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("it does not say why");
    refuse(format!("`{}` failed ({first})", wasm_opt.display()))
}
