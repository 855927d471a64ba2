//! The elements of pages in the types of a project.

use crate::console::Warnings;
use crate::error::{Result, bail};
use crate::generate::source::names;
use crate::page::Page;
use crate::text::list;

/// Attributes that every element has. WeChat does not pass them to a component.
const ATTRIBUTES: [&str; 4] = ["id", "class", "style", "slot"];

/// Elements of WeChat, HTML and SVG, which React, Vue and the frameworks declare.
const BUILT_IN: &str = "a abbr ad ad-custom address animate area article aside audio b base bdi bdo big block blockquote body \
    br button camera canvas caption center channel-live channel-video checkbox checkbox-group circle cite code col colgroup \
    cover-image cover-view data datalist dd defs del desc details dfn dialog div dl dt editor ellipse em embed fieldset \
    figcaption figure filter footer form functional-page-navigator g grid-view h1 h2 h3 h4 h5 h6 head header hgroup hr html i \
    icon iframe image img import include input ins kbd keyboard-accessory keygen label legend li line link list-view \
    live-player live-pusher main map mark marker mask match-media menu menuitem meta metadata meter movable-area movable-view \
    mpath nav navigation-bar navigator noindex noscript object official-account ol open-data optgroup option output p \
    page-container page-meta param path pattern picker picker-view picker-view-column picture polygon polyline pre progress q \
    radio radio-group rect rich-text root-portal rp rt ruby s samp script scroll-view search section select set share-element \
    slider slot small snapshot source span sticky-header sticky-section stop strong style sub summary sup svg swiper \
    swiper-item switch symbol table tbody td template text textarea tfoot th thead time title tr track tspan u ul use var \
    video view voip-room wbr web-view webview wxs";

/// Checks that no page has the name of an element that is there already.
pub(crate) fn check(pages: &[Page]) -> Result<()> {
    for (page, name) in pages.iter().zip(names(pages)) {
        if !BUILT_IN.split_ascii_whitespace().any(|element| element == name) {
            continue;
        }
        let route = &page.route;
        // The name is the last part of the route, or the last before `index`.
        let folder = route.strip_suffix("/index").unwrap_or(route);
        let (before, after) = (folder.strip_suffix(&name).unwrap_or_default(), &route[folder.len()..]);
        return bail(format!(
            "the page {} has the route `{route}`, so its element is `{name}`, which exists already\n\
             help: choose another route, such as `route = \"{before}{name}-call{after}\"`",
            page.display_name()
        ));
    }
    Ok(())
}

/// Warns of fields that a page around a component cannot set.
pub(crate) fn warn(pages: &[Page], warnings: &Warnings) {
    for page in pages {
        let keys = page.fields.iter().map(|field| field.key.as_str());
        let keys: Vec<&str> = keys.filter(|key| ATTRIBUTES.contains(key)).collect();
        if !keys.is_empty() {
            warnings.add(format!(
                "a page that uses {} as a component cannot set {}: every element has an attribute of this name\n\
                 help: rename the field",
                page.display_name(),
                list(&keys)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, check};
    use crate::generate::source::tests::page;

    #[test]
    fn an_element_that_exists_is_an_error() {
        for (route, other) in [
            ("pages/video/index", "pages/video-call/index"),
            ("button", "button-call"),
            ("video/video", "video/video-call"),
            ("pages/i/index", "pages/i-call/index"),
            ("pages/voip-room/index", "pages/voip-room-call/index"),
        ] {
            let error = check(&[page("pages/call/index"), page(route)]).unwrap_err().messages().concat();
            assert!(error.contains(&format!("`P` (src/lib.rs) has the route `{route}`")), "{error}");
            assert!(error.contains(&format!("`route = \"{other}\"`")), "{error}");
        }
        for route in ["pages/video-call/index", "pages/Video/index", "index", "pages/video/room"] {
            assert!(check(&[page(route)]).is_ok(), "{route}");
        }
        // Two pages with this name have longer ones, except the first.
        assert!(check(&[page("b/call"), page("a/call")]).is_ok());
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(BUILT_IN.split_ascii_whitespace().is_sorted());
    }
}
