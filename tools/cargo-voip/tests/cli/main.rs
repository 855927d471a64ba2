//! Runs the command in temporary folders. The modules are written by hand, so the tests need no wasm target.

mod arguments;
mod build_into;
mod build_out;
mod check_into;
mod config;
mod custom_templates;
mod dev;
mod file_list;
mod files_beside;
mod folders;
mod frameworks;
mod generated;
mod interrupted;
mod modified;
mod modules;
mod new;
mod pages;
mod project;
mod record;
mod remove;
mod routes;
mod under;
mod wasm;
mod watch;

use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use project::{Project, Run};
use wasm::{Module, page};

/// Waits until an interrupted command has ended. A shell that ignores the signal, as for background jobs, passes that on.
#[cfg_attr(not(unix), expect(dead_code, reason = "only Unix has the signal"))]
fn ended(process: &mut Child) -> ExitStatus {
    let began = Instant::now();
    loop {
        match process.try_wait().unwrap() {
            Some(status) => return status,
            None if began.elapsed() > Duration::from_secs(60) => {
                let _ = process.kill();
                panic!(
                    "the command has not ended: SIGINT may be ignored in the shell that started the tests"
                );
            }
            None => thread::sleep(Duration::from_millis(10)),
        }
    }
}
