//! The flow: `written` is what was read, `tokens` cuts it into rows and edges, and the others read
//! one piece each.

mod action;
mod edge;
mod literal;
mod row;
mod tokens;
mod written;

pub(crate) use self::written::{Action, Edge, Flow, Row};
