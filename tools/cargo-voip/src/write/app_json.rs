//! Adds pages to an existing `app.json`. Everything else in it stays unchanged, whitespace included.

use jsonc_parser::ast::{Array, Object, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::error::{Error, Result, bail};

/// The new `app.json`.
pub(super) struct Merged {
    pub(super) text: String,
    /// The pages that cargo voip added, now or earlier.
    pub(super) added: Vec<String>,
}

/// A list `pages`, of the main package or of a subpackage.
struct PageList {
    /// The folder of the subpackage, with a slash at its end. Empty for the main package.
    root: String,
    independent: bool,
    array: Span,
    pages: Vec<(String, Span)>,
}

#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

/// Adds `routes`, and removes those routes of `earlier` that are not in `routes`. `file` is the name for messages.
pub(super) fn merge(text: &str, routes: &[&str], earlier: &[String], file: &str) -> Result<Merged> {
    let (bom, json) = match text.strip_prefix('\u{feff}') {
        Some(json) => ("\u{feff}", json),
        None => ("", text),
    };
    let mut json = json.to_owned();
    for stale in earlier.iter().filter(|page| !routes.contains(&page.as_str())) {
        json = remove(&json, stale, file)?;
    }
    let mut added: Vec<String> =
        earlier.iter().filter(|page| routes.contains(&page.as_str())).cloned().collect();
    for route in routes {
        if let Some(with_route) = add(&json, route, file)? {
            json = with_route;
            if !added.iter().any(|page| page == route) {
                added.push((*route).into());
            }
        }
    }
    Ok(Merged { text: format!("{bom}{json}"), added })
}

/// The `miniprogramRoot` in a `project.config.json`.
pub(super) fn mini_program_root(text: &str, file: &str) -> Result<Option<String>> {
    let root = object(text.strip_prefix('\u{feff}').unwrap_or(text), file)?;
    match member(&root, "miniprogramRoot") {
        None => Ok(None),
        Some(Value::StringLit(inner)) => Ok(Some(inner.value.to_string()).filter(|inner| !inner.is_empty())),
        Some(_) => bail(format!("expected a string for `miniprogramRoot` in `{file}`")),
    }
}

/// Whether an `app.json` has `"darkmode": true`.
pub(super) fn is_dark(text: &str) -> bool {
    let root = object(text.strip_prefix('\u{feff}').unwrap_or(text), "app.json");
    root.is_ok_and(|root| matches!(member(&root, "darkmode"), Some(Value::BooleanLit(on)) if on.value))
}

/// Adds a page to the end of the list that it belongs to. `None` if it is already in the list.
fn add(json: &str, route: &str, file: &str) -> Result<Option<String>> {
    let lists = page_lists(json, file)?;
    let candidates = lists.iter().filter(|list| route.starts_with(&list.root));
    let Some(list) = candidates.max_by_key(|list| list.root.len()) else {
        return bail(format!("missing `pages` in `{file}`"));
    };
    if list.independent {
        return bail(format!(
            "the route `{route}` is in the independent subpackage `{}`, which cannot load `voip/voip.js` of the \
             main package\nhelp: set a route in another folder",
            list.root
        ));
    }
    let page = route.get(list.root.len()..).unwrap_or(route);
    if list.pages.iter().any(|(listed, _)| listed == page) {
        return Ok(None);
    }
    let entry = serde_json::Value::from(page).to_string();
    Ok(Some(match list.pages.as_slice() {
        [] => splice(json, Span { start: list.array.start + 1, end: list.array.end - 1 }, &entry),
        [.., (_, end)] => {
            let space = whitespace_before(json, *end);
            let space = if list.pages.len() == 1 && space.is_empty() { " " } else { space };
            splice(json, Span { start: end.end, end: end.end }, &format!(",{space}{entry}"))
        }
    }))
}

/// Removes a page from the list that contains it.
fn remove(json: &str, route: &str, file: &str) -> Result<String> {
    for list in page_lists(json, file)? {
        let Some(page) = route.strip_prefix(&list.root) else { continue };
        let Some(index) = list.pages.iter().position(|(listed, _)| listed == page) else { continue };
        let span = list.pages[index].1;
        let before = index.checked_sub(1).map(|before| list.pages[before].1.end);
        let after = list.pages.get(index + 1).map(|(_, after)| after.start);
        return Ok(match (before, after) {
            (Some(end), _) => splice(json, Span { start: end, end: span.end }, ""),
            (None, Some(start)) => splice(json, Span { start: span.start, end: start }, ""),
            (None, None) => splice(json, span, ""),
        });
    }
    Ok(json.to_owned())
}

fn splice(json: &str, span: Span, with: &str) -> String {
    let (before, after) = (json.get(..span.start).unwrap_or(json), json.get(span.end..).unwrap_or(""));
    format!("{before}{with}{after}")
}

/// The whitespace before a span.
fn whitespace_before(json: &str, span: Span) -> &str {
    let before = json.get(..span.start).unwrap_or("");
    before.get(before.trim_end_matches([' ', '\t', '\r', '\n']).len()..).unwrap_or("")
}

fn page_lists(json: &str, file: &str) -> Result<Vec<PageList>> {
    let root = object(json, file)?;
    let mut lists = vec![page_list(&root, json, String::new(), file)?];
    for key in ["subPackages", "subpackages"] {
        match member(&root, key) {
            None => {}
            Some(Value::Array(packages)) => {
                for package in &packages.elements {
                    lists.push(subpackage(package, json, key, file)?);
                }
            }
            Some(_) => return bail(format!("expected an array for `{key}` in `{file}`")),
        }
    }
    Ok(lists)
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
    Ok(PageList { root, independent: false, array: Span { start: array.start(), end: array.end() }, pages })
}

fn pages(array: &Array<'_>, json: &str, file: &str) -> Result<Vec<(String, Span)>> {
    let page = |value: &Value<'_>| match value {
        Value::StringLit(page) => Ok((page.value.to_string(), Span { start: page.start(), end: page.end() })),
        other => bail(format!("{}: expected a string", location(json, other.start(), file))),
    };
    array.elements.iter().map(page).collect()
}

