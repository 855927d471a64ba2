//! What a recording says, sorted: what reached the page, and what the page did.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::NoTest;
use crate::flow::Recovery;
use crate::page::Spec;
use crate::record::{Change, Chat, Input, Record, RecordedAnswer, RecordedCall, RecordedTimer, What};
use crate::sim::Step;
use crate::state::State;

/// A recording up to where the page was left.
pub(super) struct Story<'a> {
    pub(super) triggers: Vec<Trigger<'a>>,
    pub(super) calls: Vec<Call<'a>>,
    pub(super) changes: Vec<&'a Change>,
}

/// What reached the page. Whatever the page did before the next one, it did because of this.
pub(super) struct Trigger<'a> {
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
    Input(&'a Input),
    /// The test does it on the phone.
    Phone(PhoneEvent),
    /// The first answer to the host call at this place.
    Answer(usize),
    /// The timer that was set because of the trigger at this place.
    Timer(usize, &'a RecordedTimer),
}

impl Trigger<'_> {
    /// Whether a statement of the test does it, and not the clock of the phone.
    pub(super) fn is_statement(&self) -> bool {
        matches!(self.what, Reached::Input(_) | Reached::Phone(_))
    }
}

/// What happens to a joined call on a simulated phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhoneEvent {
    Connected,
    Ended,
    /// The page was not notified that the call had been answered.
    EndedUnheard,
    Interrupted,
    /// A person ended it in WeChat's window; the page is not notified.
    HungUp,
}

pub(super) struct Call<'a> {
    pub(super) kind: CallKind<'a>,
    /// The place of the trigger because of which it was made.
    pub(super) made: usize,
    /// The place of the trigger that is its first answer, if the page waits for that.
    pub(super) answered: Option<usize>,
    pub(super) answers: Vec<&'a RecordedAnswer>,
    is_awaited: bool,
    index: usize,
}

#[derive(Clone, Copy)]
pub(super) enum CallKind<'a> {
    Step(Step),
    Recovery(Recovery),
    Request(&'a str),
}

impl<'a> CallKind<'a> {
    fn of(call: &'a RecordedCall) -> Self {
        let step = Step::ALL.into_iter().find(|step| step.host_call() == call.name);
        let mut recoveries = [Recovery::OpenSetting, Recovery::ExitRoom].into_iter();
        match (step, recoveries.find(|recovery| recovery.host_call() == call.name)) {
            (Some(step), _) if !call.own => Self::Step(step),
            (_, Some(recovery)) if !call.own => Self::Recovery(recovery),
            _ => Self::Request(&call.name),
        }
    }
}

impl<'a> Story<'a> {
    pub(super) fn of(spec: &Spec, records: &'a [Record]) -> Result<Self, NoTest> {
        let mut reader = Reader {
            story: Self { triggers: Vec::new(), calls: Vec::new(), changes: Vec::new() },
            answers: BTreeMap::new(),
            places: BTreeMap::new(),
            at: 0,
            state: State::Idle,
            room_is_open: false,
            is_connected: false,
        };
        let is_end = |record: &Record| record.what == What::Input(Input::Leave);
        let end = records.iter().position(is_end).map_or(records.len(), |leave| leave + 1);
        let (records, _) = records.split_at(end);
        for record in records {
            if let What::Answer(answer) = &record.what {
                reader.answers.entry(answer.to).or_default().push(answer);
            }
        }
        for (index, record) in records.iter().enumerate() {
            reader.read(spec, index, record)?;
        }
        Ok(reader.story)
    }
}

struct Reader<'a> {
    story: Story<'a>,
    /// All answers to each host call, by its number.
    answers: BTreeMap<u32, Vec<&'a RecordedAnswer>>,
    /// The places of the host calls, by their numbers.
    places: BTreeMap<u32, usize>,
    at: u64,
    state: State,
    /// What the phone of the test would know: whether a room is open, and whether the page was notified
    /// that the call in it was answered.
    room_is_open: bool,
    is_connected: bool,
}

