//! Other processes that run this command.

use std::fs;
use std::path::Path;
use std::process;
use std::time::Duration;

/// Whether the process that created `left`, a file or folder, has ended. Where that cannot be found out, it counts as
/// ended if `left` is older than `long`.
pub(crate) fn has_ended(process: u32, left: &Path, long: Duration) -> bool {
    // This process has created nothing yet: in a container, every process may have the same id.
    process == process::id() || runs(process).map_or_else(|| is_old(left, long), |runs| !runs)
}

/// Only Linux lists other processes without a system call, and only those of the same container. If another process
/// has the id by now, `left` stays until that one has ended.
fn runs(process: u32) -> Option<bool> {
    let all = Path::new("/proc");
    let is_told = cfg!(target_os = "linux") && all.join("self").exists();
    is_told.then(|| all.join(process.to_string()).exists())
}

fn is_old(left: &Path, long: Duration) -> bool {
    let age = fs::metadata(left).and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
    // A time in the future counts as new.
    matches!(age, Ok(Ok(age)) if age > long)
}

// On Windows, `File::open` cannot open a folder.
#[cfg(all(test, unix))]
mod tests {
    use std::fs::File;
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn a_folder_is_old_after_that_time() {
        let folder = tempfile::TempDir::new().unwrap();
        let (long, minute) = (Duration::from_secs(3600), Duration::from_secs(60));
        let is_old_at = |time| {
            File::open(folder.path()).unwrap().set_modified(time).unwrap();
            is_old(folder.path(), long)
        };
        let now = SystemTime::now();
        assert!(is_old_at(now - long - minute));
        assert!(!is_old_at(now - long + minute));
        assert!(!is_old_at(now + long));
        assert!(!is_old(&folder.path().join("absent"), long));
    }
}
