//! Checks the flow: every edge is legal, every row is complete.

use syn::ExprPath;

use crate::errors::Errors;
use crate::flow::{Action, Edge, Flow, Row};
use crate::found::code_of;
use crate::host::{Cause, LegalTransitions, Rows, State};
use crate::messages;
use crate::parsed::{At, Parsed};

pub(crate) fn check(flow: &Flow, rows: Rows, errors: &mut Errors) {
    let of_calls = |row: &&Row| {
        let state = row.state.value().filter(|_| row.edges.value().is_some());
        state.is_some_and(|state| rows.of(*state).is_none())
    };
    if let Some(first) = flow.rows.iter().find(of_calls) {
        let states: Vec<_> = flow.rows.iter().filter(of_calls).filter_map(|row| row.state.value()).collect();
        // The other rows may be those of a call as well.
        return errors.at(first.span, messages::rows_of_calls(&states));
    }
    let mut has_second_row = false;
    for (at, row) in flow.rows.iter().enumerate() {
        let (Some(state), Some(edges)) = (row.state.value(), row.edges.value()) else { continue };
        let Some(legal) = rows.of(*state) else { continue };
        let twice = |earlier: &Row| earlier.state == row.state && earlier.edges.value().is_some();
        if flow.rows.iter().take(at).any(twice) {
            errors.at(row.span, messages::row_twice(*state));
            // It may be meant for another state.
            has_second_row = true;
            continue;
        }
        let may_continue = check_row(legal, row, edges, rows, errors);
        // One of two rows may have what the other lacks.
        let is_one = flow.rows.iter().filter(|other| other.state.meant() == Some(state)).count() == 1;
        if is_one && !may_continue {
            complete(legal, row, edges, errors);
        }
    }
    let missing: Vec<_> = rows
        .all()
        .iter()
        .map(|legal| legal.from)
        .filter(|state| !flow.rows.iter().any(|row| row.state.may_be(|it| it == state)))
        .collect();
    // If a misspelt state seems to have a second row, it may be meant as a missing one.
    let any = flow.rows.iter().filter(|row| row.state.value().is_none()).any(|row| {
        row.state
            .meant()
            .is_some_and(|state| flow.rows.iter().any(|other| other.state.value() == Some(state)))
    });
    if !missing.is_empty() && !any && !has_second_row {
        errors.at(flow.keyword, messages::rows_missing(&missing, rows));
    }
}

/// Returns whether the last edge has a mistake: then the row may be unfinished, and what it lacks may
/// follow.
fn check_row(legal: &LegalTransitions, row: &Row, edges: &[Edge], rows: Rows, errors: &mut Errors) -> bool {
    let state = legal.from;
    check_limits(state, row, errors);
    let mut plain: Vec<State> = Vec::new();
    let mut may_continue = false;
    for edge in edges {
        may_continue = edge.is_reported;
        let Some(to) = edge.to.value() else { continue };
        if !check_edge(legal, *to, edge, rows, errors) {
            may_continue = true;
        } else if edge.on.is_absent() {
            if plain.contains(to) {
                errors.at(edge.span, messages::edge_twice(state, *to));
                // It may be meant for another state.
                may_continue = true;
            }
            plain.push(*to);
        }
    }
    check_causes(state, row, edges, errors);
    may_continue
}

/// Each limit is where it has a meaning, and a call may ring for less time than it may last.
fn check_limits(state: State, row: &Row, errors: &mut Errors) {
    let is_call = state == State::InCall;
    if let Some(within) = row.within.value().filter(|_| !is_call && !state.is_working()) {
        errors.at(within.span, messages::within_here(state));
    }
    if let Some(ring) = row.ring.value() {
        if !is_call {
            errors.at(ring.span, messages::ring_here(state));
        } else if row.within.value().is_some_and(|within| within.value <= ring.value) {
            errors.at(ring.span, messages::ring_too_long());
        }
    }
}

/// Reports the edges that a row lacks. An edge with a mistake counts as the one it may be meant as.
fn complete(legal: &LegalTransitions, row: &Row, edges: &[Edge], errors: &mut Errors) {
    let (state, span) = (legal.from, row.span);
    let onward = edges.iter().any(|edge| {
        edge.to.may_be(|to| {
            // Causes on a success edge are a mistake of their own. An edge that the host does not allow was
            // probably meant as the one that is missing.
            let is_named = edge.on.value().is_some() && (!state.is_working() || legal.stop.contains(to));
            let success = legal.onward.contains(to) && !is_named;
            success || !legal.all().any(|state| state == *to)
        })
    });
    // An edge whose causes are all wrong may be meant as a plain one.
    let failed = |edge: &Edge| edge.to.may_be(|to| *to == State::Failed) && edge.on.value().is_none();
    if state.is_working() && !onward {
        errors.at(span, messages::no_success(legal));
    }
    if state.is_working() && !edges.iter().any(failed) {
        errors.at(span, messages::no_plain_failed(state));
    }
    if state == State::InCall && !onward {
        errors.at(span, messages::no_end_of_call());
    }
    if state == State::InCall && edges.iter().all(|edge| !edge.is_reported) {
        let named = |name: &str| {
            let names = |edge: &Edge| edge.on.may_be(|on| on.value.iter().any(|it| is(it.cause.value, name)));
            edges.iter().any(names)
        };
        let missing: Vec<_> = limits_of_call(row)
            .into_iter()
            .filter_map(|(limit, keyword, cause)| Some((limit.value()?, keyword, cause)))
            .filter(|(.., cause)| !named(cause))
            .collect();
        if let Some((limit, ..)) = missing.first() {
            let missing: Vec<_> = missing.iter().map(|(_, keyword, cause)| (*keyword, *cause)).collect();
            errors.at(limit.span, messages::limits_without_edges(&missing));
        }
    }
}

