//! Adds pages to an existing `app.json`, renames and removes them. Everything else in it stays unchanged, whitespace
//! included.

use jsonc_parser::ast::{Array, Object, Value};
use jsonc_parser::common::Ranged as _;

use crate::error::{Error, Result, bail};
use crate::write::json::{Span, location, member, object, split_bom};
use crate::write::mentions::{Gone, mentions};

/// A page that cargo voip added to `app.json`, now or earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Added {
    pub(super) route: String,
    /// The name of its struct. Empty if it is not known.
    pub(super) name: String,
}

/// The new `app.json`.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) text: String,
    /// The pages that cargo voip added, now or earlier.
    pub(super) added: Vec<Added>,
    /// Messages about what still names a page or a subpackage that is gone.
    pub(super) mentions: Vec<String>,
}

/// A list `pages`, of the main package or of a subpackage.
pub(super) struct PageList {
    /// The folder of the subpackage, with a slash at its end. Empty for the main package.
    pub(super) root: String,
    /// The name of the subpackage, if it has one.
    pub(super) name: String,
    independent: bool,
    pub(super) array: Span,
    pub(super) pages: Vec<(String, Span)>,
}

impl PageList {
    fn position(&self, route: &str) -> Option<usize> {
        let page = route.strip_prefix(&self.root)?;
        self.pages.iter().position(|(listed, _)| listed == page)
    }
}

/// An `app.json` in which pages are changed one after the other.
struct AppJson<'a> {
    json: String,
    /// The name for messages.
    file: &'a str,
    /// The folder of the glue, with a slash at its end.
    glue: &'a str,
}

/// Adds `pages`, and removes those of `earlier` that are not in `pages`. A page that has another route than before takes the
/// place of the old one. `glue` is the folder of the glue.
pub(super) fn merge(
    text: &str,
    pages: &[Added],
    earlier: &[Added],
    glue: &str,
    file: &str,
) -> Result<Merged> {
    let (bom, json) = split_bom(text);
    let mut app = AppJson { json: json.to_owned(), file, glue };
    let is_page = |route: &str| pages.iter().any(|page| page.route == route);
    let mut stale: Vec<&Added> = earlier.iter().filter(|page| !is_page(&page.route)).collect();
    let mut added: Vec<Added> = Vec::new();
    let mut gone = Vec::new();
    let lists = app.lists()?;
    let mut fresh = Vec::new();
    for page in pages {
        if package_of(&lists, &page.route)?.position(&page.route).is_none() {
            fresh.push(page);
        }
    }
    for page in &fresh {
        let is_only = stale.len() == 1 && fresh.len() == 1;
        let Some(index) = stale.iter().position(|old| old.name == page.name || is_only) else { continue };
        if app.rename(&stale[index].route, &page.route)? {
            gone.push(Gone { route: stale.remove(index).route.clone(), new: Some(page.route.clone()) });
            added.push((*page).clone());
        }
    }
    for old in stale {
        app.remove(&old.route)?;
        gone.push(Gone { route: old.route.clone(), new: None });
    }
    for page in pages {
        let is_new = app.add(&page.route)?;
        if (is_new || earlier.iter().any(|old| old.route == page.route)) && !added.contains(page) {
            added.push(page.clone());
        }
    }
    let mentions = mentions(&app.json, &gone, &lists, &app.lists()?, file)?;
    Ok(Merged { text: format!("{bom}{}", app.json), added, mentions })
}

/// Whether an `app.json` has `"darkmode": true`.
pub(super) fn is_dark(text: &str) -> bool {
    let root = object(split_bom(text).1, "app.json");
    root.is_ok_and(|root| matches!(member(&root, "darkmode"), Some(Value::BooleanLit(on)) if on.value))
}

/// Checks that `app.json` can be changed, and that pages in the folder `glue` can load the glue there.
pub(super) fn check(text: &str, glue: &str, file: &str) -> Result<()> {
    let app = AppJson { json: split_bom(text).1.to_owned(), file, glue };
    let lists = app.lists()?;
    app.check_glue(&lists, package_of(&lists, glue)?, "a page")
}

/// The package of a route.
fn package_of<'a>(lists: &'a [PageList], route: &str) -> Result<&'a PageList> {
    let inside = lists.iter().filter(|list| route.starts_with(&list.root));
    // The main package contains every route.
    inside.max_by_key(|list| list.root.len()).ok_or_else(|| Error::new("missing `pages`"))
}

