//! `cargo voip build --watch`: builds again when a source changes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args;
use crate::cargo::{self, Sources, Workspace};
use crate::console::{self, status};
use crate::error::Result;
use crate::file::{display_path, read};
use crate::generate::File;
use crate::text::list;
use crate::watch::Watch;

/// Runs until the process is ended. A build that fails leaves the files of the previous one.
pub(super) fn watch(args: &args::Build) -> Result<()> {
    let mut sources = find(args)?;
    let mut watch = Watch::new(&sources)?;
    if let Some(module) = &args.source.wasm {
        watch.add_file(module)?;
    }
    let mut written = Written::default();
    loop {
        match super::build_once(args, written.files.is_empty()) {
            Ok((folder, files)) => written = Written { folder: fs::canonicalize(folder).ok(), files },
            Err(error) => console::errors(&error),
        }
        let lock = sources.lock();
        status("Waiting", "for a change; press Ctrl-C to stop");
        // Cargo writes the lock file during a build, and the output may be in a folder with sources.
        let is_output =
            |file: &Path| file.ends_with("Cargo.lock") && sources.lock() == lock || written.contains(file);
        let changed: Vec<PathBuf> = loop {
            let mut changed = watch.next()?.unwrap_or_default();
            changed.retain(|file| watch.is_package(file) || !is_output(file));
            if !changed.is_empty() {
                break changed;
            }
        };
        let names: Vec<String> = changed.iter().map(|file| display_path(file)).collect();
        status("Changed", &list(&names));
        // A change may have added a dependency. An invalid manifest is reported by the build.
        if let Ok(now) = find(args) {
            watch.add(&now)?;
            sources = now;
        }
    }
}

fn find(args: &args::Build) -> Result<Sources> {
    let workspace = Workspace::find()?;
    let package = cargo::choose(&workspace, args.source.package.as_deref())?;
    Ok(Sources::of(&workspace, package))
}

/// What the last successful build wrote.
#[derive(Default)]
struct Written {
    folder: Option<PathBuf>,
    files: Vec<File>,
}

impl Written {
    /// Whether this is one of the files, unchanged, or a folder with some of them.
    fn contains(&self, path: &Path) -> bool {
        if path.is_dir() {
            let Some(folder) = &self.folder else { return false };
            return self
                .files
                .iter()
                .any(|file| path.starts_with(folder) && folder.join(&file.path).starts_with(path));
        }
        let mut named = self.files.iter().filter(|file| path.ends_with(&file.path));
        named.any(|file| read(path).is_ok_and(|bytes| bytes == file.bytes))
    }
}
