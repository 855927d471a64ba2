//! Recordings: read, written, replayed, and written as Rust tests.

use voip_runtime::Page;
use voip_runtime::record::{OpenIds, Recording};
use voip_runtime::sim::replay;

use crate::pages::{ForPage, with_page};

struct Check<'a>(&'a str);

/// Reads a recording of the page that its header names, and replays it.
pub fn check(text: &str) {
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let Ok(header) = serde_json::from_str::<serde_json::Value>(first) else { return };
    with_page(header["page"].as_str().unwrap_or_default(), &Check(text));
}

impl ForPage for Check<'_> {
    fn run<P: Page>(&self) {
        let recording = match Recording::read::<P>(self.0) {
            Ok(recording) => recording,
            Err(error) => {
                assert!((1..=self.0.lines().count().max(1)).contains(&error.line), "{error}");
                return;
            }
        };
        let spec = P::SPEC;
        let written = recording.to_lines(spec, OpenIds::Full);
        assert_eq!(Recording::read::<P>(&written).as_ref(), Ok(&recording), "written and read: {written}");
        let aliased = recording.aliased(spec);
        let written = recording.to_lines(spec, OpenIds::Aliased);
        assert_eq!(Recording::read::<P>(&written).as_ref(), Ok(&aliased), "aliased and read: {written}");
        assert_eq!(aliased.aliased(spec), aliased, "aliased twice");

        let played = replay::<P>(&recording);
        assert_eq!(played, replay::<P>(&recording), "replayed twice");
        let _ = recording.to_test(spec, "a::Page", "a_test");
        let Ok((records, state)) = played else { return };
        let mut of_replay = recording.clone();
        of_replay.records = records;
        let again = replay::<P>(&of_replay).map(|(_, state)| state);
        assert_eq!(again, Ok(state), "a replay, replayed");
    }
}
