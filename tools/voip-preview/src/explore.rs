//! Every path of a page.

use std::fmt::Write as _;

use voip_runtime::Page;
use voip_runtime::sim::{self, Explored, Flaw};

use crate::paint::Palette;
use crate::paint::text::{count, visible};
use crate::timeline::Tone;
use crate::{Colours, Report, Status};

/// Plays every path of the page `P`.
pub(crate) fn explore<P: Page>(colours: Colours) -> Report {
    let palette = Palette::new(colours.out);
    let mut out = palette.header::<P>("every answer of every host call, every thing its user can do");
    match sim::explore::<P>() {
        Ok(explored) => {
            out.push_str(&proved(explored, palette));
            Report::new(Status::Done, out)
        }
        Err(flaw) => {
            out.push_str(&flawed(&flaw, palette));
            Report::new(Status::NotDone, out)
        }
    }
}

fn proved(Explored { paths, places, repeats, longest, .. }: Explored, palette: Palette) -> String {
    let strong = |number| palette.part(Tone::Strong, &count(number));
    let mut text = format!(
        "  {} paths played, to {} places; the longest has {} moves.\n  Earlier answers were given again, both ways, {} times.\n\n",
        strong(paths),
        strong(places),
        strong(longest),
        strong(repeats)
    );
    text.push_str("  Proved, on every path:\n");
    for what in Explored::PROVED {
        let _ = writeln!(text, "    {} {what}", palette.part(Tone::Good, "✓"));
    }
    text
}

fn flawed(flaw: &Flaw, palette: Palette) -> String {
    let mut text = format!(
        "  {} {}\n\n",
        palette.part(Tone::Bad, "✗"),
        palette.part(Tone::Strong, &visible(&flaw.what))
    );
    if flaw.path.is_empty() {
        text.push_str("  It is so from the start.\n");
        return text;
    }
    text.push_str("  The shortest path that shows it:\n");
    for (number, step) in flaw.path.iter().enumerate() {
        let number = palette.part(Tone::Quiet, &format!("{:>5}.", number + 1));
        let _ = writeln!(text, "  {number} {}", visible(step));
    }
    text
}
