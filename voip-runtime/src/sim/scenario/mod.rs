//! Scenarios: files with a situation and what the page must show at its end. Each is a test, and can be watched in the preview.
//!
//! A scenario is a file `scenarios/NAME.jsonl` in the crate of the page. The preview writes one with a button, and lists them
//! beside the presets; `cargo run -- --scenario NAME` plays one in the terminal. In a test, [`scenarios!`](super::scenarios)
//! plays all of them:
//!
//! ```
//! # use voip_runtime::prelude::*;
//! # #[voip_page(title = "Call")]
//! # struct VideoCall {
//! #   #[field(listener.openid)] listener: OpenId,
//! #   #[field(listener.nickname, default = "listener")] listener_name: String,
//! #   #[field(caller.openid)] caller: OpenId,
//! #   #[field(caller.nickname, default = "caller")] caller_name: String,
//! # }
//! voip_runtime::sim::scenarios!(VideoCall);
//! ```
//!
//! # The format
//!
//! JSON lines. The first line is a header. Written by hand, each other line is an input and its time in milliseconds:
//!
//! ```json
//! {"scenario":1,"page":"VideoCall","title":"Refused once, then allowed","settings":"a.authorize=Denied,once","expect":{"state":"InCall"}}
//! {"at":0,"input":"tap"}
//! {"at":2000,"input":"dismiss"}
//! {"at":3000,"input":"tap"}
//! ```
//!
//! | in the header | meaning |
//! | --- | --- |
//! | `scenario` | the version of the format, 1 |
//! | `page` | the name of the page's struct |
//! | `title` | what happens, for readers. Optional |
//! | `settings` | the host's answers and the faults of the phones, as the address of the preview writes them: `a.join=NotOpen&b.phone=closed`. Optional |
//! | `phone` | the phone that shows the page, `"a"` or `"b"`. The default is `"a"` |
//! | `expect` | what the page must show at the end: its `state`, the `cause` of `Failed`, and, in `InCall`, whether the other side has answered (`connected`). Only `state` is required |
//! | `voip` | the lines are a [recording](crate::record#the-format) of this version |
//!
//! - **Without `voip`**, the scenario is played on a [`SimHost`](super::SimHost) with the settings. The page opens, it is loaded,
//!   and the required fields that are empty are filled in; then the time is 0. The user allows every scope, unless the settings say
//!   otherwise. The expectation is compared when nothing more happens. If the last line is only a time, `{"at":5000}`, it is
//!   compared at that time.
//! - **With `voip`**, the recording is [replayed](super::replay): every line is compared, and then the expectation. The settings
//!   are those with which it was recorded.

mod folder;
mod play;
mod read;
#[cfg(test)]
mod tests;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

pub use self::folder::{SaveError, Scenarios};
pub use self::play::{Failure, Played, ScenarioPage};
use super::settings::PhoneId;
use crate::cause::Cause;
use crate::event::Input;
use crate::record::{OpenIds, Recording, RecordingError};
use crate::spec::Spec;
use crate::state::State;

/// The version that this crate writes, and the newest version that it reads.
const VERSION: u64 = 1;

/// A scenario. See the [module](self).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Scenario {
    /// The name of the page's struct.
    pub page: String,
    /// What happens, for readers, or empty.
    pub title: String,
    /// The phone that shows the page.
    pub phone: PhoneId,
    /// The settings of both phones, as the address of the preview writes them.
    pub settings: String,
    /// What the page must show at the end.
    pub expect: Expectation,
    /// What happens.
    pub content: Content,
}

/// What happens in a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Everything, as it was recorded.
    Recording(Recording),
    /// What the user does.
    Inputs(Vec<TimedInput>),
}

/// What the user does at a time.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TimedInput {
    /// The number of its line, from 1.
    pub line: usize,
    /// The time after the page was loaded, in milliseconds.
    pub at: u64,
    /// What the user does; `None` in a last line that only has a time.
    pub input: Option<Input>,
}

/// What a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Expectation {
    /// The state.
    pub state: State,
    /// The cause of `Failed`; `None` is any cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// In `InCall`, whether the other side has answered; `None` is either.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected: Option<bool>,
}

impl Expectation {
    /// Reads `{"state":"Failed","cause":"NotOpen"}`.
    ///
    /// # Errors
    ///
    /// If a member is missing, unknown or invalid, or does not belong to the state.
    pub fn read(json: &serde_json::Value) -> Result<Self, ScenarioError> {
        read::expectation(json)
    }

