//! The page by hand.

pub mod form;
pub mod page;
