//! The flow: `written` has the result, `tokens` cuts the input into rows and edges, and the other
//! modules read one piece each.

mod action;
mod edge;
mod literal;
mod row;
mod tokens;
mod written;

pub(crate) use self::written::{Action, Edge, Flow, Row};
