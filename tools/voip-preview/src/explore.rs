//! `--explore`: plays every path of a page.

use std::fmt::Write as _;

use voip_runtime::sim::{Explored, Flaw, FlawKind};
use voip_runtime::spec::Spec;

use crate::pages::AnyPage;
use crate::paint::Palette;
use crate::paint::text::{count, visible};
use crate::timeline::Tone;
use crate::{Colours, Report, Status};
use voip_runtime::sim::answers::Given;

/// Plays every path of the page.
pub(crate) fn explore(page: &dyn AnyPage, answers: &[Given], colours: Colours) -> Report {
    let answers = answers.iter().flat_map(Given::successes).collect();
    let (result, _) = page.explore(answers, Box::new(|_| true));
    report_of(page.spec(), &result, colours)
}

pub(crate) fn report_of(spec: &Spec, result: &Result<Explored, Flaw>, colours: Colours) -> Report {
    let palette = Palette::new(colours.out);
    let mut out = palette.header(spec, "every answer of every host call, every action of the user");
    match result {
        Ok(explored) => {
            out.push_str(&proof(explored, palette));
            Report::new(Status::Done, out)
        }
        Err(flaw) => {
            out.push_str(&flaw_report(flaw, palette));
            Report::new(Status::NotDone, out)
        }
    }
}

fn proof(explored: &Explored, palette: Palette) -> String {
    let Explored { paths, places, repeats, longest, .. } = *explored;
    let strong = |number| palette.part(Tone::Strong, &count(number));
    let mut text = format!(
        "  {} paths played, to {} places; the longest has {} moves.\n  \
         {} repeated or contradictory answers had no effect.\n\n",
        strong(paths),
        strong(places),
        strong(longest),
        strong(repeats)
    );
    text.push_str("  Each edge, and how often it was taken:\n");
    for edge in explored.edges() {
        let tone = if edge.taken == 0 { Tone::Bad } else { Tone::Quiet };
        let taken = palette.part(tone, &format!("{:>9}", count(edge.taken)));
        let _ = writeln!(text, "  {taken}  {}", visible(&edge.to_string()));
    }
    let untaken = explored.untaken().count();
    if untaken != 0 {
        let _ = writeln!(text, "    {} never taken", strong(untaken));
    }
    text.push_str("\n  Proved, on every path within the bounds below:\n");
    for what in Explored::PROVED {
        let _ = writeln!(text, "    {} {what}", palette.part(Tone::Good, "✓"));
    }
    text.push_str("\n  The bounds:\n");
    for bound in explored.bounds() {
        let _ = writeln!(text, "    {} {}", palette.part(Tone::Quiet, "·"), visible(bound));
    }
    text
}

fn flaw_report(flaw: &Flaw, palette: Palette) -> String {
    let mut text = format!(
        "  {} {}\n\n",
        palette.part(Tone::Bad, "✗"),
        palette.part(Tone::Strong, &visible(&flaw.what))
    );
    if flaw.path.is_empty() {
        if flaw.kind == FlawKind::Broken {
            text.push_str("  This happens when the page opens.\n");
        }
        return text;
    }
    text.push_str("  The shortest path to it:\n");
    for (number, step) in flaw.path.iter().enumerate() {
        let number = palette.part(Tone::Quiet, &format!("{:>5}.", number + 1));
        let _ = writeln!(text, "  {number} {}", visible(step));
    }
    text
}
