//! What reached the page, in order, and what else it did: what its own time brought about.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::NoTest;
use crate::flow::Recovery;
use crate::record::{Chat, HostAnswer, HostCall, Input, Record, What};
use crate::sim::Step;
use crate::spec::{Change, Spec};
use crate::state::State;

/// A recording up to where the page was left, sorted.
pub(super) struct Story<'a> {
    pub(super) events: Vec<Event<'a>>,
    pub(super) calls: Vec<Called<'a>>,
    pub(super) changes: Vec<&'a Change>,
}

/// Something that happened to the page.
pub(super) struct Event<'a> {
    /// Its place among the records.
    pub(super) index: usize,
    /// In milliseconds, as recorded.
    pub(super) at: u64,
    pub(super) what: Happened<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum Happened<'a> {
    /// The test does it.
    Input(&'a Input),
    /// How the call goes on, which the test says.
    Chat(Goes),
    /// The first answer to the host call at this place among the calls.
    Answer(usize),
    /// A time of the page's own was over.
    Timer,
}

/// How a joined call goes on, on a simulated phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    Connected,
    Ended,
    /// It was answered without a word of the host's.
    EndedUnheard,
    Interrupted,
    /// A person ended it in WeChat's window, of which the page hears nothing.
    HungUp,
}

/// A host call that is answered.
pub(super) struct Called<'a> {
    pub(super) index: usize,
    /// The place among the events of what it came of.
    pub(super) cause: usize,
    /// The place among the events of its first answer.
    pub(super) answered: Option<usize>,
    pub(super) what: Asked<'a>,
    pub(super) answers: Vec<&'a HostAnswer>,
}

#[derive(Clone, Copy)]
pub(super) enum Asked<'a> {
    Step(Step),
    Recovery(Recovery),
    Request(&'a str),
    /// Nobody listens to what it answers.
    Unheard(Recovery),
    /// Unless it is answered, the page's own, which nobody answers.
    Toast(&'a str),
}

/// What the simulated phone of the test knows at this place.
#[derive(Default)]
struct Room {
    open: bool,
    connected: bool,
}

impl<'a> Story<'a> {
    pub(super) fn of(spec: &Spec, records: &'a [Record]) -> Result<Self, NoTest> {
        let mut reader = Reader {
            opens_settings: opens_settings(spec),
            story: Self { events: Vec::new(), calls: Vec::new(), changes: Vec::new() },
            numbers: BTreeMap::new(),
            fails: fails(records),
            done: Done::Nothing,
            handling: false,
            state: State::Idle,
            room: Room::default(),
        };
        let mut before = 0;
        for (index, Record { at, what }) in records.iter().enumerate() {
            if *at < before {
                return Err(NoTest::at(index, "this happened before the line above it"));
            }
            before = *at;
            match what {
                What::Input(input) => {
                    check_field(spec, index, input)?;
                    reader.happened(index, *at, Happened::Input(input));
                    if *input == Input::Leave {
                        break;
                    }
                }
                What::Call(call) => reader.called(index, *at, what, call),
                What::Answer(answer) => reader.answered(index, *at, answer)?,
                What::Chat(chat) => reader.went_on(index, *at, chat),
                What::Change(change) => reader.changed(index, *at, what, change)?,
                What::Field { .. } => drop(reader.cause(index, *at, what)),
            }
        }
        Ok(reader.story)
    }
}

fn opens_settings(spec: &Spec) -> bool {
    let mut edges = spec.flow.rows.iter().flat_map(|row| row.edges);
    edges.any(|edge| edge.via == Some(Recovery::OpenSetting))
}

/// Of each call that is answered, by its number, whether it fails: what comes first counts.
fn fails(records: &[Record]) -> BTreeMap<u32, bool> {
    let mut fails = BTreeMap::new();
    for record in records {
        if let What::Answer(answer) = &record.what {
            fails.entry(answer.to).or_insert(answer.cause.is_some());
        }
    }
    fails
}

fn check_field(spec: &Spec, index: usize, input: &Input) -> Result<(), NoTest> {
    match input {
        Input::Set { field, .. } if spec.find(field).is_none() => {
            Err(NoTest::at(index, format!("the page {} has no field `{field}`", spec.name)))
        }
        _ => Ok(()),
    }
}

/// What a page has done about something that happened to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Nothing,
    Something,
    /// There can be nothing more.
    All,
}

