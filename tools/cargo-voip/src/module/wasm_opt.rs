//! Finds and runs `wasm-opt`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Error, Result, bail};
use crate::file::describe;

/// The `wasm-opt` in `PATH`.
pub(crate) fn find() -> Option<PathBuf> {
    // On Windows npm installs programs as scripts.
    let names: &[&str] = if cfg!(windows) { &["wasm-opt.exe", "wasm-opt.cmd"] } else { &["wasm-opt"] };
    let path = std::env::var_os("PATH")?;
    let folders = std::env::split_paths(&path).filter(|folder| !folder.as_os_str().is_empty());
    let mut files = folders.flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    files.find(|file| file.is_file())
}

/// The optimized module.
pub(super) fn run(wasm_opt: &Path, module: &[u8]) -> Result<Vec<u8>> {
    let folder = std::env::temp_dir().join(format!("cargo-voip-{}", std::process::id()));
    let optimized = run_in(&folder, wasm_opt, module);
    // If this fails, the system removes its temporary files.
    let _ = fs::remove_dir_all(&folder);
    optimized
}

fn run_in(folder: &Path, wasm_opt: &Path, module: &[u8]) -> Result<Vec<u8>> {
    let (input, output) = (folder.join("input.wasm"), folder.join("output.wasm"));
    let cannot_run = |error: std::io::Error| {
        Error::new(format!("cannot run wasm-opt in `{}`: {}", folder.display(), describe(&error)))
    };
    fs::create_dir(folder).map_err(cannot_run)?;
    fs::write(&input, module).map_err(cannot_run)?;
    let run = Command::new(wasm_opt)
        .args(["-Oz", "--converge", "--mvp-features", "--strip-debug", "--strip-producers"])
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .output()
        .map_err(|error| Error::new(format!("cannot run `{}`: {}", wasm_opt.display(), describe(&error))))?;
    if run.status.success() {
        return fs::read(&output).map_err(cannot_run);
    }
    let stderr = String::from_utf8_lossy(&run.stderr);
    let first = stderr.lines().find(|line| !line.trim().is_empty()).unwrap_or("no error message");
    bail(format!("`{}` failed ({first})", wasm_opt.display()))
}
