//! Which files are a package's sources.

use std::path::{Component, Path};

/// Whether the file, by its path from a folder that is watched, may be compiled into the preview. Editors' backup
/// files (`lib.rs~`, `.lib.rs.swp`, `#lib.rs#`) are not.
pub(crate) fn is_source(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    // A page's own WXML and WXSS are read at compile time.
    let is_one = matches!(extension, "rs" | "wxml" | "wxss") || matches!(name, "Cargo.toml" | "Cargo.lock");
    is_one && is_for_sources(path)
}

/// Whether the folder, by its path from a folder that is watched, may hold sources.
pub(crate) fn is_for_sources(path: &Path) -> bool {
    // Only at the top: a module may well be called `target`.
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
    fn what_the_compiler_may_read_is_a_source() {
        for path in [
            "src/lib.rs",
            "build.rs",
            "Cargo.toml",
            "Cargo.lock",
            "src/pages/call/index.wxml",
            "src/index.wxss",
            "src/target/mod.rs",
        ] {
            assert!(is_source(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn backup_files_hidden_files_and_others_are_none() {
        for path in [
            "src/lib.rs~",
            "src/.lib.rs.swp",
            "src/.#lib.rs",
            "src/#lib.rs#",
            "src/lib.rs.bak",
            "src/4913",
            ".git/lib.rs",
            "target/debug/build/out/made.rs",
            "log",
            "README.md",
        ] {
            assert!(!is_source(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn folders_with_what_was_built_are_not_for_sources() {
        for (path, may) in
            [("src", true), ("src/target", true), ("target", false), ("node_modules", false), (".git", false)]
        {
            assert_eq!(is_for_sources(Path::new(path)), may, "{path}");
        }
    }
}
