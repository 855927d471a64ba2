//! What is wrong with the struct, or with an argument of an attribute.

use super::phrases::{did_you_mean_or, empty, list};
use crate::found::{Found, Unreadable, code_of};
use crate::names::letters;
use crate::value::Value;

pub(crate) fn not_a_page(found: &str) -> String {
    format!(
        "expected a struct with named fields, found {found}\nhelp: a page is written `struct VideoCall {{ … }}`"
    )
}

pub(crate) fn duplicate_attribute(name: &str) -> String {
    format!("duplicate `#[{name}(…)]`\nhelp: write all arguments in one `#[{name}(…)]`")
}

pub(crate) fn generics() -> String {
    "a page is not allowed to have generic parameters\n\
     help: a page is one type with one route: remove the parameters, and give the fields concrete types"
        .to_owned()
}

pub(crate) fn where_clause() -> String {
    "a page is not allowed to have a `where` clause\nhelp: remove the `where` clause".to_owned()
}

/// An attribute that is not a doc comment. `of` is the attribute whose argument it is on.
pub(crate) fn attribute_on_argument(name: &str, of: &str) -> String {
    let help = match (name, of) {
        ("cfg" | "cfg_attr", "voip_page") => {
            "arguments are read before `cfg` is evaluated: write one struct for each case, with `#[cfg(…)]` on the \
             struct, or use `#[cfg_attr(…, voip_page(…))]`"
        }
        ("cfg" | "cfg_attr", _) => {
            "arguments are read before `cfg` is evaluated: write one struct for each case, with `#[cfg(…)]` on the struct"
        }
        _ => "remove it: only doc comments are legal here",
    };
    format!("unexpected attribute `{name}` on an argument\nhelp: {help}")
}

/// A doc comment at the end.
pub(crate) fn attribute_of_nothing() -> String {
    "found a documentation comment that doesn't document anything\n\
     help: doc comments must come before what they document; if a comment was intended, use `//`"
        .to_owned()
}

/// A second separator after the first.
pub(crate) fn second_separator(expected: &str, found: &str) -> String {
    format!("expected {expected}, found {found}\nhelp: remove the {found}")
}

