//! Other processes of this command: whether one that left something behind has ended.

use std::fs;
use std::path::Path;
use std::process;
use std::time::Duration;

/// Whether the process has ended that left this file or folder, as far as can be told. Where other processes cannot
/// be asked for, whatever is older than `long` was left.
pub(crate) fn has_ended(process: u32, left: &Path, long: Duration) -> bool {
    // Ours has left nothing yet: in a container, each start may be given the same number.
    process == process::id() || runs(process).map_or_else(|| is_old(left, long), |runs| !runs)
}

/// Without a call into the system, only Linux tells of other processes, and only of those in the same container.
/// A number may also have been given anew; then what was left stays a little longer.
fn runs(process: u32) -> Option<bool> {
    let all = Path::new("/proc");
    let is_told = cfg!(target_os = "linux") && all.join("self").exists();
    is_told.then(|| all.join(process.to_string()).exists())
}

fn is_old(left: &Path, long: Duration) -> bool {
    let age = fs::metadata(left).and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
    // What comes from the future is new.
    matches!(age, Ok(Ok(age)) if age > long)
}

// Windows opens no folder to set its time.
#[cfg(all(test, unix))]
mod tests {
    use std::fs::File;
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn what_is_older_than_that_is_old() {
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
