//! What the test does, one line each.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::NoTest;
use super::moments::{self, Micros, Moment};
use super::story::{Asked, Called, Goes, Happened, Story};
use crate::flow::Recovery;
use crate::record::{HostAnswer, Input, Record};
use crate::sim::{Play, Response, Step};
use crate::spec::Spec;
use crate::state::State;
use crate::value::Value;

/// The test.
pub(super) struct Plan<'a> {
    pub(super) deeds: Vec<Deed<'a>>,
    /// The changes that it asserts.
    pub(super) changes: Vec<String>,
    /// The state at its end.
    pub(super) end: State,
}

/// One line of the test.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed<'a> {
    Play(Step, Play),
    Recover(Recovery, Play),
    Respond(&'a str, Response),
    Run(Duration),
    Input(&'a Input),
    Goes(Goes),
}

impl<'a> Plan<'a> {
    pub(super) fn of(spec: &Spec, records: &'a [Record]) -> Result<Self, NoTest> {
        let story = Story::of(spec, records)?;
        let moments = moments::of(&story)?;
        let changes: Vec<_> = story.changes.iter().map(ToString::to_string).collect();
        let end = story.changes.last().map_or(State::Idle, |change| change.to);
        Ok(Self { deeds: Planner { story: &story, moments: &moments }.deeds(), changes, end })
    }
}

struct Planner<'s, 'a> {
    story: &'s Story<'a>,
    moments: &'s [Moment],
}

impl<'a> Planner<'_, 'a> {
    fn deeds(&self) -> Vec<Deed<'a>> {
        let mut deeds = Vec::new();
        let mut now: Micros = 0;
        let mut latest: Micros = 0;
        // Whether the clock has something to do before the test goes on.
        let mut is_due = false;
        let mut calls = self.story.calls.as_slice();
        for (place, (event, moment)) in self.story.events.iter().zip(self.moments).enumerate() {
            let deed = match event.what {
                Happened::Input(input) => Deed::Input(input),
                Happened::Chat(goes) => Deed::Goes(goes),
                Happened::Answer(_) | Happened::Timer => {
                    latest = latest.max(moment.latest);
                    is_due = true;
                    continue;
                }
            };
            if is_due || moment.planned > now {
                deeds.push(Deed::Run(duration(moment.planned - now)));
            }
            (now, latest, is_due) = (moment.planned, moment.planned, false);
            let next = self.next_deed(place);
            let until = calls.iter().take_while(|call| next.is_none_or(|next| call.index < next)).count();
            let (asked, rest) = calls.split_at(until);
            calls = rest;
            self.answer(asked, &mut deeds);
            deeds.push(deed);
        }
        if is_due {
            deeds.push(Deed::Run(duration(latest - now)));
        }
        deeds
    }

    /// The record of what the test does after the event at `place`.
    fn next_deed(&self, place: usize) -> Option<usize> {
        let mut later = self.story.events.iter().skip(place + 1);
        later
            .find(|event| matches!(event.what, Happened::Input(_) | Happened::Chat(_)))
            .map(|event| event.index)
    }

    /// What these host calls are answered. That of the usual kind need not be said, unless what is
    /// said of a later one would be taken for it.
    fn answer(&self, calls: &[Called<'a>], deeds: &mut Vec<Deed<'a>>) {
        let mut said = Vec::new();
        for call in calls.iter().rev() {
            let deed = match call.what {
                Asked::Step(step) => Deed::Play(step, self.play(call)),
                Asked::Recovery(recovery) => Deed::Recover(recovery, self.play(call)),
                Asked::Unheard(recovery) => Deed::Recover(recovery, Play::succeed()),
                Asked::Request(name) => Deed::Respond(name, self.response(call)),
                Asked::Toast(_) => continue,
            };
            if !deed.is_usual() || said.iter().any(|later| deed.is_of_kind(later)) {
                said.push(deed);
            }
        }
        deeds.extend(said.into_iter().rev());
    }

    fn play(&self, call: &Called<'a>) -> Play {
        let [first, again @ ..] = call.answers.as_slice() else { return Play::never() };
        let play = match first.cause {
            None => Play::succeed(),
            Some(cause) => Play::fail(cause),
        };
        let play = play.late(self.late(call));
        match again.first().map(|again| again.cause) {
            None => play,
            // The page hears nothing of it, but on a simulated phone there would be a room.
            Some(None) if matches!(call.what, Asked::Step(Step::Join)) => play,
            Some(None) => play.then_succeed(),
            Some(Some(cause)) => play.then_fail(cause),
        }
    }

    fn response(&self, call: &Called<'a>) -> Response {
        match call.answers.first().map(|first| HostAnswer::answer(first)) {
            None => Response::never(),
            Some(Ok(result)) => Response::succeed(result).late(self.late(call)),
            Some(Err(error)) => Response::fail(error).late(self.late(call)),
        }
    }

    /// How long after the call it was answered.
    fn late(&self, call: &Called<'a>) -> Duration {
        let moment = |place: usize| self.moments.get(place).map_or(0, |moment| moment.planned);
        let late = call.answered.map_or(0, |answered| moment(answered) - moment(call.cause));
        duration(late)
    }
}

impl Deed<'_> {
    /// Whether a simulated phone does this unless told.
    fn is_usual(&self) -> bool {
        match self {
            Self::Play(_, play) | Self::Recover(_, play) => *play == Play::succeed(),
            Self::Respond(_, response) => *response == Response::succeed(Value::Any),
            _ => false,
        }
    }

    fn is_of_kind(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Play(step, _), Self::Play(other, _)) => step == other,
            (Self::Recover(recovery, _), Self::Recover(other, _)) => recovery == other,
            (Self::Respond(name, _), Self::Respond(other, _)) => name == other,
            _ => false,
        }
    }
}

/// What should have been over by now is over at once.
pub(super) fn duration(micros: Micros) -> Duration {
    let micros = micros.max(0);
    // By milliseconds, of which a recording may have more than there is room for as microseconds.
    let (millis, rest) = (micros / 1000, micros % 1000);
    let millis = u64::try_from(millis).unwrap_or(u64::MAX);
    Duration::from_millis(millis).saturating_add(Duration::from_micros(u64::try_from(rest).unwrap_or(0)))
}
