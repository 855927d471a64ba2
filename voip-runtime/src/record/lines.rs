//! The file format of recordings: JSON lines. The first line is a header with the version and the name of the page; each
//! other line is one record.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::aliases::Aliases;
use super::{Input, Record, RecordKind};
use crate::call::Page;
use crate::spec::Spec;

/// The version that this crate writes, and the newest version that it reads.
///
/// - 1: the options of a toast of the page include an icon, which a replay ignores
/// - 2: the options have no icon; a timer that fired has a line; a host call says whether the handler made it
/// - 3: `members` in place of `connected`, `reachable`, and the input `cancel`; recordings of phones
/// - 4: the inputs `show`, `call` and `stopReceiving`; `reportsMembers`, `taskFailed` and `spawnIgnored`
const VERSION: u32 = 4;

/// What Git writes into a file that it cannot merge.
const CONFLICT: [&str; 4] = ["<<<<<<< ", "||||||| ", "=======", ">>>>>>> "];

/// The text of a file without the byte order mark that some editors write. A merge conflict is an error.
pub(crate) fn text_of(file: &str) -> Result<&str, RecordingError> {
    let text = file.strip_prefix('\u{feff}').unwrap_or(file);
    let conflict = numbered(text).find(|(_, line)| CONFLICT.iter().any(|mark| line.starts_with(mark)));
    conflict.map_or(Ok(text), |(number, _)| {
        Err(RecordingError::new(number, "a merge conflict is not resolved", "合并冲突还没有解决"))
    })
}

/// The lines with their numbers, from 1.
pub(crate) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.trim_end().lines().enumerate().map(|(index, line)| (index + 1, line))
}

/// A recording: the records of one page.
///
/// ```
/// # use voip_runtime::prelude::*;
/// # use voip_runtime::Session;
/// use voip_runtime::record::{OpenIds, Recorder, Recording};
/// use voip_runtime::sim::{SimHost, replay};
/// # #[voip_page(title = "Call")]
/// # struct VideoCall {
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// # }
///
/// let host = SimHost::new();
/// let recorder = Recorder::new(host.clone());
/// let session = Session::<VideoCall>::new(recorder.clone());
/// recorder.observe(&session);
/// session.input("listener", "openid-of-the-listener")?;
/// session.input("caller", "openid-of-the-caller")?;
/// session.tap();
/// host.run();
///
/// let recording = Recording::of::<VideoCall>(recorder.take());
/// let lines = recording.to_lines(VideoCall::SPEC, OpenIds::Aliased);
/// let recording = Recording::read::<VideoCall>(&lines)?;
/// let (_, state) = replay::<VideoCall>(&recording)?;
/// assert_eq!(state, State::InCall);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Recording {
    /// The version of the format: that of the file it was read from, or the newest.
    pub version: u32,
    /// The name of the page's struct.
    pub page: String,
    /// Whether private values are [redacted](crate::record#the-format); `None` if it was not recorded on a phone.
    pub redacted: Option<bool>,
    /// The records, in order.
    pub records: Vec<Record>,
}

/// How a recording writes openids, which are personal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenIds {
    /// As aliases `openid#1`, `openid#2`, …. The same openid always has the same alias.
    #[default]
    Aliased,
    /// Unchanged.
    Full,
}

/// The error of reading a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordingError {
    /// The number of the line, from 1.
    pub line: usize,
    /// What is wrong with the line.
    pub why: String,
    /// What is wrong with the line, in Chinese.
    pub chinese: String,
}

impl RecordingError {
    fn new(line: usize, why: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { line, why: why.into(), chinese: chinese.into() }
    }

    pub(crate) fn unreadable(line: usize, error: &serde_json::Error) -> Self {
        if error.is_eof() {
            return Self::new(line, "the line is incomplete", "这一行不完整");
        }
        // serde_json reads one line at a time, so its line number is always 1.
        let text = error.to_string();
        let why = match text.rsplit_once(" at line 1 column ") {
            Some((what, column)) => format!("{what} at column {column}"),
            None => text,
        };
        let chinese = format!("这一行第 {} 列无法读取", error.column());
        Self::new(line, why, chinese)
    }
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl core::error::Error for RecordingError {}

#[derive(Serialize, Deserialize)]
struct Header {
    voip: u32,
    page: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    redacted: Option<bool>,
}

/// The part of the header that every version has.
#[derive(Deserialize)]
struct AnyHeader {
    voip: u64,
}

impl Recording {
    /// Creates a recording of the page `P`.
    pub fn of<P: Page>(records: Vec<Record>) -> Self {
        Self { version: VERSION, page: P::SPEC.name.to_string(), redacted: None, records }
    }

    /// Writes the recording as JSON lines. Each line ends with a line feed.
    pub fn to_lines(&self, spec: &Spec, openids: OpenIds) -> String {
        if openids == OpenIds::Aliased {
            return self.aliased(spec).to_lines(spec, OpenIds::Full);
        }
        let mut lines = Vec::new();
        let header = Header { voip: self.version, page: self.page.clone(), redacted: self.redacted };
        write_line(&mut lines, &header);
        for record in &self.records {
            write_line(&mut lines, record);
        }
        String::from_utf8_lossy(&lines).into_owned()
    }

