//! What is wrong with how a flow is written.

use super::phrases::{did_you_mean_or, empty, list, quoted};
use crate::host::{CAUSES, Cause, LegalTransitions, Rows, State, VIAS};
use crate::names::letters;

/// The states that an edge may lead to, or those that have a row.
fn legal_from(from: Option<State>, rows: Rows) -> String {
    if let Some(legal) = from.and_then(|from| rows.of(from)) {
        return legal_here(legal);
    }
    let states: Vec<_> = rows.all().iter().map(|legal| legal.from.name()).collect();
    match rows {
        Rows::Call => format!("the states are {}", quoted(&states)),
        Rows::Receive => format!("the rows of a page with `receive(only)` are {}", quoted(&states)),
    }
}

pub(super) fn legal_here(legal: &LegalTransitions) -> String {
    let states: Vec<_> = legal.all().map(State::name).collect();
    format!("legal from `{}`: {}", legal.from.name(), quoted(&states))
}

/// The shortest correct row of a state; the first row, if the state has none.
pub(super) fn shortest_row(state: Option<State>, rows: Rows) -> String {
    let legal = state.and_then(|state| rows.of(state)).unwrap_or(&rows.all()[0]);
    let failed = if legal.from.is_working() { " | Failed" } else { "" };
    format!("{} => {}{failed};", legal.from.name(), legal.onward.first().map_or("", |to| to.name()))
}

/// A cause to show in an example.
pub(super) const fn example_cause(from: Option<State>) -> &'static str {
    match from {
        Some(State::InCall) => "Interrupted",
        Some(State::Enabling | State::Joining) => "System",
        _ => "Denied",
    }
}

pub(crate) fn row_expected(found: &str, rows: Rows) -> String {
    format!("expected a state, found {found}\nhelp: a row has the form `{}`", shortest_row(None, rows))
}

pub(crate) fn unknown_state(name: &str, from: Option<State>, rows: Rows) -> String {
    if rows == Rows::Call && from.is_some_and(State::is_working) && letters(name).contains("cancel") {
        return format!(
            "unknown state `{name}`\nhelp: write `Idle`: a call that is cancelled takes this edge"
        );
    }
    let known: Vec<_> = match from.and_then(|from| rows.of(from)) {
        Some(legal) => legal.all().map(State::name).collect(),
        None => rows.all().iter().map(|legal| legal.from.name()).collect(),
    };
    format!("unknown state `{name}`\nhelp: {}", did_you_mean_or(name, &known, &legal_from(from, rows)))
}

/// A state in quotes.
pub(crate) fn quoted_state(state: &str) -> String {
    format!("expected a state, found a string literal\nhelp: remove the quotes: `{state}`")
}

pub(crate) fn state_expected(found: &str, from: Option<State>, rows: Rows) -> String {
    format!("expected a state, found {found}\nhelp: {}", legal_from(from, rows))
}

/// A part of an edge before its state.
pub(crate) fn state_first(keyword: &str, from: Option<State>) -> String {
    format!("expected a state, found `{keyword}`\nhelp: {}", with_cause(example_cause(from), from))
}

/// An edge with a cause, or what is legal where no edge has one.
fn with_cause(cause: &str, from: Option<State>) -> String {
    match from {
        Some(State::Idle | State::Failed) => legal_from(from, Rows::Call),
        _ => format!("the state comes first: `Failed on {cause}`"),
    }
}

/// A path instead of a name.
pub(crate) fn name_expected(name: &str) -> String {
    format!("expected a name, found a path\nhelp: write `{name}`")
}

/// A cause instead of a state, perhaps after a `|` between two causes.
pub(crate) fn cause_for_state(cause: &str, after_causes: bool, from: Option<State>) -> String {
    let help = if after_causes {
        format!("separate causes with `,`: `on System, {cause}`")
    } else {
        with_cause(cause, from)
    };
    format!("expected a state, found the cause `{cause}`\nhelp: {help}")
}

/// An action instead of a state.
pub(crate) fn action_for_state(action: &str) -> String {
    format!(
        "expected a state, found `{action}`\nhelp: actions follow the `:` of an edge, separated by `,`: `: {action}(…)`"
    )
}

pub(crate) fn bar_expected(found: &str) -> String {
    format!("expected `|`, found {found}\nhelp: separate edges with `|`")
}

/// Delimiters around something that has none.
pub(crate) fn delimiters(open: &str) -> String {
    let name = match open {
        "{" => "braces",
        "[" => "brackets",
        _ => "parentheses",
    };
    format!("unexpected `{open}`\nhelp: remove the {name}")
}

/// A sign between a keyword and its value.
pub(crate) fn sign_before_value(sign: char, keyword: &str) -> String {
    format!("unexpected `{sign}` after `{keyword}`\nhelp: remove the `{sign}`")
}

/// What may follow the state of a row.
pub(crate) const LIMITS: [&str; 2] = ["within", "ring"];

pub(crate) fn comma_before_limit() -> String {
    "unexpected `,` before a limit\nhelp: remove it: `InCall ring 45s within 30m =>`".to_owned()
}

