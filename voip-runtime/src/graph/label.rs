//! What stands beside an edge, in words that no format has escaped yet.

use core::time::Duration;
use std::string::{String, ToString};
use std::vec::Vec;

use crate::cause::Cause;
use crate::flow::{Action, Edge, Row};
use crate::state::State;

/// What takes an edge that names no causes.
pub(super) fn event(from: State, edge: &Edge) -> &'static str {
    match (from, edge.to) {
        (State::Idle | State::Failed, State::Authorizing) => "tap",
        (State::Failed, _) => "dismiss",
        (State::InCall, _) => "end",
        (_, State::Failed) => "failure",
        _ => "success",
    }
}

/// What takes an edge: its causes or its event, and its keywords as a flow writes them.
pub(super) fn taken(from: State, row: &Row, edge: &Edge) -> String {
    let mut words = Vec::new();
    if edge.on.is_empty() {
        words.push(match event(from, edge) {
            "end" => "the call ends".to_string(),
            "failure" if row.edges.iter().any(|edge| !edge.on.is_empty()) => "any other failure".to_string(),
            event => event.to_string(),
        });
    } else {
        let causes: Vec<_> = edge.on.iter().map(|cause| name(*cause)).collect();
        words.push(causes.join(", "));
    }
    let within = row.within.filter(|_| edge.on.is_empty() && event(from, edge) == "success");
    words.extend(within.map(|time| format!("within {}", duration(time))));
    words.extend(edge.via.map(|via| format!("via {}", via.name())));
    words.extend(edge.retry.map(|retry| format!("retry {}", retry.limit)));
    words.extend(edge.after.map(|time| format!("after {}", duration(time))));
    words.join(" ")
}

/// What is done as an edge is taken, if anything.
pub(super) fn done(edge: &Edge) -> Option<String> {
    let actions: Vec<_> = edge
        .actions
        .iter()
        .map(|action| match action {
            Action::Toast(words) => format!("toast \"{words}\""),
            Action::Run { path, .. } => format!("run {path}"),
        })
        .collect();
    (!actions.is_empty()).then(|| actions.join(", "))
}

/// A cause as a flow writes it: by its name, or a code without one as that number.
fn name(cause: Cause) -> String {
    match cause {
        Cause::Other(code) => code.to_string(),
        named => named.name().to_string(),
    }
}

/// A duration as a flow writes it.
fn duration(time: Duration) -> String {
    match time.as_millis() {
        millis if millis.is_multiple_of(60_000) => format!("{}m", millis / 60_000),
        millis if millis.is_multiple_of(1000) => format!("{}s", millis / 1000),
        millis => format!("{millis}ms"),
    }
}

/// Control characters as Rust would write them, so that nothing ends a line or hides: a diagram's
/// reader sees that they are there.
pub(super) fn visible(letter: char) -> Option<String> {
    let hides = matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (letter.is_control() || hides).then(|| letter.escape_default().to_string())
}
