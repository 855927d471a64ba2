//! The inputs of the machine, by name.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::cause::Cause;
use crate::error::CallError;
use crate::event::{HostEvent, Tapped};
use crate::machine::Machine;
use crate::machine::id::Id;
use crate::prelude::*;
use crate::spec::{FieldSpec, Spec};

/// A machine, and what its engine and host know.
#[derive(Clone)]
pub(super) struct Position {
    pub(super) machine: Machine,
    pub(super) spec: &'static Spec,
    /// The number of the newest late join.
    pub(super) late: u32,
    /// Whether the last effect that was pulled is `WaitingTap`.
    pub(super) tap_is_due: bool,
}

/// Makes an input, and returns its result, if it has one.
pub(super) type Act = Box<dyn Fn(&mut Position) -> Option<String>>;
pub(super) type Input = (&'static str, Act);

pub(super) fn input(name: &'static str, act: impl Fn(&mut Machine, &'static Spec) + 'static) -> Input {
    (
        name,
        Box::new(move |position| {
            act(&mut position.machine, position.spec);
            None
        }),
    )
}

/// An input of the user; its result is `None` if it is not possible.
pub(super) fn user(
    name: &'static str,
    act: impl Fn(&mut Machine, &'static Spec) -> Option<String> + 'static,
) -> Input {
    (name, Box::new(move |position| act(&mut position.machine, position.spec)))
}

pub(super) fn tapped(tapped: Tapped) -> Option<String> {
    match tapped {
        Tapped::Ignored => None,
        Tapped::Missing(field) => Some(format!("Missing({})", field.name)),
        started => Some(format!("{started:?}")),
    }
}

pub(super) fn answer(name: &'static str, cause: Option<Cause>) -> Input {
    input(name, move |machine, spec| {
        let number = machine.wait().map_or(0, |wait| wait.answer.number());
        machine.answer(spec, number, cause.map(CallError::from));
    })
}

pub(super) fn late(name: &'static str, failure: Option<Cause>) -> Input {
    (
        name,
        Box::new(move |position| {
            position.machine.answer(position.spec, position.late, failure.map(CallError::from));
            None
        }),
    )
}

/// An event of the call that is joined, or that the pending join places.
pub(super) fn event(name: &'static str, event: fn() -> HostEvent) -> Input {
    input(name, move |machine, spec| {
        let number = watched(machine);
        machine.host_event(spec, number, event());
    })
}

pub(super) fn watched(machine: &Machine) -> u32 {
    let joining = machine.wait().filter(|wait| wait.is_join()).map(|wait| wait.answer.number());
    joining.unwrap_or(machine.watch.number())
}

/// The end of the `on_load` function, if it runs.
pub(super) fn loaded(machine: &mut Machine, failure: Option<Cause>) {
    if machine.is_loading() {
        machine.loaded(failure.map(CallError::from));
    }
}

pub(super) fn limit(name: &'static str, number: fn(&Machine) -> Id) -> Input {
    input(name, move |machine, spec| {
        let number = number(machine).number();
        machine.limit_reached(spec, number);
    })
}

pub(super) fn waiting_tap(
    name: &'static str,
    empty: fn(&'static Spec) -> Option<&'static FieldSpec>,
) -> Input {
    (
        name,
        Box::new(move |position| {
            if position.tap_is_due {
                position.machine.make_waiting_tap(position.spec, empty(position.spec));
            }
            None
        }),
    )
}

/// Whether an answer with this number is awaited.
pub(super) fn is_awaited(machine: &Machine, number: u32) -> bool {
    let of_wait = machine
        .wait()
        .is_some_and(|wait| [wait.answer, wait.timer].iter().any(|id| number != 0 && id.number() == number));
    of_wait
        || machine.is_limit(number)
        || machine.disable_number().is(number)
        || machine.late.contains(number)
}

/// 0, which is no answer; all numbers so far; and the next number, which no answer has yet.
pub(super) fn numbers(machine: &Machine) -> impl Iterator<Item = u32> + use<> {
    0..=machine.last.number() + 1
}

pub(super) fn inputs() -> Vec<Input> {
    use State::{Authorizing, Enabling, InCall, Joining};
    vec![
        user("tap", |machine, spec| tapped(machine.tap(spec, None))),
        user("tap with an empty field", |machine, spec| tapped(machine.tap(spec, spec.fields.first()))),
        user("make reachable", |machine, spec| machine.make_reachable(spec).then(|| "true".into())),
        input("disabling succeeds", |machine, _| machine.disable_answered(machine.disable.number(), None)),
        input("disabling fails", |machine, _| {
            machine.disable_answered(machine.disable.number(), Some(&Cause::Network.into()));
        }),
        user("make unreachable", |machine, spec| machine.make_unreachable(spec).then(|| "true".into())),
        input("open", |machine, _| machine.opened()),
        input("show", Machine::shown),
        input("loaded", |machine, _| loaded(machine, None)),
        input("load fails", |machine, _| loaded(machine, Some(Cause::Network))),
        user("hang up", |machine, spec| machine.hang_up(spec).then(|| "true".into())),
        user("dismiss", |machine, spec| machine.dismiss(spec).then(|| "true".into())),
        user("cancel", |machine, spec| machine.cancel(spec).then(|| "true".into())),
        input("leave", Machine::leave),
        input("begin", Machine::begin),
        input("authorize", |machine, spec| machine.start_step(spec, Authorizing, Enabling)),
        input("enable", |machine, spec| machine.start_step(spec, Enabling, Joining)),
        input("join", |machine, spec| machine.start_step(spec, Joining, InCall)),
        input("the handler cancels", |machine, spec| machine.stop(spec, None)),
        input("the handler fails", |machine, spec| machine.stop(spec, Some(CallError::app("no")))),
        input("drop step", |machine, _| machine.drop_step()),
        input("handler waits for nothing", |machine, spec| machine.handler_waits(spec, 0)),
        input("handler waits for a request", |machine, spec| machine.handler_waits(spec, 1)),
        input("handler ends joined", |machine, spec| machine.handler_ended(spec, true, None)),
        input("handler ends", |machine, spec| machine.handler_ended(spec, false, None)),
        input("handler ends with an error", |machine, spec| {
            machine.handler_ended(spec, false, Some(CallError::app("no")));
        }),
        input("panic", |machine, _| machine.panicked()),
        answer("success", None),
        answer("Denied", Some(Cause::Denied)),
        answer("NoCamera", Some(Cause::NoCamera)),
        answer("System", Some(Cause::System)),
        answer("AlreadyInRoom", Some(Cause::AlreadyInRoom)),
        answer("LeftWhileJoining", Some(Cause::LeftWhileJoining)),
        input("timer", |machine, spec| {
            let timer = machine.wait().map_or(0, |wait| wait.timer.number());
            machine.answer(spec, timer, None);
        }),
        input("answers that are not awaited", |machine, spec| {
            for number in numbers(machine).filter(|number| !is_awaited(machine, *number)).collect::<Vec<_>>()
            {
                machine.answer(spec, number, None);
                machine.answer(spec, number, Some(Cause::System.into()));
            }
        }),
        input("the limits start", |machine, spec| {
            let _ = machine.start_limits(spec);
        }),
        limit("nobody answers in time", |machine| machine.limits.ring),
        limit("the call is too long", |machine| machine.limits.within),
        input("limits of other calls", |machine, spec| {
            for number in numbers(machine).filter(|number| !machine.is_limit(*number)).collect::<Vec<_>>() {
                machine.limit_reached(spec, number);
            }
        }),
        input("the handler goes on after its call", |machine, _| {
            if machine.call_end().is_some() {
                machine.handler_detached();
            }
        }),
        late("late join succeeds", None),
        late("late join fails", Some(Cause::System)),
        event("two members", || HostEvent::Members(2)),
        event("one member", || HostEvent::Members(1)),
        event("superseded", || HostEvent::Ended),
        event("interrupted", || HostEvent::Interrupted(Cause::Interrupted.into())),
        event("reachable", || HostEvent::Reachable(true)),
        event("not reachable", || HostEvent::Reachable(false)),
        event("no members are reported", || HostEvent::ReportsMembers(false)),
        event("members are reported", || HostEvent::ReportsMembers(true)),
        input("events of other calls", |machine, spec| {
            let watched = watched(machine);
            for number in numbers(machine).filter(|number| *number != watched) {
                machine.host_event(spec, number, HostEvent::Members(2));
                machine.host_event(spec, number, HostEvent::Ended);
                machine.host_event(spec, number, HostEvent::Interrupted(Cause::Interrupted.into()));
            }
        }),
        waiting_tap("the waiting tap", |_| None),
        waiting_tap("the waiting tap with an empty field", |spec| spec.fields.first()),
    ]
}
