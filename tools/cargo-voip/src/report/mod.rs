//! The report of a build, on standard output.

mod checklist;
mod file_size;
mod json;
mod table;

use std::io::{self, Write as _};
use std::path::Path;

use crate::config::Record;
use crate::error::{Result, bail};
use crate::file::describe;
use crate::generate::File;
use crate::module::Sizes;
use crate::page::Page;
use crate::project::Project;
use crate::report::file_size::FileSize;

pub(crate) struct Report<'a> {
    pub(crate) package: &'a str,
    pub(crate) folder: &'a Path,
    pub(crate) files: &'a [File],
    pub(crate) pages: &'a [Page],
    pub(crate) wasm: Sizes,
    pub(crate) record: Record,
    pub(crate) uses_servers: bool,
    /// The Taro or uni-app project whose sources have the files.
    pub(crate) project: Option<&'a Project>,
    /// Whether an `app.js` that is not generated may load the module: it may not load one from a subpackage.
    pub(crate) may_preload: bool,
    pub(crate) warnings: Vec<String>,
}

/// Prints the report, as text or as one JSON object.
pub(crate) fn print(report: &Report<'_>, as_json: bool) -> Result<()> {
    let sizes: Vec<FileSize<'_>> = report.files.iter().map(FileSize::of).collect();
    let text = if as_json {
        json::json(report, &sizes)
    } else {
        format!("{}\n{}", table::table(report, &sizes), checklist::checklist(report))
    };
    // Not through `anstream`, which removes escape sequences: they could be part of the data.
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        // A reader such as `head` may close the pipe.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            bail(format!("cannot write to standard output: {}", describe(&error)))
        }
        _ => Ok(()),
    }
}
