//! What is emitted with the errors: the struct and stubs, so that rustc reports nothing else.

mod item;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Fields, parse_quote_spanned};

use crate::field::Field;
use crate::flow::{Action, Flow};
use crate::host::{LEGAL, State};
use crate::names::Runtime;
use crate::page::{Arguments, Page};
use crate::parsed::Parsed;

pub(crate) fn page(page: &Page, errors: &TokenStream) -> TokenStream {
    let site = Span::mixed_site();
    let item = match &page.instead {
        Some(other) => other.to_token_stream(),
        None => item::without_other_errors(&page.item).into_token_stream(),
    };
    // rustc has reported the errors if there are none here. Should it not have, the stubs still do not build.
    let never = if errors.is_empty() {
        quote_spanned!(site=> const { ::core::panic!("this page has an error") })
    } else {
        quote_spanned!(site=> ::core::unreachable!())
    };
    let stubs = stubs(page, &never);
    quote_spanned!(site=> #errors #item #stubs)
}

fn stubs(page: &Page, never: &TokenStream) -> TokenStream {
    let site = Span::mixed_site();
    let Runtime { import, name: rt } = match &page.arguments.runtime {
        // The path of the runtime is unknown: a stub would be one more error.
        Parsed::Reported(None) => return TokenStream::new(),
        runtime => Runtime::at(runtime.meant()),
    };
    let item = &page.item;
    let name = &item.ident;
    // A page has no parameters, which has been reported; a stub has them.
    let mut generics = item.generics.clone();
    if !generics.params.is_empty() {
        generics.make_where_clause().predicates.push(parse_quote_spanned!(site=> Self: 'static));
    }
    let (before, after, bounds) = generics.split_for_impl();
    let used = used(page);
    let onward = LEGAL.iter().filter(|legal| legal.from != State::Failed);
    let onward = onward.flat_map(|legal| legal.onward.iter().map(|to| (legal.from, *to)));
    let transitions = onward.map(|(from, to)| {
        let from = crate::names::generated(from.name());
        let to = crate::names::generated(to.name());
        quote_spanned! {site=>
            impl #before #rt::Transition<#rt::#from, #rt::#to> for #name #after #bounds {
                const PROOF: #rt::Proof<Self, #rt::#from, #rt::#to> = #rt::Proof::of_flow();
            }
        }
    });
    quote_spanned! {site=>
        const _: () = {
            #import

            impl #before #rt::Fields for #name #after #bounds {
                fn field(&self, _: ::core::primitive::usize) -> ::core::option::Option<&dyn #rt::Field> {
                    ::core::option::Option::None
                }

                fn field_mut(&mut self, _: ::core::primitive::usize) -> ::core::option::Option<&mut dyn #rt::Field> {
                    ::core::option::Option::None
                }

                fn parties(&self) -> #rt::Parties<'_> {
                    ::core::default::Default::default()
                }

                fn snapshot(&self) -> #rt::Rc<dyn #rt::Fields> {
                    ::core::unreachable!()
                }

                fn run(&self, _: ::core::primitive::usize, _: &#rt::Change) {}
            }

            impl #before #rt::Page for #name #after #bounds {
                const SPEC: &'static #rt::Spec = &#rt::Spec::STUB;

                fn initial() -> Self {
                    #never
                }

                fn handle(call: #rt::Call<Self, #rt::Idle>) -> #rt::Handling {
                    #used
                    #rt::default_handler(call)
                }
            }

            #(#transitions)*
        };
    }
}

/// Uses the functions and fields of the page, or rustc would report them as unused.
fn used(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let hooks = page.arguments.flow.value().into_iter().flat_map(hooks);
    let Arguments { handler, on_load, .. } = &page.arguments;
    let paths = handler.value().into_iter().chain(on_load.value()).chain(hooks);
    let reads = page.fields.iter().map(|Field { cfgs, ident, .. }| {
        quote_spanned!(site=> #(#cfgs)* let _ = |page: &Self| { let _ = &page.#ident; };)
    });
    // rustc has reported a second field of one name.
    let is_first = |at: usize| page.fields[..at].iter().all(|earlier| earlier.name != page.fields[at].name);
    let first = (0..page.fields.len()).filter(|at| is_first(*at) || !page.fields[*at].cfgs.is_empty());
    let inits = first
        .map(|at| &page.fields[at])
        .map(|Field { cfgs, ident, .. }| quote_spanned!(site=> #(#cfgs)* #ident: value(),));
    let markers = item::markers(&page.item.generics)
        .map(|(ident, _)| quote_spanned!(site=> #ident: ::core::marker::PhantomData,));
    let made = matches!(page.item.fields, Fields::Named(_)).then(|| {
        quote_spanned! {site=>
            fn value<T>() -> T {
                ::core::unreachable!()
            }
            let _ = || Self { #(#inits)* #(#markers)* };
        }
    });
    quote_spanned!(site=> #(let _ = #paths;)* #(#reads)* #made)
}

fn hooks(flow: &Flow) -> impl Iterator<Item = &syn::ExprPath> {
    let edges = flow.rows.iter().filter_map(|row| row.edges.value()).flatten();
    edges.flat_map(|edge| &edge.actions).filter_map(|action| match action {
        Action::Run(path) | Action::Spawn(path) => Some(path),
        Action::Toast(..) => None,
    })
}
