//! The folder in which this process keeps its copies of the preview. Each process has its own, because two may run the
//! preview of the same package.
//!
//! The folders are in the target folder, not in the system's temporary folder: after Ctrl-C the folder remains until the
//! next start, or until `cargo clean`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

use crate::process::has_ended;

/// The age after which a folder is removed where the system does not say which processes run. The age counts from the
/// last restart: a preview that runs for a day without a change may lose its copy, and is restarted by the next build.
const MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder of this process for a package. The folders of processes that have ended are removed.
pub(crate) fn process_folder(target: &Path, package: &str) -> PathBuf {
    let all = target.join("voip-dev").join(package);
    for entry in fs::read_dir(&all).into_iter().flatten().flatten() {
        let process = entry.file_name().to_str().and_then(|name| name.parse().ok());
        if process.is_some_and(|process| has_ended(process, &entry.path(), MAX_AGE)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    all.join(process::id().to_string())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn folders_of_ended_processes_are_removed() {
        let target = tempfile::TempDir::new().unwrap();
        let all = target.path().join("voip-dev/demo");
        let mut ended = process::Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let mut running = process::Command::new("sleep").arg("1000").spawn().unwrap();
        let folder_of = |id: u32| all.join(id.to_string());
        let (own, of_ended, of_running) =
            (folder_of(process::id()), folder_of(ended.id()), folder_of(running.id()));
        for folder in [&own, &of_ended, &of_running, &all.join("notes")] {
            fs::create_dir_all(folder.join("0")).unwrap();
        }
        assert_eq!(process_folder(target.path(), "demo"), own);
        running.kill().unwrap();
        running.wait().unwrap();
        assert!(!own.exists() && !of_ended.exists());
        assert!(of_running.join("0").exists() && all.join("notes").exists());
    }
}
