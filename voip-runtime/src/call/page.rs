//! What `#[voip_page]` makes of a struct.

use super::{Call, Idle};
use crate::engine::Handling;
use crate::spec::{Fields, Spec};

/// A call page. `#[voip_page]` implements it; nobody writes it by hand.
pub trait Page: Fields + Sized {
    /// Everything that was declared.
    const SPEC: &'static Spec;

    /// The page as it opens: each field at its default.
    fn first() -> Self;

    /// Starts the page's handler on a call that has not begun.
    fn handle(call: Call<Self, Idle>) -> Handling;
}
