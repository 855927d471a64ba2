//! What a command costs.

use std::process::Command;
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

use crate::Result;

/// Seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Of all processes and threads. A machine that is busy with something else hardly changes it.
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
}

/// Runs a command, which must succeed, and measures it and all processes that it starts.
pub(crate) fn cost(command: &mut Command) -> Result<Cost> {
    let cpu = cpu()?;
    let start = Instant::now();
    output(command)?;
    let wall = start.elapsed().as_secs_f64();
    Ok(Cost { cpu: self::cpu()? - cpu, wall })
}

/// Runs a command, which must succeed, and returns its standard output and its standard error.
pub(crate) fn output(command: &mut Command) -> Result<(String, String)> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    if !output.status.success() {
        return Err(format!("{command:?} failed:\n{}", text(&output.stderr)).into());
    }
    Ok((text(&output.stdout), text(&output.stderr)))
}

/// The CPU time of all processes that have been started and have ended.
fn cpu() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

#[expect(clippy::cast_precision_loss, reason = "a process does not run for so long")]
fn seconds(time: TimeVal) -> f64 {
    time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6
}
