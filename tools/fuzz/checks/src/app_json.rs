//! `app.json`, into which `cargo voip build --into` merges pages.

use crate::file_name::name_problem;
use crate::write::check::check as merge_and_remove;

/// The routes of two pages, and another route for the first one.
const ROUTES: [&str; 3] = ["pages/a/index", "pkg/deep/y", "calls/index"];

/// Merges pages into an `app.json`, and removes them. The first line may have three routes in front of it.
pub fn check(input: &str) {
    let (first, rest) = input.split_once('\n').unwrap_or_default();
    let words: Vec<&str> = first.split(' ').collect();
    let ([one, two, renamed], text) = match words[..] {
        [one, two, renamed] if !first.contains('{') => ([one, two, renamed], rest),
        _ => (ROUTES, input),
    };
    let lower = [one, two, renamed].map(str::to_lowercase);
    let are_distinct = lower[0] != lower[1] && lower[1] != lower[2] && one != renamed;
    let is_deep = text.matches(['[', '{']).count() > 100;
    if are_distinct && !is_deep && [one, two, renamed].into_iter().all(is_route) {
        merge_and_remove(text, [one, two], renamed);
    }
}

/// Whether a page may have this route.
fn is_route(route: &str) -> bool {
    let is_part = |part: &str| !["", ".", ".."].contains(&part) && name_problem(part).is_none();
    !route.contains('\\') && route.split('/').all(is_part)
}
