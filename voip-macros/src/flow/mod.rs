//! The flow: `tokens` has the input, `cut` cuts it into rows and edges, `ast` has the result, and the
//! other modules read one piece each.

mod action;
mod ast;
mod cut;
mod doc_comments;
mod edge;
mod literal;
mod part;
mod row;
mod tokens;

pub(crate) use self::ast::{Action, Edge, Flow, Row};