pub(super) struct Reader<'a> {
    pub(super) opens_settings: bool,
    pub(super) story: Story<'a>,
    /// The places of the calls, by their numbers.
    numbers: BTreeMap<u32, usize>,
    /// Whether each call fails that is answered.
    fails: BTreeMap<u32, bool>,
    /// What the page has done about the last event.
    pub(super) done: Done,
    /// Whether a handler is at work, so that a tap is ignored.
    pub(super) handling: bool,
    pub(super) state: State,
    room: Room,
}

impl<'a> Reader<'a> {
    pub(super) fn happened(&mut self, index: usize, at: u64, what: Happened<'a>) {
        self.story.events.push(Event { index, at, what });
        self.done = Done::Nothing;
    }

    fn called(&mut self, index: usize, at: u64, what: &What, call: &'a HostCall) {
        let cause = self.cause(index, at, what);
        let asked = self.asked(call);
        self.numbers.insert(call.number, self.story.calls.len());
        self.story.calls.push(Called { index, cause, answered: None, what: asked, answers: Vec::new() });
        let leaves = match asked {
            Asked::Unheard(Recovery::ExitRoom) => true,
            Asked::Recovery(Recovery::ExitRoom) => self.fails.get(&call.number) != Some(&true),
            _ => false,
        };
        if leaves {
            self.room = Room::default();
        }
    }

    fn answered(&mut self, index: usize, at: u64, answer: &'a HostAnswer) -> Result<(), NoTest> {
        let place = self.numbers.get(&answer.to).copied();
        let Some((place, called)) = place.and_then(|place| Some((place, self.story.calls.get_mut(place)?)))
        else {
            return Err(NoTest::at(index, "this answers a host call that was not recorded"));
        };
        called.answers.push(answer);
        if let Asked::Toast(name) = called.what {
            called.what = Asked::Request(name);
        }
        let (what, nth, ok) = (called.what, called.answers.len(), answer.cause.is_none());
        if matches!(what, Asked::Unheard(_)) {
            return Ok(());
        }
        let joined = ok && matches!(what, Asked::Step(Step::Join));
        if joined && nth == 1 && self.room.open && self.state != State::InCall {
            let before = self.story.events.last().map_or(at, |last| last.at);
            self.happened(index, before, Happened::Chat(Goes::HungUp));
            self.room = Room::default();
        }
        if nth == 1 {
            self.happened(index, at, Happened::Answer(place));
            let event = self.story.events.len() - 1;
            if let Some(call) = self.story.calls.get_mut(place) {
                call.answered = Some(event);
            }
        }
        if joined && nth == 1 && !self.room.open {
            self.room = Room { open: true, connected: false };
        }
        Ok(())
    }

    /// What is said of a call that is over for the page has no effect.
    fn went_on(&mut self, index: usize, at: u64, chat: &Chat) {
        if self.state != State::InCall || !self.room.open {
            return;
        }
        let goes = match chat {
            Chat::Connected if self.room.connected => return,
            Chat::Connected => Goes::Connected,
            Chat::Ended if self.room.connected => Goes::Ended,
            Chat::Ended => Goes::EndedUnheard,
            Chat::Interrupted(_) => Goes::Interrupted,
        };
        self.room = Room { open: goes == Goes::Connected, connected: goes == Goes::Connected };
        self.happened(index, at, Happened::Chat(goes));
    }

    fn changed(&mut self, index: usize, at: u64, what: &What, change: &'a Change) -> Result<(), NoTest> {
        if change.from != self.state {
            let why = format!("the page leaves {}, but it was {}", change.from, self.state);
            return Err(NoTest::at(index, why));
        }
        self.cause(index, at, what);
        self.state = change.to;
        self.handling &= !matches!(change.to, State::Idle | State::Failed);
        self.story.changes.push(change);
        Ok(())
    }
}
