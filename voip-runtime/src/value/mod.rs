//! Values of the host: what a field shows, and the options and results of host calls.

mod de;
#[cfg(feature = "sim")]
pub(crate) mod sample;
mod ser;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

pub use self::ser::ValueError;

/// A JSON value. The members of an object keep their order.
///
/// ```
/// use voip_runtime::value::Value;
///
/// let value = Value::object([("name", "张医生".into()), ("age", 48.into()), ("rooms", vec![1, 7].into())]);
/// assert_eq!(value.get("name").and_then(Value::as_text), Some("张医生"));
/// assert_eq!(value.get("age").and_then(Value::as_number), Some(48.0));
/// ```
///
/// `Debug` shortens the openids in objects, which are personal data.
#[derive(Clone, Default, PartialEq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number. The host has only doubles.
    Number(f64),
    /// Text.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
}

/// The name of the only member of [`Value::any`].
#[cfg(feature = "sim")]
const ANY_KEY: &str = "voip:any";

#[cfg(feature = "sim")]
impl Value {
    /// A placeholder that deserializes into any type.
    ///
    /// A simulated host answers with it if there is no scripted answer. Texts become `sample`, numbers become 1, and
    /// structs have every field. It can be recorded: it is an object with one member that no real host returns.
    pub fn any() -> Self {
        Self::object([(ANY_KEY, true.into())])
    }

    /// [`any`](Self::any), in which the choice with this number has this alternative. `sample` documents choices.
    #[expect(clippy::cast_precision_loss, reason = "a value has few choices")]
    pub(crate) fn varied(choice: usize, alternative: usize) -> Self {
        let numbers = [choice, alternative].map(|number| Self::Number(number as f64));
        Self::object([(ANY_KEY, Self::List(numbers.into()))])
    }

    /// Whether it stands for a made-up value, and if so, which choice of it has which alternative.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`varied` has written it")]
    #[expect(clippy::option_option, reason = "a made-up value need not be varied")]
    fn made_up(&self) -> Option<Option<(usize, usize)>> {
        let Self::Object(members) = self else { return None };
        match members.as_slice() {
            [(key, Self::Bool(true))] if key == ANY_KEY => Some(None),
            [(key, Self::List(numbers))] if key == ANY_KEY => {
                let number = |at: usize| Some(numbers.get(at)?.as_number()? as usize);
                Some(Some((number(0)?, number(1)?)))
            }
            _ => None,
        }
    }

    /// Whether it is [`any`](Self::any).
    pub fn is_any(&self) -> bool {
        matches!(self, Self::Object(members) if matches!(members.as_slice(), [(key, Self::Bool(true))] if key == ANY_KEY))
    }
}

impl Value {
    /// Creates an object with these members, in this order.
    pub fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// The member with this name, if the value is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Drops the value of a field. On a phone it is neither a list nor an object, whose memory would leak: so the module does
    /// not need the code that drops those.
    pub(crate) fn drop_plain(self) {
        match self {
            Self::Text(text) => drop(text),
            plain if cfg!(all(target_arch = "wasm32", target_os = "none")) => core::mem::forget(plain),
            value => drop(value),
        }
    }

    /// The boolean, if the value is one.
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(on) => Some(*on),
            _ => None,
        }
    }

    /// The number, if the value is one.
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The elements, if the value is an array.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if the value is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The part of an openid that a log may show: at most its first four characters, and at most half of it.
pub(crate) fn shortened(openid: &str) -> &str {
    let shown = (openid.chars().count() / 2).min(4);
    let end = openid.char_indices().nth(shown).map_or(openid.len(), |(at, _)| at);
    openid.get(..end).unwrap_or("")
}

/// Whether a member with this name holds openids: `openid`, `toOpenId`, `openIdList`.
pub(crate) fn names_openid(key: &str) -> bool {
    key.to_lowercase().contains("openid")
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted(self, false).fmt(f)
    }
}

/// Formats a value. If the flag is set, its texts are openids.
struct Redacted<'a>(&'a Value, bool);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("Null"),
            Value::Bool(on) => on.fmt(f),
            Value::Number(number) => number.fmt(f),
            Value::Text(text) if self.1 => shortened(text).fmt(f),
            Value::Text(text) => text.fmt(f),
            Value::List(items) => {
                f.debug_list().entries(items.iter().map(|item| Redacted(item, self.1))).finish()
            }
            Value::Object(members) => {
                let redacted =
                    members.iter().map(|(key, value)| (key, Redacted(value, self.1 || names_openid(key))));
                f.debug_map().entries(redacted).finish()
            }
        }
    }
}

macro_rules! from {
    ($($from:ty: $it:ident => $value:expr,)*) => {$(
        impl From<$from> for Value {
            fn from($it: $from) -> Self {
                $value
            }
        }
    )*};
}

from! {
    &str: text => Self::Text(text.to_string()),
    &String: text => Self::Text(text.clone()),
    String: text => Self::Text(text),
    bool: on => Self::Bool(on),
    f64: number => Self::Number(number),
}

macro_rules! from_number {
    ($($number:ty)*) => {$(
        impl From<$number> for Value {
            fn from(number: $number) -> Self {
                Self::Number(number.into())
            }
        }
    )*};
}

// The types whose values a double holds exactly.
from_number! { i8 i16 i32 u8 u16 u32 f32 }

/// `None` is [`Value::Null`].
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(some: Option<T>) -> Self {
        some.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_and_accessors() {
        let value = Value::object([
            ("whole", vec![1_u8, 255].into()),
            ("short", 0.5_f32.into()),
            ("most", u32::MAX.into()),
            ("some", Some("text").into()),
            ("none", None::<bool>.into()),
            ("owned", (&String::from("text")).into()),
            ("on", true.into()),
        ]);
        let read = |name| value.get(name).expect("a member");
        assert_eq!(read("whole").as_list(), Some(&[Value::Number(1.0), Value::Number(255.0)][..]));
        assert_eq!((read("short").as_number(), read("most").as_number()), (Some(0.5), Some(4_294_967_295.0)));
        assert_eq!((read("some"), read("none")), (read("owned"), &Value::Null));
        assert_eq!((read("on").as_bool(), read("some").as_text()), (Some(true), Some("text")));
        let other = (value.as_bool(), value.as_number(), value.as_text(), value.as_list());
        assert_eq!(other, (None, None, None, None));
    }

    #[cfg(feature = "sim")]
    #[test]
    fn any_is_an_object_and_becomes_every_type() {
        let any = Value::any();
        assert_eq!(serde_json::to_string(&any).expect("JSON"), r#"{"voip:any":true}"#);
        assert!(serde_json::from_str::<Value>(r#"{"voip:any":true}"#).is_ok_and(|read| read.is_any()));
        assert!(!Value::object([(ANY_KEY, false.into())]).is_any() && !Value::Null.is_any());
        assert_eq!(any.clone().into_type::<(String, u8)>(), Ok(("sample".into(), 1)));
        assert_eq!(any.into_type::<Option<bool>>(), Ok(Some(true)));
    }
}
