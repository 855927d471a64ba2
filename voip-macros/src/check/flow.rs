//! Checks the flow: every edge is legal, every row is complete.

use proc_macro2::Span;

use crate::errors::Errors;
use crate::flow::{Edge, Flow, Row};
use crate::found::code_of;
use crate::host::{Cause, State};
use crate::messages;
use crate::parsed::At;

pub(crate) fn check(flow: &Flow, errors: &mut Errors) {
    let mut has_second_row = false;
    for (at, row) in flow.rows.iter().enumerate() {
        let (Some(state), Some(edges)) = (row.state.value(), row.edges.value()) else { continue };
        let twice = |earlier: &Row| earlier.state == row.state && earlier.edges.value().is_some();
        if flow.rows.iter().take(at).any(twice) {
            errors.at(row.span, messages::row_twice(*state));
            // It may be meant for another state.
            has_second_row = true;
            continue;
        }
        let may_continue = check_row(*state, row, edges, errors);
        // One of two rows may have what the other lacks.
        let is_one = flow.rows.iter().filter(|other| other.state.meant() == Some(state)).count() == 1;
        if is_one && !may_continue {
            complete(*state, row.span, edges, errors);
        }
    }
    let missing: Vec<_> = State::ALL
        .into_iter()
        .filter(|state| !flow.rows.iter().any(|row| row.state.may_be(|it| it == state)))
        .collect();
    // If a misspelt state seems to have a second row, it may be meant as a missing one.
    let any = flow.rows.iter().filter(|row| row.state.value().is_none()).any(|row| {
        row.state
            .meant()
            .is_some_and(|state| flow.rows.iter().any(|other| other.state.value() == Some(state)))
    });
    if !missing.is_empty() && !any && !has_second_row {
        errors.at(flow.keyword, messages::rows_missing(&missing));
    }
}

/// Returns whether the last edge has a mistake: then the row may be unfinished, and what it lacks may
/// follow.
fn check_row(state: State, row: &Row, edges: &[Edge], errors: &mut Errors) -> bool {
    if !state.is_working()
        && let Some(within) = row.within.value()
    {
        errors.at(within.span, messages::within_here(state));
    }
    let mut plain: Vec<State> = Vec::new();
    let mut may_continue = false;
    for edge in edges {
        may_continue = edge.is_reported;
        let Some(to) = edge.to.value() else { continue };
        if !check_edge(state, *to, edge, errors) {
            may_continue = true;
        } else if edge.on.is_absent() {
            if plain.contains(to) {
                errors.at(edge.span, messages::edge_twice(state, *to));
            }
            plain.push(*to);
        }
    }
    check_causes(state, edges, errors);
    may_continue
}

/// Reports the edges that a row lacks. An edge with a mistake counts as the one it may be meant as.
fn complete(state: State, span: Span, edges: &[Edge], errors: &mut Errors) {
    let legal = state.legal();
    let onward = edges.iter().any(|edge| {
        edge.to.may_be(|to| {
            // Causes on a success edge are a mistake of their own. An edge that the host does not allow was
            // probably meant as the one that is missing.
            let success = legal.onward.contains(to) && (state.is_working() || edge.on.value().is_none());
            success || !legal.all().any(|state| state == *to)
        })
    });
    // An edge whose causes are all wrong may be meant as a plain one.
    let failed = |edge: &Edge| edge.to.may_be(|to| *to == State::Failed) && edge.on.value().is_none();
    if state.is_working() && !onward {
        errors.at(span, messages::no_success(state));
    }
    if state.is_working() && !edges.iter().any(failed) {
        errors.at(span, messages::no_plain_failed(state));
    }
    if state == State::InCall && !onward {
        errors.at(span, messages::no_end_of_call());
    }
}

/// Reports what is wrong with an edge. Returns whether nothing is.
fn check_edge(from: State, to: State, edge: &Edge, errors: &mut Errors) -> bool {
    let before = errors.len();
    let legal = from.legal();
    if !legal.all().any(|state| state == to) {
        errors.at(edge.span, messages::illegal(from, to));
        return false;
    }
    check_actions(edge, errors);
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
        Some(on) if from.is_working() && legal.onward.contains(&to) => {
            errors.at(on.keyword, messages::success_on(from, to));
        }
        // Nothing takes a plain edge from `InCall` to `Failed`.
        None if edge.on.is_absent() && legal.stop.contains(&to) && !from.is_working() => {
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
    let helps = |cause: Cause| matches!(cause, Cause::Named(known) if known.name == via.cause);
    if !on.value.iter().all(|cause| helps(cause.cause.value)) {
        errors.at(span, messages::via_cannot_help(via));
    }
}

fn check_actions(edge: &Edge, errors: &mut Errors) {
    use crate::flow::Action::{Run, Toast};
    for (at, action) in edge.actions.iter().enumerate() {
        let mut earlier = edge.actions.iter().take(at);
        match action {
            Toast(text) if earlier.any(|earlier| matches!(earlier, Toast(_))) => {
                errors.at(text.span(), messages::second_toast());
            }
            Run(path)
                if earlier
                    .any(|earlier| matches!(earlier, Run(earlier) if code_of(earlier) == code_of(path))) =>
            {
                errors.on(path, messages::duplicate(&format!("run({})", code_of(path))));
            }
            Toast(_) | Run(_) => {}
        }
    }
}

/// Every cause can occur in this state, and is named on one edge.
fn check_causes(state: State, edges: &[Edge], errors: &mut Errors) {
    // Where nothing can fail, `on` itself is the mistake.
    if matches!(state, State::Idle | State::Failed) {
        return;
    }
    let mut named: Vec<Cause> = Vec::new();
    for written in edges.iter().filter_map(|edge| edge.on.value()).flat_map(|on| &on.value) {
        let cause = written.cause.value;
        if !cause.steps().contains(&state) {
            errors.on(&written.tokens, messages::cause_elsewhere(cause, state));
        } else if named.contains(&cause) {
            errors.on(
                &written.tokens,
                messages::cause_twice(cause, &written.tokens.to_string().replace(' ', "")),
            );
        }
        named.push(cause);
    }
}
