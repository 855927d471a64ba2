//! The files of a mini-program.

pub(crate) mod app;
mod escape;
pub(crate) mod fill;
mod glue;
mod page_files;

use crate::page::{Own, Page};

/// The list of the files that we wrote.
pub(crate) const MARKER: &str = "voip/voip.json";

/// A file, and where it lies in the mini-program: folders parted by `/`.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl File {
    fn new(path: String, text: String) -> Self {
        Self { path, bytes: text.into_bytes() }
    }
}

/// The files of the pages, and what they run on.
pub(crate) fn pages(pages: &[Page], own: &[Own], module: &[u8]) -> Vec<File> {
    let mut files: Vec<File> =
        pages.iter().zip(own).flat_map(|(page, own)| page_files::files(page, own)).collect();
    files.push(File::new("voip/voip.js".into(), glue::glue()));
    files.push(File { path: "voip/app.wasm".into(), bytes: module.to_vec() });
    files
}

/// Lines with something between them and a margin before each.
fn lines(lines: &[String], between: &str, margin: &str) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lines.iter().map(|line| format!("{margin}{line}")).collect();
    lines.join(between) + "\n"
}
