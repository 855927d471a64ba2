//! Generates the files of a mini-program.

pub(crate) mod app_files;
mod escape;
pub(crate) mod fill;
pub(crate) mod glue;
mod markup;
mod page_files;
pub(crate) mod source;
pub(crate) mod types;

use crate::config::Record;
use crate::page::{CustomTemplates, Page};

/// The path of the list of generated files.
pub(crate) const FILE_LIST: &str = "voip/voip.json";

/// The path of the module in a mini-program, as the glue loads it.
const MODULE: &str = "/voip/app.wasm";

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

/// The files of the pages, the glue and the module.
pub(crate) fn pages(pages: &[Page], custom: &[CustomTemplates], module: &[u8], record: Record) -> Vec<File> {
    let mut files: Vec<File> =
        pages.iter().zip(custom).flat_map(|(page, custom)| page_files::files(page, custom, record)).collect();
    files.push(File::new("voip/voip.js".into(), glue::glue(record).into()));
    files.push(File { path: MODULE[1..].into(), bytes: module.to_vec() });
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
