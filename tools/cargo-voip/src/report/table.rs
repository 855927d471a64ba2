//! The table of what each file weighs.

use std::fmt::Write as _;

use crate::report::Report;
use crate::report::weight::Weight;
use crate::say::{count, visible};

/// The files and their total, and what `wasm-opt` saved.
pub(super) fn table(report: &Report<'_>, weights: &[Weight<'_>]) -> String {
    let paths: Vec<String> = weights.iter().map(|weight| visible(weight.path)).collect();
    let width = paths.iter().map(|path| columns(path)).max().unwrap_or(0).max("total".len());
    let mut table = String::new();
    let mut line = |name: &str, bytes: &str, brotli: &str| {
        let blank = " ".repeat(width - columns(name).min(width));
        let _ = writeln!(table, "  {name}{blank}  {bytes:>9}  {brotli:>9}");
    };
    line("file", "bytes", "brotli");
    for (path, weight) in paths.iter().zip(weights) {
        line(path, &count(weight.bytes), &count(weight.brotli));
    }
    let sum = |of: fn(&Weight<'_>) -> usize| count(weights.iter().map(of).sum());
    line("total", &sum(|weight| weight.bytes), &sum(|weight| weight.brotli));
    if let Some(after) = report.sizes.after {
        let before = report.sizes.before;
        let saved = before.saturating_sub(after);
        let _ = writeln!(
            table,
            "\n  wasm-opt: {} → {} bytes, {} % less",
            count(before),
            count(after),
            (saved * 100).checked_div(before).unwrap_or(0)
        );
    }
    table
}

/// How many columns of a terminal a text takes, near enough: Chinese characters take two.
fn columns(text: &str) -> usize {
    text.chars().map(|letter| if u32::from(letter) >= 0x1100 { 2 } else { 1 }).sum()
}
