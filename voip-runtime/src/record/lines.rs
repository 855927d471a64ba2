//! The file format of recordings: JSON lines. The first line is a header with the version and the name of the page; each
//! other line is one record.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::{Input, Record, RecordKind, RecordedAnswer, RecordedCall};
use crate::address;
use crate::call::Page;
use crate::field::{FieldKind, trimmed};
use crate::spec::{FieldSpec, Spec};
use crate::value::{Value, names_openid};

/// The version that this crate writes, and the newest version that it reads.
///
/// - 1: the options of a toast of the page include an icon, which a replay ignores
/// - 2: the options have no icon; a timer that fired has a line; a host call says whether the handler made it
/// - 3: `members` in place of `connected`, `reachable`, and the input `cancel`; recordings of phones
/// - 4: the inputs `show`, `call` and `stopReceiving`; `reportsMembers`, `taskFailed` and `spawnIgnored`
const VERSION: u32 = 4;

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

    fn unreadable(line: usize, error: &serde_json::Error) -> Self {
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
        let mut lines = text.trim_end().lines().enumerate().map(|(index, line)| (index + 1, line));
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
        if page != P::SPEC.name {
            let why = wrong_page(P::SPEC.name, &page);
            let chinese = format!("录制属于页面 `{page}`，不属于 `{}`", P::SPEC.name);
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
                && let Some(field) = P::SPEC.find(name).and_then(|index| P::SPEC.fields.get(index))
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
        RecordingError::new(1, "expected the header of a recording", "这不是录制文件的首行")
    })
}

/// The openids of a recording and their aliases.
struct Aliases<'a> {
    spec: &'a Spec,
    aliases: BTreeMap<String, String>,
}

/// The length in bytes from which an openid is replaced inside other text too. A real openid is longer; a shorter text,
/// such as `me`, may be part of a word.
const MIN_LENGTH_IN_TEXT: usize = 8;

impl<'a> Aliases<'a> {
    /// Finds the openids: the values of openid fields, and the members of options and results with such a name.
    fn of(spec: &'a Spec, records: &[Record]) -> Self {
        let mut aliases = Self { spec, aliases: BTreeMap::new() };
        for record in records {
            match &record.what {
                RecordKind::Input(Input::Set { field: name, value }) | RecordKind::Field { name, value } => {
                    let is_openid = aliases.is_openid(name);
                    aliases.find(value, is_openid);
                }
                RecordKind::Input(Input::Load { query }) => {
                    for (name, value) in query {
                        if name == address::SCENE {
                            let text = address::decoded(value);
                            let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
                            pairs.for_each(|(name, value)| aliases.find_parameter(name, value));
                        } else {
                            aliases.find_parameter(name, value);
                        }
                    }
                }
                RecordKind::Call(RecordedCall { options: value, .. }) | RecordKind::Note(value) => {
                    aliases.find(value, false);
                }
                RecordKind::Answer(RecordedAnswer { result, raw, .. }) => {
                    aliases.find(result, false);
                    if let Some(raw) = raw {
                        aliases.find(raw, false);
                    }
                }
                RecordKind::Input(_)
                | RecordKind::Change(_)
                | RecordKind::Chat(_)
                | RecordKind::Reachable(_)
                | RecordKind::ReportsMembers(_)
                | RecordKind::TaskFailed(_)
                | RecordKind::SpawnIgnored(_)
                | RecordKind::Timer(_) => {}
            }
        }
        aliases
    }

    fn is_openid(&self, name: &str) -> bool {
        let field = self.spec.find(name).and_then(|index| self.spec.fields.get(index));
        field.is_some_and(|field| field.kind == FieldKind::OpenId)
    }

    /// Whether this parameter of the page's address sets an openid, or would if it was allowed to.
    fn is_openid_parameter(&self, name: &str) -> bool {
        let is_field = |field: &FieldSpec| field.query == Some(name) && field.kind == FieldKind::OpenId;
        self.is_openid(name) || names_openid(name) || self.spec.fields.iter().any(is_field)
    }

    fn find_parameter(&mut self, name: &str, value: &str) {
        if self.is_openid_parameter(name) {
            self.add(&address::decoded(value));
        }
    }

    fn find(&mut self, value: &Value, is_openid: bool) {
        match value {
            Value::Text(text) if is_openid => self.add(text),
            Value::Object(members) => {
                for (key, value) in members {
                    self.find(value, is_openid || names_openid(key));
                }
            }
            Value::List(items) => items.iter().for_each(|item| self.find(item, is_openid)),
            _ => {}
        }
    }

    fn add(&mut self, openid: &str) {
        let openid = trimmed(openid);
        if !openid.is_empty() && !openid.starts_with("openid#") {
            let number = self.aliases.len() + 1;
            self.aliases.entry(openid.to_string()).or_insert_with(|| format!("openid#{number}"));
        }
    }

    /// The record with every openid replaced.
    fn hide(&self, record: &Record) -> Record {
        let mut record = record.clone();
        match &mut record.what {
            RecordKind::Input(Input::Set { field: name, value }) | RecordKind::Field { name, value } => {
                self.hide_in(value, self.is_openid(name));
            }
            RecordKind::Call(RecordedCall { options: value, .. }) | RecordKind::Note(value) => {
                self.hide_in(value, false);
            }
            RecordKind::Input(Input::Load { query }) => {
                for (name, value) in query {
                    let is_openid = self.is_openid_parameter(name);
                    if is_openid {
                        *value = address::decoded(value);
                    }
                    self.hide_text(value, is_openid);
                }
            }
            RecordKind::Answer(answer) => {
                self.hide_in(&mut answer.result, false);
                if let Some(raw) = &mut answer.raw {
                    self.hide_in(raw, false);
                }
                self.hide_text(&mut answer.message, false);
            }
            RecordKind::Change(change) => self.hide_text(&mut change.message, false),
            RecordKind::Chat(super::Chat::Interrupted(message)) => self.hide_text(message, false),
            RecordKind::TaskFailed(task) => self.hide_text(&mut task.message, false),
            RecordKind::Input(_)
            | RecordKind::Chat(_)
            | RecordKind::Reachable(_)
            | RecordKind::ReportsMembers(_)
            | RecordKind::SpawnIgnored(_)
            | RecordKind::Timer(_) => {}
        }
        record
    }

    fn hide_in(&self, value: &mut Value, is_openid: bool) {
        match value {
            Value::Text(text) => self.hide_text(text, is_openid),
            Value::Object(members) => {
                for (key, value) in members {
                    self.hide_in(value, is_openid || names_openid(key));
                    self.hide_text(key, false);
                }
            }
            Value::List(items) => items.iter_mut().for_each(|item| self.hide_in(item, is_openid)),
            _ => {}
        }
    }

    /// Replaces openids inside other text too, such as a message of the host or a URL. Longer openids are replaced first,
    /// since one openid may be the beginning of another.
    fn hide_text(&self, text: &mut String, is_openid: bool) {
        if let Some(alias) = self.aliases.get(trimmed(text)).filter(|_| is_openid) {
            text.clone_from(alias);
            return;
        }
        let mut openids: Vec<_> =
            self.aliases.iter().filter(|(openid, _)| openid.len() >= MIN_LENGTH_IN_TEXT).collect();
        openids.sort_by_key(|(openid, _)| core::cmp::Reverse(openid.len()));
        for (openid, alias) in openids {
            if text.contains(openid.as_str()) {
                *text = text.replace(openid.as_str(), alias);
            }
        }
    }
}
