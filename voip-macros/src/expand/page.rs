//! `impl Page`, and `impl Transition` for each onward edge of the flow.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::ExprPath;

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
    let on_load = on_load(page);
    let spawn = spawn(page);
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

            #on_load
            #spawn
        }
    }
}

/// The body of `fn handle`.
fn handle(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    match &page.handler {
        _ if !page.calls() => quote_spanned!(site=> { let _ = call; #rt::no_handler() }),
        None => quote_spanned!(site=> #rt::default_handler(call)),
        Some(handler) => {
            let (here, rt) = at_path(page, handler);
            quote_spanned! {here=>
                let handler: fn(#rt::Call<Self, #rt::Idle>) -> _ = #handler;
                #rt::Handler::run(handler, call)
            }
        }
    }
}

/// The span and the runtime's name for the code that uses a function of the user: all of it is at the end of the
/// function's path, so a wrong function is one error there.
fn at_path(page: &Page, path: &ExprPath) -> (Span, RuntimeName) {
    let site = Span::mixed_site();
    let here = names::last(&path.path).map_or(site, |last| site.located_at(last.span()));
    (here, page.runtime.name.located(here))
}

/// `const ON_LOAD`, if the page has such a function.
fn on_load(page: &Page) -> Option<TokenStream> {
    let path = page.on_load.as_ref()?;
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    let run = {
        let (here, rt) = at_path(page, path);
        quote_spanned! {here=>
            let on_load: fn(#rt::PageContext<Self>) -> _ = #path;
            #rt::OnLoad::run(on_load, page)
        }
    };
    Some(quote_spanned! {site=>
        const ON_LOAD: ::core::option::Option<fn(#rt::PageContext<Self>) -> #rt::Handling> =
            ::core::option::Option::Some(|page| { #run });
    })
}

/// `const SPAWN`: the functions that the flow's edges spawn, by their number, if there are any.
fn spawn(page: &Page) -> Option<TokenStream> {
    let last = page.spawned.len().checked_sub(1)?;
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    let arms = page.spawned.iter().enumerate().map(|(at, path)| {
        let (here, rt) = at_path(page, path);
        let run = quote_spanned! {here=>
            let spawned: fn(#rt::PageContext<Self>, #rt::Change) -> _ = #path;
            #rt::Spawned::run(spawned, page, change)
        };
        let number = Literal::usize_unsuffixed(at);
        let pattern = if at == last { quote_spanned!(site=> _) } else { number.into_token_stream() };
        quote_spanned!(site=> #pattern => { #run })
    });
    Some(quote_spanned! {site=>
        const SPAWN: ::core::option::Option<
            fn(::core::primitive::usize, #rt::PageContext<Self>, #rt::Change) -> #rt::Handling,
        > = ::core::option::Option::Some(|hook, page, change| match hook { #(#arms)* });
    })
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
    // A page that never calls has no call.
    let onward = page.onward().filter(|_| page.calls());
    let onward = onward.filter(|(from, _)| from.value != State::Failed);
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
