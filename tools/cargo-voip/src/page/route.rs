//! Valid routes.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::file_name::name_problem;
use crate::page::Page;
use crate::place::Place;

/// Checks that the routes are valid paths inside the mini-program, and that no two pages share one.
pub(super) fn check(pages: &[Page]) -> Result<()> {
    let mut errors: Vec<String> = Vec::new();
    for page in pages {
        if let Some(why) = problem(&page.route) {
            errors.push(format!(
                "invalid route `{}` of the page {}: {why}\nhelp: an example of a route is `pages/video-call/index`",
                page.route,
                page.display_name()
            ));
        }
    }
    Error::unless_empty(errors)?;
    Error::unless_empty(conflicts(pages, |page| page.route.clone()))
}

/// Checks the paths of the pages at `place`: a route with the folder of `--under` in it may have the path of another page, or
/// of the glue.
pub(crate) fn check_placed(pages: &[Page], place: &Place) -> Result<()> {
    let mut errors = conflicts(pages, |page| place.page(&page.route));
    let glue = place.path("voip");
    for page in pages {
        let path = place.page(&page.route).to_lowercase();
        if path
            .strip_prefix(&glue.to_lowercase())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        {
            errors.push(format!(
                "invalid route `{}` of the page {}: the folder `{glue}` is reserved for the module and its glue\n\
                 help: set another route, or choose another folder for `--under`",
                page.route,
                page.display_name()
            ));
        }
    }
    Error::unless_empty(errors)
}

/// An error for each two pages with the same path. Some file systems ignore case.
fn conflicts(pages: &[Page], path: impl Fn(&Page) -> String) -> Vec<String> {
    let mut errors = Vec::new();
    let mut taken: BTreeMap<String, &Page> = BTreeMap::new();
    for page in pages {
        let here = path(page);
        let Some(other) = taken.insert(here.to_lowercase(), page) else { continue };
        let (one, two) = (other.display_name(), page.display_name());
        errors.push(if other.route == page.route {
            format!(
                "two pages have the route `{}`: {one} and {two}\n\
                 help: set another route for one of them: `route = \"…\"`",
                page.route
            )
        } else if path(other) == here {
            format!(
                "the routes `{}` of {one} and `{}` of {two} have the same path, `{here}`\n\
                 help: set another route for one of them: `route = \"…\"`",
                other.route, page.route
            )
        } else {
            format!(
                "the routes `{}` of {one} and `{}` of {two} differ only in case, which some file systems ignore",
                other.route, page.route
            )
        });
    }
    errors
}

/// Why a route is invalid.
fn problem(route: &str) -> Option<&'static str> {
    if route.is_empty() {
        return Some("it is empty");
    }
    if route.starts_with('/') {
        return Some("it begins with `/`");
    }
    if route.contains('\\') {
        return Some("it contains a backslash; the separator is `/`");
    }
    for part in route.split('/') {
        match part {
            "" => return Some("it contains an empty part"),
            ".." => return Some("it contains `..`"),
            "." => return Some("it contains `.`"),
            part => {
                if let Some(why) = name_problem(part) {
                    return Some(why);
                }
            }
        }
    }
    let lower = route.to_lowercase();
    if lower == "voip" || lower.starts_with("voip/") {
        return Some("the folder `voip` is reserved for the module and its glue");
    }
    if ["app", "project.config", "project.private.config", "sitemap", "theme", "ext"]
        .contains(&lower.as_str())
    {
        return Some("a file of the mini-program has this name");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn valid_routes() {
        for route in ["pages/video-call/index", "index", "包/页", "a.b/c_d-e", "pages/voip/index"] {
            assert_eq!(problem(route), None, "{route}");
        }
    }

    #[test]
    fn invalid_routes() {
        for route in [
            "",
            "/pages/a",
            "pages//a",
            "pages/a/",
            "../a",
            "pages/../a",
            "./a",
            "a\\b",
            "C:/a",
            "a\0b",
            "voip/voip",
            "VOIP/app",
            "app",
            "App",
            "a/b.",
            "a /b",
            "a?b",
            "pages/con/index",
            "pages/aux",
            "LPT1.x/index",
        ] {
            assert!(problem(route).is_some(), "{route}");
        }
    }
}
