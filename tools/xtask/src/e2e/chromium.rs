//! A browser to look at the pages with, and a font for what they say.

use std::env;
use std::path::PathBuf;

use super::step::asked;
use super::{Result, debian};

/// What Chromium is called, from system to system.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const OTHERWISE: &str =
    "install Chromium and a Chinese font (Debian: `apt-get install chromium fonts-noto-cjk`)";

/// The program, installed first where it is missing.
pub(super) fn find_or_install() -> Result<PathBuf> {
    let has_font = asked("fc-list", &[":lang=zh"]).is_some_and(|fonts| !fonts.is_empty());
    if find().is_none() || !has_font {
        debian::install(&["chromium", "fonts-noto-cjk", "fontconfig"], OTHERWISE)?;
    }
    let found = find().ok_or(OTHERWISE)?;
    println!("   {}", found.display());
    Ok(found)
}

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}
