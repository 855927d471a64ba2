//! `cargo voip remove`: removes what `cargo voip build --into` added.

use std::path::Path;

use crate::args;
use crate::console::{Warnings, status};
use crate::error::{Error, Result, bail};
use crate::file::{display_path, read_text};
use crate::generate::File;
use crate::nearest::did_you_mean;
use crate::project::Project;
use crate::text::list;
use crate::write::app_json::{self, Added};
use crate::write::earlier::EarlierBuilds;
use crate::write::file_list::{FileList, Kind};
use crate::write::lock::Lock;
use crate::write::mini_program::MiniProgram;
use crate::write::paths::resolve;
use crate::write::update::{Update, Wanted};

/// Removes the pages of all packages or of one, or only some pages, and their lines in `app.json`.
pub(crate) fn remove(args: &args::Remove) -> Result<()> {
    let project = Project::find(&args.into)?;
    let root = match &project {
        Some(project) => project.source().to_owned(),
        None => MiniProgram::find(&args.into)?.0,
    };
    let _lock = Lock::of(&root)?;
    let mut earlier = EarlierBuilds::all(&root)?;
    let removed = match args.routes.as_slice() {
        [] => select(&mut earlier, &root, args.package.as_deref())?,
        routes => {
            select(&mut earlier, &root, args.package.as_deref())?;
            routes.iter().map(|route| known(&earlier, route)).collect::<Result<_>>()?
        }
    };
    let remaining = remaining(&earlier, &removed)?;
    // The build hook of a project adds its pages to an `app.json` that the next build writes anew.
    let app_json = if project.is_some() { None } else { without(&root, &earlier, &removed)? };
    let wanted = Wanted { files: Vec::new(), list: remaining, app_json, overwrite: args.overwrite };
    let update = Update::plan(&root, wanted, &earlier)?;
    status("Removing", &format!("{} from {}", list(&removed), display_path(&root)));
    update.commit(&earlier)?;
    if project.is_some() {
        Warnings::default()
            .add("the build configuration of the project still names `voip/plugin.js`\nhelp: remove it");
    }
    Ok(())
}

/// Keeps the lists of a package, or of all packages. Returns their routes.
fn select(earlier: &mut EarlierBuilds, root: &Path, package: Option<&str>) -> Result<Vec<String>> {
    let shown = display_path(root);
    if let Some(list) = earlier.lists.iter().find(|list| list.kind != Kind::Into) {
        let what = if list.kind == Kind::Npm { "an npm package" } else { "a complete mini-program" };
        return bail(format!(
            "`{shown}` is {what} that `cargo voip build` wrote\nhelp: remove the whole folder"
        ));
    }
    let packages: Vec<String> = earlier.lists.iter().map(|list| list.package.clone()).collect();
    earlier.retain(|list| package.is_none_or(|package| list.package == package));
    if !earlier.lists.is_empty() {
        return Ok(routes(earlier));
    }
    bail(match package.filter(|_| !packages.is_empty()) {
        Some(package) => {
            format!(
                "`{shown}` has no pages of the package `{package}`\nhelp: it has those of {}",
                list(&packages)
            )
        }
        None => format!("`{shown}` has no pages that `cargo voip build --into` added"),
    })
}

/// The routes of the pages: each has one WXML.
fn routes(earlier: &EarlierBuilds) -> Vec<String> {
    earlier.paths().into_iter().filter_map(|path| path.strip_suffix(".wxml")).map(String::from).collect()
}

/// The route of a page, which is given with or without the folder of `--under`.
fn known(earlier: &EarlierBuilds, route: &str) -> Result<String> {
    let routes = routes(earlier);
    let folders = earlier.lists.iter().map(|list| list.folder.as_str());
    let found =
        folders.chain([""]).map(|folder| format!("{folder}{route}")).find(|route| routes.contains(route));
    found.ok_or_else(|| {
        let names: Vec<&str> = routes.iter().map(String::as_str).collect();
        let help = did_you_mean(route, &names).unwrap_or_else(|| format!("the pages are {}", list(&names)));
        Error::new(format!("no page `{route}` that cargo voip added\nhelp: {help}"))
    })
}

/// The list of the files that stay, or `None` if no page stays.
fn remaining(earlier: &EarlierBuilds, removed: &[String]) -> Result<Option<FileList>> {
    if routes(earlier).iter().all(|route| removed.contains(route)) {
        return Ok(None);
    }
    let [list] = earlier.lists.as_slice() else {
        return bail("the pages are of more than one package\nhelp: choose one with `--package NAME`");
    };
    let mut list = list.clone();
    list.files.retain(|path, _| !removed.iter().any(|route| path.starts_with(&format!("{route}."))));
    let added: Vec<Added> = list.added().filter(|page| !removed.contains(&page.route)).collect();
    list.set_added(&added);
    Ok(Some(list))
}

/// `app.json` without the pages, if it changes. Nothing else in it may name them.
fn without(root: &Path, earlier: &EarlierBuilds, removed: &[String]) -> Result<Option<File>> {
    let file = resolve(root, "app.json")?;
    let text = read_text(&file)?;
    let gone: Vec<Added> = earlier.added().into_iter().filter(|page| removed.contains(&page.route)).collect();
    let merged = app_json::merge(&text, &[], &gone, "", &display_path(&file))?;
    Error::unless_empty(merged.mentions)?;
    Ok((merged.text != text).then(|| File { path: "app.json".into(), bytes: merged.text.into_bytes() }))
}
