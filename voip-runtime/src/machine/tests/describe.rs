//! A machine and its effects as text.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::inputs::numbers;
use crate::machine::effect::Effect;
use crate::machine::wait::WaitsFor;
use crate::machine::{AttemptKind, Load, Machine};
use crate::spec::Spec;

/// Describes the machine in one line.
pub(super) fn describe(machine: &Machine) -> String {
    let mut text = machine.state().to_string();
    let flags = [
        ("busy", machine.busy()),
        ("reachable", machine.reachable()),
        ("connected", machine.connected()),
        ("left", machine.has_left()),
        ("watching", machine.watch.is_some()),
        ("answered early", machine.wait().is_some_and(|wait| wait.answered)),
        ("disabling", machine.disable.is_some()),
        ("disabled", machine.disabled),
        ("no members reported", !machine.reports_members),
        ("load due", machine.load == Load::Due),
        ("loading", machine.is_loading()),
        ("tap waits", machine.tap_waits),
        ("ring", machine.limits.ring.is_some()),
        ("within", machine.limits.within.is_some()),
    ];
    for (name, _) in flags.iter().filter(|(_, set)| *set) {
        write!(text, ", {name}").unwrap();
    }
    if let Some(end) = machine.call_end() {
        write!(text, ", ended by {end:?}").unwrap();
    }
    if let Some(error) = machine.error() {
        write!(text, ", error {}", error.cause()).unwrap();
        if error.sentence() != error.cause().chinese() {
            write!(text, " {}", error.sentence()).unwrap();
        }
        if !error.message().is_empty() {
            write!(text, " ({})", error.message()).unwrap();
        }
    }
    if let Some(attempt) = &machine.attempt {
        text.push_str(match attempt.kind {
            AttemptKind::Call { dropped: false } => "; call",
            AttemptKind::Call { dropped: true } => "; call, step dropped",
            AttemptKind::MakeReachable { by_itself: false } => "; making reachable",
            AttemptKind::MakeReachable { by_itself: true } => "; making reachable by itself",
        });
        let retries: Vec<_> = (0..4).map(|counter| attempt.retries.count(counter)).collect();
        if retries.iter().any(|count| *count > 0) {
            write!(text, ", retries {retries:?}").unwrap();
        }
        if let Some(wait) = &attempt.wait {
            let what = match &wait.waits_for {
                WaitsFor::Step { scope: 0 } => wait.at.to_string(),
                WaitsFor::Step { scope } => format!("{} (scope {scope})", wait.at),
                WaitsFor::Via(via) => format!("{} before {}", via.name(), wait.at),
                WaitsFor::Delay { edge, error } => {
                    format!("the delay before {} on {}", edge.to, error.cause())
                }
            };
            let by = match (wait.answer.is_some(), wait.timer.is_some()) {
                (true, true) => "answer or timer",
                (true, false) => "answer",
                (false, true) => "timer",
                (false, false) => "nothing",
            };
            write!(text, ", waits for {what} on the way to {} ({by})", wait.goal).unwrap();
        }
    }
    let late = &machine.late;
    let open = numbers(machine).filter(|number| late.contains(*number)).count();
    if open > 0 || late.unsure || late.joined {
        write!(text, "; {open} late").unwrap();
        text.push_str(if late.unsure { ", unsure" } else { "" });
        text.push_str(if late.joined { ", one joined" } else { "" });
    }
    text
}

/// The effects, in order.
pub(super) fn effects(machine: &mut Machine, spec: &Spec) -> String {
    let mut all = Vec::new();
    while let Some(effect) = machine.next_effect() {
        all.push(match effect {
            Effect::Change => {
                let change = machine.change().expect("a change");
                if let Some(error) = &machine.error {
                    assert_eq!((change.cause, &*change.message), (Some(error.cause()), error.message()));
                }
                format!("Change({change})")
            }
            Effect::Actions => {
                let taken = machine.take_edge().expect("an edge");
                let scope = if taken.in_call { "" } else { ", but no functions" };
                format!("Actions({:?}{scope})", taken.actions)
            }
            Effect::HostCall => {
                let operation = machine.pending_operation(spec).expect("a host call");
                let limit = operation.limit.map_or_else(String::new, |limit| format!(" within {limit:?}"));
                format!("HostCall({:?}{limit})", operation.what)
            }
            Effect::Error if machine.error.is_none() => "Error(none)".into(),
            plain => format!("{plain:?}"),
        });
    }
    all.join(", ")
}
