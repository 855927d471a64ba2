//! The flow, as const data.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote_spanned;

use crate::host::Cause;
use crate::model::{Action, Edge, Page, Retry, Row};
use crate::names::{self, RuntimeName};
use crate::parsed::At;

pub(super) fn flow(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    let rows = page.rows.iter().map(|one| row(rt, one));
    quote_spanned!(site=> #rt::Flow::new([#(#rows),*]))
}

/// The state of each row where the user wrote it, so that an editor can show its documentation and find
/// its definition.
pub(super) fn states(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    let states = page.rows.iter().map(|row| {
        let state = Ident::new(row.state.value.name(), row.state.span);
        quote_spanned!(site=> #rt::State::#state)
    });
    quote_spanned!(site=> const _: [#rt::State; 6] = [#(#states),*];)
}

fn row(rt: &RuntimeName, row: &Row) -> TokenStream {
    let site = Span::mixed_site();
    let within =
        row.within.map(Literal::u64_unsuffixed).map(|millis| quote_spanned!(site=> .within(#millis)));
    let ring = row.ring.map(Literal::u64_unsuffixed).map(|millis| quote_spanned!(site=> .ring(#millis)));
    let edges = row.edges.iter().map(|one| edge(rt, one));
    quote_spanned!(site=> #rt::Row::new(&[#(#edges),*]) #within #ring)
}

fn edge(rt: &RuntimeName, edge: &Edge) -> TokenStream {
    let site = Span::mixed_site();
    let to = Ident::new(edge.to.value.name(), edge.to.span);
    let on = (!edge.on.is_empty()).then(|| {
        let causes = edge.on.iter().map(|one| cause(rt, one));
        quote_spanned!(site=> .on(&[#(#causes),*]))
    });
    let via = edge.via.map(|At { value, span }| {
        let variant = Ident::new(value.variant, span);
        quote_spanned!(site=> .via(#rt::Via::#variant))
    });
    let retry = edge.retry.map(|Retry { counter, limit }| {
        let (counter, limit) = (Literal::usize_unsuffixed(counter), Literal::u16_unsuffixed(limit));
        quote_spanned!(site=> .retry(#counter, #limit))
    });
    let after = edge.after.map(Literal::u64_unsuffixed).map(|millis| quote_spanned!(site=> .after(#millis)));
    let then = (!edge.actions.is_empty()).then(|| {
        let actions = edge.actions.iter().map(|one| action(rt, one));
        quote_spanned!(site=> .then(&[#(#actions),*]))
    });
    quote_spanned!(site=> #rt::Edge::to(#rt::State::#to) #on #via #retry #after #then)
}

fn cause(rt: &RuntimeName, cause: &At<Cause>) -> TokenStream {
    let site = Span::mixed_site();
    match cause.value {
        Cause::Named(known) => {
            let name = Ident::new(known.name, cause.span);
            quote_spanned!(site=> #rt::Cause::#name)
        }
        Cause::Other(code) => {
            let other = names::generated("Other");
            let code = Literal::i32_unsuffixed(code);
            quote_spanned!(site=> #rt::Cause::#other(#code))
        }
    }
}

fn action(rt: &RuntimeName, action: &Action) -> TokenStream {
    let site = Span::mixed_site();
    match action {
        Action::Toast(text, None) => quote_spanned!(site=> #rt::Action::toast(#text)),
        Action::Toast(text, Some(millis)) => {
            let millis = Literal::u64_unsuffixed(*millis);
            quote_spanned!(site=> #rt::Action::toast_for(#text, #millis))
        }
        Action::Run { hook, path } => {
            let hook = Literal::usize_unsuffixed(*hook);
            quote_spanned!(site=> #rt::Action::Run { hook: #hook, path: #path })
        }
        Action::Spawn { hook, path } => {
            let hook = Literal::usize_unsuffixed(*hook);
            quote_spanned!(site=> #rt::Action::Spawn { hook: #hook, path: #path })
        }
    }
}
