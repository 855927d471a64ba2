//! The page with the state machine of `statum`.

#[path = "../../hand-written/src/form.rs"]
pub mod form;
pub mod page;
