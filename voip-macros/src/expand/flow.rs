//! The flow, as const data.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

use super::option;
use crate::given::At;
use crate::host::Cause;
use crate::model::{Action, Edge, Page, Retry, Row};
use crate::names;

pub(super) fn flow(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    let rows = page.rows.iter().map(|one| row(rt, one));
    quote_spanned!(site=> #rt::flow::Flow { rows: [#(#rows),*] })
}

fn row(rt: &TokenStream, row: &Row) -> TokenStream {
    let site = Span::mixed_site();
    let within = duration(row.within);
    let edges = row.edges.iter().map(|one| edge(rt, one));
    quote_spanned!(site=> #rt::flow::Row { within: #within, edges: &[#(#edges),*] })
}

fn edge(rt: &TokenStream, edge: &Edge) -> TokenStream {
    let site = Span::mixed_site();
    let to = Ident::new(edge.to.value.name(), edge.to.span);
    let on = edge.on.iter().map(|one| cause(rt, one));
    let via = option(edge.via.map(|At { value, span }| {
        let variant = Ident::new(value.variant, span);
        quote_spanned!(site=> #rt::flow::Recovery::#variant)
    }));
    let retry = option(edge.retry.map(|Retry { counter, limit }| {
        let (counter, limit) = (Literal::usize_unsuffixed(counter), Literal::u16_unsuffixed(limit));
        quote_spanned!(site=> #rt::flow::Retry { counter: #counter, limit: #limit })
    }));
    let after = duration(edge.after);
    let actions = edge.actions.iter().map(|one| action(rt, one));
    quote_spanned! {site=>
        #rt::flow::Edge {
            to: #rt::state::State::#to,
            on: &[#(#on),*],
            via: #via,
            retry: #retry,
            after: #after,
            actions: &[#(#actions),*],
        }
    }
}

fn cause(rt: &TokenStream, cause: &At<Cause>) -> TokenStream {
    let site = Span::mixed_site();
    match cause.value {
        Cause::Named(known) => {
            let name = Ident::new(known.name, cause.span);
            quote_spanned!(site=> #rt::error::Cause::#name)
        }
        Cause::Other(code) => {
            let other = names::generated("Other");
            let code = Literal::i32_unsuffixed(code);
            quote_spanned!(site=> #rt::error::Cause::#other(#code))
        }
    }
}

fn action(rt: &TokenStream, action: &Action) -> TokenStream {
    let site = Span::mixed_site();
    match action {
        Action::Toast(words) => quote_spanned!(site=> #rt::flow::Action::Toast(#words)),
        Action::Run { hook, path } => {
            let hook = Literal::usize_unsuffixed(*hook);
            quote_spanned!(site=> #rt::flow::Action::Run { hook: #hook, path: #path })
        }
    }
}

fn duration(millis: Option<u64>) -> TokenStream {
    let site = Span::mixed_site();
    option(
        millis
            .map(Literal::u64_unsuffixed)
            .map(|millis| quote_spanned!(site=> ::core::time::Duration::from_millis(#millis))),
    )
}
