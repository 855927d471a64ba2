//! What holds after pages were merged into any `app.json`. The fuzz target `app_json` checks it too.

use serde_json::Value;

use crate::write::app_json::{Listed, merge};

/// A list of pages: the root of its package, with a slash at its end, whether the package is independent, and the pages.
type Package<'a> = (String, bool, &'a mut Vec<Value>);

/// What WeChat's tools read: `JSON.parse`, so no comments, and the last of two equal keys.
pub(super) fn read(text: &str) -> Option<Value> {
    serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).ok()
}

/// The lists of pages: that of the main package, and those of what WeChat takes for its subpackages. `None` if one has another
/// form.
fn packages(app: &mut Value) -> Option<Vec<Package<'_>>> {
    fn list(pages: &mut Value) -> Option<&mut Vec<Value>> {
        pages.as_array_mut().filter(|pages| pages.iter().all(Value::is_string))
    }
    let mut found = Vec::new();
    let is_set = app.get("subpackages").is_some_and(|packages| !packages.is_null());
    let key = if is_set { "subpackages" } else { "subPackages" };
    for (name, value) in app.as_object_mut()? {
        if name == "pages" {
            found.push((String::new(), false, list(value)?));
        } else if name == key && !value.is_null() {
            for package in value.as_array_mut()? {
                let root = format!("{}/", package.get("root")?.as_str()?.trim_matches('/'));
                let independent = package.get("independent") == Some(&Value::Bool(true));
                found.push((root, independent, list(package.get_mut("pages")?)?));
            }
        }
    }
    found.iter().any(|(root, ..)| root.is_empty()).then_some(found)
}

/// The index of the package that a path belongs to. Of two subpackages with one root, the last one.
fn package_of(packages: &[Package<'_>], path: &str) -> usize {
    let inside = (0..packages.len()).filter(|index| path.starts_with(&packages[*index].0));
    inside.max_by_key(|index| packages[*index].0.len()).unwrap()
}

/// The package of a page, and its place in the list.
fn place_of(text: &str, route: &str) -> (usize, Option<usize>) {
    let mut app = read(text).unwrap();
    let packages = packages(&mut app).unwrap();
    let index = package_of(&packages, route);
    let (root, _, pages) = &packages[index];
    (index, pages.iter().position(|page| *page == route[root.len()..]))
}

/// What is to be read after a page was added. `None` if it cannot be.
fn with_page(app: &Value, route: &str) -> Option<Value> {
    let mut app = app.clone();
    let mut packages = packages(&mut app)?;
    let lower = |text: &str| text.to_lowercase();
    let (in_folder, is_same) = (format!("{route}/"), lower(&format!("{route}/")));
    let differs_in_case = |root: &str| is_same.starts_with(&lower(root)) && !in_folder.starts_with(root);
    if packages.iter().any(|(root, ..)| differs_in_case(root)) {
        return None;
    }
    let (index, glue) = (package_of(&packages, route), package_of(&packages, "voip/voip.js"));
    let (glue_root, (root, independent, pages)) = (packages[glue].0.clone(), &mut packages[index]);
    if glue_root != *root && (!glue_root.is_empty() || *independent) {
        return None;
    }
    let page = Value::from(&route[root.len()..]);
    if !pages.contains(&page) {
        let lower = |page: &Value| page.as_str().map(lower);
        if pages.iter().any(|listed| lower(listed) == lower(&page)) {
            return None;
        }
        pages.push(page);
    }
    Some(app)
}

/// Whether any list has a page.
fn is_listed(text: &str, route: &str) -> bool {
    let mut app = read(text).unwrap();
    packages(&mut app).unwrap().iter().any(|(root, _, pages)| {
        route.strip_prefix(root.as_str()).is_some_and(|page| pages.contains(&Value::from(page)))
    })
}

/// Removes pages from a file. It is then as it was before any of `routes` was added, unless it already listed one of them.
fn check_without(with: &str, pages: &[Listed], before: &str, routes: &[&str]) {
    let without = merge(with, &[], pages, "", "app.json").unwrap().text;
    if routes.iter().any(|route| is_listed(before, route)) {
        assert!(!routes.iter().any(|route| is_listed(&without, route)), "{without}");
        assert!(is_subsequence(&without, with), "{without}");
    } else {
        assert_eq!(without, before);
    }
}

fn is_subsequence(of: &str, text: &str) -> bool {
    let mut rest = text.bytes();
    of.bytes().all(|byte| rest.any(|other| other == byte))
}

fn pages(routes: &[&str]) -> Vec<Listed> {
    routes.iter().map(|route| Listed { route: (*route).into(), name: (*route).into() }).collect()
}

/// Adds pages to a file, renames one, and removes all. Returns whether the file has a list of pages.
pub(crate) fn check(text: &str, routes: [&str; 2], renamed: &str) -> bool {
    let expected = read(text).and_then(|app| with_page(&with_page(&app, routes[0])?, routes[1]));
    let added = pages(&routes);
    let merged = merge(text, &added, &[], "", "app.json");
    let (expected, merged) = match (expected, merged) {
        (Some(expected), Ok(merged)) => (expected, merged),
        (None, Err(_)) => return false,
        (expected, merged) => panic!("{expected:?} {:?}", merged.map(|merged| merged.text)),
    };
    assert_eq!(read(&merged.text), Some(expected.clone()), "{}", merged.text);
    assert!(is_subsequence(text, &merged.text), "{}", merged.text);
    // A second build changes nothing.
    let again = merge(&merged.text, &added, &added, "", "app.json").unwrap();
    assert_eq!(again.text, merged.text);
    check_without(&merged.text, &added, text, &routes);
    // A page with another route is where it was, unless it is in another package, or was listed there.
    let new = [Listed { route: renamed.into(), name: routes[0].into() }, added[1].clone()];
    if let Ok(changed) = merge(&merged.text, &new, &added, "", "app.json") {
        let (package, before) = place_of(&merged.text, routes[0]);
        if place_of(&merged.text, renamed) == (package, None) {
            assert_eq!(place_of(&changed.text, renamed), (package, before), "{}", changed.text);
        }
        assert!(!is_listed(&changed.text, routes[0]), "{}", changed.text);
        check_without(&changed.text, &new, text, &[renamed, routes[0], routes[1]]);
    }
    true
}
