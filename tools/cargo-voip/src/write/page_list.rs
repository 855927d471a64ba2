//! The lists of pages in `app.json`.

use jsonc_parser::ast::{Array, Object, Value};
use jsonc_parser::common::Ranged as _;

use crate::error::{Error, Result, bail};
use crate::write::json::{Span, location, member, object};

/// A list `pages`, of the main package or of a subpackage.
pub(super) struct PageList {
    /// The folder of the subpackage, with a slash at its end. Empty for the main package.
    pub(super) root: String,
    /// The name of the subpackage, if it has one.
    pub(super) name: String,
    pub(super) independent: bool,
    pub(super) array: Span,
    pub(super) pages: Vec<(String, Span)>,
}

impl PageList {
    pub(super) fn position(&self, route: &str) -> Option<usize> {
        let page = route.strip_prefix(&self.root)?;
        self.pages.iter().position(|(listed, _)| listed == page)
    }
}

/// The list of the main package, then those of the subpackages.
pub(super) fn page_lists(json: &str, file: &str) -> Result<Vec<PageList>> {
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

/// The package of a route.
pub(super) fn package_of<'a>(lists: &'a [PageList], route: &str) -> Result<&'a PageList> {
    let inside = lists.iter().filter(|list| route.starts_with(&list.root));
    // The main package contains every route.
    inside.max_by_key(|list| list.root.len()).ok_or_else(|| Error::new("missing `pages`"))
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
