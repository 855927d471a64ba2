//! The positions of the machine, by the inputs that lead to them.

use alloc::string::String;
use alloc::vec::Vec;

use super::inputs::{Position, inputs};
use super::pages::{BOTH, Full, LOADING, Other, RECEIVING};
use crate::machine::Machine;
use crate::machine::effect::Effect;
use crate::machine::wait::Operation;
use crate::prelude::*;
use crate::spec::Spec;

/// The inputs that lead to each position from a fresh page.
pub(super) const FULL: &[(&str, &[&str])] = &[
    ("a fresh page", &[]),
    ("a field was empty", &["tap with an empty field"]),
    ("tapped", &["tap"]),
    ("begun", &["tap", "begin"]),
    ("the first scope is asked for", &["tap", "begin", "authorize"]),
    ("the second scope is asked for", &["tap", "begin", "authorize", "success"]),
    ("the settings are open", &["tap", "begin", "authorize", "Denied"]),
    ("asked again after the settings", &["tap", "begin", "authorize", "Denied", "success"]),
    ("authorized", &["tap", "begin", "authorize", "success", "success"]),
    ("enabling", &["tap", "begin", "authorize", "success", "success", "enable"]),
    (
        "authorizing again after NoCamera",
        &["tap", "begin", "authorize", "success", "success", "enable", "NoCamera"],
    ),
    (
        "enabling again after NoCamera",
        &["tap", "begin", "authorize", "success", "success", "enable", "NoCamera", "success", "success"],
    ),
    ("enabled", &[ENABLED]),
    ("joining", &[ENABLED, "join"]),
    ("joining, the other side has answered", &[ENABLED, "join", "two members"]),
    ("a step was dropped while joining", &[ENABLED, "join", "drop step"]),
    ("waiting to join again", &[ENABLED, "join", "System"]),
    ("joining again after System", &[ENABLED, "join", "System", "timer"]),
    ("leaving the room before joining again", &[ENABLED, "join", "AlreadyInRoom"]),
    ("joining again after AlreadyInRoom", &[ENABLED, "join", "AlreadyInRoom", "success"]),
    ("in a call, the handler runs", &[JOINED]),
    ("in a call, a step was dropped", &[ENABLED, "join", "drop step", "success"]),
    ("in a call", &[JOINED, "handler ends joined"]),
    ("talking", &[JOINED, "handler ends joined", "two members"]),
    ("the call is over, the handler runs", &[JOINED, "superseded"]),
    ("the second call, enabling", &[JOINED, "superseded", "handler ends", ENABLING]),
    ("failed, the handler runs", &["tap", "begin", "authorize", "System"]),
    ("failed", &["tap", "begin", "authorize", "System", "handler ends"]),
    ("tapped again from failed", &["tap", "begin", "authorize", "System", "handler ends", "tap"]),
    ("timed out, the join may be late", &[LATE]),
    ("enabling beside a late join", &[LATE, ENABLING]),
    ("leaving the room of a late join", &[LATE, ENABLED, "join"]),
    ("joining beside a late join", &[LATE, ENABLED, "join", "success"]),
    ("waiting to join again beside a late join", &[LATE, ENABLED, "join", "success", "System"]),
    ("joining after a late join succeeded", &[LATE, ENABLED, "join", "success", "late join succeeds"]),
    ("in a call beside a late join", &[LATE, ENABLED, "join", "success", "success"]),
    ("two joins may be late", &[LATE, ENABLED, "join", "success", "timer", "handler ends"]),
    ("making reachable", &["make reachable"]),
    ("making reachable, a field was empty", &["make reachable", "tap with an empty field"]),
    ("making reachable, a tap waits", &["make reachable", "tap"]),
    ("making reachable, enabling", &["make reachable", "success", "success"]),
    ("making reachable, the settings are open", &["make reachable", "Denied"]),
    ("the waiting tap is due", &["make reachable", "tap", "success", "success", "success"]),
    ("the waiting tap is due after a failure", &["make reachable", "tap", "System"]),
    ("reachable", &["make reachable", "success", "success", "success"]),
    ("could not be made reachable", &["make reachable", "System"]),
    ("making unreachable", &[REACHABLE, "make unreachable"]),
    ("making unreachable, tapped", &[REACHABLE, "make unreachable", "tap"]),
    ("made unreachable", &[REACHABLE, "make unreachable", "not reachable", "disabling succeeds"]),
    ("the call is over, and the handler goes on", &[JOINED, "hang up", "the handler goes on after its call"]),
    ("left", &["leave"]),
    ("left while joining", &[ENABLED, "join", "leave"]),
    ("left in a call beside a late join", &[LATE, ENABLED, "join", "success", "success", "leave"]),
];

