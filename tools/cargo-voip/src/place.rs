//! Where the files of pages are: in the folder that is written, and in the app.

use std::path::Path;

use crate::error::{Result, bail};
use crate::file_name::name_problem;

/// The folder of the pages, the glue and the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// In the folder that is written; with a slash at its end. Empty for that folder itself.
    folder: String,
    /// In the app.
    in_app: String,
}

impl Place {
    /// `--under DIR`: a folder of a mini-program.
    pub(crate) fn under(folder: &Path) -> Result<Self> {
        let shown = folder.display();
        let Some(text) = folder.to_str() else { return bail(format!("`--under {shown}` is not UTF-8")) };
        // As Windows and WeChat's tools write paths.
        let slashes = text.replace('\\', "/");
        let parts: Vec<&str> = slashes.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        if parts.contains(&"..") || Path::new(text).is_absolute() || slashes.contains(':') {
            return bail(format!(
                "`--under {shown}` is not a folder of the mini-program\n\
                 help: a path relative to `app.json`, such as `--under wxcomponents`"
            ));
        }
        let problem = parts.iter().enumerate().find_map(|(index, part)| {
            let is_last = index + 1 == parts.len();
            Some((part, folder_problem(part, index == 0 && !is_last)?))
        });
        if let Some((part, why)) = problem {
            return bail(format!(
                "`--under {shown}`: invalid name `{part}`: {why}\nhelp: choose another folder"
            ));
        }
        let folder: String = parts.iter().flat_map(|part| [*part, "/"]).collect();
        Ok(Self { in_app: folder.clone(), folder })
    }

    /// `--npm`: an npm package with this name, in the layout of WeChat's tools. They copy it below `miniprogram_npm`.
    pub(crate) fn npm(package: &str) -> Self {
        Self { folder: "miniprogram_dist/".into(), in_app: format!("miniprogram_npm/{package}/") }
    }

    pub(crate) fn folder(&self) -> &str {
        &self.folder
    }

    /// The path of a file, in the folder that is written.
    pub(crate) fn path(&self, file: &str) -> String {
        format!("{}{file}", self.folder)
    }

    /// The path of a page, in the folder that is written. A route may already have the folder in it.
    pub(crate) fn page(&self, route: &str) -> String {
        if route.starts_with(&self.folder) { route.into() } else { self.path(route) }
    }

    /// The path of the module, as the glue loads it.
    pub(crate) fn module(&self) -> String {
        format!("/{}voip/app.wasm", self.in_app)
    }

    /// The way from a page to the folder: `../../`.
    pub(crate) fn way_up(&self, route: &str) -> String {
        let depth = self.page(route)[self.folder.len()..].matches('/').count();
        if depth == 0 { "./".into() } else { "../".repeat(depth) }
    }

    /// Whether `app.json` lists the pages. WeChat's tools overwrite `miniprogram_npm`, so only components are used from there.
    pub(crate) fn has_pages(&self) -> bool {
        !self.in_app.starts_with("miniprogram_npm/")
    }
}

/// Why a folder cannot have pages. `is_npm` is whether a package of npm could be in it.
fn folder_problem(name: &str, is_npm: bool) -> Option<&'static str> {
    match name.to_lowercase().as_str() {
        "miniprogram_npm" if is_npm && name == "miniprogram_npm" => None,
        "miniprogram_npm" => {
            Some("WeChat's tools write this folder; only a folder in the first one has components")
        }
        "__plugin__" | "__wx__" => Some("WeChat keeps it for itself"),
        "node_modules" => Some("the folder is not part of a mini-program"),
        lower if lower.starts_with('.') => Some("the folder is not part of a mini-program"),
        _ => name_problem(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under(folder: &str) -> Option<String> {
        Place::under(Path::new(folder)).ok().map(|place| place.folder().to_owned())
    }

    #[test]
    fn folders_of_a_mini_program() {
        for folder in ["a/b", "./a/b/", "a\\b", ".\\a\\.\\b\\", "a//b"] {
            assert_eq!(under(folder).as_deref(), Some("a/b/"), "{folder}");
        }
        assert_eq!(under(".").as_deref(), Some(""));
        assert_eq!(under("miniprogram_npm/a").as_deref(), Some("miniprogram_npm/a/"));
        for folder in [
            "..",
            "a/../b",
            "..\\a",
            "/a",
            "C:\\a",
            "a/con",
            "AUX\\b",
            "node_modules/a",
            "a/.b",
            "Node_Modules",
            "a.",
            "a./b",
            "a ",
            " a",
            "a\"b",
            "a?",
            "a|b",
            "<a",
            "a*",
            "100%",
            "a\nb",
            "__plugin__",
            "a/__wx__",
            "miniprogram_npm",
            "Miniprogram_npm/a",
            "a/miniprogram_npm/b",
        ] {
            assert_eq!(under(folder), None, "{folder}");
        }
    }

    #[test]
    fn paths_below_the_folder() {
        let place = Place::under(Path::new("calls")).unwrap();
        assert_eq!(place.page("pages/a/index"), "calls/pages/a/index");
        assert_eq!(place.page("calls/a/index"), "calls/a/index");
        assert_eq!(
            [place.way_up("pages/a/index"), place.way_up("calls/a"), place.way_up("a")],
            ["../../", "./", "./"]
        );
        assert_eq!(place.module(), "/calls/voip/app.wasm");
        assert_eq!(Place::npm("demo").module(), "/miniprogram_npm/demo/voip/app.wasm");
        assert_eq!(Place::npm("demo").page("index"), "miniprogram_dist/index");
    }
}
