//! The report as JSON.

use serde_json::{Value, json};

use crate::config::Record;
use crate::report::Report;
use crate::report::file_size::FileSize;

pub(super) fn json(report: &Report<'_>, sizes: &[FileSize<'_>]) -> String {
    let size = |size: &FileSize<'_>| json!({ "path": size.path, "bytes": size.bytes, "brotli": size.brotli });
    let sum = |of: fn(&FileSize<'_>) -> usize| sizes.iter().map(of).sum::<usize>();
    let pages: Vec<Value> = report
        .pages
        .iter()
        .map(|page| json!({ "name": page.name, "route": page.route, "title": page.title, "file": page.file }))
        .collect();
    let object = json!({
        "package": report.package,
        "folder": report.folder.to_string_lossy(),
        "pages": pages,
        "files": sizes.iter().map(size).collect::<Vec<_>>(),
        "total": { "bytes": sum(|size| size.bytes), "brotli": sum(|size| size.brotli) },
        "wasm": { "given": report.wasm.given, "before": report.wasm.before, "after": report.wasm.after },
        "record": match report.record {
            Record::Off => json!(false),
            Record::Redacted => json!(true),
            Record::Full => json!("full"),
        },
        "warnings": report.warnings,
    });
    format!("{object}\n")
}
