//! The page with the state machine of `statig`.

#[path = "../../hand-written/src/form.rs"]
pub mod form;
pub mod page;
