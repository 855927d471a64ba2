//! What the test does, statement by statement.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::story::{Call, CallKind, PhoneEvent, Reached, Story};
use super::{NoTest, times};
use crate::flow::Recovery;
use crate::page::Spec;
use crate::record::{Input, Record};
use crate::sim::{Play, Response, Step};
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

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Statement<'a> {
    Play(Step, Play),
    PlayRecovery(Recovery, Play),
    PlayRequest(&'a str, Response),
    Run(Duration),
    Input(&'a Input),
    Phone(PhoneEvent),
}

impl<'a> Plan<'a> {
    pub(super) fn of(spec: &Spec, records: &'a [Record]) -> Result<Self, NoTest> {
        let story = Story::of(spec, records)?;
        let times = times::of(&story)?;
        let changes = story.changes.iter().map(ToString::to_string).collect();
        let end = story.changes.last().map_or(State::Idle, |change| change.to);
        Ok(Self { statements: statements(&story, &times), changes, end })
    }
}

fn statements<'a>(story: &Story<'a>, times: &[Duration]) -> Vec<Statement<'a>> {
    let mut statements = Vec::new();
    let mut now = Duration::ZERO;
    // Whether the clock has something to do before the test goes on.
    let mut is_due = false;
    let mut calls = story.calls.as_slice();
    for (place, (trigger, time)) in story.triggers.iter().zip(times).enumerate() {
        let statement = match trigger.what {
            Reached::Input(input) => Statement::Input(input),
            Reached::Phone(event) => Statement::Phone(event),
            Reached::Answer(_) | Reached::Timer(..) => {
                is_due = true;
                continue;
            }
        };
        if is_due || *time > now {
            statements.push(Statement::Run(time.saturating_sub(now)));
        }
        (now, is_due) = (*time, false);
        let clock = story.triggers.iter().skip(place + 1).take_while(|trigger| !trigger.is_statement());
        let last = place + clock.count();
        let (made, rest) = calls.split_at(calls.partition_point(|call| call.made <= last));
        calls = rest;
        script(made, times, &mut statements);
        statements.push(statement);
    }
    if let Some(last) = times.last().filter(|_| is_due) {
        statements.push(Statement::Run(last.saturating_sub(now)));
    }
    statements
}

/// What these host calls are answered. A usual answer is left out, unless that of a later one would then be
/// taken for it.
fn script<'a>(calls: &[Call<'a>], times: &[Duration], statements: &mut Vec<Statement<'a>>) {
    let mut script: Vec<Statement<'_>> = Vec::new();
    for call in calls.iter().rev() {
        let time = |place: usize| times.get(place).copied().unwrap_or_default();
        let late =
            call.answered.map_or(Duration::ZERO, |answered| time(answered).saturating_sub(time(call.made)));
        let statement = match call.kind {
            CallKind::Step(step) => Statement::Play(step, play(call, late)),
            CallKind::Recovery(recovery) => Statement::PlayRecovery(recovery, play(call, late)),
            CallKind::Request(name) => Statement::PlayRequest(name, response(call, late)),
        };
        if !statement.is_usual() || script.iter().any(|later| later.scripts() == statement.scripts()) {
            script.push(statement);
        }
    }
    statements.extend(script.into_iter().rev());
}

fn play(call: &Call<'_>, late: Duration) -> Play {
    let mut answers = call.answers.iter().map(|answer| answer.cause);
    let play = match answers.next() {
        None => return Play::never(),
        Some(None) => Play::succeed(),
        Some(Some(cause)) => Play::fail(cause),
    };
    let play = play.late(late);
    match answers.next() {
        None => play,
        // It has no effect on the page, but would open a room on a simulated phone.
        Some(None) if matches!(call.kind, CallKind::Step(Step::Join)) => play,
        Some(None) => play.then_succeed(),
        Some(Some(cause)) => play.then_fail(cause),
    }
}

fn response(call: &Call<'_>, late: Duration) -> Response {
    match call.answers.first().map(|first| first.answer()) {
        None => Response::never(),
        Some(Ok(result)) => Response::succeed(result).late(late),
        Some(Err(error)) => Response::fail(error).late(late),
    }
}

impl Statement<'_> {
    /// Whether a simulated phone does this without being told.
    fn is_usual(&self) -> bool {
        match self {
            Self::Play(_, play) | Self::PlayRecovery(_, play) => *play == Play::succeed(),
            Self::PlayRequest(_, response) => *response == Response::succeed(Value::Any),
            _ => false,
        }
    }

    /// The name of the host call whose answer this is.
    fn scripts(&self) -> Option<&str> {
        match self {
            Self::Play(step, _) => Some(step.host_call()),
            Self::PlayRecovery(recovery, _) => Some(recovery.host_call()),
            Self::PlayRequest(name, _) => Some(name),
            Self::Run(_) | Self::Input(_) | Self::Phone(_) => None,
        }
    }
}
