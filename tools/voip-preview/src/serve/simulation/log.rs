//! The events of one phone: kept as a recording, and sent to the browser.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use voip_runtime::State;
use voip_runtime::host::Host as _;
use voip_runtime::record::{Record, RecordKind, RecordedAnswer};
use voip_runtime::session::Event as PageEvent;
use voip_runtime::sim::SimHost;
use voip_runtime::spec::Spec;
use voip_runtime::value::Value;

use super::explain::{self, Explainer};
use super::history::History;
use super::shown::LastChange;
use crate::pages::OpenPage;
use crate::serve::outbox::Outbox;
use crate::serve::settings::PhoneId;
use crate::serve::wire::{Action, Event, LogEntry, LogEvent, Refusal, Text};

/// How many records of one run of the app are kept. The recording of a longer run holds its beginning, which
/// can be replayed.
const MAX_RECORDS: usize = 10_000;

/// The events of one phone.
pub(super) struct Log {
    phone: PhoneId,
    outbox: Outbox,
    /// Weak, since the history reads the page, which writes here.
    history: Weak<History>,
    run: RefCell<Run>,
    last_change: LastChange,
    explainer: RefCell<Option<Explainer>>,
}

/// The virtual time, in milliseconds.
pub(super) fn now(host: &SimHost) -> u64 {
    u64::try_from(host.now().as_millis()).unwrap_or(u64::MAX)
}

/// The records since the app was started.
#[derive(Default)]
struct Run {
    number: u32,
    lines: u64,
    records: Vec<Record>,
    /// The number of the last host call.
    last_call: Option<u32>,
    /// What is made up as the answers to these host calls.
    made_up: BTreeMap<u32, Value>,
}

impl Log {
    pub(super) fn new(phone: PhoneId, outbox: Outbox, history: &Rc<History>) -> Self {
        let history = Rc::downgrade(history);
        Self {
            phone,
            outbox,
            history,
            run: RefCell::default(),
            last_change: LastChange::default(),
            explainer: RefCell::default(),
        }
    }

    /// Starts a run of this page, and returns its number. Later records of the previous run are ignored.
    pub(super) fn start_run(&self, spec: &'static Spec) -> u32 {
        let number = self.run.borrow().number + 1;
        *self.run.borrow_mut() = Run { number, ..Run::default() };
        self.last_change.set(None);
        *self.explainer.borrow_mut() = Some(Explainer::new(spec));
        number
    }

    /// Ends the run. Its records are kept, and later ones are ignored.
    pub(super) fn end_run(&self) {
        self.run.borrow_mut().number += 1;
    }

    pub(super) fn add_record(&self, number: u32, record: &Record) {
        let mut run = self.run.borrow_mut();
        if run.number != number {
            return;
        }
        if let RecordKind::Change(change) = &record.what {
            self.last_change.set(Some(change));
        }
        if run.records.len() < MAX_RECORDS {
            run.records.push(record.clone());
        }
        let mut made_up = None;
        match &record.what {
            RecordKind::Call(call) => run.last_call = Some(call.number),
            RecordKind::Answer(answer) => made_up = run.made_up.remove(&answer.to),
            _ => {}
        }
        let line = run.lines;
        run.lines += 1;
        drop(run);
        // The log shows what a timer causes, not the timer.
        if !matches!(record.what, RecordKind::Timer(_)) {
            self.add(record.at, number, line, LogEvent::Record(record.clone()));
        }
        if let (Some(made_up), RecordKind::Answer(RecordedAnswer { cause: None, .. })) =
            (made_up, &record.what)
        {
            self.explain(record.at, explain::made_up(&made_up));
        }
        let why = self.explainer.borrow_mut().as_mut().and_then(|explainer| explainer.explain(record));
        if let Some(why) = why {
            self.explain(record.at, why);
        }
    }

