//! Writes Rust values directly into JavaScript objects, without JSON or a tree of values in between.

use core::fmt;
use core::time::Duration;

use serde::ser::{self, Impossible, Serialize, SerializeStruct};

use super::imports::{self, FIXED};
use crate::value::Value;

/// Writes the options of a host call of the page.
pub(super) fn write(options: &impl Serialize) {
    // This does not fail: the options have only types that `Writer` supports.
    let _ = options.serialize(Writer);
}

/// Writes a value.
pub(super) fn write_value(value: &Value) {
    match value {
        Value::Null => imports::truth(2),
        Value::Bool(on) => imports::truth(u32::from(*on)),
        Value::Number(number) => imports::number(*number),
        Value::Text(text) => imports::text(text.as_ptr(), text.len()),
        Value::List(items) => {
            imports::list();
            items.iter().for_each(write_value);
            imports::end();
        }
        Value::Object(members) => {
            imports::object();
            for (key, value) in members {
                imports::key(key.as_ptr(), key.len());
                write_value(value);
            }
            imports::end();
        }
    }
}

/// The address and the length of a constant text.
pub(super) fn fixed(text: &'static str) -> (*const u8, usize) {
    (text.as_ptr(), text.len() | FIXED)
}

#[expect(clippy::cast_precision_loss, reason = "a timer is shorter than the years that this would affect")]
pub(super) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs() as f64 * 1000.0 + f64::from(duration.subsec_millis())
}

/// A serializer for the types of those options: structs, texts, numbers and booleans.
#[derive(Clone, Copy)]
struct Writer;

/// The error for any other type.
#[derive(Debug)]
struct Unsupported;

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unsupported type")
    }
}

impl core::error::Error for Unsupported {}

impl ser::Error for Unsupported {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type WriteResult = Result<(), Unsupported>;
type Never = Impossible<(), Unsupported>;

macro_rules! numbers {
    ($($method:ident: $number:ty,)*) => {$(
        #[allow(clippy::cast_precision_loss, clippy::cast_lossless, reason = "the host has only doubles")]
        fn $method(self, number: $number) -> WriteResult {
            imports::number(number as f64);
            Ok(())
        }
    )*};
}

macro_rules! unsupported {
    ($($method:ident($($parameter:ty),*) -> $result:ty;)*) => {$(
        fn $method(self, $(_: $parameter),*) -> Result<$result, Unsupported> {
            Err(Unsupported)
        }
    )*};
}

impl ser::Serializer for Writer {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Self;
    type SerializeStructVariant = Never;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64,
    }

    fn serialize_bool(self, on: bool) -> WriteResult {
        imports::truth(on.into());
        Ok(())
    }

    fn serialize_str(self, text: &str) -> WriteResult {
        imports::text(text.as_ptr(), text.len());
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> WriteResult {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> WriteResult {
        let (at, length) = fixed(variant);
        imports::text(at, length);
        Ok(())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unsupported> {
        imports::object();
        Ok(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> WriteResult {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> WriteResult {
        Err(Unsupported)
    }

    unsupported! {
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_seq(Option<usize>) -> Never;
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }
}

impl SerializeStruct for Writer {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> WriteResult {
        let (at, length) = fixed(key);
        imports::key(at, length);
        value.serialize(*self)
    }

    fn end(self) -> WriteResult {
        imports::end();
        Ok(())
    }
}
