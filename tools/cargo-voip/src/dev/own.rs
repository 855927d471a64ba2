//! The folder that is this process's own. A package's preview may run twice, and what one of them runs the other
//! must not remove.
//!
//! Folders lie in the target folder, not among the system's temporary files: when Ctrl-C ends this process, its
//! own stays until the next start, or `cargo clean`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

/// How long a folder stays of which only the age can be told.
const LONG: Duration = Duration::from_secs(24 * 60 * 60);

/// Where this process keeps what it runs of a package. What processes that are gone have left there is removed.
pub(crate) fn folder(target: &Path, package: &str) -> PathBuf {
    let all = target.join("voip-dev").join(package);
    for entry in fs::read_dir(&all).into_iter().flatten().flatten() {
        let process = entry.file_name().to_str().and_then(|name| name.parse().ok());
        if process.is_some_and(|process| is_left(process, &entry.path())) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    all.join(process::id().to_string())
}

/// Whether the process that the folder is named after is gone, as far as this can be told.
fn is_left(process: u32, folder: &Path) -> bool {
    // Ours has nothing yet: in a container, each start may be given the same number.
    process == process::id() || runs(process).map_or_else(|| is_old(folder), |runs| !runs)
}

/// Without a call into the system, only Linux tells of other processes, and only of those in the same container.
/// A number may also have been given anew; then the folder stays a little longer.
fn runs(process: u32) -> Option<bool> {
    let all = Path::new("/proc");
    let is_told = cfg!(target_os = "linux") && all.join("self").exists();
    is_told.then(|| all.join(process.to_string()).exists())
}

/// Everywhere else, the age decides. A folder is as old as the last start in it: whoever has had the preview running
/// for a day without a change may lose it, and then has it started anew with the next build.
fn is_old(folder: &Path) -> bool {
    let age = fs::metadata(folder).and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
    // What comes from the future is new.
    matches!(age, Ok(Ok(age)) if age > LONG)
}

// Windows has no such processes, and opens no folder to set its time.
#[cfg(all(test, unix))]
mod tests {
    use std::fs::File;
    use std::time::SystemTime;

    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_left_by_those_that_are_gone_is_removed() {
        let target = tempfile::TempDir::new().unwrap();
        let all = target.path().join("voip-dev/demo");
        let mut gone = process::Command::new("true").spawn().unwrap();
        gone.wait().unwrap();
        let mut runs = process::Command::new("sleep").arg("1000").spawn().unwrap();
        let [ours, gone, theirs] = [process::id(), gone.id(), runs.id()].map(|id| all.join(id.to_string()));
        for folder in [&ours, &gone, &theirs, &all.join("notes")] {
            fs::create_dir_all(folder.join("0")).unwrap();
        }
        assert_eq!(folder(target.path(), "demo"), ours);
        runs.kill().unwrap();
        runs.wait().unwrap();
        assert!(!ours.exists() && !gone.exists());
        assert!(theirs.join("0").exists() && all.join("notes").exists());
    }

    #[test]
    fn a_folder_is_old_a_day_after_the_last_start_in_it() {
        let folder = tempfile::TempDir::new().unwrap();
        let is_old_at = |time| {
            File::open(folder.path()).unwrap().set_modified(time).unwrap();
            is_old(folder.path())
        };
        let (now, minute) = (SystemTime::now(), Duration::from_secs(60));
        assert!(is_old_at(now - LONG - minute));
        assert!(!is_old_at(now - LONG + minute));
        assert!(!is_old_at(now + LONG));
        assert!(!is_old(&folder.path().join("absent")));
    }
}
