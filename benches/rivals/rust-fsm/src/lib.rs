//! The page with the state machine of `rust-fsm`.

#[path = "../../hand-written/src/form.rs"]
pub mod form;
pub mod page;
