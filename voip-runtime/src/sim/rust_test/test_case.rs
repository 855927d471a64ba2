//! The statements of the test, and what it asserts.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::statement::Statement;
use super::trace::{Call, EventKind, Trace};
use super::{ToTestError, schedule};
use crate::api;
use crate::flow::Via;
use crate::record::Record;
use crate::sim::{Play, Response, Step};
use crate::spec::Spec;
use crate::state::State;
use crate::value::Value;

/// A test without its syntax.
pub(super) struct TestCase<'a> {
    pub(super) statements: Vec<Statement<'a>>,
    /// The transitions that it asserts.
    pub(super) changes: Vec<String>,
    /// The state that it asserts at its end.
    pub(super) end: State,
}

impl<'a> TestCase<'a> {
    /// Reads records without notes. `of_phone` says whether they were recorded on a phone.
    pub(super) fn of(spec: &Spec, records: &'a [Record], of_phone: bool) -> Result<Self, ToTestError> {
        let mut trace = Trace::of(spec, records, of_phone)?;
        if of_phone {
            schedule::make_punctual(spec, &mut trace);
        }
        let times = schedule::times(&trace.events)?;
        let changes = trace.changes.iter().map(ToString::to_string).collect();
        Ok(Self { statements: statements(&trace, &times), changes, end: trace.state })
    }
}

fn statements<'a>(trace: &Trace<'a>, times: &[Duration]) -> Vec<Statement<'a>> {
    let mut statements = Vec::new();
    let mut now = Duration::ZERO;
    // Whether the clock must run before the next statement.
    let mut is_due = false;
    let mut calls = trace.calls.as_slice();
    for (place, (event, time)) in trace.events.iter().zip(times).enumerate() {
        let EventKind::Statement(statement) = &event.what else {
            is_due = true;
            continue;
        };
        if is_due || *time > now {
            statements.push(Statement::Run(time.saturating_sub(now)));
        }
        (now, is_due) = (*time, false);
        let later = trace.events.iter().skip(place + 1);
        let by_clock = later.take_while(|later| !matches!(later.what, EventKind::Statement(_))).count();
        let (made, rest) = calls.split_at(calls.partition_point(|call| call.made <= place + by_clock));
        calls = rest;
        script(made, times, &mut statements);
        statements.push(statement.clone());
    }
    if let Some(last) = times.last().filter(|_| is_due) {
        statements.push(Statement::Run(last.saturating_sub(now)));
    }
    statements
}

/// Scripts the answers to these host calls. A usual answer needs no script, unless a later host call of the same name has
/// one: the script has the answers in order.
fn script<'a>(calls: &[Call<'a>], times: &[Duration], statements: &mut Vec<Statement<'a>>) {
    let mut script: Vec<(&str, Statement<'_>)> = Vec::new();
    for call in calls.iter().rev() {
        let name = call.record.name.as_str();
        let time = |place: usize| times.get(place).copied().unwrap_or_default();
        let late = call.answered.map_or(Duration::ZERO, |place| time(place).saturating_sub(time(call.made)));
        let play = play(call).late(late);
        let is_usual = play == Play::succeed();
        let step = Step::ALL.into_iter().find(|step| !call.record.own && step.host_call() == name);
        let (statement, is_usual) = match (step, name) {
            (Some(step), _) => (Statement::Play(step, play), is_usual),
            _ if call.record.own => request(call, late),
            (_, api::OPEN_SETTING) => (Statement::PlayVia(Via::OpenSetting, play), is_usual),
            (_, api::EXIT_VOIP_CHAT) => (Statement::PlayVia(Via::ExitRoom, play), is_usual),
            (_, api::SHOW_TOAST) if call.answers.is_empty() => continue,
            _ => request(call, late),
        };
        if !is_usual || script.iter().any(|(later, _)| *later == name) {
            script.push((name, statement));
        }
    }
    statements.extend(script.into_iter().rev().map(|(_, statement)| statement));
}

fn play(call: &Call<'_>) -> Play {
    let mut answers = call.answers.iter().map(|answer| answer.cause);
    let play = match answers.next() {
        None if call.answered.is_none() => return Play::never(),
        // The page ignores this failure, and the phone of the test may leave the room.
        Some(Some(cause)) if call.record.name != Via::ExitRoom.host_call() => Play::fail(cause),
        _ => Play::succeed(),
    };
    match answers.next() {
        None => play,
        // A second success has no effect on the page, but it would open a room on the simulated phone.
        Some(None) if call.record.name == Step::Join.host_call() => play,
        Some(None) => play.then_succeed(),
        Some(Some(cause)) => play.then_fail(cause),
    }
}

/// The script of a host call of a handler, and whether its answer is the usual one.
fn request<'a>(call: &Call<'a>, late: Duration) -> (Statement<'a>, bool) {
    let response = match call.answers.first().map(|first| first.answer()) {
        None => Response::never(),
        Some(Ok(result)) => Response::succeed(result).late(late),
        Some(Err(error)) => Response::fail(error).late(late),
    };
    let is_usual = response == Response::succeed(Value::any());
    (Statement::PlayRequest(&call.record.name, response), is_usual)
}