    fn is_met_by(self, found: Self) -> bool {
        self.state == found.state
            && self.cause.is_none_or(|cause| found.cause == Some(cause))
            && self.connected.is_none_or(|connected| found.connected == Some(connected))
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)?;
        match (self.cause, self.connected) {
            (Some(cause), _) => write!(f, " ({cause})"),
            (None, Some(true)) => f.write_str(" (connected)"),
            (None, Some(false)) => f.write_str(" (not connected)"),
            (None, None) => Ok(()),
        }
    }
}

/// The error of reading a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScenarioError {
    /// The number of the line, from 1; `None` if it is not about a line.
    pub line: Option<usize>,
    /// What is wrong.
    pub why: String,
    /// What is wrong, in Chinese.
    pub chinese: String,
}

impl ScenarioError {
    fn new(why: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { line: None, why: why.into(), chinese: chinese.into() }
    }

    fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The error in Chinese, with the number of its line.
    pub fn in_chinese(&self) -> String {
        match self.line {
            Some(line) => alloc::format!("第 {line} 行：{}", self.chinese),
            None => self.chinese.clone(),
        }
    }
}

impl From<RecordingError> for ScenarioError {
    fn from(error: RecordingError) -> Self {
        Self { line: Some(error.line), why: error.why, chinese: error.chinese }
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.why)
    }
}

impl core::error::Error for ScenarioError {}

#[derive(Serialize)]
struct Header<'a> {
    scenario: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    voip: Option<u32>,
    page: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    redacted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    settings: &'a str,
    expect: Expectation,
}

impl Scenario {
    /// A scenario of a recording of phone A, without settings and without a title.
    pub fn of_recording(recording: Recording, expect: Expectation) -> Self {
        Self {
            page: recording.page.clone(),
            title: String::new(),
            phone: PhoneId::A,
            settings: String::new(),
            expect,
            content: Content::Recording(recording),
        }
    }

    /// Reads a scenario of one of these pages.
    ///
    /// # Errors
    ///
    /// If a line is invalid: incomplete, of another page, of a newer version, or with a field that the page does not have.
    /// Returns the first such line.
    pub fn read(text: &str, pages: &[&Spec]) -> Result<Self, ScenarioError> {
        read::scenario(text, pages)
    }

    /// Writes the scenario as JSON lines. Openids are aliases.
    pub fn to_lines(&self, spec: &Spec) -> String {
        let recording = match &self.content {
            Content::Recording(recording) => Some(recording),
            Content::Inputs(_) => None,
        };
        let header = Header {
            scenario: VERSION,
            voip: recording.map(|recording| recording.version),
            page: &self.page,
            redacted: recording.and_then(|recording| recording.redacted),
            phone: (self.phone == PhoneId::B).then_some("b"),
            title: &self.title,
            settings: &self.settings,
            expect: self.expect,
        };
        // This does not fail: every key is a string.
        let mut text = serde_json::to_string(&header).unwrap_or_default();
        text.push('\n');
        match &self.content {
            Content::Recording(recording) => {
                let lines = recording.to_lines(spec, OpenIds::Aliased);
                text.push_str(lines.split_once('\n').map_or("", |(_, records)| records));
            }
            Content::Inputs(inputs) => {
                for TimedInput { at, input, .. } in inputs {
                    let mut line = serde_json::json!({ "at": at });
                    if let Some(input) = input {
                        line["input"] = serde_json::to_value(input).unwrap_or_default();
                    }
                    text.push_str(&line.to_string());
                    text.push('\n');
                }
            }
        }
        text
    }
}

/// A test that plays the scenarios of the crate: the files `scenarios/*.jsonl` of these pages, `scenarios!(Patient, Desk)`.
///
/// It reads the files when it runs. It fails if there are none, and names every scenario that is invalid or not as expected. See
/// [`scenario`](crate::sim::scenario) for an example and the format.
#[doc(hidden)]
#[macro_export]
macro_rules! __scenarios {
    ($($page:ty),+ $(,)?) => {
        #[test]
        fn scenarios() {
            let folder = $crate::sim::scenario::Scenarios::of_crate(::core::env!("CARGO_MANIFEST_DIR"));
            folder.check(&[$($crate::sim::scenario::ScenarioPage::of::<$page>()),+]);
        }
    };
}
