//! Writes Rust values straight into host objects, without text or a tree in between.

use core::fmt;
use core::time::Duration;

use serde::ser::{self, Impossible, Serialize, SerializeStruct};

use super::imports::{self, FIXED};
use crate::value::Value;

/// The options of a call's own host calls are the next value that the glue builds.
pub(super) fn write(options: &impl Serialize) {
    // They are made of what is written here, so this cannot fail.
    let _ = options.serialize(Writer);
}

/// The value is the next that the glue builds.
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

/// A text that never changes, as the glue takes it.
pub(super) fn fixed(text: &'static str) -> (*const u8, usize) {
    (text.as_ptr(), text.len() | FIXED)
}

#[expect(clippy::cast_precision_loss, reason = "a timer of so many years")]
pub(super) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs() as f64 * 1000.0 + f64::from(duration.subsec_millis())
}

/// A serializer of what those options are made of: structs, text, numbers and flags.
#[derive(Clone, Copy)]
struct Writer;

/// Nothing else is.
#[derive(Debug)]
struct NoOption;

impl fmt::Display for NoOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no option of a call is like this")
    }
}

impl core::error::Error for NoOption {}

impl ser::Error for NoOption {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Done = Result<(), NoOption>;
type Never = Impossible<(), NoOption>;

macro_rules! numbers {
    ($($method:ident: $number:ty,)*) => {$(
        #[allow(clippy::cast_precision_loss, clippy::cast_lossless, reason = "the host has only doubles")]
        fn $method(self, number: $number) -> Done {
            imports::number(number as f64);
            Ok(())
        }
    )*};
}

macro_rules! refused {
    ($($method:ident($($parameter:ty),*) -> $result:ty;)*) => {$(
        fn $method(self, $(_: $parameter),*) -> Result<$result, NoOption> {
            Err(NoOption)
        }
    )*};
}

impl ser::Serializer for Writer {
    type Ok = ();
    type Error = NoOption;
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

    fn serialize_bool(self, on: bool) -> Done {
        imports::truth(on.into());
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Done {
        imports::text(text.as_ptr(), text.len());
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        let (at, length) = fixed(variant);
        imports::text(at, length);
        Ok(())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, NoOption> {
        imports::object();
        Ok(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Done {
        Err(NoOption)
    }

    refused! {
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
    type Error = NoOption;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        let (at, length) = fixed(key);
        imports::key(at, length);
        value.serialize(*self)
    }

    fn end(self) -> Done {
        imports::end();
        Ok(())
    }
}