    fn add(&self, at: u64, run: u32, line: u64, event: LogEvent) {
        let position = self.history.upgrade().map_or(0, |history| history.add(self.phone, at, None));
        self.outbox.add(LogEntry { phone: self.phone, run, line, position, event });
    }

    /// The number of the run, and how many records it has.
    fn place(&self) -> (u32, u64) {
        let run = self.run.borrow();
        (run.number, run.lines)
    }

    /// The answer to the last host call is made up, as this value.
    pub(super) fn make_up(&self, value: Value) {
        let mut run = self.run.borrow_mut();
        if let Some(call) = run.last_call {
            run.made_up.insert(call, value);
        }
    }

    /// Adds why the entry before had no effect, or what it means. It is not part of the recording.
    pub(super) fn explain(&self, at: u64, why: Text) {
        let (run, line) = self.place();
        self.add(at, run, line, LogEvent::Why { at, why });
    }

    /// Adds which fields were filled in for the user.
    pub(super) fn filled_in(&self, host: &SimHost, fields: &[&str]) {
        if !fields.is_empty() {
            self.explain(now(host), explain::filled_in(fields));
        }
    }

    /// Adds what the page shows for a failure, if that is not the sentence of the cause.
    pub(super) fn explain_errors(self: &Rc<Self>, session: &Rc<dyn OpenPage>, host: &SimHost) {
        let (weak, log, host) = (Rc::downgrade(session), self.clone(), host.clone());
        session.subscribe(Box::new(move |event| {
            if let (PageEvent::Error(Some(error)), Some(session)) = (event, weak.upgrade())
                && session.state().state == State::Failed
                && error.sentence() != error.cause().chinese()
            {
                log.explain(now(&host), explain::shows(error.sentence()));
            }
        }));
    }

    /// Adds what the user does outside the page, which is not part of the recording.
    pub(super) fn add_action(&self, at: u64, action: Action) {
        let (run, line) = self.place();
        self.add(at, run, line, LogEvent::Action { at, action });
    }

    /// Sends the browser a refusal.
    pub(super) fn refuse(&self, refusal: Refusal) {
        self.outbox.reply(Event::Refused(refusal));
    }

    /// The last change of state in this run.
    pub(super) fn last_change(&self) -> LastChange {
        self.last_change.clone()
    }

    /// The kept records of this run, and whether they are all of its records.
    pub(super) fn records(&self) -> (Vec<Record>, bool) {
        let run = self.run.borrow();
        let whole = u64::try_from(run.records.len()).is_ok_and(|kept| kept == run.lines);
        let mut records = run.records.clone();
        if !whole {
            // Cut before an input, so that the page's whole reaction is included: otherwise a replay diverges.
            let is_input = |record: &Record| {
                matches!(
                    record.what,
                    RecordKind::Input(_)
                        | RecordKind::Answer(_)
                        | RecordKind::Chat(_)
                        | RecordKind::Reachable(_)
                        | RecordKind::ReportsMembers(_)
                        | RecordKind::Timer(_)
                )
            };
            records.truncate(records.iter().rposition(is_input).unwrap_or(0));
        }
        (records, whole)
    }
}

#[cfg(test)]
mod tests {
    use voip_runtime::record::Input;

    use super::*;

    #[test]
    fn late_records_of_a_killed_app_are_not_in_the_next_recording() {
        let log = Log::new(PhoneId::A, Outbox::default(), &Rc::default());
        let record = Record { at: 5, what: RecordKind::Input(Input::Tap) };
        let first = log.start_run(&Spec::STUB);
        log.add_record(first, &record);
        log.end_run();
        log.add_record(first, &record);
        // The recording of the ended run can still be downloaded.
        assert_eq!(log.records(), (vec![record.clone()], true));
        let second = log.start_run(&Spec::STUB);
        log.add_record(first, &record);
        assert_eq!(log.records(), (vec![], true));
        log.add_record(second, &record);
        assert_eq!(log.records().0.len(), 1);
    }
}
