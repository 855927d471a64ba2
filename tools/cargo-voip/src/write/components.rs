//! Pages and components of others that use a page that is gone as a component.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::file::{display_path, read_text};
use crate::write::mentions::Gone;

/// A message for each `usingComponents` below a folder that names one of the pages `gone`. That of `app.json` is not read: see
/// `mentions`.
pub(super) fn uses(root: &Path, gone: &[Gone]) -> Vec<String> {
    let mut messages = Vec::new();
    if !gone.is_empty() {
        gather(root, "", gone, &mut messages);
    }
    messages
}

fn gather(root: &Path, inside: &str, gone: &[Gone], messages: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(root.join(inside)).into_iter().flatten().flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.') && *name != "node_modules")
        else {
            continue;
        };
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            gather(root, &format!("{inside}{name}/"), gone, messages);
        } else if let Some(name) = name.strip_suffix(".json").filter(|_| kind.is_file()) {
            let route = format!("{inside}{name}");
            // A page that is gone is removed itself.
            if route != "app" && !gone.iter().any(|gone| gone.route == route) {
                messages.extend(used(&entry.path(), inside, gone));
            }
        }
    }
}

/// The messages about one file.
fn used(file: &Path, inside: &str, gone: &[Gone]) -> Vec<String> {
    let text = read_text(file).unwrap_or_default();
    let settings: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let Some(components) = settings.get("usingComponents").and_then(Value::as_object) else {
        return Vec::new();
    };
    let message = |path: &str| {
        let component = resolved(inside, path);
        let gone = gone.iter().find(|gone| gone.route == component)?;
        let help =
            gone.new.as_ref().map_or_else(|| "remove it".into(), |new| format!("change it to `/{new}`"));
        Some(format!("{}: the component `{path}` is no longer there\nhelp: {help}", display_path(file)))
    };
    components.values().filter_map(Value::as_str).filter_map(message).collect()
}

/// The path of a component in the mini-program. It is relative to the folder `inside`, unless it begins with a slash.
fn resolved(inside: &str, path: &str) -> String {
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { inside.split('/').collect() };
    for part in path.split('/') {
        match part {
            ".." => {
                parts.retain(|part| !part.is_empty());
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}
