//! Which files are sources of a package.

use std::path::{Component, Path};

/// Whether a file may be compiled into the preview. The path is relative to a watched folder. Backup files of editors
/// (`lib.rs~`, `.lib.rs.swp`, `#lib.rs#`) are not sources.
pub(crate) fn is_source(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_source_name = matches!(extension, "rs" | "wxml" | "wxss")
        || matches!(name, "Cargo.toml" | "Cargo.lock" | "index.json" | "index.js");
    is_source_name && may_contain_sources(path)
}

/// Whether a folder may contain sources. The path is relative to a watched folder.
pub(crate) fn may_contain_sources(path: &Path) -> bool {
    // Only at the top: a module may be named `target`.
    let is_built = path.starts_with("target") || path.starts_with("node_modules");
    !is_built && !path.components().any(is_hidden)
}

fn is_hidden(part: Component<'_>) -> bool {
    matches!(part, Component::Normal(name) if name.as_encoded_bytes().first() == Some(&b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_the_compiler_may_read_are_sources() {
        for path in [
            "src/lib.rs",
            "build.rs",
            "Cargo.toml",
            "Cargo.lock",
            "src/pages/call/index.wxml",
            "src/index.wxss",
            "src/index.json",
            "src/pages/call/index.js",
            "src/target/mod.rs",
        ] {
            assert!(is_source(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn backup_files_and_hidden_files_are_not_sources() {
        for path in [
            "src/lib.rs~",
            "src/.lib.rs.swp",
            "src/.#lib.rs",
            "src/#lib.rs#",
            "src/lib.rs.bak",
            "src/4913",
            ".git/lib.rs",
            "target/debug/build/out/generated.rs",
            "log",
            "package.json",
            "README.md",
        ] {
            assert!(!is_source(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn the_target_folder_contains_no_sources() {
        for (path, expected) in
            [("src", true), ("src/target", true), ("target", false), ("node_modules", false), (".git", false)]
        {
            assert_eq!(may_contain_sources(Path::new(path)), expected, "{path}");
        }
    }
}
