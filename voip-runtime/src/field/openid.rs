//! The id of a user.

use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::{Field, FieldError, FieldKind, FieldType};
use crate::value::{Value, shortened};

/// The openid of a user: the host's id for a user of this mini-program.
///
/// White space and invisible characters around it are removed: an openid is often pasted.
///
/// An openid is personal data: `Debug` shows only its first characters. [`OpenId::as_str`] returns all of it.
///
/// ```
/// use voip_runtime::OpenId;
///
/// let openid = OpenId::from(" o-2a8b6c1d\n");
/// assert_eq!(openid.as_str(), "o-2a8b6c1d");
/// assert_eq!(format!("{openid:?}"), "OpenId(\"o-2a\"…)");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OpenId(String);

impl OpenId {
    /// The whole openid.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is empty: it was not filled in.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for OpenId {
    fn from(openid: String) -> Self {
        Self::from(openid.as_str())
    }
}

impl From<&str> for OpenId {
    fn from(openid: &str) -> Self {
        Self(trimmed(openid).to_string())
    }
}

impl<'de> Deserialize<'de> for OpenId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// The text without the white space and the invisible characters around it. `trimmed` in `wx/voip/page.js` is the same.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_invisible)
}

/// Whether this is white space, or invisible and often copied with a text. A list, since `char::is_whitespace` would add its
/// table to a phone's module.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\t'..='\r' | ' ' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200d}' | '\u{2028}' | '\u{2029}'
        | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}')
}

impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenId(")?;
        fmt::Debug::fmt(shortened(&self.0), f)?;
        f.write_str("…)")
    }
}

impl Field for OpenId {
    fn value(&self) -> Value {
        Value::Text(self.0.clone())
    }

    fn text(&self) -> &str {
        &self.0
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn set(&mut self, value: &Value) -> Result<(), FieldError> {
        let Value::Text(text) = value else { return Err(FieldError::Invalid("text")) };
        // On a phone, the glue has trimmed it.
        *self = if cfg!(all(target_arch = "wasm32", target_os = "none")) {
            Self(String::from(text.as_str()))
        } else {
            Self::from(text.as_str())
        };
        Ok(())
    }
}

impl FieldType for OpenId {
    const KIND: FieldKind = FieldKind::OpenId;

    methods!();
}
