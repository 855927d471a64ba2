//! The folder that is this process's own. A package's preview may run twice, and what one of them runs the other
//! must not remove.
//!
//! Folders lie in the target folder, not among the system's temporary files: when Ctrl-C ends this process, its
//! own stays until the next start, or `cargo clean`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::Duration;

use crate::process::has_ended;

/// How long a folder stays of which only the age can be told. It is as old as the last start in it: whoever has had
/// the preview running for a day without a change may lose it, and is then restarted with the next build.
const LONG: Duration = Duration::from_secs(24 * 60 * 60);

/// Where this process keeps what it runs of a package. What processes that are gone have left there is removed.
pub(crate) fn folder(target: &Path, package: &str) -> PathBuf {
    let all = target.join("voip-dev").join(package);
    for entry in fs::read_dir(&all).into_iter().flatten().flatten() {
        let process = entry.file_name().to_str().and_then(|name| name.parse().ok());
        if process.is_some_and(|process| has_ended(process, &entry.path(), LONG)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    all.join(process::id().to_string())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

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
}
