//! Where a new package gets `voip-runtime` and `voip-preview` from: a folder or a git repository. No registry has them yet.

use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::error::{Result, bail};
use crate::file::{absolute, display_path};

pub(super) enum Source {
    /// A checkout, as an absolute path or relative to the new package.
    Folder(PathBuf),
    Git {
        url: String,
        revision: Option<String>,
    },
}

impl Source {
    /// The source for the package in the new folder `package`. `runtime` is the argument: `PATH` or `GIT[#REV]`.
    pub(super) fn find(runtime: Option<&str>, package: &Path) -> Result<Self> {
        match runtime {
            Some(git) if git.contains("://") => Self::git(git),
            Some(path) => {
                let checkout = absolute(Path::new(path));
                if !is_checkout(&checkout) {
                    return bail(format!(
                        "`{path}` is not a clone of the repository of `voip-runtime`: it has no \
                         `voip-runtime/Cargo.toml`\n\
                         help: `--runtime` takes the folder of a clone, or the URL of a git repository"
                    ));
                }
                let as_given =
                    || if Path::new(path).is_absolute() { None } else { relative(package, &checkout) };
                Ok(Self::Folder(as_given().unwrap_or(checkout)))
            }
            None => {
                // The clone that this command was built from, unless the user has moved it, or it is somewhere else altogether.
                let built_from =
                    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new(""));
                let nearby = is_checkout(built_from).then(|| relative(package, built_from)).flatten();
                nearby.map(Self::Folder).map_or_else(
                    || {
                        bail(
                            "cannot find `voip-runtime`, which no registry has yet\n\
                             help: say where it is: `--runtime PATH`, the folder of a clone of its repository, or \
                             `--runtime GIT[#REV]`, the URL of the repository and a commit or tag",
                        )
                    },
                    Ok,
                )
            }
        }
    }

    fn git(text: &str) -> Result<Self> {
        let (url, revision) = match text.split_once('#') {
            Some((_, "")) => return bail(format!("missing the commit or tag after `#` in `{text}`")),
            Some((url, revision)) => (url, Some(revision.to_owned())),
            None => (text, None),
        };
        Ok(Self::Git { url: url.to_owned(), revision })
    }

    /// The dependency on the crate in this folder of the repository, as TOML.
    pub(super) fn dependency(&self, crate_folder: &str) -> String {
        // A JSON string is a TOML string.
        let quoted = |text: &str| Value::from(text).to_string();
        match self {
            Self::Folder(checkout) => {
                let path = checkout.join(crate_folder).display().to_string();
                // Cargo reads `/` on every system.
                let path = if checkout.is_relative() { path.replace('\\', "/") } else { path };
                format!("path = {}", quoted(&path))
            }
            Self::Git { url, revision: None } => format!("git = {}", quoted(url)),
            Self::Git { url, revision: Some(revision) } => {
                format!("git = {}, rev = {}", quoted(url), quoted(revision))
            }
        }
    }
}

fn is_checkout(folder: &Path) -> bool {
    ["voip-runtime", "tools/voip-preview"].iter().all(|path| folder.join(path).join("Cargo.toml").is_file())
}

/// The path from the new folder `from` to `to`, if they are below one folder that is not the root of the file system.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let (from, to) = (without_links(from)?, without_links(to)?);
    let is_name = |part: &Component<'_>| matches!(part, Component::Normal(_));
    let shared = from.components().zip(to.components()).take_while(|(from, to)| from == to).count();
    from.components().take(shared).find(is_name)?;
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    Some(up.chain(to.components().skip(shared)).collect())
}

/// The path without links; its last folders may not exist yet.
fn without_links(folder: &Path) -> Option<PathBuf> {
    let folder = absolute(folder);
    let existing = folder.ancestors().find(|above| above.exists())?;
    let rest = folder.strip_prefix(existing).ok()?;
    Some(fs::canonicalize(existing).ok()?.join(rest))
}

/// A path for a command that the user copies into a shell.
pub(super) fn shell_path(path: &Path) -> String {
    let path = display_path(path);
    let is_plain = |character: char| character.is_alphanumeric() || "/\\-_.:~".contains(character);
    if path.chars().all(is_plain) {
        path
    } else if cfg!(windows) {
        format!("\"{path}\"")
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = |path: &str| folder.path().join(path);
        fs::create_dir_all(path("voip")).unwrap();
        for (from, expected) in [("demo", "../voip"), ("项 目/demo", "../../voip"), ("voip/demo", "..")] {
            assert_eq!(relative(&path(from), &path("voip")), Some(expected.into()), "{from}");
        }
        // `/tmp/…` and `/` share only the root.
        assert_eq!(relative(&path("demo"), Path::new("/")), None);
    }

    #[cfg(unix)]
    #[test]
    fn paths_in_a_shell() {
        for (path, expected) in
            [("a/b-c.d", "a/b-c.d"), ("项目/x", "项目/x"), ("a b", "'a b'"), ("it's $x", "'it'\\''s $x'")]
        {
            assert_eq!(shell_path(Path::new(path)), expected);
        }
    }
}
