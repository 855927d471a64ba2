//! Openids in a recording are replaced by aliases.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Input, Record, RecordKind, RecordedAnswer, RecordedCall};
use crate::address;
use crate::field::{FieldKind, trimmed};
use crate::spec::{FieldSpec, Spec};
use crate::value::{Value, names_openid};

/// The openids of a recording and their aliases.
pub(super) struct Aliases<'a> {
    spec: &'a Spec,
    aliases: BTreeMap<String, String>,
}

/// The length in bytes from which an openid is replaced inside other text too. A real openid is longer; a shorter text,
/// such as `me`, may be part of a word.
const MIN_LENGTH_IN_TEXT: usize = 8;

impl<'a> Aliases<'a> {
    /// Finds the openids: the values of openid fields, and the members of options and results with such a name.
    pub(super) fn of(spec: &'a Spec, records: &[Record]) -> Self {
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
    pub(super) fn hide(&self, record: &Record) -> Record {
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
