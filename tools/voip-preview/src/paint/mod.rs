//! Formats lines for a terminal.

pub(crate) mod text;
pub(crate) mod value;
mod wrap;

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use voip_runtime::RoomType;
use voip_runtime::spec::{Role, Spec};

use crate::notation::scope_name;
use crate::terminal::Terminal;
use crate::timeline::{Line, Mark, Part, Tone};

/// The width of the column of marks.
const MARK_WIDTH: usize = 8;

/// The styles, which are empty if colours are off.
#[derive(Clone, Copy)]
pub(crate) struct Palette {
    colour: bool,
    terminal: Terminal,
}

impl Palette {
    pub(crate) fn new(colour: bool) -> Self {
        Self { colour, terminal: Terminal::current() }
    }

    /// The one of two texts that is in the language of the terminal.
    pub(crate) fn pick<'a>(self, english: &'a str, chinese: &'a str) -> &'a str {
        if self.terminal.is_chinese { chinese } else { english }
    }

    pub(crate) fn is_chinese(self) -> bool {
        self.terminal.is_chinese
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
        let about = self.part(Tone::Quiet, &about(spec, what, self.is_chinese()));
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
        let (sign, tone) = sign(line.mark, self.is_chinese());
        // The column in which the text starts.
        let start = if matches!(line.mark, Mark::State | Mark::Failure) {
            let _ = write!(text, "{} ", self.part(quiet(tone), sign));
            15
        } else {
            let padding = " ".repeat(MARK_WIDTH.saturating_sub(wrap::columns(sign)));
            let _ = write!(text, "  {}", self.part(Tone::Quiet, &format!("{sign}{padding}")));
            15 + MARK_WIDTH
        };
        let parts: Vec<_> = line.parts.iter().filter(|part| !part.text.is_empty()).cloned().collect();
        let lines = match self.terminal.width {
            Some(width) => wrap::wrap(&parts, width.saturating_sub(start)),
            None => vec![parts],
        };
        for (number, parts) in lines.iter().enumerate() {
            if number > 0 {
                text.push('\n');
                text.push_str(&" ".repeat(start));
            }
            for Part { tone, text: part } in parts {
                text.push_str(&self.part(quiet(*tone), part));
            }
        }
        text.push('\n');
        text
    }
}

fn sign(mark: Mark, is_chinese: bool) -> (&'static str, Tone) {
    let pick = |english, chinese| if is_chinese { chinese } else { english };
    match mark {
        Mark::User => (pick("user", "用户"), Tone::Quiet),
        Mark::Call => ("wx →", Tone::Quiet),
        Mark::Answer => ("wx ←", Tone::Quiet),
        Mark::Toast => ("toast", Tone::Quiet),
        Mark::Chat => (pick("call", "通话"), Tone::Quiet),
        Mark::Page => (pick("page", "页面"), Tone::Quiet),
        Mark::Note => (pick("note", "备注"), Tone::Quiet),
        Mark::State => ("●", Tone::State),
        Mark::Failure => ("✗", Tone::Bad),
        Mark::Cause => (pick("cause", "原因"), Tone::Quiet),
        Mark::Remedy => (pick("remedy", "办法"), Tone::Quiet),
        Mark::Flow => (pick("flow", "流程"), Tone::Quiet),
        Mark::More => ("", Tone::Quiet),
    }
}

fn about(spec: &Spec, what: &str, is_chinese: bool) -> String {
    let is_chosen = spec.fields.iter().any(|field| field.role == Some(Role::RoomType));
    let (kind, chinese) = match spec.room_type {
        _ if is_chosen => ("voice or video call", "语音或视频通话"),
        RoomType::Video => ("video call", "视频通话"),
        RoomType::Voice => ("voice call", "语音通话"),
    };
    let scopes: Vec<_> = spec.scopes.iter().map(|scope| scope_name(*scope)).collect();
    if is_chinese {
        format!("{chinese} · 申请 {} · {what}", scopes.join("、"))
    } else {
        format!("{kind} · asks for {} · {what}", scopes.join(" and "))
    }
}

/// Milliseconds as seconds, with three decimals.
pub(crate) fn seconds(at: u64) -> String {
    format!("{}.{:03}", at / 1000, at % 1000)
}
