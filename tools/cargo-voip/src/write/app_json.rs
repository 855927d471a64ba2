//! `app.json` of someone's mini-program: pages are added to it as a careful person would, and nothing else in
//! it changes, not even a blank.

use jsonc_parser::ast::{Array, Object, Value};
use jsonc_parser::common::Ranged as _;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::error::{Error, Result, refuse};

/// What became of it.
pub(super) struct Merged {
    pub(super) text: String,
    /// The pages in it that we added, now or earlier.
    pub(super) ours: Vec<String>,
}

/// A list of pages, and the folder that they are given from.
struct List {
    /// Empty for the main package's; else with a slash at its end.
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

/// Adds `routes`, and takes out those of `before` that are none of them. `file` is its name in a sentence.
pub(super) fn merge(text: &str, routes: &[&str], before: &[String], file: &str) -> Result<Merged> {
    let (mark, json) = match text.strip_prefix('\u{feff}') {
        Some(json) => ("\u{feff}", json),
        None => ("", text),
    };
    let mut json = json.to_owned();
    for stale in before.iter().filter(|page| !routes.contains(&page.as_str())) {
        json = remove(&json, stale, file)?;
    }
    let mut ours: Vec<String> =
        before.iter().filter(|page| routes.contains(&page.as_str())).cloned().collect();
    for route in routes {
        if let Some(added) = add(&json, route, file)? {
            json = added;
            if !ours.iter().any(|page| page == route) {
                ours.push((*route).into());
            }
        }
    }
    Ok(Merged { text: format!("{mark}{json}"), ours })
}

/// The `miniprogramRoot` of a `project.config.json`.
pub(super) fn mini_program_root(text: &str, file: &str) -> Result<Option<String>> {
    let root = object(text.strip_prefix('\u{feff}').unwrap_or(text), file)?;
    match member(&root, "miniprogramRoot") {
        None => Ok(None),
        Some(Value::StringLit(inner)) => Ok(Some(inner.value.to_string()).filter(|inner| !inner.is_empty())),
        Some(_) => refuse(format!("`miniprogramRoot` of `{file}` is no text")),
    }
}

/// With the page at the end of the list that it belongs to; none if it stands there already.
fn add(json: &str, route: &str, file: &str) -> Result<Option<String>> {
    let all = lists(json, file)?;
    let may = all.iter().filter(|list| route.starts_with(&list.root));
    let Some(list) = may.max_by_key(|list| list.root.len()) else {
        return refuse(format!("`{file}` has no list `pages`"));
    };
    if list.independent {
        return refuse(format!(
            "the route `{route}` lies in the independent subpackage `{}`, which cannot load `voip/voip.js` of the \
             main package; give the page a route elsewhere",
            list.root
        ));
    }
    let page = route.get(list.root.len()..).unwrap_or(route);
    if list.pages.iter().any(|(there, _)| there == page) {
        return Ok(None);
    }
    let entry = serde_json::Value::from(page).to_string();
    Ok(Some(match list.pages.as_slice() {
        [] => splice(json, Span { start: list.array.start + 1, end: list.array.end - 1 }, &entry),
        [.., (_, end)] => {
            let margin = margin(json, *end);
            let margin = if list.pages.len() == 1 && margin.is_empty() { " " } else { margin };
            splice(json, Span { start: end.end, end: end.end }, &format!(",{margin}{entry}"))
        }
    }))
}

/// Without the page, wherever it stands.
fn remove(json: &str, route: &str, file: &str) -> Result<String> {
    for list in lists(json, file)? {
        let Some(page) = route.strip_prefix(&list.root) else { continue };
        let Some(at) = list.pages.iter().position(|(there, _)| there == page) else { continue };
        let span = list.pages[at].1;
        let before = at.checked_sub(1).map(|before| list.pages[before].1.end);
        let after = list.pages.get(at + 1).map(|(_, after)| after.start);
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

/// The blanks and line ends before something.
fn margin(json: &str, span: Span) -> &str {
    let before = json.get(..span.start).unwrap_or("");
    before.get(before.trim_end_matches([' ', '\t', '\r', '\n']).len()..).unwrap_or("")
}

fn lists(json: &str, file: &str) -> Result<Vec<List>> {
    let root = object(json, file)?;
    let mut lists = vec![list(&root, json, String::new(), file)?];
    for key in ["subPackages", "subpackages"] {
        match member(&root, key) {
            None => {}
            Some(Value::Array(packages)) => {
                for package in &packages.elements {
                    lists.push(subpackage(package, json, key, file)?);
                }
            }
            Some(_) => return refuse(format!("`{key}` of `{file}` is no list")),
        }
    }
    Ok(lists)
}

fn subpackage(package: &Value<'_>, json: &str, key: &str, file: &str) -> Result<List> {
    let wrong = || {
        Error::new(format!(
            "{}: each of `{key}` is a table with `root` and `pages`",
            at(json, package.start(), file)
        ))
    };
    let Value::Object(package) = package else { return Err(wrong()) };
    let Some(Value::StringLit(root)) = member(package, "root") else { return Err(wrong()) };
    let root = root.value.trim_matches('/');
    let mut list = list(package, json, format!("{root}/"), file)?;
    list.independent = matches!(member(package, "independent"), Some(Value::BooleanLit(yes)) if yes.value);
    Ok(list)
}

fn list(of: &Object<'_>, json: &str, root: String, file: &str) -> Result<List> {
    let (array, pages) = match member(of, "pages") {
        Some(Value::Array(array)) => (array, pages(array, json, file)?),
        Some(other) => return refuse(format!("{}: `pages` is no list", at(json, other.start(), file))),
        None => return refuse(format!("{}: there is no list `pages`", at(json, of.start(), file))),
    };
    Ok(List { root, independent: false, array: Span { start: array.start(), end: array.end() }, pages })
}

fn pages(array: &Array<'_>, json: &str, file: &str) -> Result<Vec<(String, Span)>> {
    let page = |value: &Value<'_>| match value {
        Value::StringLit(page) => Ok((page.value.to_string(), Span { start: page.start(), end: page.end() })),
        other => refuse(format!("{}: a page is text", at(json, other.start(), file))),
    };
    array.elements.iter().map(page).collect()
}

fn member<'a, 'b>(object: &'b Object<'a>, key: &str) -> Option<&'b Value<'a>> {
    object.properties.iter().find(|property| property.name.as_str() == key).map(|property| &property.value)
}

/// Strict JSON whose root is an object with no key given twice.
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
        let place = at(json, error.range().start, file);
        match error.kind() {
            ParseErrorKind::CommentsNotAllowed | ParseErrorKind::UnterminatedCommentBlock => {
                Error::new(format!(
                    "{place}: there is a comment, which JSON does not allow; take it out and build again"
                ))
            }
            kind => Error::new(format!("{place}: this is no JSON ({kind}); mend it and build again")),
        }
    })?;
    let Some(Value::Object(object)) = parsed.value else {
        return refuse(format!("{}: the whole must be an object, `{{…}}`", at(json, 0, file)));
    };
    // A second opinion, since what is written must be read by others.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(json) {
        let (line, column, why) = (error.line(), error.column(), error.to_string());
        let why = why.split(" at line ").next().unwrap_or("");
        return refuse(format!(
            "`{file}` line {line}, column {column}: this is no JSON ({why}); mend it and build again"
        ));
    }
    for (index, property) in object.properties.iter().enumerate() {
        let key = property.name.as_str();
        if object.properties.iter().take(index).any(|earlier| earlier.name.as_str() == key) {
            return refuse(format!("{}: the key `{key}` is given twice", at(json, property.start(), file)));
        }
    }
    Ok(object)
}

/// `app.json` line 3, column 5.
fn at(json: &str, start: usize, file: &str) -> String {
    let before = json.get(..start).unwrap_or(json);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
    format!("`{file}` line {line}, column {column}")
}
