//! Plays one call; the exit status is its result.

use std::rc::Rc;

use crate::answers::Answers;
use crate::args::{Plan, Show};
use crate::pages::AnyPage;
use crate::paint::Palette;
use crate::summary::Ending;
use crate::trace::openids;
use crate::{Colours, Report, Status, recording_file, simulate, summary, timeline};

/// Plays the plan on the page.
pub(crate) fn run(
    page: &dyn AnyPage,
    answers: &Rc<Answers>,
    plan: &Plan,
    show: Show,
    colours: Colours,
) -> Report {
    if let Some(file) = &plan.record
        && let Err(why) = recording_file::may_write(file)
    {
        return Report::new(Status::NotDone, String::new()).fail(&why, colours);
    }
    let simulate::Simulated { trace, settled, no_contact, wrong } = simulate::simulate(page, answers, plan);
    if !wrong.is_empty() {
        let refused = Report::new(Status::Wrong, String::new());
        return wrong.iter().fold(refused, |report, wrong| report.fail(&wrong.english(), colours));
    }
    let spec = page.spec();
    let written = plan.record.as_ref().map(|file| {
        let lines = trace.recording(page).to_lines(spec, openids(show));
        recording_file::write(file, &lines).map(|()| file)
    });
    let records = trace.to_show(page, show);
    let ending = Ending::of(spec, &records);
    let status = if ending.is_success() && settled { Status::Done } else { Status::NotDone };
    let out = if show.json {
        trace.json(page, show)
    } else {
        let palette = Palette::new(colours.out);
        let mut out = palette
            .header(spec, palette.pick("on a simulated phone, in virtual time", "在模拟手机上，虚拟时间"));
        for line in timeline::lines(spec, &records, &trace.filled, palette.is_chinese()) {
            out.push_str(&palette.line(&line));
        }
        // Without the contact no call was tried, let alone cancelled, and the error below says why.
        if no_contact.is_none() || !ending.is_uneventful() {
            out.push_str(&summary::of_run(spec, &ending, &plan.command_line, palette));
        }
        out.push_str(&summary::answers(answers, palette));
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
