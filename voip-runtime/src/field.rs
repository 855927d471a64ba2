//! The types that a field of a page can have.

use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// The methods of a [`FieldType`] that is `Default` and `Clone`. A type with `#[derive(Choice)]` need not be.
macro_rules! methods {
    () => {
        fn initial() -> Self {
            Self::default()
        }

        fn copy(&self) -> Self {
            self.clone()
        }

        fn field(&self) -> &dyn Field {
            self
        }

        fn field_mut(&mut self) -> &mut dyn Field {
            self
        }
    };
}

mod contact;
mod openid;

pub use self::contact::Contact;
pub use self::openid::OpenId;
pub(crate) use self::openid::trimmed;

/// A value of a field: a row shows it, and the user's input or the page's address sets it.
///
/// It is implemented for [`OpenId`], [`String`], [`RoomType`], `bool`, the integers and floats of up to 64 bits, the enums with
/// `#[derive(Choice)]`, and `Option` of these; and for `Vec<`[`Contact`]`>`.
pub trait Field {
    /// The value, for the page's data.
    fn value(&self) -> Value;

    /// The text, or empty if the field does not hold text.
    #[expect(clippy::unnecessary_literal_bound, reason = "implementations return a text that they own")]
    fn text(&self) -> &str {
        ""
    }

    /// Whether there is no value: an empty text, or `None`.
    fn is_empty(&self) -> bool {
        false
    }

    /// The contact at this index, if the field is a list of contacts.
    fn contact(&self, index: usize) -> Option<&Contact> {
        let _ = index;
        None
    }

    /// Sets the field to a value from outside.
    ///
    /// # Errors
    ///
    /// If the field cannot hold the value. The field does not change then.
    fn set(&mut self, value: &Value) -> Result<(), FieldError>;
}

/// The part of [`Field`] that is not object-safe: what `#[voip_page]` requires of the type of a field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a page",
    label = "not a type that a page can show",
    note = "a field is an `OpenId` or `RoomType` of `voip_runtime`, a `String`, a `bool`, an integer or float of up to 64 bits, \
            an enum with `#[derive(Choice)]`, or an `Option` of one; or a `Vec<Contact>`"
)]
pub trait FieldType: Sized {
    /// The kind of row that shows it.
    const KIND: FieldKind;

    /// The variants of its picker, if it is a [`FieldKind::Choice`].
    const VARIANTS: &'static [Variant] = &[];

    // The methods below are for code that the macro generates. It uses only this trait, which is no subtrait of `Field`, so
    // that an unsupported type is one error and not one for each use.

    /// The initial value, if the page does not declare one.
    #[doc(hidden)]
    fn initial() -> Self;

    /// A copy, for a snapshot.
    #[doc(hidden)]
    #[must_use]
    fn copy(&self) -> Self;

    /// The field without its type.
    #[doc(hidden)]
    fn field(&self) -> &dyn Field;

    /// The field without its type, mutably.
    #[doc(hidden)]
    fn field_mut(&mut self) -> &mut dyn Field;
}

/// The kind of row that shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldKind {
    /// A text input for an openid.
    OpenId,
    /// A text input.
    Text,
    /// A switch.
    Switch,
    /// A number input for integers.
    Integer,
    /// A number input.
    Decimal,
    /// A picker of voice or video.
    RoomType,
    /// A picker of the variants of a type with `#[derive(Choice)]`.
    Choice,
    /// A row for each contact, with a call button.
    Contacts,
}

impl FieldKind {
    /// The name in the JSON of `graph::json` and in the module's descriptor.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenId => "openid",
            Self::Text => "text",
            Self::Switch => "switch",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::RoomType => "room_type",
            Self::Choice => "choice",
            Self::Contacts => "contacts",
        }
    }
}

/// A variant of a type that a picker shows: `#[derive(Choice)]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name in Rust, which is its value in the page's data and in an address.
    pub name: &'static str,
    /// The text that the picker shows: `#[choice("…")]`.
    pub label: &'static str,
}

/// The error of setting a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldError {
    /// The page has no field with this name.
    Unknown(String),
    /// The field cannot hold the value. The text says what it can hold, such as "`u8`" or "`true` or `false`".
    Invalid(&'static str),
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => {
                f.write_str("unknown field `")?;
                f.write_str(name)?;
                f.write_str("`")
            }
            Self::Invalid(expected) => {
                f.write_str("expected ")?;
                f.write_str(expected)
            }
        }
    }
}

