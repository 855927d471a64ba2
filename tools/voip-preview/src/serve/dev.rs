//! Build status from `cargo voip dev`, which rebuilds and restarts this program.
//!
//! It sets an environment variable, and writes JSON lines to the standard input of this process.

use std::env;
use std::io::{self, BufRead as _};
use std::process;
use std::thread;

use tokio::sync::watch;

use super::wire::Build;

/// Set by `cargo voip dev`.
const VARIABLE: &str = "VOIP_DEV";

/// The variable's value when an earlier build was already served.
const RESTART: &str = "again";

pub(super) fn is_on() -> bool {
    env::var_os(VARIABLE).is_some()
}

pub(super) fn is_restart() -> bool {
    env::var_os(VARIABLE).is_some_and(|value| value == RESTART)
}

/// Forwards the build status, and exits when the parent process ends.
pub(super) fn listen(builds: watch::Sender<Option<Build>>) {
    let read_lines = move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            // A newer `cargo voip` may send lines that this version does not know.
            if let Ok(build) = serde_json::from_str(&line) {
                builds.send_replace(Some(build));
            }
        }
        process::exit(0);
    };
    // Without the thread the browser shows no build status; everything else works.
    let _ = thread::Builder::new().name("dev".into()).spawn(read_lines);
}
