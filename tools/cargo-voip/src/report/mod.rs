//! What was built, on standard output.

mod json;
mod preparation;
mod table;
mod weight;

use std::io::{self, Write as _};
use std::path::Path;

use crate::error::{Result, refuse};
use crate::file::words;
use crate::module::Sizes;
use crate::page::Page;
use crate::report::weight::Weight;
use crate::site::File;

/// What there is to say.
pub(crate) struct Report<'a> {
    pub(crate) package: &'a str,
    pub(crate) folder: &'a Path,
    pub(crate) files: &'a [File],
    pub(crate) pages: &'a [Page],
    pub(crate) sizes: Sizes,
    pub(crate) warnings: Vec<String>,
}

/// Prints it for a person, or as one JSON object.
pub(crate) fn print(report: &Report<'_>, as_json: bool) -> Result<()> {
    let weights: Vec<Weight<'_>> = report.files.iter().map(Weight::of).collect();
    let text = if as_json {
        json::json(report, &weights)
    } else {
        format!("{}\n{}", table::table(report, &weights), preparation::LIST)
    };
    // Not through a stream that takes escapes away: they could be part of someone's data.
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        // A reader that has seen enough (`| head`) is no failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            refuse(format!("cannot write to standard output: {}", words(&error)))
        }
        _ => Ok(()),
    }
}
