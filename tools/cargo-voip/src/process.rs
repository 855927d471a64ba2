//! Whether another process has ended.

use std::fs;
use std::path::Path;
use std::process;
use std::time::Duration;

/// Whether the process that created the file or folder `created` has ended. If the system does not say, the process
/// counts as ended when `created` is older than `max_age`.
pub(crate) fn has_ended(process: u32, created: &Path, max_age: Duration) -> bool {
    // In a container, an earlier process may have had this id. This one has not created anything yet.
    process == process::id()
        || is_running(process).map_or_else(|| is_older(created, max_age), |running| !running)
}

/// `None` except on Linux, which lists the processes of the same container as files.
fn is_running(process: u32) -> Option<bool> {
    let processes = Path::new("/proc");
    let is_listed = cfg!(target_os = "linux") && processes.join("self").exists();
    is_listed.then(|| processes.join(process.to_string()).exists())
}

fn is_older(path: &Path, max_age: Duration) -> bool {
    let age = fs::metadata(path).and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
    // A time in the future counts as new.
    matches!(age, Ok(Ok(age)) if age > max_age)
}

// On Windows, `File::open` cannot open a folder.
#[cfg(all(test, unix))]
mod tests {
    use std::fs::File;
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn a_folder_is_older_after_the_maximum_age() {
        let folder = tempfile::TempDir::new().unwrap();
        let (max_age, minute) = (Duration::from_secs(3600), Duration::from_secs(60));
        let is_older_at = |time| {
            File::open(folder.path()).unwrap().set_modified(time).unwrap();
            is_older(folder.path(), max_age)
        };
        let now = SystemTime::now();
        assert!(is_older_at(now - max_age - minute));
        assert!(!is_older_at(now - max_age + minute));
        assert!(!is_older_at(now + max_age));
        assert!(!is_older(&folder.path().join("absent"), max_age));
    }
}
