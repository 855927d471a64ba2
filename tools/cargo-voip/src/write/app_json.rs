//! Adds pages to an existing `app.json`, renames and removes them. Everything else in it stays unchanged, whitespace
//! included.

use jsonc_parser::ast::Value;

use crate::error::{Result, bail};
use crate::write::json::{Span, location, member, object, split_bom};
use crate::write::mentions::{Gone, mentions};
use crate::write::page_list::{PageList, package_of, page_lists};

/// A page of cargo voip, which `app.json` lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) route: String,
    /// The name of its struct. Empty if it is not known.
    pub(super) name: String,
}

/// The new `app.json`.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) text: String,
    /// The pages of `earlier` that are not in it any more.
    pub(super) gone: Vec<Gone>,
    /// Messages about what still names a page or a subpackage that is gone.
    pub(super) mentions: Vec<String>,
}

/// An `app.json` in which pages are changed one after the other.
struct AppJson<'a> {
    json: String,
    /// The name for messages.
    file: &'a str,
    /// The folder of the glue, with a slash at its end.
    glue: &'a str,
}

/// Adds `pages`, and removes those of `earlier` that are not in `pages`, whoever listed them: their files are removed too, and
/// WeChat builds no app that lists a page without files. A page that has another route than before takes the place of the old
/// one. `glue` is the folder of the glue.
pub(super) fn merge(
    text: &str,
    pages: &[Listed],
    earlier: &[Listed],
    glue: &str,
    file: &str,
) -> Result<Merged> {
    let (bom, json) = split_bom(text);
    let mut app = AppJson { json: json.to_owned(), file, glue };
    let is_page = |route: &str| pages.iter().any(|page| page.route == route);
    let mut stale: Vec<&Listed> = earlier.iter().filter(|page| !is_page(&page.route)).collect();
    let mut gone = Vec::new();
    let lists = page_lists(&app.json, file)?;
    let mut fresh = Vec::new();
    for page in pages {
        if package_of(&lists, &page.route)?.position(&page.route).is_none() {
            fresh.push(page);
        }
    }
    for page in &fresh {
        let is_only = stale.len() == 1 && fresh.len() == 1;
        let Some(index) = stale.iter().position(|old| old.name == page.name || is_only) else { continue };
        let old = stale.remove(index);
        app.rename(&old.route, &page.route)?;
        // It may be in another package now, or listed twice.
        app.remove(&old.route)?;
        gone.push(Gone { route: old.route.clone(), new: Some(page.route.clone()) });
    }
    for old in stale {
        app.remove(&old.route)?;
        gone.push(Gone { route: old.route.clone(), new: None });
    }
    for page in pages {
        app.add(&page.route)?;
    }
    let mentions = mentions(&app.json, &gone, &lists, &page_lists(&app.json, file)?, file)?;
    Ok(Merged { text: format!("{bom}{}", app.json), gone, mentions })
}

/// Whether an `app.json` has `"darkmode": true`.
pub(super) fn is_dark(text: &str) -> bool {
    let root = object(split_bom(text).1, "app.json");
    root.is_ok_and(|root| matches!(member(&root, "darkmode"), Some(Value::BooleanLit(on)) if on.value))
}

/// Checks that `app.json` can be changed, and that pages in the folder `glue` can load the glue there.
pub(super) fn check(text: &str, glue: &str, file: &str) -> Result<()> {
    let app = AppJson { json: split_bom(text).1.to_owned(), file, glue };
    let lists = page_lists(&app.json, file)?;
    app.check_roots(&lists, glue)?;
    app.check_glue(&lists, package_of(&lists, glue)?, "a page")
}

