//! What is emitted. Nothing here can fail.
//!
//! The impls are in a `const _`, so that nothing is added to the user's scope and the user's relative
//! paths stay valid. Every generated token has the span of the macro, so that lints and local names do not
//! apply to it; the user's tokens keep their spans.

mod docs;
mod fields;
mod flow;
mod option;
mod page;
mod phone;
mod spec;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::ItemStruct;

use crate::model::Page;

/// The struct, documented, and its impls.
pub(crate) fn page(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let mut item = page.item.clone();
    item.attrs.push(docs::attribute(page));
    let import = &page.runtime.import;
    let deprecated = deprecated(&page.item);
    let fields = fields::fields(page);
    let declared = page::page(page);
    let states = flow::states(page);
    let transitions = page::transitions(page);
    let phone = phone::phone(page);
    quote_spanned! {site=>
        #item

        #deprecated
        const _: () = {
            #import

            #fields
            #declared
            #states
            #transitions
            #phone
        };
    }
}

/// Without this, rustc would report each impl of a deprecated struct as a use of it.
fn deprecated(item: &ItemStruct) -> Option<TokenStream> {
    let mut attributes = item.fields.iter().flat_map(|field| &field.attrs).chain(&item.attrs);
    let site = Span::mixed_site();
    attributes
        .any(|attribute| attribute.path().is_ident("deprecated"))
        .then(|| quote_spanned!(site=> #[allow(deprecated)]))
}