impl core::error::Error for FieldError {}

/// The kind of a call (`roomType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoomType {
    /// A video call, the host's default.
    #[default]
    Video,
    /// A voice call.
    Voice,
}

impl RoomType {
    /// Every value.
    pub const ALL: [Self; 2] = [Self::Video, Self::Voice];

    /// The host's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Voice => "voice",
        }
    }
}

impl Field for String {
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn text(&self) -> &str {
        self
    }

    fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    fn set(&mut self, value: &Value) -> Result<(), FieldError> {
        let Value::Text(text) = value else { return Err(FieldError::Invalid("text")) };
        // Not `clone_from`: the code that grows a text makes the phone's module larger.
        *self = String::from(text.as_str());
        Ok(())
    }
}

impl FieldType for String {
    const KIND: FieldKind = FieldKind::Text;

    methods!();
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
            _ => return Err(FieldError::Invalid("`true` or `false`")),
        };
        Ok(())
    }
}

impl FieldType for bool {
    const KIND: FieldKind = FieldKind::Switch;

    methods!();
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
            _ => return Err(FieldError::Invalid("`video` or `voice`")),
        };
        Ok(())
    }
}

impl FieldType for RoomType {
    const KIND: FieldKind = FieldKind::RoomType;

    methods!();
}

/// Empty text is `None`, and so is a blank openid.
impl<T: FieldType> Field for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, |inner| inner.field().value())
    }

    fn text(&self) -> &str {
        self.as_ref().map_or("", |inner| inner.field().text())
    }

    fn is_empty(&self) -> bool {
        self.as_ref().is_none_or(|inner| inner.field().is_empty())
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
        let mut inner = T::initial();
        inner.field_mut().set(value)?;
        let is_blank = matches!(T::KIND, FieldKind::OpenId) && inner.field().is_empty();
        *self = Some(inner).filter(|_| !is_blank);
        Ok(())
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: FieldKind = T::KIND;
    const VARIANTS: &'static [Variant] = T::VARIANTS;

    fn initial() -> Self {
        None
    }

    fn copy(&self) -> Self {
        self.as_ref().map(T::copy)
    }

    fn field(&self) -> &dyn Field {
        self
    }

    fn field_mut(&mut self) -> &mut dyn Field {
        self
    }
}

macro_rules! number {
    ($kind:ident, $fits:expr, $read:expr; $($number:ty)*) => {$(
        #[allow(clippy::cast_precision_loss, clippy::cast_lossless, clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp)]
        impl Field for $number {
            fn value(&self) -> Value {
                Value::Number(*self as f64)
            }

            fn set(&mut self, value: &Value) -> Result<(), FieldError> {
                let fits: fn($number, f64) -> bool = $fits;
                let read: fn(&str) -> Option<$number> = $read;
                let number = match value {
                    Value::Number(double) => Some(*double as $number).filter(|number| fits(*number, *double)),
                    Value::Text(text) => read(text),
                    _ => None,
                };
                *self = number.ok_or(FieldError::Invalid(concat!("`", stringify!($number), "`")))?;
                Ok(())
            }
        }

        impl FieldType for $number {
            const KIND: FieldKind = FieldKind::$kind;

            methods!();
        }
    )*};
}

number! {
    Integer,
    // A double beyond the type's range saturates to the largest value, which is odd. A double that large is even.
    |number, double| number as f64 == double && (number % 2 == 0 || double.abs() < ODD_BELOW),
    |text| trimmed(text).parse().ok();
    i8 i16 i32 i64 isize u8 u16 u32 u64 usize
}
number! {
    Decimal,
    |number, _| number.is_finite(),
    |text| Some(decimal(text) as _).filter(|number: &Self| number.is_finite());
    f32 f64
}

/// The number that this text stands for, or NaN. The glue of a phone parses it: with the parser of `core`, which has large
/// tables, a module would be twice as large.
fn decimal(text: &str) -> f64 {
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    return crate::wx::glue::imports::decimal(text.as_ptr(), text.len());
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    trimmed(text).parse().unwrap_or(f64::NAN)
}

/// 2⁵³: every double from here on is even.
const ODD_BELOW: f64 = 9_007_199_254_740_992.0;
