//! What is not played, as the result lists it. The values of fields are in [`starts`](super::starts).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::place::MAX_ANSWERS;
use super::played_flow::{self, MAX_RETRY};
use super::run::MAX_DETACHED;
use crate::flow::Action;
use crate::spec::Spec;
use crate::value::Value;

/// At most so many answers of one handler or task have varied data.
pub(super) const MAX_VARIED: usize = 2;

/// The bounds of a search that has made up answers to the host calls with the names `made_up`, or has `given` ones.
pub(super) fn bounds(spec: &Spec, given: &[(String, Value)], made_up: &[String]) -> Vec<String> {
    let mut bounds = Vec::new();
    for name in made_up {
        let given = given.iter().filter(|(of, _)| of == name).count();
        let given = if given == 0 { String::new() } else { format!(", {given} given answers") };
        bounds.push(format!(
            "`{name}` is answered with made-up data (each enum variant, both truth values, `None` and `Some`, an empty list \
             and a full one: one varied at a time, {MAX_VARIED} in one run, and then for one call){given}, fails or times out"
        ));
    }
    let mut add = |applies: bool, bound: &str| {
        if applies {
            bounds.push(bound.to_string());
        }
    };
    let flow = spec.flow.rows;
    let is_spawn = |action: &Action| matches!(action, Action::Spawn { .. });
    let spawns = flow.iter().flat_map(|row| row.edges).any(|edge| edge.actions.iter().any(is_spawn));
    add(
        !spec.fields.is_empty(),
        "other values of fields than the first ones are played for one call, without the combinations of late joins and reachability",
    );
    add(
        played_flow::counters(spec) > 1,
        "recoveries are played alone and in pairs, and each with all that the page's functions have received",
    );
    add(
        played_flow::is_reduced(spec),
        &format!("a `retry` of more than {MAX_RETRY} is played as {MAX_RETRY}"),
    );
    add(
        true,
        "in each step, every two of these are played together: the late joins, the reachability, each `retry`",
    );
    add(true, "more than two late joins count as two");
    add(
        !made_up.is_empty(),
        &format!(
            "more than {MAX_ANSWERS} answers that the page's functions have received are played in pairs"
        ),
    );
    add(
        true,
        "causes without an edge of their own, cancelling, leaving and showing the page are played with all that the page's \
         functions have received, and in all states of the call, but not with both together",
    );
    add(
        true,
        "the time is not compared: what depends on how long a call or a wait lasted is played with one duration",
    );
    add(
        spec.receive.is_some(),
        "a late success of enabling, and other pages of the app that enable or disable calls, come only while nothing is in \
         progress",
    );
    add(
        spec.on_load || !made_up.is_empty(),
        "timers of `on_load`, of spawned functions and of a handler after its call wait while a call is in progress or the \
         page is being made reachable",
    );
    add(
        !made_up.is_empty(),
        &format!("at most {MAX_DETACHED} handlers go on after their calls at the same time"),
    );
    add(
        spawns || !made_up.is_empty(),
        "a function that runs beside a call (spawned, or a handler after its call) is played with and without a call in \
         progress, but not at each step of it; one that waits for ever is played at each step, whatever it has received",
    );
    add(
        spawns,
        "of the host calls of spawned functions, which are answered at once, at most one is never answered",
    );
    bounds
}
