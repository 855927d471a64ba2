//! Removes what `cargo voip build --into` added.

use std::path::Path;

use crate::console::{Warnings, status};
use crate::error::{Error, Result, bail};
use crate::file::{display_path, read_text};
use crate::generate::source::FOLDER as SOURCE;
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
use crate::write::update::{Update, Wanted, is_current};

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
    remove(root, selection, None).map(|_| ())
}

/// Removes pages from the source folder of a project, whose path has no links, where `mini_program` is the folder with their
/// files. Its build hook adds them to an `app.json` that each build overwrites. Returns whether no page is left.
pub(crate) fn remove_from_source_folder(
    source: &Path,
    mini_program: &str,
    selection: &Selection<'_>,
) -> Result<bool> {
    remove(source, selection, Some(mini_program))
}

/// Returns whether no page is left.
fn remove(root: &Path, selection: &Selection<'_>, mini_program: Option<&str>) -> Result<bool> {
    let inside = mini_program.unwrap_or_default();
    let _lock = Lock::of(root)?;
    let mut earlier = EarlierBuilds::all(root)?;
    select(&mut earlier, root, selection.package)?;
    let all = routes(&earlier, inside);
    let removed = match selection.routes {
        [] => all.clone(),
        routes => routes.iter().map(|route| known(&earlier, &all, route)).collect::<Result<_>>()?,
    };
    let is_empty = all.iter().all(|route| removed.contains(route));
    let remaining = if is_empty { None } else { Some(remaining(root, &earlier, &removed, mini_program)?) };
    let (app_json, gone) =
        if mini_program.is_none() { without(root, &earlier, &removed)? } else { (None, Vec::new()) };
    let wanted = Wanted { files: Vec::new(), list: remaining, app_json, overwrite: selection.overwrite };
    let update = Update::plan(root, wanted, &earlier)?;
    let what = if removed.is_empty() { "what an interrupted build left".into() } else { list(&removed) };
    status("Removing", &format!("{what} from {}", display_path(root)));
    update.commit(&earlier)?;
    let warnings = Warnings::default();
    for message in components::uses(root, &gone) {
        warnings.add(message);
    }
    Ok(is_empty)
}

/// Keeps the lists of a package, or of all packages.
fn select(earlier: &mut EarlierBuilds, root: &Path, package: Option<&str>) -> Result<()> {
    let shown = display_path(root);
    if let Some(list) = earlier.lists.iter().find(|list| list.kind != Kind::Into) {
        return bail(format!("`{shown}` is {}\nhelp: remove the whole folder", list.kind.described()));
    }
    let packages: Vec<String> = earlier.lists.iter().map(|list| list.package.clone()).collect();
    earlier.retain(|list| package.is_none_or(|package| list.package == package));
    // An interrupted build may have written no page yet.
    if earlier.has_files() {
        return Ok(());
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

/// The routes of the pages: each has one WXML in this folder.
fn routes(earlier: &EarlierBuilds, inside: &str) -> Vec<String> {
    let route = |path: &str| Some(path.strip_prefix(inside)?.strip_suffix(".wxml")?.to_owned());
    earlier.paths().into_iter().filter_map(route).collect()
}

/// The route of a page, which is given with or without the folder of `--under`.
fn known(earlier: &EarlierBuilds, routes: &[String], route: &str) -> Result<String> {
    let folders = earlier.lists.iter().map(|list| list.folder.as_str());
    let found =
        folders.chain([""]).map(|folder| format!("{folder}{route}")).find(|route| routes.contains(route));
    found.ok_or_else(|| {
        let names: Vec<&str> = routes.iter().map(String::as_str).collect();
        let help = did_you_mean(route, &names).unwrap_or_else(|| format!("the pages are {}", list(&names)));
        Error::new(format!("no page `{route}` that cargo voip added\nhelp: {help}"))
    })
}

/// The list of the files that stay.
fn remaining(
    root: &Path,
    earlier: &EarlierBuilds,
    removed: &[String],
    mini_program: Option<&str>,
) -> Result<FileList> {
    let mut lists = earlier.lists.iter();
    let Some(mut list) = lists.next().cloned() else { return bail("no list of these pages") };
    for other in lists {
        if other.package != list.package {
            return bail("the pages are of more than one package\nhelp: choose one with `--package NAME`");
        }
        // That of an interrupted command.
        list.add(other, |path, hash| is_current(root, path, hash));
    }
    let mut gone: Vec<String> =
        removed.iter().map(|route| format!("{}{route}.", mini_program.unwrap_or_default())).collect();
    let pages = if mini_program.is_some() { list.listed() } else { list.pages() };
    let (removed, pages): (Vec<Listed>, Vec<Listed>) =
        pages.into_iter().partition(|page| removed.contains(&page.route));
    if mini_program.is_some() {
        if removed.len() < gone.len() {
            return bail(
                "an earlier version of cargo voip wrote these pages, so the declarations of each are unknown\n\
                 help: run `cargo voip build --into` again, or remove all pages",
            );
        }
        gone.extend(removed.iter().map(|page| format!("{SOURCE}{}.", page.name)));
    }
    list.files.retain(|path, _| !gone.iter().any(|start| path.starts_with(start)));
    list.set_pages(&pages);
    Ok(list)
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
