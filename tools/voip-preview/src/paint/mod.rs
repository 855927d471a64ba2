//! Formats lines for a terminal.

pub(crate) mod text;
pub(crate) mod value;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use voip_runtime::RoomType;
use voip_runtime::spec::Spec;

use crate::notation::scope_name;
use crate::timeline::{Line, Mark, Part, Tone};

/// The width of the column of marks.
const MARK_WIDTH: usize = 8;

/// The styles, which are empty if colours are off.
#[derive(Clone, Copy)]
pub(crate) struct Palette {
    colour: bool,
}

impl Palette {
    pub(crate) fn new(colour: bool) -> Self {
        Self { colour }
    }

    fn style(self, tone: Tone) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match tone {
            _ if !self.colour => Style::new(),
            Tone::Plain => Style::new(),
            Tone::Strong => Style::new().bold(),
            Tone::Good => colour(AnsiColor::Green),
            Tone::State => colour(AnsiColor::Cyan).bold(),
            Tone::Bad => colour(AnsiColor::Red).bold(),
            Tone::Message => colour(AnsiColor::Yellow),
            Tone::Quiet => Style::new().dimmed(),
        }
    }

    pub(crate) fn part(self, tone: Tone, text: &str) -> String {
        let style = self.style(tone);
        format!("{style}{text}{style:#}")
    }

    /// `error: why`, in the style of clap.
    pub(crate) fn error(self, why: &str) -> String {
        format!("{} {why}\n", self.part(Tone::Bad, "error:"))
    }

    /// The title of the page, and what the output shows.
    pub(crate) fn header(self, spec: &Spec, what: &str) -> String {
        let title = self.part(Tone::Strong, &text::visible(spec.title));
        let about = self.part(Tone::Quiet, &about(spec, what));
        format!("\n  {title}  {}\n  {about}\n\n", spec.name)
    }

    /// The URL of the preview, on its own line.
    pub(crate) fn address(self, url: &str) -> String {
        format!("  {}\n", self.part(Tone::State, url))
    }

    pub(crate) fn line(self, line: &Line) -> String {
        let mut text = match line.at {
            Some(at) => self.part(Tone::Quiet, &format!("{:>10} s ", seconds(at))),
            None => " ".repeat(13),
        };
        let quiet = |tone| if line.quiet { Tone::Quiet } else { tone };
        let (sign, tone) = sign(line.mark);
        if matches!(line.mark, Mark::State | Mark::Failure) {
            let _ = write!(text, "{} ", self.part(quiet(tone), sign));
        } else {
            let _ = write!(text, "  {}", self.part(Tone::Quiet, &format!("{sign:MARK_WIDTH$}")));
        }
        for Part { tone, text: part } in line.parts.iter().filter(|part| !part.text.is_empty()) {
            text.push_str(&self.part(quiet(*tone), part));
        }
        text.push('\n');
        text
    }
}

fn sign(mark: Mark) -> (&'static str, Tone) {
    match mark {
        Mark::User => ("user", Tone::Quiet),
        Mark::Call => ("wx →", Tone::Quiet),
        Mark::Answer => ("wx ←", Tone::Quiet),
        Mark::Toast => ("toast", Tone::Quiet),
        Mark::Chat => ("call", Tone::Quiet),
        Mark::Page => ("page", Tone::Quiet),
        Mark::Note => ("note", Tone::Quiet),
        Mark::State => ("●", Tone::State),
        Mark::Failure => ("✗", Tone::Bad),
        Mark::Cause => ("cause", Tone::Quiet),
        Mark::Remedy => ("remedy", Tone::Quiet),
        Mark::Flow => ("flow", Tone::Quiet),
        Mark::More => ("", Tone::Quiet),
    }
}

fn about(spec: &Spec, what: &str) -> String {
    let kind = match spec.room_type {
        RoomType::Video => "video call",
        RoomType::Voice => "voice call",
    };
    let kind = if spec.fields.iter().any(|field| field.role == Some(voip_runtime::spec::Role::RoomType)) {
        "voice or video call"
    } else {
        kind
    };
    let scopes: Vec<_> = spec.scopes.iter().map(|scope| scope_name(*scope)).collect();
    format!("{kind} · asks for {} · {what}", scopes.join(" and "))
}

/// Milliseconds as seconds, with three decimals.
pub(crate) fn seconds(at: u64) -> String {
    format!("{}.{:03}", at / 1000, at % 1000)
}
