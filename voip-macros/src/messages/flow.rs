//! What is wrong with what a flow says.

use super::flow_syntax::{example_cause, legal_causes, legal_here, shortest_row};
use super::phrases::{list, quoted};
use crate::host::{Cause, Known, LegalTransitions, Rows, State, Via};

pub(crate) fn rows_missing(states: &[State], rows: Rows) -> String {
    let names: Vec<_> = states.iter().map(|state| state.name()).collect();
    let rows: Vec<_> = states.iter().map(|state| shortest_row(Some(*state), rows)).collect();
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    let what = if states.len() == 1 { "row" } else { "rows" };
    format!("missing {what} for {}\nhelp: add {}", list(&names, "and"), quoted(&rows))
}

/// Rows about calls in a page that never calls.
pub(crate) fn rows_of_calls(states: &[&State]) -> String {
    let names: Vec<_> = states.iter().map(|state| state.name()).collect();
    let what = if names.len() == 1 { "the row for" } else { "the rows for" };
    format!(
        "unexpected row for `{}`: a page with `receive(only)` has rows for `Authorizing` and `Enabling` alone\n\
         help: remove {what} {}, or remove `only`",
        names[0],
        list(&names, "and")
    )
}

pub(crate) fn row_twice(state: State) -> String {
    format!(
        "duplicate row for `{}`\nhelp: write all edges of a state in one row, separated by `|`",
        state.name()
    )
}

pub(crate) fn illegal(legal: &LegalTransitions, to: State) -> String {
    let from = legal.from;
    // Elsewhere, success leads there.
    let help = if from.legal().onward.contains(&to) {
        "write `Idle`: a page with `receive(only)` never calls, so this is where success leads".to_owned()
    } else {
        legal_here(legal)
    };
    format!("illegal transition from `{}` to `{}`\nhelp: {help}", from.name(), to.name())
}

pub(crate) fn edge_twice(from: State, to: State) -> String {
    let help = match to {
        State::Failed | State::Idle if from.is_working() || from == State::InCall => {
            "remove one, or name causes with `on`"
        }
        _ => "remove one",
    };
    format!("duplicate edge from `{}` to `{}`\nhelp: {help}", from.name(), to.name())
}

pub(crate) fn no_success(legal: &LegalTransitions) -> String {
    let to = legal.onward.first().map_or("", |to| to.name());
    format!("missing edge from `{}` to `{to}`\nhelp: add `{to}`: success takes this edge", legal.from.name())
}

pub(crate) fn no_plain_failed(from: State) -> String {
    format!(
        "missing plain edge from `{}` to `Failed`\n\
         help: add `| Failed`: every cause that no other edge names takes this edge",
        from.name()
    )
}

pub(crate) fn no_end_of_call() -> String {
    "missing edge from `InCall` to `Idle`\nhelp: add `Idle`: the end of the call takes this edge".to_owned()
}

pub(crate) fn success_on(from: State, to: State) -> String {
    format!(
        "unexpected `on`: success takes the edge from `{}` to `{}`\n\
         help: remove the `on`, or move it to an edge that a failure takes",
        from.name(),
        to.name()
    )
}

pub(crate) fn no_causes_here(from: State) -> String {
    format!("unexpected `on`: the user takes every edge from `{}`\nhelp: remove the `on`", from.name())
}

pub(crate) fn stop_without_on(from: State, to: State) -> String {
    format!(
        "missing `on` on the edge from `{}` to `{}`\nhelp: name its causes: `{} on {}`",
        from.name(),
        to.name(),
        to.name(),
        example_cause(Some(from))
    )
}

/// A recovery edge that lacks its causes, its bound, or both.
pub(crate) fn recovery_needs(from: State, to: State, on: bool, retry: bool) -> String {
    let cause = example_cause(Some(from));
    let (missing, form) = match (on, retry) {
        (false, false) => ("`on` and `retry`", format!("on {cause} retry 1")),
        (false, true) => ("`on`", format!("on {cause}")),
        (true, _) => ("`retry`", "retry 1".to_owned()),
    };
    format!(
        "missing {missing} on the recovery edge from `{}` to `{}`\nhelp: add `{form}`",
        from.name(),
        to.name()
    )
}

