//! Every message of the macro: what is wrong, and a line with `help: ` that says what to do.

mod attribute;
mod choice;
mod fields;
mod flow;
mod flow_syntax;
mod phrases;

pub(crate) use self::attribute::*;
pub(crate) use self::choice::*;
pub(crate) use self::fields::*;
pub(crate) use self::flow::*;
pub(crate) use self::flow_syntax::*;
