//! The types that a field of a page can have.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::value::{Value, shortened};

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

/// Somebody whom the page can call: an element of the field `#[field(contacts)]`.
///
/// serde reads it from a server's `openid`, `nickname` and `headImage`; a member that is missing is empty.
///
/// An openid is personal data: it does not enter the page's data, and `Debug` shows only its first characters.
///
/// ```
/// use voip_runtime::Contact;
///
/// let contact: Contact = serde_json::from_str(r#"{"openid":"o-2a8b","nickname":"女儿"}"#)?;
/// assert_eq!((contact.nickname.as_str(), contact.head_image.as_str()), ("女儿", ""));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Contact {
    /// The openid. The button of a contact without one is disabled.
    pub openid: OpenId,
    /// The name that its row and the call window show.
    pub nickname: String,
    /// The URL of a picture, or empty.
    pub head_image: String,
}

/// The value has no openids: for each contact, it has `nickname`, `headImage` and whether it is `callable`.
impl Field for Vec<Contact> {
    fn value(&self) -> Value {
        let contact = |contact: &Contact| {
            Value::object([
                ("nickname", Value::Text(contact.nickname.clone())),
                ("headImage", Value::Text(contact.head_image.clone())),
                ("callable", Value::Bool(!contact.openid.is_empty())),
            ])
        };
        Value::List(self.iter().map(contact).collect())
    }

    fn contact(&self, index: usize) -> Option<&Contact> {
        self.get(index)
    }

    /// From outside it takes a list of objects with `openid`, `nickname` and `headImage`.
    fn set(&mut self, value: &Value) -> Result<(), FieldError> {
        *self = value.clone().into_type().map_err(|_| FieldError::Invalid("a list of contacts"))?;
        Ok(())
    }
}

impl FieldType for Vec<Contact> {
    const KIND: FieldKind = FieldKind::Contacts;

    methods!();
}

macro_rules! number {
    ($kind:ident, $fits:expr, $text_fits:expr; $($number:ty)*) => {$(
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
    |number, double| number as f64 == double && (number % 2 == 0 || double.abs() < ODD_BELOW), |_| true;
    i8 i16 i32 i64 isize u8 u16 u32 u64 usize
}
number! { Decimal, |number, _| number.is_finite(), |number| number.is_finite(); f32 f64 }

/// 2⁵³: every double from here on is even.
const ODD_BELOW: f64 = 9_007_199_254_740_992.0;
