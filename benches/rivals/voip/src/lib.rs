//! The page of `#[voip_page]`.

pub mod page;