impl AppJson<'_> {
    /// Adds a page to the end of the list that it belongs to. Returns whether it was not in the list.
    fn add(&mut self, route: &str) -> Result<bool> {
        let lists = self.lists()?;
        let list = package_of(&lists, route)?;
        self.check_glue(&lists, list, &format!("the route `{route}`"))?;
        if list.position(route).is_some() {
            return Ok(false);
        }
        let page = route.get(list.root.len()..).unwrap_or(route);
        let is_same = |(listed, _): &&(String, Span)| listed.to_lowercase() == page.to_lowercase();
        if let Some((listed, at)) = list.pages.iter().find(is_same) {
            return bail(format!(
                "{}: the page `{listed}` and the route `{route}` differ only in case, which some file systems ignore\n\
                 help: set another route",
                location(&self.json, at.start, self.file)
            ));
        }
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
        Ok(true)
    }

    /// Puts a page in the place of another one of the same package. Returns whether it did.
    fn rename(&mut self, old: &str, new: &str) -> Result<bool> {
        let lists = self.lists()?;
        let (list, list_of_old) = (package_of(&lists, new)?, package_of(&lists, old)?);
        let Some(index) = list.position(old).filter(|_| list.root == list_of_old.root) else {
            return Ok(false);
        };
        self.check_glue(&lists, list, &format!("the route `{new}`"))?;
        let entry = serde_json::Value::from(new.get(list.root.len()..).unwrap_or(new)).to_string();
        self.splice(list.pages[index].1, &entry);
        Ok(true)
    }

    /// Removes a page from the list that it belongs to.
    fn remove(&mut self, route: &str) -> Result<()> {
        let lists = self.lists()?;
        let list = package_of(&lists, route)?;
        let Some(index) = list.position(route) else { return Ok(()) };
        let span = list.pages[index].1;
        let before = index.checked_sub(1).map(|before| list.pages[before].1.end);
        let after = list.pages.get(index + 1).map(|(_, after)| after.start);
        let removed = match (before, after) {
            (Some(end), _) => Span { start: end, end: span.end },
            (None, Some(start)) => Span { start: span.start, end: start },
            (None, None) => span,
        };
        self.splice(removed, "");
        Ok(())
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

    /// The list of the main package, then those of the subpackages.
    fn lists(&self) -> Result<Vec<PageList>> {
        let (json, file) = (self.json.as_str(), self.file);
        let root = object(json, file)?;
        let mut lists = vec![page_list(&root, json, String::new(), file)?];
        // WeChat ignores `subPackages` beside `subpackages`.
        for key in ["subpackages", "subPackages"] {
            match member(&root, key) {
                None | Some(Value::NullKeyword(_)) => {}
                Some(Value::Array(packages)) => {
                    for package in &packages.elements {
                        lists.push(subpackage(package, json, key, file)?);
                    }
                    break;
                }
                Some(_) => return bail(format!("expected an array for `{key}` in `{file}`")),
            }
        }
        Ok(lists)
    }
}

/// The whitespace before a span.
fn whitespace_before(json: &str, span: Span) -> &str {
    let before = json.get(..span.start).unwrap_or("");
    before.get(before.trim_end_matches([' ', '\t', '\r', '\n']).len()..).unwrap_or("")
}

fn subpackage(package: &Value<'_>, json: &str, key: &str, file: &str) -> Result<PageList> {
    let wrong = || {
        Error::new(format!(
            "{}: expected an object with `root` and `pages` in `{key}`",
            location(json, package.start(), file)
        ))
    };
    let Value::Object(package) = package else { return Err(wrong()) };
    let Some(Value::StringLit(root)) = member(package, "root") else { return Err(wrong()) };
    let root = root.value.trim_matches('/');
    let mut list = page_list(package, json, format!("{root}/"), file)?;
    list.independent = matches!(member(package, "independent"), Some(Value::BooleanLit(yes)) if yes.value);
    if let Some(Value::StringLit(name)) = member(package, "name") {
        list.name = name.value.to_string();
    }
    Ok(list)
}

fn page_list(object: &Object<'_>, json: &str, root: String, file: &str) -> Result<PageList> {
    let (array, pages) = match member(object, "pages") {
        Some(Value::Array(array)) => (array, pages(array, json, file)?),
        Some(other) => {
            return bail(format!("{}: expected an array for `pages`", location(json, other.start(), file)));
        }
        None => return bail(format!("{}: missing `pages`", location(json, object.start(), file))),
    };
    Ok(PageList { root, name: String::new(), independent: false, array: Span::of(array), pages })
}

fn pages(array: &Array<'_>, json: &str, file: &str) -> Result<Vec<(String, Span)>> {
    let page = |value: &Value<'_>| match value {
        Value::StringLit(page) => Ok((page.value.to_string(), Span::of(page))),
        other => bail(format!("{}: expected a string", location(json, other.start(), file))),
    };
    array.elements.iter().map(page).collect()
}
