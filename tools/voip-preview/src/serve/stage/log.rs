//! What happens on a phone, kept as a recording and told to the browser.

use std::cell::RefCell;

use voip_runtime::record::{Change, Record, RecordKind};

use crate::serve::outbox::Outbox;
use crate::serve::which::Which;
use crate::serve::wire::{Does, Happened, Noted};

/// The most records that are kept of one run of the app. A run that is longer has its beginning in the
/// recording, which can be played again as far as it goes.
const MAX_RECORDS: usize = 10_000;

/// What happens on a phone.
pub(super) struct Log {
    which: Which,
    outbox: Outbox,
    run: RefCell<Run>,
}

/// What has happened since the app was started.
#[derive(Default)]
struct Run {
    number: u32,
    lines: u64,
    kept: Vec<Record>,
    last: Option<Change>,
}

impl Log {
    pub(super) fn new(which: Which, outbox: Outbox) -> Self {
        Self { which, outbox, run: RefCell::default() }
    }

    /// Begins another run, whose number this is. What still comes of the one before is left out.
    pub(super) fn begin(&self) -> u32 {
        let number = self.run.borrow().number + 1;
        *self.run.borrow_mut() = Run { number, ..Run::default() };
        number
    }

    /// Ends the run: it is kept as it is.
    pub(super) fn end(&self) {
        self.run.borrow_mut().number += 1;
    }

    pub(super) fn note(&self, number: u32, record: &Record) {
        let mut run = self.run.borrow_mut();
        if run.number != number {
            return;
        }
        if let RecordKind::Change(change) = &record.what {
            run.last = Some(change.clone());
        }
        if run.kept.len() < MAX_RECORDS {
            run.kept.push(record.clone());
        }
        let line = run.lines;
        run.lines += 1;
        let happened = Happened::Recorded(record.clone());
        self.outbox.note(Noted { phone: self.which, run: number, line, happened });
    }

    /// What the person does beside the page: told, but no part of the recording.
    pub(super) fn beside(&self, at: u64, person: Does) {
        let run = self.run.borrow();
        let happened = Happened::Beside { at, person };
        self.outbox.note(Noted { phone: self.which, run: run.number, line: run.lines, happened });
    }

    /// The last change of this run.
    pub(super) fn last(&self) -> Option<Change> {
        self.run.borrow().last.clone()
    }

    /// The records that were kept of this run, and whether they are all.
    pub(super) fn kept(&self) -> (Vec<Record>, bool) {
        let run = self.run.borrow();
        let whole = u64::try_from(run.kept.len()).is_ok_and(|kept| kept == run.lines);
        let mut kept = run.kept.clone();
        if !whole {
            // Not between what reached the page and what the page did about it: it would not play again.
            let reaches = |record: &Record| {
                matches!(
                    record.what,
                    RecordKind::Input(_) | RecordKind::Answer(_) | RecordKind::Chat(_) | RecordKind::Timer(_)
                )
            };
            kept.truncate(kept.iter().rposition(reaches).unwrap_or(0));
        }
        (kept, whole)
    }
}

#[cfg(test)]
mod tests {
    use voip_runtime::record::Input;

    use super::*;

    #[test]
    fn what_comes_late_of_a_killed_app_is_in_no_recording_of_the_next() {
        let log = Log::new(Which::A, Outbox::default());
        let record = Record { at: 5, what: RecordKind::Input(Input::Tap) };
        let first = log.begin();
        log.note(first, &record);
        log.end();
        log.note(first, &record);
        // It can still be taken along.
        assert_eq!(log.kept(), (vec![record.clone()], true));
        let second = log.begin();
        log.note(first, &record);
        assert_eq!(log.kept(), (vec![], true));
        log.note(second, &record);
        assert_eq!(log.kept().0.len(), 1);
    }
}
