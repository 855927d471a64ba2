//! The types that a field of a page can have, and how values are written to it.

use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::value::{Value, shortened};

/// A value that a page can hold: shown in a row, set by the user's input or the page's query.
///
/// It is implemented for [`OpenId`], [`String`], [`RoomType`], `bool`, the integers and floats of up
/// to 64 bits, and `Option` of these.
pub trait Field {
    /// The value, for the page's data.
    fn value(&self) -> Value;

    /// Its text; empty for what is no text.
    #[expect(clippy::unnecessary_literal_bound, reason = "the text of others is their own")]
    fn text(&self) -> &str {
        ""
    }

    /// Takes a value from outside.
    ///
    /// # Errors
    ///
    /// Where the value does not fit; the field is then as it was.
    fn set(&mut self, value: &Value) -> Result<(), FieldError>;
}

/// The static half of [`Field`]: what `#[voip_page]` asks of a field's type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a page",
    label = "not a type that a page can show",
    note = "a field is an `OpenId` or `RoomType` of `voip_runtime`, a `String`, a `bool`, an integer or float of up to 64 bits, \
            or an `Option` of one"
)]
pub trait FieldType: Field + Clone + Default {
    /// What kind of row shows it.
    const KIND: FieldKind;

    // For the macro alone. It asks everything of a field's type by this one trait, so that a type
    // which is none is one error and not one for each use.

    /// Its first value, where the page gives none.
    #[doc(hidden)]
    fn initial() -> Self {
        Self::default()
    }

    /// A copy, for a snapshot.
    #[doc(hidden)]
    #[must_use]
    fn copy(&self) -> Self {
        self.clone()
    }

    /// The field without its type.
    #[doc(hidden)]
    fn field(&self) -> &dyn Field {
        self
    }

    /// The field without its type, to change it.
    #[doc(hidden)]
    fn field_mut(&mut self) -> &mut dyn Field {
        self
    }
}

/// What kind of row shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldKind {
    /// A line of text that is an openid.
    OpenId,
    /// A line of text.
    Text,
    /// A switch.
    Switch,
    /// A line with the number keyboard, whole numbers alone.
    Integer,
    /// A line with the number keyboard.
    Decimal,
    /// A picker of voice or video.
    RoomType,
}

impl FieldKind {
    /// Its name in a page's description.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenId => "openid",
            Self::Text => "text",
            Self::Switch => "switch",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::RoomType => "room_type",
        }
    }
}

/// Why a value was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldError {
    /// The page has no field of this name.
    Unknown(String),
    /// The field cannot hold this value; the words say what it can hold.
    ValueError(&'static str),
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => {
                f.write_str("the page has no field `")?;
                f.write_str(name)?;
                f.write_str("`")
            }
            Self::ValueError(expected) => {
                f.write_str("this field takes ")?;
                f.write_str(expected)
            }
        }
    }
}

impl core::error::Error for FieldError {}

/// A user of this mini-program, as the host knows them.
///
/// An openid is personal: `Debug` shows only its first characters. [`OpenId::as_str`] gives it whole.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OpenId(String);

impl OpenId {
    /// The whole openid.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is still to be filled in.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for OpenId {
    fn from(openid: String) -> Self {
        Self(openid)
    }
}

impl From<&str> for OpenId {
    fn from(openid: &str) -> Self {
        Self(openid.to_string())
    }
}

impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenId(")?;
        fmt::Debug::fmt(shortened(&self.0), f)?;
        f.write_str("…)")
    }
}

/// What kind of call, in the host's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoomType {
    /// A call with picture; the host's default.
    #[default]
    Video,
    /// A call without.
    Voice,
}

impl RoomType {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Video, Self::Voice];

    /// The host's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Voice => "voice",
        }
    }
}

impl Field for OpenId {
    fn value(&self) -> Value {
        Value::Text(self.0.clone())
    }

    fn text(&self) -> &str {
        &self.0
    }

    fn set(&mut self, value: &Value) -> Result<(), FieldError> {
        self.0.set(value)
    }
}

impl FieldType for OpenId {
    const KIND: FieldKind = FieldKind::OpenId;
}

impl Field for String {
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn text(&self) -> &str {
        self
    }

    fn set(&mut self, value: &Value) -> Result<(), FieldError> {
        let Value::Text(text) = value else { return Err(FieldError::ValueError("text")) };
        // Not `clone_from`: what grows a text is three times as long, in a phone's module.
        *self = String::from(text.as_str());
        Ok(())
    }
}

impl FieldType for String {
    const KIND: FieldKind = FieldKind::Text;
}

impl Field for bool {
    fn value(&self) -> Value {
        Value::Bool(*self)
    }

    fn set(&mut self, value: &Value) -> Result<(), FieldError> {
        *self = match value {
            Value::Bool(on) => *on,
            Value::Text(text) if text == "true" => true,
            Value::Text(text) if text == "false" => false,
            _ => return Err(FieldError::ValueError("true or false")),
        };
        Ok(())
    }
}

impl FieldType for bool {
    const KIND: FieldKind = FieldKind::Switch;
}

impl Field for RoomType {
    fn value(&self) -> Value {
        Value::Text(self.name().to_string())
    }

    fn text(&self) -> &str {
        self.name()
    }

    fn set(&mut self, value: &Value) -> Result<(), FieldError> {
        *self = match value {
            Value::Text(text) if text == "video" => Self::Video,
            Value::Text(text) if text == "voice" => Self::Voice,
            _ => return Err(FieldError::ValueError("video or voice")),
        };
        Ok(())
    }
}

impl FieldType for RoomType {
    const KIND: FieldKind = FieldKind::RoomType;
}

/// Empty text is `None`.
impl<T: FieldType> Field for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::value)
    }

    fn text(&self) -> &str {
        self.as_ref().map_or("", Field::text)
    }

    fn set(&mut self, value: &Value) -> Result<(), FieldError> {
        let empty = match value {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            _ => false,
        };
        if empty {
            *self = None;
            return Ok(());
        }
        let mut inner = T::default();
        inner.set(value)?;
        *self = Some(inner);
        Ok(())
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: FieldKind = T::KIND;
}

macro_rules! number {
    ($kind:ident, $words:literal, $fits:expr, $text_fits:expr; $($number:ty)*) => {$(
        #[allow(clippy::cast_precision_loss, clippy::cast_lossless, clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp)]
        impl Field for $number {
            fn value(&self) -> Value {
                Value::Number(*self as f64)
            }

            fn set(&mut self, value: &Value) -> Result<(), FieldError> {
                let fits: fn($number, f64) -> bool = $fits;
                let text_fits: fn($number) -> bool = $text_fits;
                let number = match value {
                    Value::Number(double) => Some(*double as $number).filter(|number| fits(*number, *double)),
                    Value::Text(text) => text.trim().parse::<$number>().ok().filter(|number| text_fits(*number)),
                    _ => None,
                };
                *self = number.ok_or(FieldError::ValueError($words))?;
                Ok(())
            }
        }

        impl FieldType for $number {
            const KIND: FieldKind = FieldKind::$kind;
        }
    )*};
}

number! {
    Integer, "a whole number",
    // A double beyond the type's range becomes the type's end, which is odd, as no double so large is.
    |number, double| number as f64 == double && (number % 2 == 0 || double.abs() < ODD_BELOW), |_| true;
    i8 i16 i32 i64 isize u8 u16 u32 u64 usize
}
number! { Decimal, "a number", |number, _| number.is_finite(), |number| number.is_finite(); f32 f64 }

/// From here on every double is even.
const ODD_BELOW: f64 = 9_007_199_254_740_992.0;
