//! The browser for the tests, and a Chinese font.

use std::env;
use std::path::PathBuf;

use super::step::asked;
use super::{Result, debian};

/// The names of Chromium on different systems.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const HOW_TO_INSTALL: &str =
    "install Chromium and a Chinese font (Debian: `apt-get install chromium fonts-noto-cjk`)";

/// Finds Chromium, and installs it if it is missing.
pub(super) fn find_or_install() -> Result<PathBuf> {
    let has_font = asked("fc-list", &[":lang=zh"]).is_some_and(|fonts| !fonts.is_empty());
    if find().is_none() || !has_font {
        debian::install(&["chromium", "fonts-noto-cjk", "fontconfig"], HOW_TO_INSTALL)?;
    }
    let found = find().ok_or(HOW_TO_INSTALL)?;
    println!("   {}", found.display());
    Ok(found)
}

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}
