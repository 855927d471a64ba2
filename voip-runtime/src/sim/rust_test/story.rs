//! What a recording says, sorted: what reached the page, and what the page did.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::ToTestError;
use super::statement::{PhoneEvent, Statement};
use crate::flow::Via;
use crate::record::{Chat, Input, Record, RecordKind, RecordedAnswer, RecordedCall};
use crate::sim::Step;
use crate::spec::{Change, Spec};
use crate::state::State;

/// A recording up to where the page was left, as far as it was read.
pub(super) struct Story<'a> {
    pub(super) cues: Vec<Cue<'a>>,
    pub(super) calls: Vec<Call<'a>>,
    pub(super) changes: Vec<&'a Change>,
    pub(super) state: State,
    at: u64,
    /// The places of the host calls, by their numbers.
    places: BTreeMap<u32, usize>,
    /// Whether the phone of the test may be in a room.
    in_room: bool,
    /// Whether the page was notified that its call was answered.
    is_connected: bool,
}

/// What reached the page. Whatever the page did before the next one, it did because of this.
pub(super) struct Cue<'a> {
    /// Its place among the records.
    pub(super) index: usize,
    /// In milliseconds, as recorded.
    pub(super) at: u64,
    pub(super) what: Reached<'a>,
    /// How many records there were when this was set going, and whether it is a timer: in this order a
    /// simulated phone does what is due at one time. A limit is set after the host call that it limits.
    pub(super) order: (usize, bool),
}

pub(super) enum Reached<'a> {
    /// The test does it.
    Statement(Statement<'a>),
    /// The first answer to a host call.
    Answer,
    /// A timer of so many milliseconds, which was set because of the cue at this place.
    Timer(usize, u64),
}

pub(super) struct Call<'a> {
    pub(super) record: &'a RecordedCall,
    pub(super) answers: Vec<&'a RecordedAnswer>,
    /// The place of the cue because of which it was made.
    pub(super) made: usize,
    /// The place of the cue that is its first answer; if nobody waits for that, where it was made.
    pub(super) answered: Option<usize>,
    index: usize,
}

impl<'a> Story<'a> {
    pub(super) fn of(spec: &Spec, records: &'a [Record]) -> Result<Self, ToTestError> {
        let mut story = Self {
            cues: Vec::new(),
            calls: Vec::new(),
            changes: Vec::new(),
            state: State::Idle,
            at: 0,
            places: BTreeMap::new(),
            in_room: false,
            is_connected: false,
        };
        for (index, record) in records.iter().enumerate() {
            story.read(spec, index, record)?;
            if record.what == RecordKind::Input(Input::Leave) {
                break;
            }
        }
        Ok(story)
    }

    fn read(&mut self, spec: &Spec, index: usize, record: &'a Record) -> Result<(), ToTestError> {
        if record.at < self.at {
            return Err(ToTestError::at(index, "this happened before the line above it"));
        }
        self.at = record.at;
        let since_now = (index + 1, false);
        match &record.what {
            RecordKind::Input(Input::Set { field, .. }) if spec.find(field).is_none() => {
                let why = format!("the page {} has no field `{field}`", spec.name);
                return Err(ToTestError::at(index, why));
            }
            RecordKind::Input(input) => {
                self.cue(index, Reached::Statement(Statement::Input(input)), since_now);
            }
            // The host may say something of a call that is over for the page.
            RecordKind::Chat(_) if self.state != State::InCall => {}
            RecordKind::Chat(chat) => {
                let event = match chat {
                    Chat::Connected => PhoneEvent::Connected,
                    Chat::Ended if self.is_connected => PhoneEvent::Ended,
                    Chat::Ended => PhoneEvent::EndedUnheard,
                    Chat::Interrupted(_) => PhoneEvent::Interrupted,
                };
                self.is_connected = event == PhoneEvent::Connected;
                self.in_room = self.is_connected;
                self.cue(index, Reached::Statement(Statement::Phone(event)), since_now);
            }
            RecordKind::Answer(answer) => return self.answer(index, answer),
            RecordKind::Timer(timer) => {
                let since = usize::try_from(timer.since).unwrap_or(usize::MAX);
                let set = self.cues.iter().rposition(|cue| cue.index < since);
                let set = set.ok_or_else(|| ToTestError::at(index, "nothing before this set the timer"))?;
                self.cue(index, Reached::Timer(set, timer.ms), (since, true));
            }
            RecordKind::Call(record) => {
                let made = self.cause(index)?;
                let exits = is(record, Via::ExitRoom.host_call());
                self.in_room &= !exits;
                // The page leaves a joined call without waiting for the answer.
                let answered = Some(made).filter(|_| exits && self.state == State::InCall);
                self.places.insert(record.number, self.calls.len());
                self.calls.push(Call { record, answers: Vec::new(), made, answered, index });
            }
            RecordKind::Change(change) => {
                if change.from != self.state {
                    let why = format!("the page leaves {}, but it was {}", change.from, self.state);
                    return Err(ToTestError::at(index, why));
                }
                self.cause(index)?;
                self.state = change.to;
                self.changes.push(change);
            }
            RecordKind::Field { .. } => {}
        }
        Ok(())
    }

    fn cue(&mut self, index: usize, what: Reached<'a>, order: (usize, bool)) {
        self.cues.push(Cue { index, at: self.at, what, order });
    }

    /// The place of the cue of what the page does now: the last one, since a page acts at once.
    fn cause(&self, index: usize) -> Result<usize, ToTestError> {
        let why =
            "nothing in the recording caused this; a recording of version 1 has no timers: record it again";
        let is_last = self.cues.last().is_some_and(|last| last.at == self.at);
        if is_last { Ok(self.cues.len() - 1) } else { Err(ToTestError::at(index, why)) }
    }

    fn answer(&mut self, index: usize, answer: &'a RecordedAnswer) -> Result<(), ToTestError> {
        let place = self.places.get(&answer.to).copied();
        let Some(call) = place.and_then(|place| self.calls.get_mut(place)) else {
            return Err(ToTestError::at(index, "this answers a host call that was not recorded"));
        };
        call.answers.push(answer);
        if call.answered.is_some() {
            return Ok(());
        }
        let (order, mut cues) = ((call.index + 1, false), self.cues.len());
        if answer.cause.is_none() && is(call.record, Step::Join.host_call()) && self.state != State::InCall {
            // A person ended the call before, in WeChat's window, and the page was not notified.
            if self.in_room {
                let at = self.cues.last().map_or(self.at, |last| last.at);
                let what = Reached::Statement(Statement::Phone(PhoneEvent::HungUp));
                self.cues.push(Cue { index, at, what, order: (index + 1, false) });
                cues += 1;
            }
            (self.in_room, self.is_connected) = (true, false);
        }
        call.answered = Some(cues);
        self.cue(index, Reached::Answer, order);
        Ok(())
    }
}

/// Whether this is the page's own host call of that name, and not its handler's.
fn is(call: &RecordedCall, name: &str) -> bool {
    !call.own && call.name == name
}
