//! An `Option` in the emitted code.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// `Some(value)` or `None`.
pub(super) fn option(value: Option<TokenStream>) -> TokenStream {
    let site = Span::mixed_site();
    value.map_or_else(
        || quote_spanned!(site=> ::core::option::Option::None),
        |value| quote_spanned!(site=> ::core::option::Option::Some(#value)),
    )
}