pub(crate) fn limit_elsewhere(keyword: &str) -> String {
    let row = if keyword == "ring" { "InCall ring 45s" } else { "Enabling within 10s" };
    format!("unexpected `{keyword}`\nhelp: put it before the `=>` of its row: `{row} =>`")
}

/// The limits that a row of this state can have.
fn limits_of(state: Option<State>) -> &'static [&'static str] {
    match state {
        Some(State::Idle | State::Failed) => &[],
        Some(State::InCall) | None => &LIMITS,
        Some(_) => &LIMITS[..1],
    }
}

/// `word` is the word that is instead of the `=>`, if one is.
pub(crate) fn arrow_expected(found: &str, word: Option<&str>, state: Option<State>, rows: Rows) -> String {
    let form = format!("a row has the form `{}`", shortest_row(state, rows));
    format!(
        "expected `=>`, found {found}\nhelp: {}",
        did_you_mean_or(word.unwrap_or_default(), limits_of(state), &form)
    )
}

/// Two states before the `=>`.
pub(crate) fn second_state_of_row(found: &str) -> String {
    format!("expected `=>`, found {found}\nhelp: write one row for each state")
}

pub(crate) fn semicolon_expected(found: &str) -> String {
    format!("expected `;`, found {found}\nhelp: end a row with `;`")
}

/// A `;` inside of a row, or before one.
pub(crate) fn unexpected_semicolon() -> String {
    "unexpected `;`\nhelp: remove it: `;` only ends a row".to_owned()
}

/// An action after the `;` of the row that it belongs to.
pub(crate) fn action_after_row(action: &str) -> String {
    format!("unexpected `{action}` after `;`\nhelp: put it before the `;`: `: {action}(…);`")
}

/// What may follow the state of an edge.
pub(crate) const KEYWORDS: [&str; 4] = ["on", "via", "retry", "after"];

pub(crate) fn part_expected(found: &str, word: Option<&str>) -> String {
    let form = "an edge has the form `Joining on System retry 1: toast(\"…\")`";
    format!(
        "expected one of `on`, `via`, `retry`, `after`, `:`, `|` or `;`, found {found}\nhelp: {}",
        did_you_mean_or(word.unwrap_or_default(), &KEYWORDS, form)
    )
}

pub(crate) fn comma_in_edge() -> String {
    "unexpected `,` in an edge\nhelp: remove it: `,` only separates causes and actions".to_owned()
}

pub(crate) fn comma_between_causes(found: &str) -> String {
    format!("expected `,`, found {found}\nhelp: separate causes with `,`")
}

pub(crate) fn keyword_after_actions(keyword: &str) -> String {
    format!("unexpected `{keyword}` after an action\nhelp: put it before the `:`")
}

pub(crate) fn colon_before_actions(found: &str, action: &str) -> String {
    format!("expected `:`, found {found}\nhelp: put `:` before the actions: `: {action}(…)`")
}

pub(crate) fn unexpected_after_action(found: &str) -> String {
    format!("expected one of `,`, `|` or `;`, found {found}\nhelp: separate actions with `,`")
}

/// An attribute that is not a doc comment.
pub(crate) fn attribute(name: &str) -> String {
    let help = if name.starts_with("cfg") {
        "a flow is read before `cfg` is evaluated: write one struct for each case, with `#[cfg(…)]` on the struct"
    } else {
        "remove it: only doc comments are legal here"
    };
    format!("unexpected attribute `{name}` in a flow\nhelp: {help}")
}

pub(crate) fn inner_doc_comment() -> String {
    "expected an outer doc comment\nhelp: write `///` in place of `//!`".to_owned()
}

/// A keyword or an action with a duration.
pub(crate) fn with_duration(keyword: &str, duration: &str) -> String {
    if keyword == "toast" { format!("toast(\"…\", {duration})") } else { format!("{keyword} {duration}") }
}

/// `form` is the syntax with a duration.
pub(crate) fn duration_expected(form: &str, found: &str) -> String {
    format!(
        "expected a duration, found {found}\nhelp: a duration is an integer with `ms`, `s` or `m`, such as `{form}`"
    )
}

pub(crate) fn duration_unit(digits: &str, unit: &str) -> String {
    // A number without a unit that is this large is in milliseconds, as in JavaScript.
    let likely = if digits.len() > 3 && unit.is_empty() { "ms" } else { "s" };
    format!(
        "invalid duration `{digits}{unit}`\nhelp: expected a number with `ms`, `s` or `m`, such as `{digits}{likely}`"
    )
}

pub(crate) fn duration_with_space(digits: &str, unit: &str) -> String {
    format!("invalid duration `{digits} {unit}`\nhelp: remove the space: `{digits}{unit}`")
}

pub(crate) fn duration_zero(written: &str, keyword: &str) -> String {
    let remove = if keyword == "toast" { "the duration" } else { &format!("`{keyword}`") };
    format!("invalid duration `{written}`\nhelp: write a longer one, or remove {remove}")
}

pub(crate) fn duration_long(written: &str, longest: &str) -> String {
    format!("invalid duration `{written}`\nhelp: the longest timeout of the host is `{longest}`")
}

