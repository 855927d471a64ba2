//! Plays one call; the exit status is its result.

use voip_runtime::Page;

use crate::args::{Plan, Show};
use crate::paint::Palette;
use crate::summary::Ending;
use crate::trace::openids;
use crate::{Colours, Report, Status, recording_file, simulate, summary, timeline};

/// Plays the plan on the page `P`.
pub(crate) fn run<P: Page>(plan: &Plan, show: Show, colours: Colours) -> Report {
    if let Some(file) = &plan.record
        && let Err(why) = recording_file::may_write(file)
    {
        return Report::new(Status::NotDone, String::new()).fail(&why, colours);
    }
    let simulate::Simulated { trace, settled, no_contact } = simulate::simulate::<P>(plan);
    let written = plan.record.as_ref().map(|file| {
        let lines = trace.recording::<P>().to_lines(P::SPEC, openids(show));
        recording_file::write(file, &lines).map(|()| file)
    });
    let records = trace.to_show::<P>(show);
    let ending = Ending::of(P::SPEC, &records);
    let status = if ending.is_success() && settled { Status::Done } else { Status::NotDone };
    let out = if show.json {
        trace.json::<P>(show)
    } else {
        let palette = Palette::new(colours.out);
        let mut out = palette.header::<P>("on a simulated phone, in virtual time");
        for line in timeline::lines(P::SPEC, &records, &trace.filled) {
            out.push_str(&palette.line(&line));
        }
        out.push_str(&summary::of_run(P::SPEC, &ending, &plan.command_line, palette));
        if let Some(Ok(file)) = &written {
            out.push_str(&summary::recorded(file, palette));
        }
        out
    };
    let report = Report::new(status, out);
    match written {
        Some(Err(why)) => report.fail(&why, colours),
        _ if !settled => report.fail("the page does not become idle: stopped after 100,000 events", colours),
        _ => match no_contact {
            Some(why) => report.fail(&why, colours),
            None => report,
        },
    }
}
