//! The flow: every edge legal, every row complete.

use crate::errors::Errors;
use crate::flow::{Edge, Flow, Row};
use crate::host::{Cause, State};
use crate::{messages, names};

pub(crate) fn check(flow: &Flow, errors: &mut Errors) {
    for (at, row) in flow.rows.iter().enumerate() {
        let state = row.state.value;
        if flow.rows.iter().take(at).any(|earlier| earlier.state.value == state) {
            errors.at(row.state.span, messages::row_twice(state));
        }
        // What one of two rows lacks, the other may have.
        let twice = flow.rows.iter().filter(|other| other.state.value == state).count() > 1;
        check_row(row, !twice && !flow.doubted.contains(&state), errors);
    }
    let has_row = |state: &State| flow.rows.iter().any(|row| row.state.value == *state);
    // A misspelt state that has its row already was some other one.
    let unknown = flow.lost || flow.doubted.iter().any(has_row);
    let missing: Vec<_> =
        State::ALL.into_iter().filter(|state| !has_row(state) && !flow.doubted.contains(state)).collect();
    if !missing.is_empty() && !unknown {
        errors.at(flow.keyword, messages::rows_missing(&missing));
    }
}

/// What is known of a row's edges besides those that are wrong.
struct Seen {
    /// Whether a success edge, or one that may have been meant as one, is there.
    onward: bool,
    /// The same of a plain edge to Failed.
    failed: bool,
}

impl Seen {
    fn add(&mut self, from: State, to: State, edge: &Edge) {
        let ways = from.ways();
        // Causes on a success edge are a mistake of their own; an edge that the host does not allow
        // was probably meant as the one that it does.
        let success = ways.onward.contains(&to) && (from.is_working() || edge.on.is_no());
        self.onward |= success || !ways.all().any(|state| state == to);
        // Where every cause is misspelt, nobody knows.
        let plain = edge.on.is_no() || edge.on.as_ref().is_some_and(|on| on.causes.is_empty());
        self.failed |= to == State::Failed && plain;
    }
}

fn check_row(row: &Row, whole: bool, errors: &mut Errors) {
    let state = row.state.value;
    if state.within().is_none()
        && let Some(within) = row.within.as_ref()
    {
        errors.at(within.span, messages::within_here(state));
    }
    let mut seen = Seen { onward: row.lost, failed: row.lost };
    let mut plain: Vec<State> = Vec::new();
    for edge in &row.edges {
        let to = edge.to.value;
        let right = check_edge(state, edge, errors);
        if right && edge.on.is_no() {
            if plain.contains(&to) {
                errors.at(edge.to.span, messages::edge_twice(state, to));
            }
            plain.push(to);
        }
        seen.add(state, to, edge);
    }
    for (meant, edge) in &row.misspelt {
        match meant {
            Some(to) => seen.add(state, *to, edge),
            None => seen = Seen { onward: true, failed: true },
        }
    }
    check_causes(row, errors);
    if whole {
        complete(row, &seen, errors);
    }
}

/// What a row cannot do without.
fn complete(row: &Row, seen: &Seen, errors: &mut Errors) {
    let state = row.state.value;
    if state.is_working() && !seen.onward {
        errors.at(row.state.span, messages::no_success(state));
    }
    if state.is_working() && !seen.failed {
        errors.at(row.state.span, messages::no_plain_failed(state));
    }
    if state == State::InCall && !seen.onward {
        errors.at(row.state.span, messages::no_way_out());
    }
}

/// Whether an edge is what it should be; if not, why has been reported.
fn check_edge(from: State, edge: &Edge, errors: &mut Errors) -> bool {
    let before = errors.len();
    let to = edge.to.value;
    let ways = from.ways();
    if !ways.all().any(|state| state == to) {
        errors.at(edge.to.span, messages::illegal(from, to));
        return false;
    }
    check_actions(edge, errors);
    if ways.back.contains(&to) {
        recovery(from, edge, errors);
        return errors.len() == before;
    }
    let (words, spans): (Vec<_>, Vec<_>) = [
        ("retry", edge.retry.as_ref().map(|retry| retry.span)),
        ("via", edge.via.as_ref().map(|via| via.keyword)),
        ("after", edge.after.as_ref().map(|after| after.span)),
    ]
    .into_iter()
    .filter_map(|(word, span)| Some((word, span?)))
    .unzip();
    if let Some(span) = spans.first() {
        errors.at(*span, messages::no_recovery(&words, from, to));
    }
    match edge.on.as_ref() {
        Some(on) if matches!(from, State::Idle | State::Failed) => {
            errors.at(on.keyword, messages::no_causes_here(from));
        }
        Some(on) if from.is_working() && ways.onward.contains(&to) && !on.causes.is_empty() => {
            errors.at(on.keyword, messages::success_on(from, to));
        }
        // The plain edges that nothing takes: working => Idle, and InCall => Failed.
        None if edge.on.is_no()
            && !edge.broken
            && ways.stop.contains(&to)
            && !(from.is_working() && to == State::Failed) =>
        {
            errors.at(edge.to.span, messages::stop_without_on(from, to));
        }
        _ => {}
    }
    errors.len() == before
}

/// An edge that goes back names its causes and has a bound, and its `via` can help.
fn recovery(from: State, edge: &Edge, errors: &mut Errors) {
    let (on, retry) = (!edge.on.is_no(), !edge.retry.is_no());
    let whole = on && retry;
    if !whole && !edge.broken {
        errors.at(edge.to.span, messages::recovery_needs(from, edge.to.value, on, retry));
    }
    let (Some(via), Some(on)) = (edge.via.as_ref(), edge.on.as_ref()) else { return };
    let recovery = via.recovery.value;
    let helps = |cause: Cause| matches!(cause, Cause::Named(known) if known.name == recovery.cause);
    if !on.causes.iter().all(|cause| helps(cause.cause.value)) {
        errors.at(via.recovery.span, messages::via_cannot_help(recovery));
    }
}

fn check_actions(edge: &Edge, errors: &mut Errors) {
    use crate::flow::Action::{Run, Toast};
    for (at, action) in edge.actions.iter().enumerate() {
        let mut earlier = edge.actions.iter().take(at);
        match action {
            Toast(words) if earlier.any(|earlier| matches!(earlier, Toast(_))) => {
                errors.at(words.span(), messages::second_toast());
            }
            Run(path)
                if earlier.any(
                    |earlier| matches!(earlier, Run(earlier) if names::path(earlier) == names::path(path)),
                ) =>
            {
                errors.on(path, messages::second_run());
            }
            Toast(_) | Run(_) => {}
        }
    }
}

/// Every cause can come up here, and takes one edge.
fn check_causes(row: &Row, errors: &mut Errors) {
    let state = row.state.value;
    // Where nothing can fail, `on` itself is the mistake.
    if matches!(state, State::Idle | State::Failed) {
        return;
    }
    let mut named: Vec<Cause> = Vec::new();
    for written in row.edges.iter().filter_map(|edge| edge.on.as_ref()).flat_map(|on| &on.causes) {
        let cause = written.cause.value;
        if !cause.steps().contains(&state) {
            errors.on(&written.tokens, messages::cause_elsewhere(cause, state));
        } else if named.contains(&cause) {
            errors.on(&written.tokens, messages::cause_twice(cause));
        }
        named.push(cause);
    }
}
