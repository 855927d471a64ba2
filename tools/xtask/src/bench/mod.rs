//! Benchmarks. Each compares a page by `#[voip_page]` with a hand-written one, in the same run.

use std::error::Error;
use std::path::Path;
use std::process::Command;

use crate::e2e;

pub(crate) mod flow;
mod hand_written;
pub(crate) mod rebuild;

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Runs `benches`, which is a workspace of its own.
pub(crate) fn compare(parts: &[&str]) -> Result<(), Box<dyn Error>> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).ok_or("xtask is not in tools/xtask")?;
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--locked", "--"])
        .args(parts)
        .env("VOIP_E2E", e2e::folder()?)
        .current_dir(root.join("benches"))
        .status()?;
    if status.success() { Ok(()) } else { Err("the benchmark failed".into()) }
}
