//! The report as a table of file sizes.

use std::fmt::Write as _;

use crate::report::Report;
use crate::report::file_size::FileSize;
use crate::text::{escape_control, thousands};

/// The files and their total, and what `wasm-opt` saved.
pub(super) fn table(report: &Report<'_>, sizes: &[FileSize<'_>]) -> String {
    let paths: Vec<String> = sizes.iter().map(|size| escape_control(size.path)).collect();
    let width = paths.iter().map(|path| columns(path)).max().unwrap_or(0).max("total".len());
    let mut table = String::new();
    let mut line = |name: &str, bytes: &str, brotli: &str| {
        let blank = " ".repeat(width - columns(name).min(width));
        let _ = writeln!(table, "  {name}{blank}  {bytes:>9}  {brotli:>9}");
    };
    line("file", "bytes", "brotli");
    for (path, size) in paths.iter().zip(sizes) {
        line(path, &thousands(size.bytes), &thousands(size.brotli));
    }
    let sum = |of: fn(&FileSize<'_>) -> usize| thousands(sizes.iter().map(of).sum());
    line("total", &sum(|size| size.bytes), &sum(|size| size.brotli));
    if let Some(after) = report.wasm.after {
        let before = report.wasm.before;
        let saved = before.saturating_sub(after);
        let _ = writeln!(
            table,
            "\n  wasm-opt: {} → {} bytes ({} % smaller)",
            thousands(before),
            thousands(after),
            (saved * 100).checked_div(before).unwrap_or(0)
        );
    }
    table
}

/// The approximate width of a text in a terminal: Chinese characters take two columns.
fn columns(text: &str) -> usize {
    text.chars().map(|character| if u32::from(character) >= 0x1100 { 2 } else { 1 }).sum()
}
