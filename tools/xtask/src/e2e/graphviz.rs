//! Graphviz, which draws the diagrams that `--graph dot` prints.

use super::step::asked;
use super::{Result, debian};

const HOW_TO_INSTALL: &str = "install Graphviz (Debian: `apt-get install graphviz`)";

/// Installs Graphviz if it is missing.
pub(super) fn find_or_install() -> Result {
    // `dot -V` prints the version to standard error.
    let is_installed = || asked("dot", &["-V"]).is_some();
    if !is_installed() {
        debian::install(&["graphviz"], HOW_TO_INSTALL)?;
    }
    if is_installed() { Ok(()) } else { Err(HOW_TO_INSTALL.into()) }
}
