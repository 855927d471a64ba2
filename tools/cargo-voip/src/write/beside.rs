//! Files and folders of others that are taken for generated ones.

use std::fs;
use std::path::Path;

use crate::file::display_path;
use crate::generate::File;
use crate::text::list_all;

/// Extensions of files that WeChat's tools and bundlers compile to a file with another extension.
const SOURCES: [(&str, &[&str]); 2] = [(".js", &["ts"]), (".wxss", &["scss", "sass", "less"])];

/// The error for files beside generated ones that are compiled to the same path.
pub(super) fn same_output(root: &Path, files: &[File]) -> Option<String> {
    let mut found = Vec::new();
    for File { path, .. } in files {
        for (output, sources) in SOURCES {
            let Some(name) = path.strip_suffix(output) else { continue };
            let beside = sources.iter().map(|source| root.join(format!("{name}.{source}")));
            found.extend(beside.filter(|file| fs::symlink_metadata(file).is_ok()).map(|file| (file, path)));
        }
    }
    let (_, generated) = found.first()?;
    let shown: Vec<String> = found.iter().map(|(file, _)| display_path(file)).collect();
    let (are, it) = if shown.len() == 1 { ("is", "it") } else { ("are", "them") };
    Some(format!(
        "{} {are} compiled to the path of a generated file, such as `{}`\n\
         help: move {it} away, or set another route for the page; then build again",
        list_all(&shown),
        display_path(&root.join(generated))
    ))
}

/// The error for a file or folder whose path differs from that of a generated file only in case.
pub(super) fn other_case(root: &Path, files: &[File]) -> Option<String> {
    files.iter().find_map(|File { path, .. }| {
        let mut folder = root.to_path_buf();
        for part in path.split('/') {
            let file = folder.join(part);
            let names = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
            let mut other = names.filter(|name| {
                name.to_str().is_some_and(|name| name != part && name.to_lowercase() == part.to_lowercase())
            });
            if let Some(other) = other.next() {
                return Some(format!(
                    "`{}` and the existing `{}` differ only in case, which some file systems ignore\n\
                     help: set another route, or another folder with `--under`",
                    display_path(&file),
                    display_path(&folder.join(other))
                ));
            }
            folder = file;
        }
        None
    })
}