    /// Replaces every openid by an alias: `openid#1`, `openid#2`, ….
    #[must_use]
    pub fn aliased(&self, spec: &Spec) -> Self {
        let aliases = Aliases::of(spec, &self.records);
        Self {
            version: self.version,
            page: self.page.clone(),
            redacted: self.redacted,
            records: self.records.iter().map(|record| aliases.hide(record)).collect(),
        }
    }

    pub(crate) fn is_of_phone(&self) -> bool {
        self.redacted.is_some()
    }

    pub(crate) fn is_redacted(&self) -> bool {
        self.redacted == Some(true)
    }

    /// Reads a recording of the page `P`.
    ///
    /// # Errors
    ///
    /// If a line is invalid: incomplete, of another page, or of a newer version. Returns the first such line.
    pub fn read<P: Page>(text: &str) -> Result<Self, RecordingError> {
        Self::read_of(P::SPEC, text)
    }

    pub(crate) fn read_of(spec: &Spec, text: &str) -> Result<Self, RecordingError> {
        let mut lines = numbered(text_of(text)?);
        let (_, first) =
            lines.next().ok_or_else(|| RecordingError::new(1, "the recording is empty", "录制是空的"))?;
        let AnyHeader { voip } = header(first)?;
        if voip == 0 {
            return Err(RecordingError::new(1, "invalid version 0", "版本 0 无效"));
        }
        if voip > VERSION.into() {
            let why = format!("unsupported version {voip}: this program reads versions up to {VERSION}");
            let chinese = format!("不支持版本 {voip}：本程序最多读到版本 {VERSION}");
            return Err(RecordingError::new(1, why, chinese));
        }
        let Header { voip: version, page, redacted } = header(first)?;
        if page != spec.name {
            let why = wrong_page(spec.name, &page);
            let chinese = format!("录制属于页面 `{page}`，不属于 `{}`", spec.name);
            return Err(RecordingError::new(1, why, chinese));
        }
        let mut records: Vec<Record> = Vec::new();
        let mut old = OldChat::default();
        for (number, line) in lines {
            if line.trim().is_empty() {
                return Err(RecordingError::new(number, "the line is empty", "这一行是空的"));
            }
            let unreadable = |why| RecordingError::unreadable(number, &why);
            let mut members: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(line).map_err(unreadable)?;
            if members.len() > 2 {
                return Err(RecordingError::new(
                    number,
                    "more than one record in one line",
                    "这一行有不止一条记录",
                ));
            }
            let record = match members.get("chat").and_then(|chat| old.read(chat)) {
                Some(chat) if version < 3 => {
                    members.insert("chat".into(), chat);
                    serde_json::from_value(members.into())
                }
                _ => serde_json::from_str(line),
            };
            let mut record: Record = record.map_err(unreadable)?;
            if let RecordKind::Input(Input::Set { field: name, .. }) | RecordKind::Field { name, .. } =
                &mut record.what
                && let Some(field) = spec.find(name).and_then(|index| spec.fields.get(index))
            {
                *name = field.name.into();
            }
            old.follow(&record);
            if records.last().is_some_and(|last| last.at > record.at) {
                return Err(RecordingError::new(number, EARLIER_THAN_BEFORE, "时间早于上一行"));
            }
            records.push(record);
        }
        Ok(Self { version, page, redacted, records })
    }
}

/// The message for a line whose time is before that of the line above it.
pub(crate) const EARLIER_THAN_BEFORE: &str = "the time is earlier than in the line above";

/// The message for a recording of another page.
pub(crate) fn wrong_page(expected: &str, found: &str) -> String {
    format!("expected a recording of the page `{expected}`, found one of `{found}`")
}

fn write_line(lines: &mut Vec<u8>, line: &impl Serialize) {
    // This does not fail: the output is memory, and every key is a string.
    if serde_json::to_writer(&mut *lines, line).is_ok() {
        lines.push(b'\n');
    }
}

/// Reads events of versions 1 and 2, which did not count the members of a room: `connected` and `ended`.
#[derive(Default)]
struct OldChat {
    connected: bool,
}

impl OldChat {
    /// The same event in the current version, if it is different.
    fn read(&mut self, chat: &serde_json::Value) -> Option<serde_json::Value> {
        let members = match chat.as_str()? {
            "connected" => 2,
            "ended" if self.connected => 1,
            _ => return None,
        };
        self.connected = members == 2;
        Some(serde_json::json!({ "members": members }))
    }

    fn follow(&mut self, record: &Record) {
        if matches!(record.what, RecordKind::Change(_)) {
            self.connected = false;
        }
    }
}

fn header<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, RecordingError> {
    serde_json::from_str(line).map_err(|error| {
        if error.is_eof() {
            return RecordingError::unreadable(1, &error);
        }
        if serde_json::from_str::<serde_json::Value>(line)
            .is_ok_and(|header| header.get("scenario").is_some())
        {
            return RecordingError::new(
                1,
                "expected a recording, found a scenario, which is played by its name: `--scenario NAME`",
                "这是场景，不是录制：场景按名称运行，即 --scenario NAME",
            );
        }
        RecordingError::new(1, "expected the header of a recording", "这不是录制文件的首行")
    })
}
