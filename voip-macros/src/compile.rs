//! The pipeline of the macro.

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::{check, expand, fallback, page};

/// Parse, check, expand. What is written and what is emitted are two types, so a declaration with a
/// mistake cannot be expanded. The first two stages report every mistake that they find.
pub(crate) fn compile(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let written = match page::parse(arguments, item, &mut errors) {
        Ok(written) => written,
        Err(mut item) => {
            item.extend(errors.finish());
            return item;
        }
    };
    let checked = check::page(&written, &mut errors);
    match (checked, errors.finish()) {
        (Some(page), None) => expand::page(&page),
        (_, errors) => fallback::page(&written, &errors.unwrap_or_default()),
    }
}
