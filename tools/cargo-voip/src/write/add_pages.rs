//! `--into`: adds pages to an existing mini-program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::console::Warnings;
use crate::error::{Result, bail};
use crate::file::{display_path, read_text};
use crate::generate::File;
use crate::page::Page;
use crate::write::app_json;
use crate::write::file_list::{EarlierBuilds, FileList, Kind};
use crate::write::paths::{canonical_folder, resolve};
use crate::write::update::update;

/// The folder of an existing mini-program: the folder with `app.json`. Its path has no links.
pub(crate) struct MiniProgram(PathBuf);

impl MiniProgram {
    /// Finds the mini-program of a project folder, whose `project.config.json` may name another folder.
    pub(crate) fn find(folder: &Path) -> Result<Self> {
        let root = canonical_folder(folder)?;
        if root.join("app.json").exists() {
            return Ok(Self(root));
        }
        let project = root.join("project.config.json");
        if !project.exists() {
            return bail(format!(
                "`{}` is not a mini-program: it has no `app.json` and no `project.config.json`\n\
                 help: to write a new mini-program, use `--out`",
                display_path(folder)
            ));
        }
        let Some(inner) = app_json::mini_program_root(&read_text(&project)?, &display_path(&project))? else {
            return bail(format!(
                "`{}` has no `app.json`, and its `project.config.json` has no `miniprogramRoot`",
                display_path(folder)
            ));
        };
        let mini_program = fs::canonicalize(root.join(&inner)).unwrap_or_else(|_| root.join(&inner));
        let field = format!("`miniprogramRoot` in `{}`", display_path(&project));
        if !mini_program.starts_with(&root) {
            return bail(format!("{field} is `{inner}`, which is outside of `{}`", display_path(folder)));
        }
        if !mini_program.join("app.json").exists() {
            return bail(format!("{field} is `{inner}`, which has no `app.json`"));
        }
        Ok(Self(mini_program))
    }
}

/// Adds the pages, and returns their files.
pub(crate) fn add_pages(
    MiniProgram(root): &MiniProgram,
    files: Vec<File>,
    pages: &[Page],
    package: &str,
    warnings: &Warnings,
) -> Result<Vec<File>> {
    let earlier = EarlierBuilds::read(root)?;
    for list in &earlier.lists {
        check_earlier(root, list, package)?;
    }
    let app_file = resolve(root, "app.json")?;
    let text = read_text(&app_file)?;
    let routes: Vec<&str> = pages.iter().map(|page| page.route.as_str()).collect();
    let merged = app_json::merge(&text, &routes, &earlier.pages(), &display_path(&app_file))?;
    let list = FileList::new(Kind::Into, package, merged.added, &files);
    let app_json =
        (merged.text != text).then(|| File { path: "app.json".into(), bytes: merged.text.into_bytes() });
    update(root, files, list, &earlier, app_json, warnings)
}

/// Checks that an earlier build added pages of this package.
pub(super) fn check_earlier(root: &Path, earlier: &FileList, package: &str) -> Result<()> {
    if earlier.kind == Kind::Out {
        return bail(format!(
            "`{}` is a complete mini-program that `cargo voip build` wrote\nhelp: use `--out` instead of `--into`",
            display_path(root)
        ));
    }
    if earlier.package != package {
        return bail(format!(
            "`{}` already has the pages of the package `{}`, and can only have those of one package\n\
             help: declare the pages of `{package}` in the same package",
            display_path(root),
            earlier.package
        ));
    }
    Ok(())
}
