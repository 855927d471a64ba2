//! What is wrong with the struct, or with an argument of an attribute.

use super::words::{did_you_mean, empty, list, unknown};

pub(crate) fn not_a_page(what: &str) -> String {
    format!("a page is a struct with named fields, and this is {what}: write `struct VideoCall {{ … }}`")
}

pub(crate) fn voip_page_twice() -> String {
    "this struct has two `#[voip_page(…)]`, and it is one page; put their arguments into one".to_owned()
}

pub(crate) fn generics() -> String {
    "a page has no type, lifetime or const parameters and no `where` clause: it is one page, with one route; \
     give its fields their own types"
        .to_owned()
}

/// Something stands where an argument's name should.
pub(crate) fn not_an_argument(of: &str, known: &[&str]) -> String {
    format!("`#[{of}(…)]` takes arguments by name, with commas between: {}", list(known, "and"))
}

pub(crate) fn unknown_argument(of: &str, name: &str, known: &[&str]) -> String {
    unknown(&format!("`#[{of}(…)]` has no argument `{name}`"), name, known, "it has", "")
}

/// A row in the place of an argument.
pub(crate) fn row_outside_flow(state: &str) -> String {
    format!("the row of `{state}` stands outside of the flow: rows stand inside of `flow {{ … }}`")
}

pub(crate) fn given_twice(what: &str) -> String {
    format!("`{what}` is given twice; keep one of them")
}

pub(crate) fn missing_comma() -> String {
    "the argument before this is complete: after it stands a comma and another one, or nothing".to_owned()
}

/// A value that is missing or has the wrong form.
pub(crate) fn written_so(name: &str, form: &str) -> String {
    format!("`{name}` is written `{form}`")
}

pub(crate) fn flag(name: &str) -> String {
    format!("`{name}` takes no value: it is on where it stands, and off where it does not")
}

pub(crate) fn not_one_of(what: &str, name: &str, known: &[&str]) -> String {
    format!("`{name}` is no {what}; there is {}{}", list(known, "and"), did_you_mean(name, known))
}

pub(crate) fn title_empty() -> String {
    empty("title", "write the words in the page's navigation bar")
}

pub(crate) fn button_empty() -> String {
    empty("button", "write the words on the call button, or leave it out")
}

pub(crate) fn scopes_empty() -> String {
    empty("scopes", "name `record`, `camera` or both")
}

pub(crate) fn no_title() -> String {
    "the page has no title: add `title = \"…\"`, the words in its navigation bar".to_owned()
}

pub(crate) fn background_type(last: u8) -> String {
    format!("`background_type` is a whole number from 0 to {last}: the host's colours of the call window")
}

pub(crate) fn min_window_type() -> String {
    "`min_window_type` is a whole number from 0 to 4294967295, as the host numbers the small call windows"
        .to_owned()
}

pub(crate) fn route_empty() -> String {
    route("is empty")
}

pub(crate) fn route_from_root() -> String {
    route("begins with `/`")
}

pub(crate) fn route_with_gap() -> String {
    route("has a part without a name, between or after its `/`")
}

pub(crate) fn route_leads_elsewhere(part: &str) -> String {
    route(&format!("has a part `{part}`, which leads elsewhere"))
}

pub(crate) fn route_letter(letter: char) -> String {
    route(&format!("has the character {letter:?}"))
}

fn route(why: &str) -> String {
    format!(
        "this route {why}; a route is a path inside the mini-program without an ending, such as \
         `pages/video-call/index`, of letters, digits, `-`, `_` and `/`"
    )
}

pub(crate) fn no_route(name: &str) -> String {
    format!(
        "no route can be made of the name `{name}`, since a route has only letters from a to z, digits, `-`, `_` \
         and `/`: add `route = \"pages/…/index\"`"
    )
}
