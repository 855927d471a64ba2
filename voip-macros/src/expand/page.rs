//! `impl Page`, and `impl Transition` for each onward edge of the flow.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::option::option;
use super::spec;
use crate::host::State;
use crate::model::{Default, Field, Page};
use crate::names::{self, RuntimeName};
use crate::parsed::At;

pub(super) fn page(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let (rt, name) = (&page.runtime.name, &page.item.ident);
    let spec = spec::spec(page);
    let initial = page.fields.iter().map(|field| {
        let (ident, cfgs, value) = (&field.ident, &field.cfgs, initial(page, field));
        quote_spanned!(site=> #(#cfgs)* #ident: #value,)
    });
    let handle = handle(page);
    quote_spanned! {site=>
        #[automatically_derived]
        impl #rt::Page for #name {
            const SPEC: &'static #rt::Spec = &#spec;

            fn initial() -> Self {
                Self { #(#initial)* }
            }

            fn handle(call: #rt::Call<Self, #rt::Idle>) -> #rt::Handling {
                #handle
            }
        }
    }
}

/// The body of `fn handle`. Each token has the span of the handler's path, so a wrong handler is one error there.
fn handle(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let last = page.handler.as_ref().and_then(|path| names::last(&path.path));
    let here = last.map_or(site, |last| site.located_at(last.span()));
    let rt = page.runtime.name.located(here);
    page.handler.as_ref().map_or_else(
        || quote_spanned!(here=> #rt::default_handler(call)),
        |handler| {
            quote_spanned! {here=>
                let handler: fn(#rt::Call<Self, #rt::Idle>) -> _ = #handler;
                #rt::Handler::run(handler, call)
            }
        },
    )
}

/// The initial value of a field.
fn initial(page: &Page, field: &Field) -> TokenStream {
    let site = Span::mixed_site();
    let (rt, ty) = (&page.runtime.name, &field.ty);
    let value = match &field.default {
        None => return quote_spanned!(site=> <#ty as #rt::FieldType>::initial()),
        Some(Default::Text(text)) => {
            quote_spanned!(site=> <#rt::String as ::core::convert::From<_>>::from(#text))
        }
        Some(Default::Plain { minus, literal }) => {
            let minus = minus.map(|span| quote_spanned!(span=> -));
            quote_spanned!(site=> #minus #literal)
        }
        Some(Default::RoomType(At { value, span })) => {
            let variant = Ident::new(value, *span);
            quote_spanned!(site=> #rt::RoomType::#variant)
        }
        // With braces, so that it is a variant and not a constant.
        Some(Default::Variant(path, variant)) => quote_spanned!(site=> #path::#variant {}),
    };
    if field.kind.optional { option(Some(value)) } else { value }
}

/// A handler never has a call in state `Failed`, so the transitions from there need no impl.
pub(super) fn transitions(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let (rt, name) = (&page.runtime.name, &page.item.ident);
    let onward = page.onward().filter(|(from, _)| from.value != State::Failed);
    onward.map(|(from, to)| transition(rt, name, from, to, site)).collect()
}

/// One `impl Transition`; the states have the spans that they were written with.
fn transition(rt: &RuntimeName, name: &Ident, from: At<State>, to: At<State>, site: Span) -> TokenStream {
    let from = Ident::new(from.value.name(), from.span);
    let to = Ident::new(to.value.name(), to.span);
    quote_spanned! {site=>
        #[automatically_derived]
        impl #rt::Transition<#rt::#from, #rt::#to> for #name {
            const PROOF: #rt::Proof<Self, #rt::#from, #rt::#to> = #rt::Proof::of_flow();
        }
    }
}