/// A second comma between two of the `known` words.
pub(crate) fn second_comma(known: &[(&str, &'static str)]) -> String {
    let words: Vec<_> = known.iter().map(|(word, _)| *word).collect();
    second_separator(&list(&words, "or"), "`,`")
}

/// All arguments in braces.
pub(crate) fn grouped_arguments(found: &str) -> String {
    format!("expected an argument, found {found}\nhelp: write the arguments without delimiters around them")
}

/// Something other than the name of an argument.
pub(crate) fn expected_argument(of: &str, found: &str, known: &[&str]) -> String {
    format!("expected an argument, found {found}\nhelp: {}", known_arguments(of, known))
}

pub(crate) fn quoted_argument(name: &str) -> String {
    format!("expected an argument, found a string literal\nhelp: remove the quotes: `{name}`")
}

pub(crate) fn unknown_argument(of: &str, name: &str, known: &[&str]) -> String {
    format!("unknown argument `{name}`\nhelp: {}", did_you_mean_or(name, known, &known_arguments(of, known)))
}

fn known_arguments(of: &str, known: &[&str]) -> String {
    format!("the arguments of `#[{of}(…)]` are {}", list(known, "and"))
}

/// A row instead of an argument.
pub(crate) fn row_outside_flow() -> String {
    "expected an argument, found a row of the flow\nhelp: write the rows inside of `flow { … }`".to_owned()
}

pub(crate) fn duplicate(what: &str) -> String {
    format!("duplicate `{what}`\nhelp: remove one")
}

/// `follows`: another argument is next.
pub(crate) fn expected_comma(found: &str, follows: bool) -> String {
    let help = if follows { "separate two arguments with `,`" } else { "remove it" };
    format!("expected `,` or the end of the arguments, found {found}\nhelp: {help}")
}

pub(crate) fn expected_comma_in_list(found: &str) -> String {
    format!("expected `,` or `)`, found {found}\nhelp: separate values with `,`")
}

pub(crate) fn missing_value(name: &str, form: &str) -> String {
    format!("missing value of `{name}`\nhelp: write `{form}`")
}

/// A wrong sign, or none, before the value.
pub(crate) fn expected_sign(sign: &str, found: &str, form: &str) -> String {
    format!("expected `{sign}`, found {found}\nhelp: write `{form}`")
}

pub(crate) fn wrong_value(expected: &str, found: &Found, form: &str) -> String {
    let Found { what, unreadable } = found;
    let why = match unreadable {
        Some(Unreadable::Constant) => "a macro cannot read the value of a constant",
        Some(Unreadable::Macro) => "a macro cannot read what another macro expands to",
        None => return format!("expected {expected}, found {what}\nhelp: write `{form}`"),
    };
    format!("expected {expected}, found {what}\nhelp: write `{form}`: {why}")
}

/// The value is not one of the `known` words. `form` is the syntax with the right one.
pub(crate) fn wrong_choice(
    value: &Value,
    known: &[(&str, &'static str)],
    form: impl Fn(&str) -> String,
) -> String {
    let written = code_of(value);
    let words: Vec<_> = known.iter().map(|(word, _)| *word).collect();
    // `RoomType::Video`, `"video"` and `scope.record` end with the word, but for its case and its `_`.
    let meant = words.iter().copied().find(|word| letters(&written).ends_with(&letters(word)));
    let meant = meant.or_else(|| crate::nearest::nearest(&written, &words));
    let expected = list(&words, "or");
    match meant {
        Some(word) => {
            format!("expected {expected}, found {}\nhelp: write `{}`", value.found().what, form(word))
        }
        None => wrong_value(&expected, &value.found(), &form(words.first().copied().unwrap_or_default())),
    }
}

/// A literal with a suffix; `instead` is without.
pub(crate) fn unexpected_suffix(suffix: &str, instead: &str) -> String {
    format!("unexpected suffix `{suffix}`\nhelp: remove the suffix: `{instead}`")
}

/// What a number is that is not between the two.
pub(crate) fn integer(min: u32, max: u32) -> String {
    format!("an integer from {min} to {max}")
}

pub(crate) fn expected_path(expected: &str, found: &Found, form: &str) -> String {
    format!("expected {expected}, found {}\nhelp: write `{form}`", found.what)
}

pub(crate) fn quoted_path(expected: &str, instead: &str) -> String {
    format!("expected {expected}, found a string literal\nhelp: remove the quotes: `{instead}`")
}

pub(crate) fn missing_colons(instead: &str) -> String {
    format!("missing `::` before the generic arguments\nhelp: write `{instead}`")
}

pub(crate) fn called_path(expected: &str, instead: &str) -> String {
    format!("expected {expected}, found a call\nhelp: remove the parentheses: `{instead}`")
}

pub(crate) fn flag(name: &str) -> String {
    format!("`{name}` takes no value\nhelp: write `{name}` alone; to turn it off, remove the whole argument")
}

/// Something other than the list in parentheses that an argument may have.
pub(crate) fn optional_list(name: &str, found: &str, known: &[(&str, &'static str)]) -> String {
    let forms: Vec<_> = known.iter().map(|(word, _)| format!("{name}({word})")).collect();
    let forms: Vec<_> = std::iter::once(name).chain(forms.iter().map(String::as_str)).collect();
    format!(
        "expected `(`, found {found}\nhelp: write {}; to turn it off, remove the whole argument",
        list(&forms, "or")
    )
}

/// Arguments about calls in a page that never calls.
pub(crate) fn arguments_of_calls(names: &[&str]) -> String {
    never_calls(&format!("unexpected argument `{}`", names[0]), names)
}

/// Roles and contacts in a page that never calls.
pub(crate) fn roles_of_calls(names: &[&str]) -> String {
    never_calls(&format!("unexpected `{}`", names[0]), names)
}

fn never_calls(what: &str, names: &[&str]) -> String {
    format!(
        "{what}: a page with `receive(only)` never calls\nhelp: remove {}, or remove `only`",
        list(names, "and")
    )
}

pub(crate) fn title_empty() -> String {
    empty("title", "write the text of the page's navigation bar")
}

pub(crate) fn button_empty() -> String {
    empty("button", "write the text of the call button, or remove the argument")
}

pub(crate) fn empty_list(name: &str, form: &str) -> String {
    empty(name, &format!("write `{form}`"))
}

pub(crate) fn missing_title() -> String {
    "missing argument `title`\nhelp: add `title = \"…\"`, the text of the page's navigation bar".to_owned()
}

pub(crate) fn route_empty() -> String {
    route("it is empty")
}

pub(crate) fn route_from_root() -> String {
    route("it starts with `/`")
}

pub(crate) fn route_empty_part() -> String {
    route("a part before or after a `/` is empty")
}

pub(crate) fn route_part(part: &str) -> String {
    route(&format!("`{part}` is not allowed in it"))
}

pub(crate) fn route_character(character: char) -> String {
    route(&format!("the character {character:?} is not allowed in it"))
}

fn route(why: &str) -> String {
    format!(
        "invalid route: {why}\n\
         help: a route is a path in the mini-program without an extension, such as `pages/video-call/index`, of \
         ASCII letters, digits, `-`, `_` and `/`"
    )
}

pub(crate) fn missing_route(name: &str) -> String {
    format!(
        "missing argument `route`: the name `{name}` is not valid in a route\n\
         help: add `route = \"pages/…/index\"`; a route consists of ASCII letters, digits, `-`, `_` and `/`"
    )
}
