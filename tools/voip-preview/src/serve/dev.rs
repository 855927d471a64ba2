//! What `cargo voip dev` says, which rebuilds this program and starts it anew: JSON lines on standard
//! input. It is told apart by an environment variable.

use std::env;
use std::io::{self, BufRead as _};
use std::process;
use std::thread;

use tokio::sync::watch;

use super::wire::Build;

/// Set by `cargo voip dev`.
const VARIABLE: &str = "VOIP_DEV";

/// Its value where the preview was shown before, by an earlier build.
const AGAIN: &str = "again";

pub(super) fn is_on() -> bool {
    env::var_os(VARIABLE).is_some()
}

pub(super) fn is_again() -> bool {
    env::var_os(VARIABLE).is_some_and(|value| value == AGAIN)
}

/// Passes on what is said, and ends this program with its parent.
pub(super) fn listen(builds: watch::Sender<Option<Build>>) {
    let listening = move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            // A line that is not understood is of a newer command; it does no harm.
            if let Ok(build) = serde_json::from_str(&line) {
                builds.send_replace(Some(build));
            }
        }
        process::exit(0);
    };
    // Without the thread, the page does not follow its source; all the rest works.
    let _ = thread::Builder::new().name("dev".into()).spawn(listening);
}
