//! The contents of a recording: the events that reached the page, and what the page did.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::ToTestError;
use super::statement::{PhoneEvent, Statement};
use crate::flow::Via;
use crate::record::{Chat, EARLIER_THAN_BEFORE, Input, Record, RecordKind, RecordedAnswer, RecordedCall};
use crate::sim::Step;
use crate::spec::{Change, Spec};
use crate::state::State;
use crate::value::Value;

/// A recording up to the point where the page was left.
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(super) struct Trace<'a> {
    pub(super) events: Vec<IncomingEvent<'a>>,
    pub(super) calls: Vec<Call<'a>>,
    pub(super) changes: Vec<&'a Change>,
    pub(super) state: State,
    /// Whether the page may act some milliseconds after the event that caused it, as the clock of a phone says.
    of_phone: bool,
    at: u64,
    /// The indices in `calls`, by the numbers of the host calls.
    places: BTreeMap<u32, usize>,
    /// Whether the phone of the test may be in a room.
    in_room: bool,
    /// Whether the page was notified that its call was answered.
    is_connected: bool,
    /// Whether the host of the test reports members.
    reports_members: bool,
    /// Whether the other side had answered before the pending join was.
    answered_early: bool,
}

/// An event that reached the page. It caused everything that the page did before the next event.
pub(super) struct IncomingEvent<'a> {
    /// The index of its record.
    pub(super) index: usize,
    /// The recorded time, in milliseconds.
    pub(super) at: u64,
    pub(super) what: EventKind<'a>,
    /// How many records there were when it was started, and whether it is a timer. In this order a simulated phone runs what
    /// is due at one time: the timer of a host call is set after the host call is made.
    pub(super) order: (usize, bool),
}

pub(super) enum EventKind<'a> {
    /// A statement of the test makes this event.
    Statement(Statement<'a>),
    /// The first answer to a host call.
    Answer,
    /// A timer: the index of the event at which it was set, and its duration in milliseconds.
    Timer(usize, u64),
}

pub(super) struct Call<'a> {
    pub(super) record: &'a RecordedCall,
    pub(super) answers: Vec<&'a RecordedAnswer>,
    /// The index of the event that caused it.
    pub(super) made: usize,
    /// The index of the event that is its first answer. It is `made` if the page ignores the answer.
    pub(super) answered: Option<usize>,
    /// Whether the state has changed between them.
    pub(super) is_late: bool,
    /// How many changes there were when it was made.
    changes: usize,
    index: usize,
}

impl<'a> Trace<'a> {
    pub(super) fn of(spec: &Spec, records: &'a [Record], of_phone: bool) -> Result<Self, ToTestError> {
        let mut trace = Self {
            events: Vec::new(),
            calls: Vec::new(),
            changes: Vec::new(),
            state: State::Idle,
            of_phone,
            at: 0,
            places: BTreeMap::new(),
            in_room: false,
            is_connected: false,
            reports_members: true,
            answered_early: false,
        };
        for (index, record) in records.iter().enumerate() {
            trace.read(spec, index, record)?;
            match record.what {
                RecordKind::Reachable(on) if !trace.is_answer_of_enable(on, records.get(index + 1)) => {
                    trace.add_statement(index, PhoneEvent::Reachable(on));
                }
                RecordKind::ReportsMembers(on) => trace.report_members(index, on),
                _ => {}
            }
            if record.what == RecordKind::Input(Input::Leave) {
                break;
            }
        }
        Ok(trace)
    }

