//! The events of a run, in order.

use voip_runtime::record::{OpenIds, Record, Recording};

use crate::args::Show;
use crate::pages::AnyPage;
use crate::paint::text::visible_json;

/// The events of a run, for the timeline and for a recording.
#[derive(Default)]
pub(crate) struct Trace {
    pub(crate) entries: Vec<TraceEntry>,
    /// The fields that were filled in for the user, by name.
    pub(crate) filled: Vec<&'static str>,
    /// Whether private values are redacted, if it was recorded on a phone.
    pub(crate) redacted: Option<bool>,
}

pub(crate) struct TraceEntry {
    pub(crate) record: Record,
    /// Whether only the timeline shows it.
    pub(crate) timeline_only: bool,
}

impl Trace {
    /// The events of a recording.
    pub(crate) fn of(records: Vec<Record>, redacted: Option<bool>) -> Self {
        let entries = records.into_iter().map(|record| TraceEntry { record, timeline_only: false });
        Self { entries: entries.collect(), filled: Vec::new(), redacted }
    }

    pub(crate) fn recording(&self, page: &dyn AnyPage) -> Recording {
        let entries = self.entries.iter().filter(|entry| !entry.timeline_only);
        let mut recording = page.recording(entries.map(|entry| entry.record.clone()).collect());
        recording.redacted = self.redacted;
        recording
    }

    /// The recording as JSON lines that are safe to print.
    pub(crate) fn json(&self, page: &dyn AnyPage, show: Show) -> String {
        visible_json(&self.recording(page).to_lines(page.spec(), openids(show)))
    }

    /// The records for the timeline, with aliased openids unless `show` wants them in full.
    pub(crate) fn to_show(&self, page: &dyn AnyPage, show: Show) -> Vec<Record> {
        let all = page.recording(self.entries.iter().map(|entry| entry.record.clone()).collect());
        if show.full_openids { all.records } else { all.aliased(page.spec()).records }
    }
}

pub(crate) fn openids(show: Show) -> OpenIds {
    if show.full_openids { OpenIds::Full } else { OpenIds::Aliased }
}
