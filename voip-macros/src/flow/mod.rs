//! The flow: `ast` has the result, `tokens` cuts the input into rows and edges, and the other modules
//! read one piece each.

mod action;
mod ast;
mod attribute;
mod edge;
mod literal;
mod row;
mod tokens;

pub(crate) use self::ast::{Action, Edge, Flow, Row};