    fn read(&mut self, spec: &Spec, index: usize, record: &'a Record) -> Result<(), ToTestError> {
        if record.at < self.at {
            return Err(ToTestError::at(index, EARLIER_THAN_BEFORE));
        }
        self.at = record.at;
        let since_now = (index + 1, false);
        match &record.what {
            RecordKind::Input(Input::Set { field, .. }) if spec.find(field).is_none() => {
                let why = format!("unknown field `{field}` of the page `{}`", spec.name);
                return Err(ToTestError::at(index, why));
            }
            RecordKind::Input(input) => {
                self.add_event(index, EventKind::Statement(Statement::Input(input)), since_now);
            }
            RecordKind::Chat(Chat::Members(count)) if self.state == State::Joining => {
                self.answered_early = *count >= 2;
            }
            // The host may report an event of a call that has ended for the page.
            RecordKind::Chat(_) if self.state != State::InCall => {}
            RecordKind::Chat(chat) => {
                let event = match chat {
                    Chat::Members(2..) if self.is_connected => return Ok(()),
                    Chat::Members(2..) => PhoneEvent::Connected,
                    Chat::Members(_) if !self.is_connected => return Ok(()),
                    Chat::Members(_) => PhoneEvent::Ended,
                    Chat::Ended => PhoneEvent::Superseded,
                    Chat::Interrupted(_) => PhoneEvent::Interrupted,
                };
                if matches!(event, PhoneEvent::Connected | PhoneEvent::Ended) {
                    self.report_members(index, true);
                }
                self.is_connected = event == PhoneEvent::Connected;
                self.in_room = self.is_connected;
                self.add_statement(index, event);
            }
            RecordKind::Answer(answer) => return self.answer(index, answer),
            RecordKind::Timer(timer) => {
                let since = usize::try_from(timer.since).unwrap_or(usize::MAX);
                let set = self.events.iter().rposition(|event| event.index < since);
                let set =
                    set.ok_or_else(|| ToTestError::at(index, "no event in the recording set this timer"))?;
                self.add_event(index, EventKind::Timer(set, timer.ms), (since, true));
            }
            RecordKind::Call(record) => {
                let made = self.cause(index)?;
                let exits = is(record, Via::ExitRoom.host_call());
                self.in_room &= !exits;
                // The page does not wait for the answer when it leaves a joined call.
                let answered = Some(made).filter(|_| exits && self.state == State::InCall);
                self.places.insert(record.number, self.calls.len());
                let changes = self.changes.len();
                let call =
                    Call { record, answers: Vec::new(), made, answered, is_late: false, changes, index };
                self.calls.push(call);
            }
            RecordKind::Change(change) => {
                if change.from != self.state {
                    let why =
                        format!("expected a change from {}, found one from {}", self.state, change.from);
                    return Err(ToTestError::at(index, why));
                }
                self.cause(index)?;
                self.state = change.to;
                self.changes.push(change);
            }
            RecordKind::Reachable(_)
            | RecordKind::ReportsMembers(_)
            | RecordKind::Field { .. }
            | RecordKind::TaskFailed(_)
            | RecordKind::SpawnIgnored(_)
            | RecordKind::Note(_) => {}
        }
        Ok(())
    }

    /// Whether this record is the success of a `setEnable1v1Chat` of the page that enables calls (`true`) or disables them. It
    /// does the same to the phone of the test.
    fn is_answer_of_enable(&self, on: bool, next: Option<&Record>) -> bool {
        let Some(Record { what: RecordKind::Answer(answer), .. }) = next else { return false };
        let call = self.places.get(&answer.to).and_then(|place| self.calls.get(*place));
        let enables = |call: &Call<'_>| {
            is(call.record, Step::Enable.host_call())
                && call.record.options.get("enable") == Some(&Value::Bool(on))
        };
        answer.cause.is_none() && call.is_some_and(enables)
    }

    /// The host of the test reports members from now on, or it reports none.
    fn report_members(&mut self, index: usize, on: bool) {
        if self.reports_members != on {
            self.reports_members = on;
            self.add_statement(index, PhoneEvent::ReportsMembers(on));
        }
    }

    fn add_statement(&mut self, index: usize, event: PhoneEvent) {
        self.add_event(index, EventKind::Statement(Statement::Phone(event)), (index + 1, false));
    }

    fn add_event(&mut self, index: usize, what: EventKind<'a>, order: (usize, bool)) {
        self.events.push(IncomingEvent { index, at: self.at, what, order });
    }

    /// The index of the event that caused what the page does now: the last event, since a page acts at once.
    fn cause(&self, index: usize) -> Result<usize, ToTestError> {
        let why = "no event in the recording caused this. If it is of version 1, record it again: version 1 has no timers";
        let is_last = self.events.last().is_some_and(|last| self.of_phone || last.at == self.at);
        if is_last { Ok(self.events.len() - 1) } else { Err(ToTestError::at(index, why)) }
    }

    fn answer(&mut self, index: usize, answer: &'a RecordedAnswer) -> Result<(), ToTestError> {
        let place = self.places.get(&answer.to).copied();
        let Some(call) = place.and_then(|place| self.calls.get_mut(place)) else {
            return Err(ToTestError::at(index, "an answer to a host call that was not recorded"));
        };
        call.answers.push(answer);
        if call.answered.is_some() {
            return Ok(());
        }
        call.is_late = call.changes != self.changes.len();
        let (order, mut events) = ((call.index + 1, false), self.events.len());
        if answer.cause.is_none() && is(call.record, Step::Join.host_call()) && self.state != State::InCall {
            // The user had ended the earlier call in WeChat's window, and the page was not notified.
            if self.in_room {
                let at = self.events.last().map_or(self.at, |last| last.at);
                let what = EventKind::Statement(Statement::Phone(PhoneEvent::HungUp));
                self.events.push(IncomingEvent { index, at, what, order: (index + 1, false) });
                events += 1;
            }
            (self.in_room, self.is_connected) = (true, false);
        }
        let answers_early =
            answer.cause.is_none() && is(call.record, Step::Join.host_call()) && self.answered_early;
        call.answered = Some(events);
        self.add_event(index, EventKind::Answer, order);
        if answers_early {
            (self.is_connected, self.answered_early) = (true, false);
            self.report_members(index, true);
            self.add_statement(index, PhoneEvent::Connected);
        }
        Ok(())
    }
}

/// Whether the page, and not its handler, made a host call with this name.
fn is(call: &RecordedCall, name: &str) -> bool {
    !call.own && call.name == name
}