/// Parts of a recovery edge on another edge.
pub(crate) fn not_a_recovery(keywords: &[&str], from: State, to: State) -> String {
    let back: Vec<_> = from.legal().back.iter().map(|state| state.name()).collect();
    let help = if back.is_empty() {
        format!("no edge from `{}` is a recovery edge", from.name())
    } else {
        format!("the recovery edges from `{}` are those to {}", from.name(), list(&back, "and"))
    };
    format!(
        "unexpected {}: the edge from `{}` to `{}` is not a recovery edge\nhelp: {help}",
        list(keywords, "and"),
        from.name(),
        to.name()
    )
}

pub(crate) fn within_here(state: State) -> String {
    let waits = |state: &&State| state.is_working() || **state == State::InCall;
    let limited: Vec<_> = State::ALL.iter().filter(waits).map(|state| state.name()).collect();
    format!(
        "unexpected `within`: `{}` does not wait for the host\nhelp: remove it: only {} have a time limit",
        state.name(),
        list(&limited, "and")
    )
}

pub(crate) fn ring_here(state: State) -> String {
    let help = if state == State::Joining {
        "put it in the row of `InCall`, which begins when the call rings"
    } else {
        "remove it: only `InCall` rings"
    };
    format!("unexpected `ring` in `{}`\nhelp: {help}", state.name())
}

pub(crate) fn ring_too_long() -> String {
    "`ring` has no effect: it is not shorter than `within`\n\
     help: make `ring` shorter, or remove it: `within` bounds the whole call"
        .to_owned()
}

/// A function in the flow of a page that never calls.
pub(crate) fn action_without_calls(action: &str) -> String {
    format!(
        "`{action}` has no effect: a page with `receive(only)` stays `Idle`, and only a transition runs functions\n\
         help: remove it; `toast` has an effect here"
    )
}

/// Limits of a call, with their causes, and no edges that name them.
pub(crate) fn limits_without_edges(limits: &[(&str, &str)]) -> String {
    let keywords: Vec<_> = limits.iter().map(|(keyword, _)| *keyword).collect();
    let (edge, which) = if limits.len() == 1 { ("edge", "the limit") } else { ("edges", "each limit") };
    let edges: Vec<_> = limits.iter().map(|(_, cause)| format!("| Idle on {cause}")).collect();
    format!(
        "missing {edge} for {}\nhelp: add `{}`: {which} ends the call with this cause",
        list(&keywords, "and"),
        edges.join(" ")
    )
}

/// The cause of a limit that the row does not have.
pub(crate) fn cause_without_limit(cause: Cause, keyword: &str) -> String {
    let duration = if keyword == "ring" { "45s" } else { "30m" };
    format!(
        "{} cannot occur in `InCall` without `{keyword}`\nhelp: add the limit, such as `InCall {keyword} {duration} =>`, or remove the cause",
        name(cause)
    )
}

pub(crate) fn via_cannot_help(via: &Via) -> String {
    format!(
        "`{}` only helps with `{}`\nhelp: give this cause its own edge: `on {} via {} retry 1`",
        via.name, via.cause, via.cause, via.name
    )
}

pub(crate) fn cause_elsewhere(cause: Cause, state: State) -> String {
    format!("{} cannot occur in `{}`\nhelp: {}", name(cause), state.name(), legal_causes(Some(state)))
}

/// `written` is a name or a number of the cause.
pub(crate) fn cause_twice(cause: Cause, written: &str) -> String {
    let cause = name(cause);
    let number =
        if cause.contains(written) { String::new() } else { format!(": `{written}` is a number of it") };
    format!("duplicate {cause}{number}\nhelp: name each cause on one edge of a row")
}

fn name(cause: Cause) -> String {
    match cause {
        Cause::Named(Known { name, codes: [code @ ..0, ..], .. }) => format!("cause `{name}` (code {code})"),
        Cause::Named(Known { name, .. }) => format!("cause `{name}`"),
        Cause::Other(code) => format!("host code `{code}`"),
    }
}
