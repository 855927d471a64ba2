//! The file format of recordings: JSON lines. The first is a header with the version and the name of the
//! page; each further line is one record.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::{Input, Record, RecordKind, RecordedAnswer, RecordedCall};
use crate::call::Page;
use crate::field::FieldKind;
use crate::spec::Spec;
use crate::value::{Value, names_openid};

/// The version that this crate writes, and the newest that it reads.
///
/// - 1: the options of a page's own toast have an icon, which a replay leaves out
/// - 2: the icon is the host's business; a timer that fired has a line; a host call says whether it is the
///   handler's own
const VERSION: u32 = 2;

/// What happened on a page of one kind.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Recording {
    /// The version of its format: that of the file that it was read from, or the newest.
    pub version: u32,
    /// The name of the page's struct.
    pub page: String,
    /// What happened, in order.
    pub records: Vec<Record>,
}

/// How openids are written. They are personal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenIds {
    /// As `openid#1`, `openid#2`, …: the same one each time for the same openid.
    #[default]
    Aliased,
    /// As they are.
    Full,
}

/// Why a file is no recording of this page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordingError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
    /// The same in Chinese.
    pub chinese: String,
}

impl RecordingError {
    fn new(line: usize, why: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { line, why: why.into(), chinese: chinese.into() }
    }

    fn unreadable(line: usize, error: &serde_json::Error) -> Self {
        if error.is_eof() {
            return Self::new(line, "the line is cut off", "这一行不完整");
        }
        // serde_json counts lines from the start of what it was given, which is one line.
        let text = error.to_string();
        let why = match text.rsplit_once(" at line 1 column ") {
            Some((what, column)) => format!("{what}, at column {column}"),
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
}

/// What every version's header has.
#[derive(Deserialize)]
struct AnyHeader {
    voip: u64,
}

impl Recording {
    /// What happened on the page `P`.
    pub fn of<P: Page>(records: Vec<Record>) -> Self {
        Self { version: VERSION, page: P::SPEC.name.to_string(), records }
    }

    /// The recording as JSON lines, each ended by a line feed.
    pub fn to_lines(&self, spec: &Spec, openids: OpenIds) -> String {
        if openids == OpenIds::Aliased {
            return self.aliased(spec).to_lines(spec, OpenIds::Full);
        }
        let mut lines = Vec::new();
        write_line(&mut lines, &Header { voip: self.version, page: self.page.clone() });
        for record in &self.records {
            write_line(&mut lines, record);
        }
        String::from_utf8_lossy(&lines).into_owned()
    }

    /// The same with `openid#1`, `openid#2`, … in place of openids, wherever they stand.
    #[must_use]
    pub fn aliased(&self, spec: &Spec) -> Self {
        let aliases = Aliases::of(spec, &self.records);
        Self {
            version: self.version,
            page: self.page.clone(),
            records: self.records.iter().map(|record| aliases.hide(record)).collect(),
        }
    }

    /// Reads a recording of the page `P`.
    ///
    /// # Errors
    ///
    /// The first line that cannot be read, and why: it is cut off, of another page, or written by a
    /// newer version.
    pub fn read<P: Page>(text: &str) -> Result<Self, RecordingError> {
        let mut lines = text.trim_end().lines().enumerate().map(|(index, line)| (index + 1, line));
        let (_, first) =
            lines.next().ok_or_else(|| RecordingError::new(1, "the recording is empty", "录制是空的"))?;
        let AnyHeader { voip } = header(first)?;
        if voip == 0 {
            return Err(RecordingError::new(1, "there is no version 0 of recordings", "录制没有版本 0"));
        }
        if voip > VERSION.into() {
            let why = format!("the recording is of version {voip}; this program reads up to {VERSION}");
            let chinese = format!("录制的版本是 {voip}；本程序最多读到版本 {VERSION}");
            return Err(RecordingError::new(1, why, chinese));
        }
        let Header { voip: version, page } = header(first)?;
        if page != P::SPEC.name {
            let why = format!("the recording is of the page {page}, not of {}", P::SPEC.name);
            let chinese = format!("录制属于页面 {page}，不属于 {}", P::SPEC.name);
            return Err(RecordingError::new(1, why, chinese));
        }
        let mut records: Vec<Record> = Vec::new();
        for (number, line) in lines {
            if line.trim().is_empty() {
                return Err(RecordingError::new(number, "the line is empty", "这一行是空的"));
            }
            let unreadable = |why| RecordingError::unreadable(number, &why);
            let whole: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(line).map_err(unreadable)?;
            if whole.len() > 2 {
                return Err(RecordingError::new(
                    number,
                    "more than one thing stands in one line",
                    "这一行有不止一件事",
                ));
            }
            let record: Record = serde_json::from_str(line).map_err(unreadable)?;
            if records.last().is_some_and(|last| last.at > record.at) {
                return Err(RecordingError::new(
                    number,
                    "this happened before the line above it",
                    "这一行比上一行发生得早",
                ));
            }
            records.push(record);
        }
        Ok(Self { version, page, records })
    }
}

fn write_line(lines: &mut Vec<u8>, line: &impl Serialize) {
    // Writing to memory does not fail, and all of this is data.
    if serde_json::to_writer(&mut *lines, line).is_ok() {
        lines.push(b'\n');
    }
}

fn header<'a, T: Deserialize<'a>>(line: &'a str) -> Result<T, RecordingError> {
    serde_json::from_str(line).map_err(|error| {
        if error.is_eof() {
            return RecordingError::unreadable(1, &error);
        }
        RecordingError::new(1, "this is not the header of a recording", "这不是录制文件的首行")
    })
}

/// The openids of a recording, and what stands for them.
struct Aliases<'a> {
    spec: &'a Spec,
    names: BTreeMap<String, String>,
}

/// Shorter than any openid of the host's: such text is hidden only where an openid is expected.
const SHORT: usize = 8;

impl<'a> Aliases<'a> {
    /// Finds the openids: what a field for one holds, and what is called one in host calls.
    fn of(spec: &'a Spec, records: &[Record]) -> Self {
        let mut aliases = Self { spec, names: BTreeMap::new() };
        for record in records {
            match &record.what {
                RecordKind::Input(Input::Set { field: name, value }) | RecordKind::Field { name, value } => {
                    let is_openid = aliases.is_openid(name);
                    aliases.find(value, is_openid);
                }
                RecordKind::Input(Input::Load { query }) => {
                    for (name, value) in query {
                        if aliases.is_openid(name) {
                            aliases.add(value);
                        }
                    }
                }
                RecordKind::Call(RecordedCall { options: value, .. })
                | RecordKind::Answer(RecordedAnswer { result: value, .. }) => {
                    aliases.find(value, false);
                }
                RecordKind::Input(_) | RecordKind::Change(_) | RecordKind::Chat(_) | RecordKind::Timer(_) => {
                }
            }
        }
        aliases
    }

