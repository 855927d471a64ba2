//! `--replay`: replays a recording.

use std::fmt::Write as _;
use std::path::Path;

use voip_runtime::State;
use voip_runtime::record::{Input, Record, RecordKind, Recording};

use crate::args::Show;
use crate::pages::{AnyPage, Pages, Previewed};
use crate::paint::Palette;
use crate::paint::text::visible;
use crate::timeline::Tone;
use crate::trace::Trace;
use crate::{Colours, Report, Status, recording_file, timeline};

/// Replays the recording in `file` on the chosen page, or else on the page that it was recorded on.
pub(crate) fn replay(
    pages: &Pages,
    chosen: Option<&Previewed>,
    file: &Path,
    show: Show,
    colours: Colours,
) -> Report {
    let read = recording_file::read(file).and_then(|text| {
        let page = chosen.unwrap_or_else(|| pages.of_recording(&text));
        let recording = page.read(&text);
        let why = |why| format!("cannot read `{}`: {why}", recording_file::source(file));
        recording.map(|recording| (page, recording)).map_err(why)
    });
    let (page, recording) = match read {
        Ok(read) => read,
        Err(why) => return Report::new(Status::NotDone, String::new()).fail(&visible(&why), colours),
    };
    let header = Palette::new(colours.out).pick("replay of a recording", "回放录制");
    let mut replay = page.replay(recording.clone());
    let played: Result<Vec<_>, _> = std::iter::from_fn(|| replay.step()).collect();
    match played {
        Ok(records) => {
            let state = replay.page().state().state;
            let palette = Palette::new(colours.out);
            let summary = summary(&records, state, palette) + &reclassified(&recording, palette);
            report(
                &**page,
                Status::Done,
                &Trace::of(records, recording.redacted),
                (header, &summary),
                show,
                colours,
            )
        }
        Err(divergence) => {
            // The lines before the divergence match. The first line is the header.
            let matching = divergence.line.saturating_sub(2);
            let summary = reclassified(&recording, Palette::new(colours.out));
            let records = recording.records.into_iter().take(matching).collect();
            let why = format!("the page does not match the recording: {divergence}");
            report(
                &**page,
                Status::NotDone,
                &Trace::of(records, recording.redacted),
                (header, &summary),
                show,
                colours,
            )
            .fail(&visible(&why), colours)
        }
    }
}

/// The summary of a replay without divergence. It warns if the recording ends in the middle of a call.
fn summary(records: &[Record], state: State, palette: Palette) -> String {
    let lines = match records.len() {
        count if palette.is_chinese() => format!("{count} 行"),
        1 => "1 line".into(),
        count => format!("{count} lines"),
    };
    let left = records.iter().any(|record| record.what == RecordKind::Input(Input::Leave));
    if left || !(state.is_working() || state == State::InCall) {
        let mark = palette.part(Tone::Good, "✓");
        return if palette.is_chinese() {
            format!("\n  {mark} 页面与录制一致：{lines}，最后是 {state}。\n")
        } else {
            format!("\n  {mark} The page matches the recording: {lines}, ending in {state}.\n")
        };
    }
    let mark = palette.part(Tone::Message, "!");
    if palette.is_chinese() {
        let warning = palette.part(Tone::Message, "但录制停在通话中途");
        return format!(
            "\n  {mark} 页面与录制一致：{lines}，{warning}，最后是 {state}。\n    后面的通话没有录下来，或者被截断了。\n"
        );
    }
    let warning = palette.part(Tone::Message, "but the recording ends in the middle of a call");
    format!(
        "\n  {mark} The page matches the recording: {lines}, {warning}, in {state}.\n    \
         The rest of the call was not recorded, or was cut off.\n"
    )
}

/// The answers of a phone whose cause is another one now, or is not known.
fn reclassified(recording: &Recording, palette: Palette) -> String {
    let answers = recording.reclassify();
    if answers.is_empty() {
        return String::new();
    }
    let mark = palette.part(Tone::Message, "!");
    let what = palette.pick(
        "Answers of the phone that are classified differently now, or whose cause is unknown:",
        "手机得到的回答，有的现在判断不同，有的原因未知：",
    );
    let mut text = format!("\n  {mark} {what}\n");
    for answer in answers {
        let _ = writeln!(text, "    {}", visible(&answer.to_string()));
    }
    text
}

/// The timeline below a header that says `what` it is of, and the summary.
pub(crate) fn report(
    page: &dyn AnyPage,
    status: Status,
    trace: &Trace,
    (what, summary): (&str, &str),
    show: Show,
    colours: Colours,
) -> Report {
    if show.json {
        return Report::new(status, trace.json(page, show));
    }
    let palette = Palette::new(colours.out);
    let mut out = palette.header(page.spec(), what);
    for line in timeline::lines(page.spec(), &trace.to_show(page, show), &[], palette.is_chinese()) {
        out.push_str(&palette.line(&line));
    }
    out.push_str(summary);
    Report::new(status, out)
}
