//! The contacts of a page.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Field, FieldError, FieldKind, FieldType, OpenId};
use crate::value::Value;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// The openid. The button of a contact without one is disabled.
    pub openid: OpenId,
    /// The name that its row and the call window show.
    pub nickname: String,
    /// The URL of a picture, or empty.
    pub head_image: String,
}

/// The names of the members that serde reads.
const MEMBERS: &[&str] = &["openid", "nickname", "headImage"];

/// Written by hand: the code that serde derives is three times as large in the module of a phone.
impl<'de> Deserialize<'de> for Contact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("Contact", MEMBERS, ContactVisitor)
    }
}

struct ContactVisitor;

impl<'de> Visitor<'de> for ContactVisitor {
    type Value = Contact;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a contact")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Contact, A::Error> {
        let [mut openid, mut nickname, mut head_image] = [const { String::new() }; 3];
        while let Some(name) = members.next_key::<String>()? {
            let member = match name.as_str() {
                "openid" => &mut openid,
                "nickname" => &mut nickname,
                "headImage" => &mut head_image,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *member = members.next_value()?;
        }
        Ok(Contact { openid: openid.into(), nickname, head_image })
    }
}

/// The value has no openids: for each contact, it has `nickname`, `headImage` and whether it is `callable`.
impl Field for Vec<Contact> {
    fn value(&self) -> Value {
        // On a phone, the engine passes the list to the glue itself, and only asks whether the field is one.
        if cfg!(all(target_arch = "wasm32", target_os = "none")) {
            return Value::List(Vec::new());
        }
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
        // The glue of a phone passes no lists.
        let Value::List(contacts) = value else { return Err(FieldError::Invalid("a list of contacts")) };
        if cfg!(all(target_arch = "wasm32", target_os = "none")) {
            return Err(FieldError::Invalid("a list of contacts"));
        }
        let mut read = Self::with_capacity(contacts.len());
        for contact in contacts {
            read.push(Contact::read(contact).ok_or(FieldError::Invalid("a list of contacts"))?);
        }
        *self = read;
        Ok(())
    }
}

impl Contact {
    fn read(value: &Value) -> Option<Self> {
        let Value::Object(_) = value else { return None };
        let text = |name| value.get(name).map_or(Some(""), Value::as_text);
        Some(Self {
            openid: text("openid")?.into(),
            nickname: text("nickname")?.into(),
            head_image: text("headImage")?.into(),
        })
    }
}

impl FieldType for Vec<Contact> {
    const KIND: FieldKind = FieldKind::Contacts;

    methods!();
}
