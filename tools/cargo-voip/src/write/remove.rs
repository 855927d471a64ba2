//! Removes what `cargo voip build --into` added.

use std::path::Path;

use crate::console::{Warnings, status};
use crate::error::{Error, Result, bail};
use crate::file::{display_path, read_text};
use crate::generate::{FILE_LIST, File};
use crate::nearest::did_you_mean;
use crate::text::list;
use crate::write::app_json::{self, Listed};
use crate::write::components;
use crate::write::earlier::EarlierBuilds;
use crate::write::file_list::{FileList, Kind};
use crate::write::lock::Lock;
use crate::write::mentions::Gone;
use crate::write::mini_program::MiniProgram;
use crate::write::paths::resolve;
use crate::write::update::{Update, Wanted};

/// What to remove.
pub(crate) struct Selection<'a> {
    /// The pages of this package, or of all packages.
    pub(crate) package: Option<&'a str>,
    /// These pages, or all.
    pub(crate) routes: &'a [String],
    /// Whether to remove files that were modified since an earlier build.
    pub(crate) overwrite: bool,
}

/// Removes pages from a mini-program, and their lines from `app.json`.
pub(crate) fn remove_pages(MiniProgram(root): &MiniProgram, selection: &Selection<'_>) -> Result<()> {
    remove(root, selection, true)
}

/// Removes all pages from the source folder of a project, whose path has no links. Its build hook adds them to an `app.json`
/// that each build overwrites.
pub(crate) fn remove_from_source_folder(source: &Path, selection: &Selection<'_>) -> Result<()> {
    remove(source, selection, false)
}

fn remove(root: &Path, selection: &Selection<'_>, has_app_json: bool) -> Result<()> {
    let _lock = Lock::of(root)?;
    let mut earlier = EarlierBuilds::all(root)?;
    let all = select(&mut earlier, root, selection.package)?;
    let removed = match selection.routes {
        [] => all,
        routes => routes.iter().map(|route| known(&earlier, route)).collect::<Result<_>>()?,
    };
    let remaining = remaining(&earlier, &removed)?;
    let (app_json, gone) = if has_app_json { without(root, &earlier, &removed)? } else { (None, Vec::new()) };
    let wanted = Wanted { files: Vec::new(), list: remaining, app_json, overwrite: selection.overwrite };
    let update = Update::plan(root, wanted, &earlier)?;
    let what = if removed.is_empty() { "what an interrupted build left".into() } else { list(&removed) };
    status("Removing", &format!("{what} from {}", display_path(root)));
    update.commit(&earlier)?;
    let warnings = Warnings::default();
    for message in components::uses(root, &gone) {
        warnings.add(message);
    }
    Ok(())
}

/// Keeps the lists of a package, or of all packages. Returns their routes.
fn select(earlier: &mut EarlierBuilds, root: &Path, package: Option<&str>) -> Result<Vec<String>> {
    let shown = display_path(root);
    if let Some(list) = earlier.lists.iter().find(|list| list.kind != Kind::Into) {
        return bail(format!("`{shown}` is {}\nhelp: remove the whole folder", list.kind.described()));
    }
    let packages: Vec<String> = earlier.lists.iter().map(|list| list.package.clone()).collect();
    earlier.retain(|list| package.is_none_or(|package| list.package == package));
    // An interrupted build may have written no page yet.
    if earlier.has_files() {
        return Ok(routes(earlier));
    }
    bail(match package.filter(|_| !packages.is_empty() && earlier.lists.is_empty()) {
        Some(package) => {
            format!(
                "`{shown}` has no pages of the package `{package}`\nhelp: it has those of {}",
                list(&packages)
            )
        }
        None => format!(
            "`{shown}` has no pages that `cargo voip build --into` added: it has no list of them, `{FILE_LIST}`\n\
             help: if the list is lost, restore it from version control, or build again, which writes it"
        ),
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
    let pages: Vec<Listed> = list.pages().into_iter().filter(|page| !removed.contains(&page.route)).collect();
    list.set_pages(&pages);
    Ok(Some(list))
}

/// `app.json` without the pages, if it changes, and these pages. Nothing else in it may name them.
fn without(root: &Path, earlier: &EarlierBuilds, removed: &[String]) -> Result<(Option<File>, Vec<Gone>)> {
    let file = resolve(root, "app.json")?;
    let text = read_text(&file)?;
    let gone: Vec<Listed> =
        earlier.pages().into_iter().filter(|page| removed.contains(&page.route)).collect();
    let merged = app_json::merge(&text, &[], &gone, "", &display_path(&file))?;
    Error::unless_empty(merged.mentions)?;
    let app_json =
        (merged.text != text).then(|| File { path: "app.json".into(), bytes: merged.text.into_bytes() });
    Ok((app_json, merged.gone))
}
