//! `impl Fields`: the page's fields by their number.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

use crate::model::{Field, Page};

pub(super) fn fields(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let (rt, name) = (&page.runtime.name, &page.item.ident);
    let shared = elements(page, false);
    let unique = elements(page, true);
    let copies = page.fields.iter().map(|Field { ident, ty, cfgs, .. }| {
        quote_spanned!(site=> #(#cfgs)* #ident: <#ty as #rt::FieldType>::copy(&self.#ident),)
    });
    let run = run(page);
    // The array's length is asked of the page: a `cfg` may remove elements.
    quote_spanned! {site=>
        #[automatically_derived]
        impl #rt::Fields for #name {
            fn field(&self, index: ::core::primitive::usize) -> ::core::option::Option<&dyn #rt::Field> {
                let all: &[&dyn #rt::Field] = &[#shared];
                all.get(index).copied()
            }

            fn field_mut(&mut self, index: ::core::primitive::usize) -> ::core::option::Option<&mut dyn #rt::Field> {
                let all: [&mut dyn #rt::Field; <Self as #rt::Page>::SPEC.fields.len()] = [#unique];
                ::core::iter::Iterator::nth(&mut ::core::iter::IntoIterator::into_iter(all), index)
            }

            fn snapshot(&self) -> #rt::Box<dyn #rt::Fields> {
                #rt::Box::new(Self { #(#copies)* })
            }

            #run
        }
    }
}

/// The fields without their types, in order.
fn elements(page: &Page, unique: bool) -> TokenStream {
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    let element = |Field { ident, ty, cfgs, .. }: &Field| {
        if unique {
            quote_spanned!(site=> #(#cfgs)* <#ty as #rt::FieldType>::field_mut(&mut self.#ident),)
        } else {
            quote_spanned!(site=> #(#cfgs)* <#ty as #rt::FieldType>::field(&self.#ident),)
        }
    };
    page.fields.iter().map(element).collect()
}

/// `fn run`: the functions that the flow's edges run, by their number.
fn run(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    if page.hooks.is_empty() {
        return quote_spanned!(site=> fn run(&self, _: ::core::primitive::usize, _: &#rt::Change) {});
    }
    let arms = page.hooks.iter().enumerate().map(|(number, path)| {
        // A function of another type is one error, at its path.
        let here = site.located_at(path.span());
        let ty = quote_spanned!(here=> fn(&Self, &#rt::Change));
        quote_spanned! {site=>
            #number => {
                let hook: #ty = #path;
                hook(self, change);
            }
        }
    });
    quote_spanned! {site=>
        fn run(&self, hook: ::core::primitive::usize, change: &#rt::Change) {
            match hook {
                #(#arms)*
                _ => {}
            }
        }
    }
}
