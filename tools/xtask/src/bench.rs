//! `cargo xtask bench`: runs `benches`, which is a workspace of its own.

use std::error::Error;
use std::process::Command;

use crate::e2e;

pub(crate) fn compare(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--locked", "--"])
        .args(arguments)
        .env("VOIP_E2E", e2e::folder()?)
        .current_dir(crate::root().join("benches"))
        .status()?;
    if status.success() { Ok(()) } else { Err("the benchmark failed".into()) }
}
