//! Where pages may lie.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::page::Page;

/// Refuses routes that are none, that leave the mini-program, or that two pages share.
pub(super) fn check(pages: &[Page]) -> Result<()> {
    let mut wrong: Vec<String> = Vec::new();
    for page in pages {
        if let Some(why) = why_not(&page.route) {
            wrong.push(format!(
                "the route `{}` of the page {} {why}; a route is like `pages/video-call/index`",
                page.route,
                page.called()
            ));
        }
    }
    Error::unless_empty(std::mem::take(&mut wrong))?;
    // Some file systems take names for one that differ in case alone.
    let mut taken: BTreeMap<String, &Page> = BTreeMap::new();
    for page in pages {
        match taken.insert(page.route.to_lowercase(), page) {
            Some(other) if other.route == page.route => wrong.push(format!(
                "two pages have the route `{}`: {} and {}; give one of them another with `route = \"…\"`",
                page.route,
                other.called(),
                page.called()
            )),
            Some(other) => wrong.push(format!(
                "the routes `{}` of {} and `{}` of {} differ in case alone, which some file systems do not tell apart",
                other.route,
                other.called(),
                page.route,
                page.called()
            )),
            None => {}
        }
    }
    Error::unless_empty(wrong)
}

fn why_not(route: &str) -> Option<&'static str> {
    if route.is_empty() {
        return Some("is empty");
    }
    if route.starts_with('/') {
        return Some("begins with `/`: a route is given from the mini-program's root, without it");
    }
    if route.contains('\\') {
        return Some("has a backslash; folders are parted by `/`");
    }
    for part in route.split('/') {
        match part {
            "" => return Some("has an empty part"),
            ".." => return Some("leads out of its folder with `..`"),
            "." => return Some("has a part `.`"),
            // Ends of which Windows takes no notice.
            _ if part.ends_with(['.', ' ']) || part.starts_with(' ') => {
                return Some("has a part that begins or ends with a blank, or ends with a dot");
            }
            _ => {}
        }
    }
    let odd = |letter: char| letter.is_control() || "?#:*\"<>|%".contains(letter);
    if route.contains(odd) {
        return Some("has a character that no file of a mini-program may have in its name");
    }
    let voip = route.to_lowercase();
    if voip == "voip" || voip.starts_with("voip/") {
        return Some("lies in `voip`, where the module and its glue lie");
    }
    if ["app", "project.config", "project.private.config", "sitemap", "theme", "ext"].contains(&voip.as_str())
    {
        return Some("is the name of one of the mini-program's own files");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::why_not;

    #[test]
    fn routes() {
        for right in ["pages/video-call/index", "index", "包/页", "a.b/c_d-e", "pages/voip/index"] {
            assert_eq!(why_not(right), None, "{right}");
        }
        for wrong in [
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
        ] {
            assert!(why_not(wrong).is_some(), "{wrong}");
        }
    }
}