    fn is_openid(&self, name: &str) -> bool {
        let field = self.spec.find(name).and_then(|index| self.spec.fields.get(index));
        field.is_some_and(|field| field.kind == FieldKind::OpenId)
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
        if !openid.is_empty() && !openid.starts_with("openid#") {
            let number = self.names.len() + 1;
            self.names.entry(openid.to_string()).or_insert_with(|| format!("openid#{number}"));
        }
    }

    /// The record with no openid in it, wherever it stood.
    fn hide(&self, record: &Record) -> Record {
        let mut record = record.clone();
        match &mut record.what {
            RecordKind::Input(Input::Set { field: name, value }) | RecordKind::Field { name, value } => {
                self.hide_in(value, self.is_openid(name));
            }
            RecordKind::Call(RecordedCall { options: value, .. }) => self.hide_in(value, false),
            RecordKind::Input(Input::Load { query }) => {
                for (name, value) in query {
                    self.hide_text(value, self.is_openid(name));
                }
            }
            RecordKind::Answer(answer) => {
                self.hide_in(&mut answer.result, false);
                self.hide_text(&mut answer.message, false);
            }
            RecordKind::Change(change) => self.hide_text(&mut change.message, false),
            RecordKind::Chat(super::Chat::Interrupted(message)) => self.hide_text(message, false),
            RecordKind::Input(_) | RecordKind::Chat(_) | RecordKind::Timer(_) => {}
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

    /// An openid inside other text (a host's message, an address) is hidden too. The longest goes
    /// first, since one may be the beginning of another.
    fn hide_text(&self, text: &mut String, is_openid: bool) {
        if let Some(alias) = self.names.get(text).filter(|_| is_openid) {
            text.clone_from(alias);
            return;
        }
        let mut openids: Vec<_> = self.names.iter().filter(|(openid, _)| openid.len() >= SHORT).collect();
        openids.sort_by_key(|(openid, _)| core::cmp::Reverse(openid.len()));
        for (openid, alias) in openids {
            if text.contains(openid.as_str()) {
                *text = text.replace(openid.as_str(), alias);
            }
        }
    }
}
