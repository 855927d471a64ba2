//! `--into`: a mini-program that someone has.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Result, refuse};
use crate::file::{name, read_text};
use crate::page::Page;
use crate::say::Warnings;
use crate::site::File;
use crate::write::app_json;
use crate::write::marker::{Earlier, Kind, Marker};
use crate::write::place::{place, root};
use crate::write::update::update;

/// The folder of a mini-program: the one with `app.json`, without links in its path.
pub(crate) struct Home(PathBuf);

impl Home {
    /// That of a project's folder.
    pub(crate) fn find(folder: &Path) -> Result<Self> {
        let root = root(folder)?;
        if root.join("app.json").exists() {
            return Ok(Self(root));
        }
        let project = root.join("project.config.json");
        if !project.exists() {
            return refuse(format!(
                "`{}` is no mini-program: it has neither `app.json` nor `project.config.json`; to write a new one, say --out",
                name(folder)
            ));
        }
        let Some(inner) = app_json::mini_program_root(&read_text(&project)?, &name(&project))? else {
            return refuse(format!(
                "`{}` has no `app.json`, and its `project.config.json` names no `miniprogramRoot`",
                name(folder)
            ));
        };
        let home = fs::canonicalize(root.join(&inner)).unwrap_or_else(|_| root.join(&inner));
        let named = format!("the `miniprogramRoot` of `{}`", name(&project));
        if !home.starts_with(&root) {
            return refuse(format!("{named}, `{inner}`, leads out of `{}`", name(folder)));
        }
        if !home.join("app.json").exists() {
            return refuse(format!("{named} is `{inner}`, and there is no `app.json` in it"));
        }
        Ok(Self(home))
    }
}

/// Adds the pages and their files, and gives those files.
pub(crate) fn into(
    Home(root): &Home,
    files: Vec<File>,
    pages: &[Page],
    package: &str,
    warnings: &Warnings,
) -> Result<Vec<File>> {
    let earlier = Earlier::read(root)?;
    for marker in &earlier.markers {
        may_add(root, marker, package)?;
    }
    let app_file = place(root, "app.json")?;
    let text = read_text(&app_file)?;
    let routes: Vec<&str> = pages.iter().map(|page| page.route.as_str()).collect();
    let merged = app_json::merge(&text, &routes, &earlier.pages(), &name(&app_file))?;
    let marker = Marker::new(Kind::Into, package, merged.ours, &files);
    let app_json =
        (merged.text != text).then(|| File { path: "app.json".into(), bytes: merged.text.into_bytes() });
    update(root, files, marker, &earlier, app_json, warnings)
}

fn may_add(root: &Path, earlier: &Marker, package: &str) -> Result<()> {
    if earlier.kind == Kind::Out {
        return refuse(format!(
            "`{}` was written whole by `cargo voip build`: say --out, or leave out --into",
            name(root)
        ));
    }
    if earlier.package != package {
        return refuse(format!(
            "`{}` has the pages of the package `{}` already: a mini-program takes those of one package, \
             so put `{package}`'s pages into the same crate",
            name(root),
            earlier.package
        ));
    }
    Ok(())
}
