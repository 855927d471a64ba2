//! Installs Debian packages, for example on a new CI machine.

use std::process::Command;

use super::Result;
use super::step::{asked, quietly};

/// Installs the packages. The error says how to install them by hand.
pub(super) fn install(packages: &[&str], how_to_install: &str) -> Result {
    if asked("id", &["-u"]).as_deref() != Some("0") || asked("apt-get", &["--version"]).is_none() {
        return Err(how_to_install.into());
    }
    println!("   apt-get install {}", packages.join(" "));
    quietly(apt_get().arg("update"))?;
    quietly(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages))
        .map_err(|error| format!("{error}\n{how_to_install}"))?;
    Ok(())
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
