//! What is wrong with what a flow says.

use super::words::list;
use crate::host::{CAUSES, Cause, Known, Recovery, State};

pub(crate) fn rows_missing(states: &[State]) -> String {
    let rows: Vec<_> = states
        .iter()
        .map(|state| {
            let failed = if state.is_working() { " | Failed" } else { "" };
            format!("{} => {}{failed};", state.name(), state.ways().onward.first().map_or("", |to| to.name()))
        })
        .collect();
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    let names: Vec<_> = states.iter().map(|state| state.name()).collect();
    format!("the flow has no row for {}; add {}", list(&names, "and"), list(&rows, "and"))
}

pub(crate) fn row_twice(state: State) -> String {
    format!("`{}` already has a row; put all of its edges into one, with `|` between", state.name())
}

pub(crate) fn illegal(from: State, to: State) -> String {
    let ways = list(&from.ways().all().map(State::name).collect::<Vec<_>>(), "and");
    format!(
        "no call goes from `{}` to `{}`: from `{}` the host allows {ways}",
        from.name(),
        to.name(),
        from.name()
    )
}

pub(crate) fn edge_twice(from: State, to: State) -> String {
    let (from_name, to_name) = (from.name(), to.name());
    if !from.is_working() {
        return format!("`{from_name}` already has a plain edge to `{to_name}`; keep one of them");
    }
    match to {
        State::Failed => format!(
            "`{from_name}` already has a plain edge to `Failed`, which takes every cause that no other edge names; \
             keep one of them, or name this one's causes with `on`"
        ),
        _ => format!("`{from_name}` already has its success edge to `{to_name}`; keep one of them"),
    }
}

pub(crate) fn no_success(from: State) -> String {
    let to = from.ways().onward.first().map_or("", |to| to.name());
    format!(
        "the row of `{}` does not say where success leads, so nothing leads to `{to}`; add an edge `{to}`",
        from.name()
    )
}

pub(crate) fn no_plain_failed(from: State) -> String {
    format!(
        "the row of `{}` has no plain edge to `Failed`, which takes every cause that no other edge names; \
         add `| Failed`",
        from.name()
    )
}

pub(crate) fn no_way_out() -> String {
    "`InCall` has no way out when the call ends; add a plain edge `Idle`".to_owned()
}

pub(crate) fn success_on(from: State, to: State) -> String {
    format!(
        "`{}` to `{}` is what success takes, so it has no causes; put `on` on an edge that a failure takes",
        from.name(),
        to.name()
    )
}

pub(crate) fn no_causes_here(from: State) -> String {
    format!(
        "in the row of `{}` nothing can fail: its edges are what the user does, and take no `on`",
        from.name()
    )
}

pub(crate) fn stop_without_on(from: State, to: State) -> String {
    let example = from_example(from);
    format!(
        "without `on` nothing takes this edge from `{}` to `{}`; name its causes, such as `{} on {example}`",
        from.name(),
        to.name(),
        to.name()
    )
}

/// A recovery that lacks its causes, its bound, or both.
pub(crate) fn recovery_needs(from: State, to: State, on: bool, retry: bool) -> String {
    let (needs, form) = match (on, retry) {
        (false, false) => ("names its causes and its bound", format!("on {} retry 1", from_example(from))),
        (false, true) => ("names its causes", format!("on {}", from_example(from))),
        (true, _) => ("has a bound, or a call could go round for ever", "retry 1".to_owned()),
    };
    format!(
        "going back from `{}` to `{}` is a recovery, and a recovery {needs}: add `{form}`",
        from.name(),
        to.name()
    )
}

pub(crate) fn no_recovery(words: &[&str], from: State, to: State) -> String {
    let back: Vec<_> = from.ways().back.iter().map(|state| state.name()).collect();
    let legal = if back.is_empty() {
        format!("`{}` has none", from.name())
    } else {
        format!("from `{}` that is an edge to {}", from.name(), list(&back, "or"))
    };
    format!(
        "{} belong{} to a recovery, and going from `{}` to `{}` is none; {legal}",
        list(words, "and"),
        if words.len() == 1 { "s" } else { "" },
        from.name(),
        to.name()
    )
}

pub(crate) fn within_here(state: State) -> String {
    let why = match state {
        State::Authorizing => "a person is reading",
        _ => "no host call is waited for",
    };
    format!(
        "in `{}` {why}, so it has no time limit; `within` stands in the rows of Enabling and Joining",
        state.name()
    )
}

pub(crate) fn via_cannot_help(recovery: &Recovery) -> String {
    format!(
        "`{}` helps against `{}` alone; give that cause an edge of its own: `on {} via {} retry 1`",
        recovery.name, recovery.cause, recovery.cause, recovery.name
    )
}

pub(crate) fn cause_elsewhere(cause: Cause, state: State) -> String {
    let what = match cause {
        Cause::Named(known) => format!("`{}` cannot come up in `{}`", known.name, state.name()),
        Cause::Other(code) => format!("the code {code} cannot come up in `{}`", state.name()),
    };
    let elsewhere: Vec<_> = cause.steps().iter().map(|state| state.name()).collect();
    let here: Vec<_> =
        CAUSES.iter().filter(|known| known.steps.contains(&state)).map(|known| known.name).collect();
    format!("{what}, only in {}; what can is {}", list(&elsewhere, "and"), list(&here, "and"))
}

pub(crate) fn cause_twice(cause: Cause) -> String {
    let name = match cause {
        Cause::Named(Known { name, code: Some(code), .. }) => format!("`{name}` (code {code})"),
        Cause::Named(Known { name, .. }) => format!("`{name}`"),
        Cause::Other(code) => format!("the code {code}"),
    };
    format!("{name} is already named in this row; each cause takes one edge")
}

/// A cause to show in an example.
fn from_example(from: State) -> &'static str {
    match from {
        State::Authorizing => "Denied",
        State::InCall => "Interrupted",
        _ => "System",
    }
}
