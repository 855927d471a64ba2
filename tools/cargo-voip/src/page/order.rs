//! The order of the pages: `pages` in `[package.metadata.voip]`. The first is the start page.

use crate::error::{Error, Result};
use crate::nearest::did_you_mean;
use crate::page::Page;
use crate::text::list;

/// Puts the pages into the order of `names`. A name is that of a struct or a route. Each page must be named once.
pub(crate) fn ordered(pages: Vec<Page>, names: &[String], package: &str) -> Result<Vec<Page>> {
    let mut rest: Vec<Option<Page>> = pages.into_iter().map(Some).collect();
    let declared: Vec<String> = rest.iter().flatten().map(|page| page.name.clone()).collect();
    let known: Vec<&str> = declared.iter().map(String::as_str).collect();
    let wrong =
        |why: String| format!("invalid `pages` in `[package.metadata.voip]` of package `{package}`: {why}");
    let (mut ordered, mut errors) = (Vec::new(), Vec::new());
    for name in names {
        let is_meant = |page: &Page| page.name == *name || page.route == *name;
        let mut found = rest.iter_mut().filter(|page| page.as_ref().is_some_and(is_meant));
        match (found.next(), found.next()) {
            // Two modules may have a page of the same name.
            (Some(one), Some(other)) => {
                let routes: Vec<&str> =
                    [one, other].into_iter().flatten().map(|page| page.route.as_str()).collect();
                let routes = list(&routes);
                errors.push(wrong(format!(
                    "more than one page is named `{name}`\nhelp: use their routes: {routes}"
                )));
            }
            (Some(page), None) => ordered.extend(page.take()),
            (None, _) if ordered.iter().any(is_meant) => errors.push(wrong(format!("duplicate `{name}`"))),
            (None, _) => {
                let help =
                    did_you_mean(name, &known).unwrap_or_else(|| format!("the pages are {}", list(&known)));
                errors.push(wrong(format!("unknown page `{name}`\nhelp: {help}")));
            }
        }
    }
    Error::unless_empty(errors)?;
    let missing: Vec<&str> = rest.iter().flatten().map(|page| page.name.as_str()).collect();
    if !missing.is_empty() {
        return Err(Error::new(wrong(format!("missing {}\nhelp: name each page once", list(&missing)))));
    }
    Ok(ordered)
}