impl<'a> Reader<'a> {
    fn read(&mut self, spec: &Spec, index: usize, record: &'a Record) -> Result<(), NoTest> {
        if record.at < self.at {
            return Err(NoTest::at(index, "this happened before the line above it"));
        }
        self.at = record.at;
        match &record.what {
            What::Input(Input::Set { field, .. }) if spec.find(field).is_none() => {
                let why = format!("the page {} has no field `{field}`", spec.name);
                return Err(NoTest::at(index, why));
            }
            What::Input(input) => self.trigger(index, Reached::Input(input)),
            What::Chat(chat) => self.chat(index, chat),
            What::Answer(answer) => return self.answer(index, answer),
            What::Timer(timer) => {
                let since = usize::try_from(timer.since).unwrap_or(usize::MAX);
                let set = self.story.triggers.iter().rposition(|trigger| trigger.index < since);
                let set = set.ok_or_else(|| NoTest::at(index, "nothing before this set the timer"))?;
                self.trigger(index, Reached::Timer(set, timer));
            }
            What::Call(call) => {
                let made = self.cause(index)?;
                self.call(index, made, call);
            }
            What::Change(change) => {
                if change.from != self.state {
                    let why = format!("the page leaves {}, but it was {}", change.from, self.state);
                    return Err(NoTest::at(index, why));
                }
                self.cause(index)?;
                self.state = change.to;
                self.story.changes.push(change);
            }
            What::Field { .. } => drop(self.cause(index)?),
        }
        Ok(())
    }

    fn trigger(&mut self, index: usize, what: Reached<'a>) {
        let order = match &what {
            Reached::Answer(call) => (self.story.calls.get(*call).map_or(0, |call| call.index + 1), false),
            Reached::Timer(_, timer) => (usize::try_from(timer.since).unwrap_or(usize::MAX), true),
            Reached::Input(_) | Reached::Phone(_) => (index + 1, false),
        };
        let at = match (&what, self.story.triggers.last()) {
            // Nobody knows when: as early as can be.
            (Reached::Phone(PhoneEvent::HungUp), Some(last)) => last.at,
            _ => self.at,
        };
        self.story.triggers.push(Trigger { index, at, what, order });
    }

    /// The place of the trigger of what the page does now: the last one, since a page acts at once.
    fn cause(&self, index: usize) -> Result<usize, NoTest> {
        match self.story.triggers.last() {
            Some(last) if last.at == self.at => Ok(self.story.triggers.len() - 1),
            _ => Err(NoTest::at(
                index,
                "the recording does not say what brought this about; one of version 1 \
                has no timers, so record it again",
            )),
        }
    }

    fn call(&mut self, index: usize, made: usize, call: &'a RecordedCall) {
        let answers = self.answers.remove(&call.number).unwrap_or_default();
        if call.name == "showToast" && !call.own && answers.is_empty() {
            return;
        }
        let kind = CallKind::of(call);
        let exits = matches!(kind, CallKind::Recovery(Recovery::ExitRoom));
        self.room_is_open &= !exits || answers.first().is_some_and(|answer| answer.cause.is_some());
        // The page leaves a joined call without waiting for the answer.
        let is_awaited = !(exits && self.state == State::InCall);
        self.places.insert(call.number, self.story.calls.len());
        self.story.calls.push(Call { kind, made, answered: None, answers, is_awaited, index });
    }

    fn answer(&mut self, index: usize, answer: &RecordedAnswer) -> Result<(), NoTest> {
        let place = self.places.get(&answer.to).copied();
        let Some((place, call)) = place.and_then(|place| Some((place, self.story.calls.get_mut(place)?)))
        else {
            return Err(NoTest::at(index, "this answers a host call that was not recorded"));
        };
        if !call.is_awaited || call.answered.is_some() {
            return Ok(());
        }
        let joins = answer.cause.is_none() && matches!(call.kind, CallKind::Step(Step::Join));
        let left = joins && self.state != State::InCall && self.room_is_open;
        call.answered = Some(self.story.triggers.len() + usize::from(left));
        if left {
            self.trigger(index, Reached::Phone(PhoneEvent::HungUp));
        }
        if joins && self.state != State::InCall {
            (self.room_is_open, self.is_connected) = (true, false);
        }
        self.trigger(index, Reached::Answer(place));
        Ok(())
    }

    /// What comes of a call that is over for the page has no effect.
    fn chat(&mut self, index: usize, chat: &Chat) {
        if self.state != State::InCall {
            return;
        }
        let event = match chat {
            Chat::Connected => PhoneEvent::Connected,
            Chat::Ended if self.is_connected => PhoneEvent::Ended,
            Chat::Ended => PhoneEvent::EndedUnheard,
            Chat::Interrupted(_) => PhoneEvent::Interrupted,
        };
        self.is_connected = event == PhoneEvent::Connected;
        self.room_is_open = self.is_connected;
        self.trigger(index, Reached::Phone(event));
    }
}
