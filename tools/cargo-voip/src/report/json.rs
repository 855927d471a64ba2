//! The same for programs.

use serde_json::{Value, json};

use crate::report::Report;
use crate::report::weight::Weight;

pub(super) fn json(report: &Report<'_>, weights: &[Weight<'_>]) -> String {
    let weight =
        |weight: &Weight<'_>| json!({ "path": weight.path, "bytes": weight.bytes, "brotli": weight.brotli });
    let sum = |of: fn(&Weight<'_>) -> usize| weights.iter().map(of).sum::<usize>();
    let pages: Vec<Value> = report
        .pages
        .iter()
        .map(|page| json!({ "name": page.name, "route": page.route, "title": page.title, "file": page.file }))
        .collect();
    let object = json!({
        "package": report.package,
        "folder": report.folder.to_string_lossy(),
        "pages": pages,
        "files": weights.iter().map(weight).collect::<Vec<_>>(),
        "total": { "bytes": sum(|weight| weight.bytes), "brotli": sum(|weight| weight.brotli) },
        "wasm": { "given": report.sizes.given, "before": report.sizes.before, "after": report.sizes.after },
        "warnings": report.warnings,
    });
    format!("{object}\n")
}
