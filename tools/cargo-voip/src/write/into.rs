//! `--into`: a mini-program that someone has.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, refuse};
use crate::file::{name, read_text, words};
use crate::page::Page;
use crate::say::Warnings;
use crate::site::File;
use crate::write::app_json;
use crate::write::commit::{commit, recover};
use crate::write::marker::{Kind, Marker};
use crate::write::plan::Plan;

/// The folder of a mini-program: the one with `app.json`, without links in its path.
pub(crate) struct Home(PathBuf);

impl Home {
    /// That of a project's folder.
    pub(crate) fn find(folder: &Path) -> Result<Self> {
        let root = fs::canonicalize(folder)
            .map_err(|error| Error::new(format!("cannot look at `{}`: {}", name(folder), words(&error))))?;
        if !root.is_dir() {
            return refuse(format!("`{}` is a file, and must be the folder of a mini-program", name(folder)));
        }
        // First: a build that was interrupted may have put `app.json` aside.
        recover(&root)?;
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
        if !home.starts_with(&root) {
            return refuse(format!(
                "the `miniprogramRoot` of `{}`, `{inner}`, leads out of `{}`",
                name(&project),
                name(folder)
            ));
        }
        recover(&home)?;
        if !home.join("app.json").exists() {
            return refuse(format!(
                "the `miniprogramRoot` of `{}` is `{inner}`, and there is no `app.json` in it",
                name(&project)
            ));
        }
        Ok(Self(home))
    }
}

/// Adds the pages and their files, and gives those files.
pub(crate) fn into(
    Home(root): &Home,
    mut files: Vec<File>,
    pages: &[Page],
    package: &str,
    warnings: &Warnings,
) -> Result<Vec<File>> {
    let old = Marker::read(root)?;
    may_add(root, old.as_ref(), package)?;
    let app_file = app_file(root)?;
    let text = read_text(&app_file)?;
    let mut marker = Marker::new(Kind::Into, package);
    marker.list(&files);
    let routes: Vec<&str> = pages.iter().map(|page| page.route.as_str()).collect();
    let before = old.as_ref().map_or(&[][..], |old| old.pages.as_slice());
    let merged = app_json::merge(&text, &routes, before, &name(&app_file))?;
    marker.pages = merged.ours;
    let mut plan = Plan::make(root, files.clone(), old.as_ref(), &mut marker, warnings)?;
    files.push(marker.file());
    plan.write_marker(root, &marker)?;
    if merged.text != text {
        // Last: until then the mini-program does not know of what is new.
        plan.write.push(File { path: "app.json".into(), bytes: merged.text.into_bytes() });
    }
    commit(root, &plan)?;
    Ok(files)
}

fn app_file(root: &Path) -> Result<PathBuf> {
    crate::write::place::place(root, "app.json")
}

fn may_add(root: &Path, old: Option<&Marker>, package: &str) -> Result<()> {
    match old {
        Some(old) if old.kind == Kind::Out => refuse(format!(
            "`{}` was written whole by `cargo voip build`: say --out, or leave out --into",
            name(root)
        )),
        Some(old) if old.package != package => refuse(format!(
            "`{}` has the pages of the package `{}` already: a mini-program takes those of one package, \
             so put `{package}`'s pages into the same crate",
            name(root),
            old.package
        )),
        _ => Ok(()),
    }
}