pub(crate) fn count_expected(found: &str) -> String {
    format!("expected a positive integer, found {found}\nhelp: write `retry 1`")
}

pub(crate) fn count_range(written: &str) -> String {
    format!("invalid retry count `{written}`\nhelp: expected an integer from 1 to {}", u16::MAX)
}

pub(crate) fn cause_expected(from: Option<State>, found: &str) -> String {
    format!(
        "expected a cause, found {found}\nhelp: a cause is a name, such as `{}`, or a host code, such as `-5`",
        example_cause(from)
    )
}

pub(crate) fn unknown_cause(name: &str, state: Option<State>) -> String {
    let every: Vec<_> = CAUSES.iter().map(|cause| cause.name).collect();
    format!("unknown cause `{name}`\nhelp: {}", did_you_mean_or(name, &every, &legal_causes(state)))
}

/// The causes that can occur in a state.
pub(super) fn legal_causes(state: Option<State>) -> String {
    let here = |states: &[State]| state.map_or(!states.is_empty(), |state| states.contains(&state));
    let names: Vec<_> = CAUSES.iter().filter(|cause| here(cause.steps)).map(|cause| cause.name).collect();
    let place = state.map(|state| format!(" in `{}`", state.name())).unwrap_or_default();
    let codes = if here(Cause::Other(0).steps()) { ", and any other host code" } else { "" };
    format!("legal{place}: {}{codes}", quoted(&names))
}

pub(crate) fn other_cause() -> String {
    "unexpected `Other`\nhelp: write the host code alone, such as `on -5`".to_owned()
}

/// What happens without a cause.
pub(crate) fn cancel_cause(name: &str) -> String {
    format!(
        "unknown cause `{name}`\nhelp: remove the `on`: a call that is cancelled takes the plain edge to `Idle`"
    )
}

pub(crate) fn app_cause() -> String {
    "`App` cannot be a cause of an edge\nhelp: remove it: a handler's `call.fail(…)` always leads to `Failed`"
        .to_owned()
}

/// A code that has a name, without its sign.
pub(crate) fn code_without_sign(code: i32, name: &str) -> String {
    format!("unknown host code `{code}`\nhelp: did you mean `-{code}`, which is `{name}`?")
}

pub(crate) fn code_range(code: &str) -> String {
    format!("invalid host code `{code}`\nhelp: expected an integer from {} to {}", i32::MIN, i32::MAX)
}

/// `word` is the word after `via`, if there is one.
pub(crate) fn via_expected(found: &str, word: Option<&str>) -> String {
    let known = VIAS.each_ref().map(|via| via.name);
    let legal = VIAS.each_ref().map(|via| format!("`{}` helps with `{}`", via.name, via.cause)).join(", ");
    format!(
        "expected {}, found {found}\nhelp: {}",
        list(&known, "or"),
        did_you_mean_or(word.unwrap_or_default(), &known, &legal)
    )
}

pub(crate) const ACTIONS: [&str; 3] = ["toast", "run", "spawn"];

/// The syntax of each action.
const LEGAL_ACTIONS: &str = "legal here: `toast(\"…\")`, `run(path)`, `spawn(path)`";

pub(crate) fn action_expected(found: &str) -> String {
    format!("expected an action, found {found}\nhelp: {LEGAL_ACTIONS}")
}

pub(crate) fn unknown_action(name: &str) -> String {
    format!("unknown action `{name}`\nhelp: {}", did_you_mean_or(name, &ACTIONS, LEGAL_ACTIONS))
}

pub(crate) fn parenthesis_expected(action: &str, found: &str) -> String {
    format!("expected `(` after `{action}`, found {found}\nhelp: write `{}`", form(action))
}

/// Something after the arguments of an action.
pub(crate) fn end_of_action(action: &str, found: &str) -> String {
    let help = match action {
        "toast" => format!("write `{}` or `{}`", form(action), with_duration(action, "5s")),
        _ => format!("`{action}` takes one argument: `{}`", form(action)),
    };
    format!("expected `)`, found {found}\nhelp: {help}")
}

fn form(action: &str) -> &'static str {
    match action {
        "run" => "run(path)",
        "spawn" => "spawn(path)",
        _ => "toast(\"…\")",
    }
}

/// `text` is the text, if it only lacks its quotes.
pub(crate) fn toast_expected(found: &str, text: Option<&str>) -> String {
    format!("expected a string literal, found {found}\nhelp: write `toast(\"{}\")`", text.unwrap_or("…"))
}

pub(crate) fn toast_empty() -> String {
    empty("toast", "write what went wrong, or remove the `toast`")
}

pub(crate) fn path_expected(action: &str, found: &str) -> String {
    let function = if action == "spawn" {
        "an `async fn(PageContext<Page>, Change) -> Result<(), CallError>`"
    } else {
        "a `fn(&Page, &Change)`"
    };
    format!("expected the path of a function, found {found}\nhelp: name {function}: `{action}(report)`")
}

pub(crate) fn second_toast() -> String {
    "duplicate `toast`\nhelp: remove one: the host shows one toast at a time".to_owned()
}
