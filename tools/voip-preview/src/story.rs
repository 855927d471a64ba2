//! What happened on the page, in order.

use voip_runtime::Page;
use voip_runtime::record::{OpenIds, Record, Recording};

use crate::args::Show;
use crate::paint::text::visible_json;

/// What happened, for the timeline and for a recording.
#[derive(Default)]
pub(crate) struct Story {
    pub(crate) noted: Vec<Noted>,
    /// The fields that were filled in for the user, by name.
    pub(crate) filled: Vec<&'static str>,
}

pub(crate) struct Noted {
    pub(crate) record: Record,
    /// For the timeline alone.
    pub(crate) aside: bool,
}

impl Story {
    pub(crate) fn of(records: Vec<Record>) -> Self {
        let noted = records.into_iter().map(|record| Noted { record, aside: false });
        Self { noted: noted.collect(), filled: Vec::new() }
    }

    pub(crate) fn recording<P: Page>(&self) -> Recording {
        let records = self.noted.iter().filter(|noted| !noted.aside);
        Recording::of::<P>(records.map(|noted| noted.record.clone()).collect())
    }

    /// The recording as JSON lines, for a terminal or another program.
    pub(crate) fn json<P: Page>(&self, show: Show) -> String {
        visible_json(&self.recording::<P>().to_lines(P::SPEC, openids(show)))
    }

    /// Everything that the timeline shows, with openids as they may be seen.
    pub(crate) fn to_show<P: Page>(&self, show: Show) -> Vec<Record> {
        let all = Recording::of::<P>(self.noted.iter().map(|noted| noted.record.clone()).collect());
        if show.full_openids { all.records } else { all.aliased(P::SPEC).records }
    }
}

pub(crate) fn openids(show: Show) -> OpenIds {
    if show.full_openids { OpenIds::Full } else { OpenIds::Aliased }
}
