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

    fn length(self) -> usize {
        match self.choose(["[]", "a list of two"]) {
            None => 1,
            Some(0) => 0,
            Some(_) => 2,
        }
    }
}

macro_rules! leaves {
    ($($method:ident => $visit:ident($($value:expr)?),)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
            visitor.$visit($($value)?)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Sample<'_> {
    type Error = ValueError;

    leaves! {
        deserialize_any => visit_unit(),
        deserialize_ignored_any => visit_unit(),
        deserialize_unit => visit_unit(),
        deserialize_i8 => visit_i8(1),
        deserialize_i16 => visit_i16(1),
        deserialize_i32 => visit_i32(1),
        deserialize_i64 => visit_i64(1),
        deserialize_u8 => visit_u8(1),
        deserialize_u16 => visit_u16(1),
        deserialize_u32 => visit_u32(1),
        deserialize_u64 => visit_u64(1),
        deserialize_f32 => visit_f32(1.0),
        deserialize_f64 => visit_f64(1.0),
        deserialize_char => visit_char('s'),
        deserialize_str => visit_borrowed_str(TEXT),
        deserialize_string => visit_borrowed_str(TEXT),
        deserialize_identifier => visit_borrowed_str(TEXT),
        deserialize_bytes => visit_borrowed_bytes(TEXT.as_bytes()),
        deserialize_byte_buf => visit_borrowed_bytes(TEXT.as_bytes()),
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_bool(self.choose(["false"]).is_none())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.choose(["None"]) {
            None => visitor.visit_some(self),
            Some(_) => visitor.visit_none(),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_seq(Items(self, self.length()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        let members: &[&str] = if self.choose(["{}"]).is_none() { &[TEXT] } else { &[] };
        visitor.visit_map(Members(self, members))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_seq(Items(self, len))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_seq(Items(self, len))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_map(Members(self, fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        let chosen = self.choose(variants.iter().copied().skip(1)).map_or(0, |alternative| alternative + 1);
        match variants.get(chosen) {
            Some(variant) => visitor.visit_enum(Variant(self, variant)),
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
        visitor.visit_seq(Items(self, len))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_map(Members(self, fields))
    }
}
