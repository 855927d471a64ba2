//! A deserializer that makes up a value of any type, so that a simulated host can answer a handler's host calls
//! without a script.
//!
//! While it makes up a value it comes to *choices*: a boolean, an `Option`, a list, an enum. Each has a usual value and
//! alternatives. `explore` varies one choice at a time.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Visitor};

use super::Value;
use super::ser::ValueError;

/// Every text.
const TEXT: &str = "sample";

std::thread_local! {
    /// The alternatives of each choice of the first value that was made up since [`take_choices`].
    static CHOICES: RefCell<Option<Vec<Vec<String>>>> = const { RefCell::new(None) };
}

/// Makes up a value, in which the choice with the first number has the alternative with the second.
pub(super) fn make_up<T: DeserializeOwned>(varied: Option<(usize, usize)>) -> Result<T, ValueError> {
    let choices = Choices { varied, ..Choices::default() };
    let made = T::deserialize(Sample(&choices));
    CHOICES.with_borrow_mut(|last| last.get_or_insert_with(|| choices.alternatives.take()).len());
    made
}

/// The value that [`make_up`] makes up for this type; `None` if it fails.
pub(crate) fn example<T: DeserializeOwned>() -> Option<Value> {
    let choices = Choices { read: RefCell::new(Some(Vec::new())), ..Choices::default() };
    T::deserialize(Sample(&choices)).ok()?;
    choices.read.take()?.pop()
}

/// For each choice of the first value that was made up since the last time: its alternatives, as text.
pub(crate) fn take_choices() -> Vec<Vec<String>> {
    CHOICES.take().unwrap_or_default()
}

/// The choices of one value.
#[derive(Default)]
struct Choices {
    varied: Option<(usize, usize)>,
    alternatives: RefCell<Vec<Vec<String>>>,
    /// The member of a struct that is made up.
    member: Cell<&'static str>,
    /// What was read, as values, if that is asked for. The last ones belong to the list, object or enum that is being read.
    read: RefCell<Option<Vec<Value>>>,
}

#[derive(Clone, Copy)]
struct Sample<'a>(&'a Choices);

impl Sample<'_> {
    /// Comes to a choice with these alternatives. Returns the number of the one to take, or `None` for the usual value.
    fn choose<'t>(self, alternatives: impl IntoIterator<Item = &'t str>) -> Option<usize> {
        let member = self.0.member.get();
        let label = |alternative: &str| match member {
            "" => alternative.to_owned(),
            member => alloc::format!("{member} = {alternative}"),
        };
        let mut all = self.0.alternatives.borrow_mut();
        all.push(alternatives.into_iter().map(label).collect());
        self.0.varied.filter(|(choice, _)| choice + 1 == all.len()).map(|(_, alternative)| alternative)
    }

    fn push(self, value: Value) {
        if let Some(read) = self.0.read.borrow_mut().as_mut() {
            read.push(value);
        }
    }

    /// Reads what consists of other values, which `join` then makes into one.
    fn joined<R>(self, read: impl FnOnce() -> R, join: impl FnOnce(Vec<Value>) -> Value) -> R {
        let before = self.0.read.borrow().as_ref().map(Vec::len);
        let result = read();
        if let (Some(before), Some(all)) = (before, self.0.read.borrow_mut().as_mut()) {
            let parts = all.drain(before.min(all.len())..).collect();
            all.push(join(parts));
        }
        result
    }

    fn items<'de, V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, ValueError> {
        self.joined(|| visitor.visit_seq(Items(self, length)), Value::List)
    }

    fn members<'de, V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.joined(
            || visitor.visit_map(Members(self, names)),
            |values| Value::object(names.iter().copied().zip(values)),
        )
    }

    fn length(self) -> usize {
        match self.choose(["[]", "a list of two"]) {
            None => 1,
            Some(0) => 0,
            Some(_) => 2,
        }
    }
}