/// The limits of a call: each with its keyword, and with the cause that it has.
const fn limits_of_call(row: &Row) -> [(&Parsed<At<u64>>, &'static str, &'static str); 2] {
    [(&row.ring, "ring", "NoAnswer"), (&row.within, "within", "Timeout")]
}

fn is(cause: Cause, name: &str) -> bool {
    matches!(cause, Cause::Named(known) if known.name == name)
}

/// Reports what is wrong with an edge. Returns whether nothing is.
fn check_edge(legal: &LegalTransitions, to: State, edge: &Edge, rows: Rows, errors: &mut Errors) -> bool {
    let before = errors.len();
    let from = legal.from;
    if !legal.all().any(|state| state == to) {
        errors.at(edge.span, messages::illegal(legal, to));
        return false;
    }
    check_actions(edge, rows, errors);
    if legal.back.contains(&to) {
        recovery(from, to, edge, errors);
        return errors.len() == before;
    }
    let (keywords, spans): (Vec<_>, Vec<_>) = [
        ("retry", edge.retry.value().map(|retry| retry.span)),
        ("via", edge.via.value().map(|via| via.keyword)),
        ("after", edge.after.value().map(|after| after.span)),
    ]
    .into_iter()
    .filter_map(|(word, span)| Some((word, span?)))
    .unzip();
    if let Some(span) = spans.first() {
        errors.at(*span, messages::not_a_recovery(&keywords, from, to));
    }
    match edge.on.value() {
        Some(on) if matches!(from, State::Idle | State::Failed) => {
            errors.at(on.keyword, messages::no_causes_here(from));
        }
        // Where the page never calls, an edge to `Idle` is its success, and may also name causes.
        Some(on) if from.is_working() && legal.onward.contains(&to) && !legal.stop.contains(&to) => {
            errors.at(on.keyword, messages::success_on(from, to));
        }
        // Nothing takes a plain edge from `InCall` to `Failed`, and no call can be cancelled where there is none.
        None if edge.on.is_absent()
            && legal.stop.contains(&to)
            && !legal.onward.contains(&to)
            && (from == State::InCall || rows == Rows::Receive && to == State::Idle) =>
        {
            errors.at(edge.span, messages::stop_without_on(from, to));
        }
        _ => {}
    }
    errors.len() == before
}

/// A recovery edge names its causes and has a bound, and its `via` can help.
fn recovery(from: State, to: State, edge: &Edge, errors: &mut Errors) {
    let (on, retry) = (!edge.on.is_absent(), !edge.retry.is_absent());
    if !(on && retry) {
        errors.at(edge.span, messages::recovery_needs(from, to, on, retry));
    }
    let (Some(via), Some(on)) = (edge.via.value(), edge.on.value()) else { return };
    let At { value: via, span } = via.value;
    if !on.value.iter().all(|cause| is(cause.cause.value, via.cause)) {
        errors.at(span, messages::via_cannot_help(via));
    }
}

fn check_actions(edge: &Edge, rows: Rows, errors: &mut Errors) {
    for (at, action) in edge.actions.iter().enumerate() {
        let mut earlier = edge.actions.iter().take(at);
        if let Some((name, path)) = function(action) {
            let is_same = |earlier| {
                function(earlier).is_some_and(|(of, it)| of == name && code_of(it) == code_of(path))
            };
            if rows == Rows::Receive {
                errors.on(path, messages::action_without_calls(name));
            } else if earlier.any(is_same) {
                errors.on(path, messages::duplicate(&format!("{name}({})", code_of(path))));
            }
        } else if let Action::Toast(text, _) = action
            && earlier.any(|earlier| matches!(earlier, Action::Toast(..)))
        {
            errors.at(text.span(), messages::second_toast());
        }
    }
}

/// The function that an action runs or spawns, and the name of the action.
const fn function(action: &Action) -> Option<(&'static str, &ExprPath)> {
    match action {
        Action::Run(path) => Some(("run", path)),
        Action::Spawn(path) => Some(("spawn", path)),
        Action::Toast(..) => None,
    }
}

/// Every cause can occur in this state, and is named on one edge.
fn check_causes(state: State, row: &Row, edges: &[Edge], errors: &mut Errors) {
    // Where nothing can fail, `on` itself is the mistake.
    if matches!(state, State::Idle | State::Failed) {
        return;
    }
    let mut named: Vec<Cause> = Vec::new();
    for written in edges.iter().filter_map(|edge| edge.on.value()).flat_map(|on| &on.value) {
        let cause = written.cause.value;
        if !cause.steps().contains(&state) {
            errors.on(&written.tokens, messages::cause_elsewhere(cause, state));
        } else if state == State::InCall
            && let Some((_, keyword, _)) =
                limits_of_call(row).into_iter().find(|(limit, _, of)| limit.is_absent() && is(cause, of))
        {
            errors.on(&written.tokens, messages::cause_without_limit(cause, keyword));
        } else if named.contains(&cause) {
            errors.on(
                &written.tokens,
                messages::cause_twice(cause, &written.tokens.to_string().replace(' ', "")),
            );
        }
        named.push(cause);
    }
}
