//! To the browser.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use voip_runtime::record::Record;

use super::{About, Does, Phone};
use crate::serve::which::Which;

/// What the browser is told.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) enum Told {
    Hello {
        page: Box<RawValue>,
        causes: Vec<About>,
        dev: bool,
    },
    Update(Box<Update>),
    /// Nothing was changed by what was sent.
    Refused(Refusal),
    File {
        name: String,
        text: String,
        /// Whether it is the whole recording, and not its beginning.
        whole: bool,
    },
    TestFile {
        name: String,
        text: String,
    },
    /// The page's own code has panicked, with these words; its world is gone.
    Crashed(String),
    Pong(u64),
    Build(Build),
}

/// Why something was not done, to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::serve) struct Refusal {
    /// The kind of message.
    pub(in crate::serve) what: &'static str,
    pub(in crate::serve) english: String,
    pub(in crate::serve) chinese: String,
    /// The keys of the address that mean nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::serve) keys: Vec<String>,
}

impl Refusal {
    pub(in crate::serve) fn new(
        what: &'static str,
        english: impl Into<String>,
        chinese: impl Into<String>,
    ) -> Self {
        Self { what, english: english.into(), chinese: chinese.into(), keys: Vec::new() }
    }
}

/// What has become different.
#[derive(Debug, Default, Serialize)]
pub(in crate::serve) struct Update {
    /// A new world: nothing that came before belongs to it.
    pub(in crate::serve) begun: bool,
    pub(in crate::serve) clock: Clock,
    /// `None` is as before.
    pub(in crate::serve) phones: [Option<Phone>; 2],
    pub(in crate::serve) records: Vec<Noted>,
    /// How many records before these were left out, since the browser did not keep up.
    pub(in crate::serve) missed: u64,
    pub(in crate::serve) replay: Option<Replay>,
}

/// Virtual time, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(in crate::serve) struct Clock {
    pub(in crate::serve) now: u64,
    pub(in crate::serve) speed: f64,
    pub(in crate::serve) paused: bool,
    /// When the next thing is due.
    pub(in crate::serve) next: Option<u64>,
}

/// A record, and where it was made.
#[derive(Clone, Debug, Serialize)]
pub(in crate::serve) struct Noted {
    pub(in crate::serve) phone: Which,
    /// How often the phone's app was started.
    pub(in crate::serve) run: u32,
    /// Its place in that run, from 0.
    pub(in crate::serve) line: u64,
    #[serde(flatten)]
    pub(in crate::serve) happened: Happened,
}

/// What happened on a phone.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(in crate::serve) enum Happened {
    /// On the page, as it is recorded.
    Recorded(Record),
    /// Beside it, where the page has no part in it: in no recording.
    Beside { at: u64, person: Does },
}

/// How far a replay is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::serve) struct Replay {
    pub(in crate::serve) phone: Which,
    /// How many lines have been played, of how many.
    pub(in crate::serve) line: usize,
    pub(in crate::serve) lines: usize,
    pub(in crate::serve) ended: bool,
    /// Whether it ends in the middle of a call: it may have been cut off.
    pub(in crate::serve) open: bool,
    /// Where the page does something else.
    pub(in crate::serve) wrong: Option<String>,
}

/// What the program that rebuilds this one says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::serve) enum Build {
    /// Whether it is at work.
    Running(bool),
    /// The compiler's own words.
    Errors(String),
}
