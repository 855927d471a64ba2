//! One call, played: what it came to is the exit status.

use voip_runtime::Page;

use crate::args::{Plan, Show};
use crate::paint::Palette;
use crate::story::openids;
use crate::summary::Ending;
use crate::{Colours, Report, Status, file, live, summary, timeline};

/// Plays the plan on the page `P`.
pub(crate) fn run<P: Page>(plan: &Plan, show: Show, colours: Colours) -> Report {
    if let Some(file) = &plan.record
        && let Err(why) = file::may_write(file)
    {
        return Report::new(Status::NotDone, String::new()).fail(&why, colours);
    }
    let live::Played { story, rested } = live::play::<P>(plan);
    let written = plan.record.as_ref().map(|file| {
        let lines = story.recording::<P>().to_lines(P::SPEC, openids(show));
        file::write(file, &lines).map(|()| file)
    });
    let records = story.to_show::<P>(show);
    let ending = Ending::of(&records);
    let status = if ending.joined && rested { Status::Done } else { Status::NotDone };
    let out = if show.json {
        story.json::<P>(show)
    } else {
        let palette = Palette::new(colours.out);
        let mut out = palette.header::<P>("on a simulated phone, in virtual time");
        for line in timeline::lines(P::SPEC, &records, &story.filled) {
            out.push_str(&palette.line(&line));
        }
        out.push_str(&summary::of_run(P::SPEC, &ending, &plan.written, palette));
        if let Some(Ok(file)) = &written {
            out.push_str(&summary::recorded(file, palette));
        }
        out
    };
    let report = Report::new(status, out);
    match written {
        Some(Err(why)) => report.fail(&why, colours),
        _ if !rested => report.fail("the page never comes to rest: 100,000 things happened", colours),
        _ => report,
    }
}
