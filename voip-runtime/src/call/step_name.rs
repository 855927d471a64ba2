//! The names of the steps, as types: a message of the compiler can show a type, and so the step that is available
//! in a state.
//!
//! rustc shows a type by its name alone if no other public item has the name and the type is not `doc(hidden)`. So
//! the re-export of these types is hidden, and they are not.

#![allow(missing_docs, missing_debug_implementations)]
#![expect(non_camel_case_types, reason = "they are shown as the names of methods")]

pub enum begin {}
pub enum authorize {}
pub enum enable {}
pub enum join {}
pub enum hang_up {}
/// Of the state Failed.
pub enum none {}
