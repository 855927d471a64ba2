//! A recording, played again.

use std::path::Path;

use voip_runtime::record::{Input, Record, RecordKind, Recording};
use voip_runtime::sim;
use voip_runtime::{Page, State};

use crate::args::Show;
use crate::paint::Palette;
use crate::paint::text::visible;
use crate::story::Story;
use crate::timeline::Tone;
use crate::{Colours, Report, Status, file, timeline};

/// Plays the recording in `file` on the page `P`.
pub(crate) fn replay<P: Page>(file: &Path, show: Show, colours: Colours) -> Report {
    let recording = match file::read(file).and_then(|text| {
        Recording::read::<P>(&text).map_err(|why| format!("cannot read `{}`: {why}", file::name(file)))
    }) {
        Ok(recording) => recording,
        Err(why) => return Report::new(Status::NotDone, String::new()).fail(&visible(&why), colours),
    };
    match sim::replay::<P>(&recording) {
        Ok((records, state)) => {
            let last = done(&records, state, Palette::new(colours.out));
            told::<P>(Status::Done, &Story::of(records), &last, show, colours)
        }
        Err(divergence) => {
            // Up to there it is as recorded. The header is the first line.
            let as_recorded = divergence.line.saturating_sub(2);
            let records = recording.records.into_iter().take(as_recorded).collect();
            let why = format!("the page does not do what was recorded: {divergence}");
            told::<P>(Status::NotDone, &Story::of(records), "", show, colours).fail(&visible(&why), colours)
        }
    }
}

/// That all of it was done, and whether that is all there was.
fn done(records: &[Record], state: State, palette: Palette) -> String {
    let lines = match records.len() {
        1 => "one line".into(),
        count => format!("{count} lines"),
    };
    let left = records.iter().any(|record| record.what == RecordKind::Input(Input::Leave));
    if left || !(state.is_working() || state == State::InCall) {
        let mark = palette.part(Tone::Good, "✓");
        return format!(
            "\n  {mark} The page did what was recorded: {lines}, and it is {state} at the end.\n"
        );
    }
    let mark = palette.part(Tone::Words, "!");
    let warning = palette.part(Tone::Words, "but the recording ends in the middle of a call");
    format!(
        "\n  {mark} The page did what was recorded: {lines}, {warning}, in {state}.\n    \
         What came after that, if anything, was not recorded or was cut off.\n"
    )
}

fn told<P: Page>(status: Status, story: &Story, last: &str, show: Show, colours: Colours) -> Report {
    if show.json {
        return Report::new(status, story.json::<P>(show));
    }
    let palette = Palette::new(colours.out);
    let mut out = palette.header::<P>("a recording, played again");
    for line in timeline::lines(P::SPEC, &story.to_show::<P>(show), &[]) {
        out.push_str(&palette.line(&line));
    }
    out.push_str(last);
    Report::new(status, out)
}
