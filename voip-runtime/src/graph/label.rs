//! The labels of edges, before a format escapes them.

use core::time::Duration;
use std::string::{String, ToString};
use std::vec::Vec;

use crate::cause::Cause;
use crate::flow::{Action, Edge, Flow, Row};
use crate::state::State;

/// The event that takes an edge without causes.
pub(super) fn event(from: State, row: &Row, edge: &Edge) -> &'static str {
    match (from, edge.to) {
        // A page that never calls.
        (State::Enabling, State::Idle) if row.plain(State::Joining).is_none() => "success",
        (State::Idle | State::Failed, State::Authorizing) => "tap",
        (State::Failed, _) => "dismiss",
        (State::InCall, _) => "end",
        (_, State::Failed) => "failure",
        (_, State::Idle) => "cancel",
        _ => "success",
    }
}

/// The causes or the event that take an edge, and its keywords as a flow writes them.
pub(super) fn trigger(from: State, row: &Row, edge: &Edge) -> String {
    let mut parts = Vec::new();
    if edge.on.is_empty() {
        parts.push(match event(from, row, edge) {
            "end" => "the call ends".to_string(),
            "failure" if row.edges.iter().any(|edge| !edge.on.is_empty()) => "any other failure".to_string(),
            event => event.to_string(),
        });
    } else {
        let causes: Vec<_> = edge.on.iter().map(|cause| name(*cause)).collect();
        parts.push(causes.join(", "));
    }
    let is_success = edge.on.is_empty() && event(from, row, edge) == "success";
    let ends = |cause| from == State::InCall && edge.on.contains(&cause);
    let ring = row.ring.filter(|_| ends(Cause::NoAnswer));
    let within = row.within.filter(|_| is_success || ends(Cause::Timeout));
    parts.extend(ring.map(|time| format!("ring {}", duration(time))));
    parts.extend(within.map(|time| format!("within {}", duration(time))));
    parts.extend(edge.via.map(|via| format!("via {}", via.name())));
    parts.extend(edge.retry.map(|retry| format!("retry {}", retry.limit)));
    parts.extend(edge.after.map(|time| format!("after {}", duration(time))));
    parts.join(" ")
}

/// The state in which the flow begins: that of the first row with edges.
pub(super) fn start(flow: &Flow) -> State {
    State::ALL.into_iter().find(|state| !flow.row(*state).edges.is_empty()).unwrap_or(State::Idle)
}

/// The actions of an edge, if it has any.
pub(super) fn actions(edge: &Edge) -> Option<String> {
    let actions: Vec<_> = edge
        .actions
        .iter()
        .map(|action| match action {
            Action::Toast { title, duration: None } => format!("toast \"{title}\""),
            Action::Toast { title, duration: Some(millis) } => {
                format!("toast \"{title}\" {}", duration(Duration::from_millis((*millis).into())))
            }
            Action::Run { path, .. } => format!("run {path}"),
            Action::Spawn { path, .. } => format!("spawn {path}"),
        })
        .collect();
    (!actions.is_empty()).then(|| actions.join(", "))
}

/// A cause as a flow writes it: its name, or its code if it has no name.
fn name(cause: Cause) -> String {
    match cause {
        Cause::Other(code) => code.to_string(),
        named => named.name().to_string(),
    }
}

/// A duration as a flow writes it.
pub(super) fn duration(time: Duration) -> String {
    match time.as_millis() {
        millis if millis.is_multiple_of(60_000) => format!("{}m", millis / 60_000),
        millis if millis.is_multiple_of(1000) => format!("{}s", millis / 1000),
        millis => format!("{millis}ms"),
    }
}

/// Escapes a control character as Rust does, so that it does not end a line and readers can see it.
pub(super) fn escape(letter: char) -> Option<String> {
    let is_invisible =
        matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (letter.is_control() || is_invisible).then(|| letter.escape_default().to_string())
}
