//! What the test does, statement by statement.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::statement::Statement;
use super::story::{Call, Reached, Story};
use super::{ToTestError, times};
use crate::api;
use crate::flow::Via;
use crate::record::Record;
use crate::sim::{Play, Response, Step};
use crate::spec::Spec;
use crate::state::State;
use crate::value::Value;

/// The test.
pub(super) struct Plan<'a> {
    pub(super) statements: Vec<Statement<'a>>,
    /// The changes that it asserts.
    pub(super) changes: Vec<String>,
    /// The state at its end.
    pub(super) end: State,
}

impl<'a> Plan<'a> {
    pub(super) fn of(spec: &Spec, records: &'a [Record]) -> Result<Self, ToTestError> {
        let story = Story::of(spec, records)?;
        let times = times::of(&story.cues)?;
        let changes = story.changes.iter().map(ToString::to_string).collect();
        Ok(Self { statements: statements(&story, &times), changes, end: story.state })
    }
}

fn statements<'a>(story: &Story<'a>, times: &[Duration]) -> Vec<Statement<'a>> {
    let mut statements = Vec::new();
    let mut now = Duration::ZERO;
    // Whether the clock has something to do before the test goes on.
    let mut is_due = false;
    let mut calls = story.calls.as_slice();
    for (place, (cue, time)) in story.cues.iter().zip(times).enumerate() {
        let Reached::Statement(statement) = &cue.what else {
            is_due = true;
            continue;
        };
        if is_due || *time > now {
            statements.push(Statement::Run(time.saturating_sub(now)));
        }
        (now, is_due) = (*time, false);
        let later = story.cues.iter().skip(place + 1);
        let by_clock = later.take_while(|later| !matches!(later.what, Reached::Statement(_))).count();
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

/// What these host calls are answered. A usual answer is left out, unless that of a later one would then be
/// taken for it.
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
        // The page does not care whether a room was left, and the phone of the test need not stay in it.
        Some(Some(cause)) if call.record.name != Via::ExitRoom.host_call() => Play::fail(cause),
        _ => Play::succeed(),
    };
    match answers.next() {
        None => play,
        // It has no effect on the page, but would open a room on a simulated phone.
        Some(None) if call.record.name == Step::Join.host_call() => play,
        Some(None) => play.then_succeed(),
        Some(Some(cause)) => play.then_fail(cause),
    }
}

/// The answer to a host call of a handler, and whether it is the usual one.
fn request<'a>(call: &Call<'a>, late: Duration) -> (Statement<'a>, bool) {
    let response = match call.answers.first().map(|first| first.answer()) {
        None => Response::never(),
        Some(Ok(result)) => Response::succeed(result).late(late),
        Some(Err(error)) => Response::fail(error).late(late),
    };
    let is_usual = response == Response::succeed(Value::any());
    (Statement::PlayRequest(&call.record.name, response), is_usual)
}
