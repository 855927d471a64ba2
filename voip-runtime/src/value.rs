//! Data as the host knows it: what a field shows, and what goes in and out of a host call.

mod de;
#[cfg(feature = "std")]
mod sample;
mod ser;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use self::ser::Unfit;

/// A value of the host's: what JSON can say, with an object's members in their order.
#[derive(Clone, Debug, Default, PartialEq)]
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
    #[cfg(feature = "std")]
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

    /// The text, of text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
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
