//! Rust → [`Value`], by serde: a struct of options becomes the object that the host expects.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{self, Serialize};

use super::Value;
use crate::cause::Cause;
use crate::error::CallError;

impl Value {
    /// Serializes `data` into a value.
    pub(crate) fn of(data: &impl Serialize) -> Result<Self, CallError> {
        data.serialize(Writer).map_err(|ValueError(why)| CallError::new(Cause::App, why))
    }
}

impl Serialize for Value {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(on) => serializer.serialize_bool(*on),
            // A whole number is written as one: 3, not 3.0.
            #[expect(clippy::cast_possible_truncation, clippy::float_cmp, reason = "compared with itself")]
            Self::Number(number) if f64::from(*number as i32) == *number => {
                serializer.serialize_i32(*number as i32)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members.iter().map(|(key, value)| (key, value))),
        }
    }
}

/// The error of a conversion between Rust data and a [`Value`].
#[derive(Debug)]
pub struct ValueError(pub(super) String);

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for ValueError {}

impl ValueError {
    /// The message of every error on a phone.
    pub(crate) const ON_PHONE: &str = "the data does not have the expected type";

    /// Creates an error with serde's reason. On a phone the message is always the same, since the code that formats
    /// serde's reasons is larger than the rest of the module.
    pub(super) fn new(why: impl fmt::Display) -> Self {
        if cfg!(all(target_arch = "wasm32", target_os = "none")) {
            Self(Self::ON_PHONE.to_string())
        } else {
            Self(why.to_string())
        }
    }
}

impl ser::Error for ValueError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message)
    }
}

struct Writer;

/// An array that is being written; a tuple variant has a name.
struct ListWriter {
    variant: Option<&'static str>,
    items: Vec<Value>,
}

/// An object that is being written; a struct variant has a name.
struct ObjectWriter {
    variant: Option<&'static str>,
    members: Vec<(String, Value)>,
    key: Option<String>,
}

/// Wraps the value of a variant as `serde_json` does: `{"Variant": value}`.
fn tagged(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => Value::Object(alloc::vec![(variant.to_string(), value)]),
        None => value,
    }
}

macro_rules! numbers {
    ($($method:ident: $number:ty,)*) => {$(
        #[allow(clippy::cast_precision_loss, clippy::cast_lossless)]
        fn $method(self, number: $number) -> Result<Value, ValueError> {
            Ok(Value::Number(number as f64))
        }
    )*};
}

impl ser::Serializer for Writer {
    type Ok = Value;
    type Error = ValueError;
    type SerializeSeq = ListWriter;
    type SerializeTuple = ListWriter;
    type SerializeTupleStruct = ListWriter;
    type SerializeTupleVariant = ListWriter;
    type SerializeMap = ObjectWriter;
    type SerializeStruct = ObjectWriter;
    type SerializeStructVariant = ObjectWriter;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_f32: f32, serialize_f64: f64,
    }

    fn serialize_bool(self, on: bool) -> Result<Value, ValueError> {
        Ok(Value::Bool(on))
    }

    fn serialize_char(self, letter: char) -> Result<Value, ValueError> {
        Ok(Value::Text(letter.to_string()))
    }

    fn serialize_str(self, text: &str) -> Result<Value, ValueError> {
        Ok(Value::Text(text.to_string()))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<Value, ValueError> {
        Ok(Value::List(bytes.iter().map(|byte| Value::Number(f64::from(*byte))).collect()))
    }

    fn serialize_none(self) -> Result<Value, ValueError> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, ValueError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, ValueError> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Value, ValueError> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Value, ValueError> {
        Ok(Value::Text(variant.to_string()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Value, ValueError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, ValueError> {
        Ok(tagged(Some(variant), value.serialize(self)?))
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<ListWriter, ValueError> {
        Ok(ListWriter { variant: None, items: Vec::new() })
    }

    fn serialize_tuple(self, _len: usize) -> Result<ListWriter, ValueError> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _name: &'static str, _len: usize) -> Result<ListWriter, ValueError> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<ListWriter, ValueError> {
        Ok(ListWriter { variant: Some(variant), items: Vec::new() })
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<ObjectWriter, ValueError> {
        Ok(ObjectWriter { variant: None, members: Vec::new(), key: None })
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<ObjectWriter, ValueError> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<ObjectWriter, ValueError> {
        Ok(ObjectWriter { variant: Some(variant), members: Vec::new(), key: None })
    }
}

impl ListWriter {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        self.items.push(value.serialize(Writer)?);
        Ok(())
    }

    fn finish(self) -> Value {
        tagged(self.variant, Value::List(self.items))
    }
}

impl ObjectWriter {
    fn finish(self) -> Value {
        tagged(self.variant, Value::Object(self.members))
    }
}

macro_rules! lists {
    ($($trait:ident: $method:ident,)*) => {$(
        impl ser::$trait for ListWriter {
            type Ok = Value;
            type Error = ValueError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
                self.push(value)
            }

            fn end(self) -> Result<Value, ValueError> {
                Ok(self.finish())
            }
        }
    )*};
}

lists! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
}

impl ser::SerializeMap for ObjectWriter {
    type Ok = Value;
    type Error = ValueError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ValueError> {
        match key.serialize(Writer)? {
            Value::Text(key) => {
                self.key = Some(key);
                Ok(())
            }
            _ => Err(ValueError("the key of a map must be a string".to_string())),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        let key = self.key.take().unwrap_or_default();
        self.members.push((key, value.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Result<Value, ValueError> {
        Ok(self.finish())
    }
}

macro_rules! objects {
    ($($trait:ident)*) => {$(
        impl ser::$trait for ObjectWriter {
            type Ok = Value;
            type Error = ValueError;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), ValueError> {
                self.members.push((key.to_string(), value.serialize(Writer)?));
                Ok(())
            }

            fn end(self) -> Result<Value, ValueError> {
                Ok(self.finish())
            }
        }
    )*};
}

objects! { SerializeStruct SerializeStructVariant }