impl AppJson<'_> {
    /// Adds a page to the end of the list that it belongs to, unless it is in the list.
    fn add(&mut self, route: &str) -> Result<()> {
        let lists = page_lists(&self.json, self.file)?;
        self.check_roots(&lists, route)?;
        let list = package_of(&lists, route)?;
        self.check_glue(&lists, list, &format!("the route `{route}`"))?;
        if list.position(route).is_some() {
            return Ok(());
        }
        self.check_case(list, route, None)?;
        let page = route.get(list.root.len()..).unwrap_or(route);
        let entry = serde_json::Value::from(page).to_string();
        match list.pages.as_slice() {
            // What is between the brackets stays.
            [] => self.splice(Span { start: list.array.start + 1, end: list.array.start + 1 }, &entry),
            [.., (_, end)] => {
                let space = whitespace_before(&self.json, *end);
                let space = if list.pages.len() == 1 && space.is_empty() { " " } else { space };
                let with = format!(",{space}{entry}");
                self.splice(Span { start: end.end, end: end.end }, &with);
            }
        }
        Ok(())
    }

    /// Puts a page in the place of another one, if both are of the same package.
    fn rename(&mut self, old: &str, new: &str) -> Result<()> {
        let lists = page_lists(&self.json, self.file)?;
        let (list, list_of_old) = (package_of(&lists, new)?, package_of(&lists, old)?);
        let Some(index) = list.position(old).filter(|_| list.root == list_of_old.root) else {
            return Ok(());
        };
        self.check_glue(&lists, list, &format!("the route `{new}`"))?;
        self.check_case(list, new, Some(index))?;
        let entry = serde_json::Value::from(new.get(list.root.len()..).unwrap_or(new)).to_string();
        self.splice(list.pages[index].1, &entry);
        Ok(())
    }

    /// Checks that a new page differs from those of its package, apart from one that it replaces, in more than case.
    fn check_case(&self, list: &PageList, route: &str, replaced: Option<usize>) -> Result<()> {
        let page = route.get(list.root.len()..).unwrap_or(route).to_lowercase();
        let mut others = list.pages.iter().enumerate().filter(|(index, _)| Some(*index) != replaced);
        let Some((_, (listed, at))) = others.find(|(_, (listed, _))| listed.to_lowercase() == page) else {
            return Ok(());
        };
        bail(format!(
            "{}: the page `{listed}` and the route `{route}` differ only in case, which some file systems ignore\n\
             help: set another route",
            location(&self.json, at.start, self.file)
        ))
    }

    /// Checks that no folder of a path differs only in case from the root of a subpackage.
    fn check_roots(&self, lists: &[PageList], path: &str) -> Result<()> {
        let begins = |root: &str, is_same: fn(&str, &str) -> bool| {
            let mut folders = path.split('/');
            root.trim_end_matches('/')
                .split('/')
                .all(|part| folders.next().is_some_and(|folder| is_same(part, folder)))
        };
        let is_other = |list: &&PageList| {
            let is_same_name = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
            !list.root.is_empty()
                && begins(&list.root, is_same_name)
                && !begins(&list.root, |one, other| one == other)
        };
        let Some(list) = lists.iter().find(is_other) else { return Ok(()) };
        bail(format!(
            "`{}` and the subpackage `{}` in `{}` differ only in case, which some file systems ignore\n\
             help: write it as the subpackage is written, or choose another folder",
            path.trim_end_matches('/'),
            list.root.trim_end_matches('/'),
            self.file
        ))
    }

    /// Removes a page from every list that has it.
    fn remove(&mut self, route: &str) -> Result<()> {
        loop {
            let lists = page_lists(&self.json, self.file)?;
            let found = lists.iter().find_map(|list| Some((list, list.position(route)?)));
            let Some((list, index)) = found else { return Ok(()) };
            let span = list.pages[index].1;
            let before = index.checked_sub(1).map(|before| list.pages[before].1.end);
            let after = list.pages.get(index + 1).map(|(_, after)| after.start);
            let removed = match (before, after) {
                (Some(end), _) => Span { start: end, end: span.end },
                (None, Some(start)) => Span { start: span.start, end: start },
                (None, None) => span,
            };
            self.splice(removed, "");
        }
    }

    fn splice(&mut self, span: Span, with: &str) {
        self.json.replace_range(span.start..span.end, with);
    }

    /// A page can load files of its own package, and of the main package unless its package is independent. `route` is the page
    /// in messages.
    fn check_glue(&self, lists: &[PageList], page: &PageList, route: &str) -> Result<()> {
        let glue = format!("{}voip/voip.js", self.glue);
        let package = package_of(lists, &glue)?;
        if package.root == page.root || package.root.is_empty() && !page.independent {
            return Ok(());
        }
        let (of, root) = (&package.root, &page.root);
        bail(if page.independent {
            format!(
                "{route} is in the independent subpackage `{root}`, which cannot load `{glue}` of another \
                 package\nhelp: write the glue into the subpackage: `--under {}`; or set a route in another folder",
                root.trim_end_matches('/')
            )
        } else {
            format!(
                "`{glue}` is in the subpackage `{of}`, so {route} outside of it cannot load it\n\
                 help: write pages and glue into another folder: `--under DIR`"
            )
        })
    }
}

/// The whitespace before a span.
fn whitespace_before(json: &str, span: Span) -> &str {
    let before = json.get(..span.start).unwrap_or("");
    before.get(before.trim_end_matches([' ', '\t', '\r', '\n']).len()..).unwrap_or("")
}
