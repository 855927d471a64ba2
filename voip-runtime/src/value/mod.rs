//! Data as the host knows it: what a field shows, and what goes in and out of a host call.

mod de;
#[cfg(feature = "sim")]
mod sample;
mod ser;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

pub use self::ser::Unfit;

/// How [`Value::Any`] stands in a recording.
#[cfg(feature = "sim")]
const ANY: &str = "voip:any";

/// A value of the host's: what JSON can say, with an object's members in their order.
///
/// `Debug` shortens what an object calls an openid: it is personal.
#[derive(Clone, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A number; the host has only doubles.
    Number(f64),
    /// Text.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
    /// Whatever is asked for: what a simulated host answers where nobody told it what. As a type it
    /// is made up: text is `sample`, numbers are 1, every field is there.
    #[cfg(feature = "sim")]
    Any,
}

impl Value {
    /// The member of this name, of an object.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Drops the value of a field, which is no list and no object: what drops those need not be in a
    /// phone's module for it.
    pub(crate) fn drop_plain(self) {
        match self {
            Self::Text(text) => drop(text),
            plain => core::mem::forget(plain),
        }
    }

    /// The text, of text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The part of an openid that a log may show: its first four characters at most, and at most half.
pub(crate) fn shortened(openid: &str) -> &str {
    let shown = (openid.chars().count() / 2).min(4);
    let end = openid.char_indices().nth(shown).map_or(openid.len(), |(at, _)| at);
    openid.get(..end).unwrap_or("")
}

/// Whether a member of this name is an openid, or holds some: `openid`, `toOpenId`, `openIdList`.
pub(crate) fn names_openid(key: &str) -> bool {
    key.to_lowercase().contains("openid")
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(self, false).fmt(f)
    }
}

/// A value, and whether its text is openids.
struct Shown<'a>(&'a Value, bool);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("Null"),
            Value::Bool(on) => on.fmt(f),
            Value::Number(number) => number.fmt(f),
            Value::Text(text) if self.1 => shortened(text).fmt(f),
            Value::Text(text) => text.fmt(f),
            Value::List(items) => {
                f.debug_list().entries(items.iter().map(|item| Shown(item, self.1))).finish()
            }
            Value::Object(members) => {
                let shown =
                    members.iter().map(|(key, value)| (key, Shown(value, self.1 || names_openid(key))));
                f.debug_map().entries(shown).finish()
            }
            #[cfg(feature = "sim")]
            Value::Any => f.write_str("Any"),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(on: bool) -> Self {
        Self::Bool(on)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
