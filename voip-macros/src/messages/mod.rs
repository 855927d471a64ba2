//! Every message of the macro: what is wrong, and what is legal instead.

mod attribute;
mod fields;
mod flow;
mod syntax;
mod words;

pub(crate) use self::attribute::*;
pub(crate) use self::fields::*;
pub(crate) use self::flow::*;
pub(crate) use self::syntax::*;