fn member<'a, 'b>(object: &'b Object<'a>, key: &str) -> Option<&'b Value<'a>> {
    object.properties.iter().find(|property| property.name.as_str() == key).map(|property| &property.value)
}

/// Parses strict JSON whose root is an object without duplicate keys.
fn object<'a>(json: &'a str, file: &str) -> Result<Object<'a>> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(json, &CollectOptions::default(), &strict).map_err(|error| {
        let location = location(json, error.range().start, file);
        match error.kind() {
            ParseErrorKind::CommentsNotAllowed | ParseErrorKind::UnterminatedCommentBlock => {
                Error::new(format!("{location}: comments are not allowed in JSON\nhelp: remove the comment"))
            }
            kind => Error::new(format!("{location}: invalid JSON: {kind}")),
        }
    })?;
    let Some(Value::Object(object)) = parsed.value else {
        return bail(format!("{}: expected an object", location(json, 0, file)));
    };
    // Checked by a second parser, because other tools must be able to read the result.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(json) {
        let (line, column, why) = (error.line(), error.column(), error.to_string());
        let why = why.split(" at line ").next().unwrap_or("");
        return bail(format!("{file}:{line}:{column}: invalid JSON: {why}"));
    }
    for (index, property) in object.properties.iter().enumerate() {
        let key = property.name.as_str();
        if object.properties.iter().take(index).any(|earlier| earlier.name.as_str() == key) {
            return bail(format!("{}: duplicate key `{key}`", location(json, property.start(), file)));
        }
    }
    Ok(object)
}

/// The location of a byte: `app.json:3:5`.
fn location(json: &str, start: usize, file: &str) -> String {
    let before = json.get(..start).unwrap_or(json);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    format!("{file}:{line}:{column}")
}