macro_rules! leaves {
    ($($method:ident => $visit:ident($($argument:expr)?), $value:expr;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            self.push($value);
            visitor.$visit($($argument)?)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Sample<'_> {
    type Error = ValueError;

    leaves! {
        deserialize_any => visit_unit(), Value::Null;
        deserialize_ignored_any => visit_unit(), Value::Null;
        deserialize_unit => visit_unit(), Value::Null;
        deserialize_i8 => visit_i8(1), 1.into();
        deserialize_i16 => visit_i16(1), 1.into();
        deserialize_i32 => visit_i32(1), 1.into();
        deserialize_i64 => visit_i64(1), 1.into();
        deserialize_u8 => visit_u8(1), 1.into();
        deserialize_u16 => visit_u16(1), 1.into();
        deserialize_u32 => visit_u32(1), 1.into();
        deserialize_u64 => visit_u64(1), 1.into();
        deserialize_f32 => visit_f32(1.0), 1.into();
        deserialize_f64 => visit_f64(1.0), 1.into();
        deserialize_char => visit_char('s'), "s".into();
        deserialize_str => visit_borrowed_str(TEXT), TEXT.into();
        deserialize_string => visit_borrowed_str(TEXT), TEXT.into();
        deserialize_identifier => visit_borrowed_str(TEXT), TEXT.into();
        deserialize_bytes => visit_borrowed_bytes(TEXT.as_bytes()), TEXT.into();
        deserialize_byte_buf => visit_borrowed_bytes(TEXT.as_bytes()), TEXT.into();
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        let on = self.choose(["false"]).is_none();
        self.push(on.into());
        visitor.visit_bool(on)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        if self.choose(["None"]).is_none() {
            return visitor.visit_some(self);
        }
        self.push(Value::Null);
        visitor.visit_none()
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.items(self.length(), visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        let members: &'static [&'static str] = if self.choose(["{}"]).is_none() { &[TEXT] } else { &[] };
        self.members(members, visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, ValueError> {
        self.items(len, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.items(len, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.members(fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        let chosen = self.choose(variants.iter().copied().skip(1)).map_or(0, |alternative| alternative + 1);
        match variants.get(chosen) {
            Some(variant) => self.joined(
                || visitor.visit_enum(Variant(self, variant)),
                |mut content| match content.pop() {
                    Some(content) => Value::object([(*variant, content)]),
                    None => (*variant).into(),
                },
            ),
            None => Err(ValueError(alloc::format!("enum `{name}` has no variants"))),
        }
    }
}

/// The number of elements that remain.
struct Items<'a>(Sample<'a>, usize);

impl<'de> de::SeqAccess<'de> for Items<'_> {
    type Error = ValueError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ValueError> {
        let Some(left) = self.1.checked_sub(1) else { return Ok(None) };
        self.1 = left;
        seed.deserialize(self.0).map(Some)
    }
}

/// The names of the members that remain.
struct Members<'a>(Sample<'a>, &'static [&'static str]);

impl<'de> de::MapAccess<'de> for Members<'_> {
    type Error = ValueError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ValueError> {
        let Some((first, rest)) = self.1.split_first() else { return Ok(None) };
        self.1 = rest;
        self.0.0.member.set(first);
        seed.deserialize(BorrowedStrDeserializer::new(first)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ValueError> {
        let value = seed.deserialize(self.0);
        self.0.0.member.set("");
        value
    }
}

struct Variant<'a>(Sample<'a>, &'static str);

impl<'de, 'a> de::EnumAccess<'de> for Variant<'a> {
    type Error = ValueError;
    type Variant = Sample<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Sample<'a>), ValueError> {
        Ok((seed.deserialize(StrDeserializer::new(self.1))?, self.0))
    }
}

impl<'de> de::VariantAccess<'de> for Sample<'_> {
    type Error = ValueError;

    fn unit_variant(self) -> Result<(), ValueError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ValueError> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, ValueError> {
        self.items(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        self.members(fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[expect(dead_code, reason = "only read")]
    struct Reply {
        status_code: u16,
        data: Data,
        #[serde(default)]
        cookies: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Data {
        openid: crate::OpenId,
        on: bool,
        pair: (f64, char),
        nothing: (),
        extra: BTreeMap<String, u8>,
        kind: Kind,
        other: Other,
    }

    #[derive(Deserialize)]
    enum Kind {
        Plain,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only read")]
    enum Other {
        Full { id: i64 },
    }

    #[test]
    fn an_example_is_what_is_made_up_and_reads_as_the_same_type() {
        let value = example::<Reply>().expect("an example");
        assert_eq!(
            serde_json::to_string(&value).expect("JSON"),
            r#"{"statusCode":1,"data":{"openid":"sample","on":true,"pair":[1,"s"],"nothing":null,"extra":{"sample":1},"kind":"Plain","other":{"Full":{"id":1}}},"cookies":["sample"]}"#
        );
        assert!(value.into_type::<Reply>().is_ok());
        assert_eq!(example::<()>(), Some(Value::Null));
        assert!(matches!(Kind::deserialize(Value::from("Plain")), Ok(Kind::Plain)));
    }
}