pub(super) const OTHER: &[(&str, &[&str])] = &[
    ("a fresh page", &[]),
    ("joining", &[OTHER_ENABLED, "join"]),
    ("waiting to leave the room", &[OTHER_ENABLED, "join", "AlreadyInRoom"]),
    ("leaving the room", &[OTHER_ENABLED, "join", "AlreadyInRoom", "timer"]),
    ("joining again", &[OTHER_ENABLED, "join", AGAIN]),
    ("joining for the third time", &[OTHER_ENABLED, "join", AGAIN, AGAIN]),
    ("in a call", &[OTHER_ENABLED, "join", "success"]),
    ("left in a call", &[OTHER_ENABLED, "join", "success", "handler ends joined", "leave"]),
    (
        "left in a call beside a late join",
        &[OTHER_LATE, OTHER_ENABLED, "join", "success", "success", "leave"],
    ),
    ("failed", &["tap", "begin", "authorize", "System", "handler ends"]),
    ("tapped again from failed", &["tap", "begin", "authorize", "System", "handler ends", "tap"]),
];

pub(super) const LOADS: &[(&str, &[&str])] = &[
    ("a fresh page", &[]),
    ("opened", &["open"]),
    ("opened, a tap waits", &["open", "tap"]),
    ("shown", &["show"]),
    ("shown, a tap waits", &["show", "tap"]),
    ("shown, loaded, a tap waits", &["show", "tap", "loaded"]),
    ("shown, reachable, a tap waits", &["show", "tap", "success", "success", "success"]),
    ("could not be loaded", &["open", "load fails"]),
    ("loading again for a tap", &["open", "load fails", "tap"]),
    ("loaded", &["open", "loaded"]),
    ("disabled", &["open", "loaded", "reachable", "not reachable"]),
    ("in a call with limits", &["open", "loaded", JOINED, "the limits start"]),
    ("in a call with limits, answered", &["open", "loaded", JOINED, "the limits start", "two members"]),
    (
        "in a call with limits, on a device that reports no members",
        &["open", "loaded", "no members are reported", JOINED, "the limits start"],
    ),
    (
        "nobody has answered in time",
        &["open", "loaded", JOINED, "the limits start", "nobody answers in time"],
    ),
    ("left while loading", &["open", "tap", "leave"]),
];

pub(super) const ONLY_RECEIVES: &[(&str, &[&str])] = &[
    ("a fresh page", &[]),
    ("shown", &["show"]),
    ("shown, enabling", &["show", "success", "success"]),
    ("reachable", &["show", "success", "success", "success"]),
];

pub(super) const FAILED: &[(&str, &[&str])] = &[
    ("failed", &["tap", "begin", "authorize", "System", "handler ends"]),
    ("tapped again from failed", &["tap", "begin", "authorize", "System", "handler ends", "tap"]),
];

/// Each of these expands to several inputs.
pub(super) const REACHABLE: &str = "[reachable]";
pub(super) const ENABLING: &str = "[enabling]";
pub(super) const ENABLED: &str = "[enabled]";
pub(super) const JOINED: &str = "[joined]";
pub(super) const LATE: &str = "[a join is late]";
pub(super) const OTHER_ENABLED: &str = "[enabled, with one scope]";
pub(super) const OTHER_LATE: &str = "[a join is late, with one scope]";
pub(super) const AGAIN: &str = "[again after AlreadyInRoom]";

pub(super) fn expand(script: &[&'static str]) -> Vec<&'static str> {
    let mut expanded = Vec::new();
    for name in script {
        match *name {
            REACHABLE => expanded.extend(["make reachable", "success", "success", "success"]),
            ENABLING => expanded.extend(["tap", "begin", "authorize", "success", "success", "enable"]),
            ENABLED => expanded.extend(expand(&[ENABLING, "success"])),
            JOINED => expanded.extend(expand(&[ENABLED, "join", "success"])),
            LATE => expanded.extend(expand(&[ENABLED, "join", "timer", "handler ends"])),
            OTHER_ENABLED => expanded.extend(["tap", "begin", "authorize", "success", "enable", "success"]),
            OTHER_LATE => expanded.extend(expand(&[OTHER_ENABLED, "join", "timer", "handler ends"])),
            AGAIN => expanded.extend(["AlreadyInRoom", "timer", "success"]),
            name => expanded.push(name),
        }
    }
    expanded
}

pub(super) fn reach(spec: &'static Spec, script: &[&'static str]) -> Position {
    let inputs = inputs();
    let mut position = Position { machine: Machine::new(spec), spec, late: 0, tap_is_due: false };
    for name in expand(script) {
        let joining =
            position.machine.pending_operation(spec).filter(|operation| operation.what == Operation::Join);
        let (_, act) = inputs.iter().find(|(known, _)| *known == name).expect(name);
        act(&mut position);
        position.tap_is_due = false;
        while let Some(effect) = position.machine.next_effect() {
            position.tap_is_due |= effect == Effect::WaitingTap;
        }
        position.machine.take_edge();
        let number = joining.map_or(0, |operation| operation.answer.number());
        if position.machine.late.contains(number) {
            position.late = number;
        }
    }
    position
}

/// The positions of all pages, with their names.
pub(super) fn positions() -> impl Iterator<Item = (String, Position)> {
    let pages = [
        (Full::SPEC, FULL),
        (Other::SPEC, OTHER),
        (BOTH, FAILED),
        (LOADING, LOADS),
        (RECEIVING, ONLY_RECEIVES),
    ];
    pages.into_iter().flat_map(|(spec, positions)| {
        positions.iter().map(move |(name, script)| (format!("{}: {name}", spec.title), reach(spec, script)))
    })
}
