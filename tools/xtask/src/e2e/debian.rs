//! Debian's packages, for a machine that is bare, as CI's may be.

use std::process::Command;

use super::Result;
use super::step::{asked, quietly};

/// Installs the packages, or says what else would do.
pub(super) fn install(packages: &[&str], otherwise: &str) -> Result {
    if asked("id", &["-u"]).as_deref() != Some("0") || asked("apt-get", &["--version"]).is_none() {
        return Err(otherwise.into());
    }
    println!("   apt-get install {}", packages.join(" "));
    quietly(apt_get().arg("update"))?;
    quietly(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages))
        .map_err(|error| format!("{error}\n{otherwise}"))?;
    Ok(())
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
