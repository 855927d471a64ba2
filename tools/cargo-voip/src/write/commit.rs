//! Doing it, whole or not at all.
//!
//! Everything is written into a folder of its own first, `.cargo-voip-…` in the root, and then renamed into
//! place, with what was there before put aside. A journal in that folder says what is under way: with it a
//! step that fails is undone, and so, by the next build, is one that was interrupted.

use std::fs::{self, File as Handle};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::file::{name, words};
use crate::write::place::{is_inside, place};
use crate::write::plan::Plan;

const STAGING: &str = ".cargo-voip-";
const JOURNAL: &str = "journal.json";

/// A build that is under way is done after some milliseconds.
const INTERRUPTED: Duration = Duration::from_secs(60);

#[derive(Default, Deserialize, Serialize)]
struct Journal {
    steps: Vec<Step>,
    /// Folders that were not there before, from the outside in.
    folders: Vec<String>,
}

/// The step of that number puts `new-N` in place, and what was there before at `old-N`.
#[derive(Deserialize, Serialize)]
struct Step {
    path: String,
    writes: bool,
    /// Whether there was something before.
    replaces: bool,
}

/// Changes the folder as planned. If that fails, it is as it was.
pub(super) fn commit(root: &Path, plan: &Plan) -> Result<()> {
    if plan.write.is_empty() && plan.remove.is_empty() {
        return Ok(());
    }
    let staging = root.join(format!("{STAGING}{}", std::process::id()));
    let staged = stage(root, &staging, plan);
    let journal = match staged {
        Ok(journal) => journal,
        Err(error) => {
            let _ = fs::remove_dir_all(&staging);
            return Err(error);
        }
    };
    if let Err(error) = carry_out(root, &staging, &journal) {
        return Err(match undo(root, &staging, &journal) {
            Ok(()) => error,
            Err(why) => error.and(&format!(
                "; and what was there could not be put back ({why}): it lies in `{}`, and the next build tries again",
                name(&staging)
            )),
        });
    }
    // From here on it is done: without its journal the folder is only rubbish.
    let _ = fs::remove_file(staging.join(JOURNAL));
    let _ = fs::remove_dir_all(&staging);
    for path in &plan.remove {
        remove_empty_folders(root, path);
    }
    Ok(())
}

fn failed(what: &Path) -> impl FnOnce(io::Error) -> Error {
    let what = name(what);
    move |error| Error::new(format!("cannot write `{what}`: {}", words(&error)))
}

fn stage(root: &Path, staging: &Path, plan: &Plan) -> Result<Journal> {
    fs::create_dir(staging)
        .map_err(|error| Error::new(format!("cannot write into `{}`: {}", name(root), words(&error))))?;
    let mut journal = Journal::default();
    for (number, file) in plan.write.iter().enumerate() {
        let target = place(root, &file.path)?;
        let replaces = fs::symlink_metadata(&target).is_ok();
        write(&new(staging, number), &file.bytes).map_err(failed(&target))?;
        if let Ok(replaced) = fs::metadata(&target) {
            // Who may read it stays as it was.
            fs::set_permissions(new(staging, number), replaced.permissions()).map_err(failed(&target))?;
        }
        journal.steps.push(Step { path: file.path.clone(), writes: true, replaces });
        let folders: Vec<&str> =
            file.path.match_indices('/').filter_map(|(end, _)| file.path.get(..end)).collect();
        for folder in folders {
            if !root.join(folder).exists() && !journal.folders.iter().any(|known| known == folder) {
                journal.folders.push(folder.into());
            }
        }
    }
    for path in &plan.remove {
        journal.steps.push(Step { path: path.clone(), writes: false, replaces: true });
    }
    // It cannot fail: text and truths.
    let text = serde_json::to_vec(&journal).unwrap_or_default();
    write(&staging.join(JOURNAL), &text).map_err(failed(staging))?;
    Ok(journal)
}

fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut handle = Handle::create_new(file)?;
    handle.write_all(bytes)?;
    handle.sync_all()
}

fn carry_out(root: &Path, staging: &Path, journal: &Journal) -> Result<()> {
    for folder in &journal.folders {
        let folder = root.join(folder);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(&folder)(error)),
            _ => {}
        }
    }
    for (number, step) in journal.steps.iter().enumerate() {
        let target = place(root, &step.path)?;
        if step.replaces {
            fs::rename(&target, old(staging, number)).map_err(failed(&target))?;
        }
        if step.writes {
            fs::rename(new(staging, number), &target).map_err(failed(&target))?;
        }
    }
    Ok(())
}

fn undo(root: &Path, staging: &Path, journal: &Journal) -> std::result::Result<(), String> {
    let failed = |path: &Path, error: &io::Error| format!("`{}`: {}", name(path), words(error));
    for (number, step) in journal.steps.iter().enumerate().rev() {
        let target = root.join(&step.path);
        let (old, new) = (old(staging, number), new(staging, number));
        if old.exists() {
            fs::rename(&old, &target).map_err(|error| failed(&target, &error))?;
        } else if step.writes && !step.replaces && !new.exists() && target.exists() {
            fs::remove_file(&target).map_err(|error| failed(&target, &error))?;
        }
    }
    for folder in journal.folders.iter().rev() {
        // Someone may have put something into it meanwhile.
        let _ = fs::remove_dir(root.join(folder));
    }
    fs::remove_dir_all(staging).map_err(|error| failed(staging, &error))
}

/// Undoes what an interrupted build has left.
pub(super) fn recover(root: &Path) -> Result<()> {
    let left = fs::read_dir(root).into_iter().flatten().flatten();
    let left = left.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    for entry in left {
        let file_name = entry.file_name();
        let Some(process) = file_name.to_str().and_then(|name| name.strip_prefix(STAGING)) else { continue };
        if !is_interrupted(process, &entry.path()) {
            continue;
        }
        let staging = entry.path();
        let text = fs::read(staging.join(JOURNAL)).unwrap_or_default();
        // Without a whole journal nothing was begun.
        let journal: Journal = serde_json::from_slice(&text).unwrap_or_default();
        let ours =
            journal.steps.iter().map(|step| &step.path).chain(&journal.folders).all(|path| is_inside(path));
        let undone = if ours {
            undo(root, &staging, &journal)
        } else {
            Err("its journal names files elsewhere".into())
        };
        undone.map_err(|why| {
            Error::new(format!(
                "`{}` is left of a build that was interrupted, and cannot be undone: {why}",
                name(&staging)
            ))
        })?;
    }
    Ok(())
}

/// Whether the process that began it has ended, as far as can be told.
pub(super) fn is_interrupted(process: &str, staging: &Path) -> bool {
    let own = process == std::process::id().to_string();
    let processes = Path::new("/proc/self");
    let ended = processes.exists() && !processes.with_file_name(process).exists();
    let age = fs::metadata(staging)
        .and_then(|staging| staging.modified())
        .ok()
        .and_then(|then| then.elapsed().ok());
    own || ended || age.is_some_and(|age| age > INTERRUPTED)
}

/// The folders that a file has left empty.
fn remove_empty_folders(root: &Path, path: &str) {
    let mut folder = Path::new(path);
    while let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        if fs::remove_dir(root.join(parent)).is_err() {
            return;
        }
        folder = parent;
    }
}

fn new(staging: &Path, number: usize) -> PathBuf {
    staging.join(format!("new-{number}"))
}

fn old(staging: &Path, number: usize) -> PathBuf {
    staging.join(format!("old-{number}"))
}

#[cfg(test)]
#[path = "commit_tests.rs"]
mod tests;
