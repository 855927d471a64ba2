//! Generates the files of a mini-program.

pub(crate) mod app_files;
pub(crate) mod elements;
mod escape;
pub(crate) mod fill;
pub(crate) mod glue;
mod markup;
mod page_files;
pub(crate) mod source;
pub(crate) mod types;

use crate::config::Record;
use crate::page::{CustomTemplates, Page};
use crate::place::Place;

/// The path of the list of generated files, in the folder of the pages.
pub(crate) const FILE_LIST: &str = "voip/voip.json";

/// A file of a mini-program. The separator in its path is `/`.
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

/// What the build and the app choose for all pages.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) record: Record,
    /// Whether the app has a dark theme. In an app without one, a page that turns dark would be the only one.
    pub(crate) dark: bool,
}

/// The files of the pages, the glue and the module.
pub(crate) fn pages(
    pages: &[Page],
    custom: &[CustomTemplates],
    module: &[u8],
    place: &Place,
    look: Look,
) -> Vec<File> {
    let pages = pages.iter().zip(custom);
    let mut files: Vec<File> =
        pages.flat_map(|(page, custom)| page_files::files(page, custom, place, look)).collect();
    files.push(File::new(place.path("voip/voip.js"), glue::glue(look.record).into()));
    files.push(File { path: place.path("voip/app.wasm"), bytes: module.to_vec() });
    files
}

/// Joins indented lines, with a separator before each line end.
fn join_lines(lines: &[String], separator: &str, indent: &str) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lines.iter().map(|line| format!("{indent}{line}")).collect();
    lines.join(&format!("{separator}\n")) + "\n"
}
