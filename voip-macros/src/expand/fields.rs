//! `impl Fields`: the page's fields by their number.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;

use super::option::option;
use crate::model::{Field, Page};
use crate::role::Role;

pub(super) fn fields(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let (rt, name) = (&page.runtime.name, &page.item.ident);
    let shared = elements(page, false);
    let unique = elements(page, true);
    let copies = page.fields.iter().map(|Field { ident, ty, cfgs, .. }| {
        quote_spanned!(site=> #(#cfgs)* #ident: <#ty as #rt::FieldType>::copy(&self.#ident),)
    });
    let parties = parties(page);
    let run = run(page);
    // The length is that of the page's spec, because a `cfg` may remove elements.
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

            #parties

            fn snapshot(&self) -> #rt::Rc<dyn #rt::Fields> {
                #rt::shared(Self { #(#copies)* })
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

/// `fn parties`: the caller, the listener and the room type, from the fields with roles.
fn parties(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let rt = &page.runtime.name;
    let with = |role: Role| page.fields.iter().find(|field| field.role == Some(role));
    let text = |role: Role| {
        with(role).map(|Field { ident, ty, .. }| {
            let field = quote_spanned!(site=> <#ty as #rt::FieldType>::field(&self.#ident));
            quote_spanned!(site=> #rt::Field::text(#field))
        })
    };
    let user = |nickname, openid, head_image| {
        let (Some(nickname), Some(openid)) = (text(nickname), text(openid)) else {
            // A page with contacts need not say whom its button calls, and a page that never calls has no such fields.
            return quote_spanned!(site=> ::core::default::Default::default());
        };
        let head_image = text(head_image).map(|address| quote_spanned!(site=> .head_image(#address)));
        quote_spanned!(site=> #rt::User::new(#nickname, #openid) #head_image)
    };
    let caller = user(Role::CallerNickname, Role::CallerOpenid, Role::CallerHeadImage);
    let listener = user(Role::ListenerNickname, Role::ListenerOpenid, Role::ListenerHeadImage);
    let room_type = match with(Role::RoomType) {
        Some(Field { ident, kind, .. }) if kind.optional => quote_spanned!(site=> self.#ident),
        other => option(other.map(|Field { ident, .. }| quote_spanned!(site=> self.#ident))),
    };
    quote_spanned! {site=>
        fn parties(&self) -> #rt::Parties<'_> {
            #rt::Parties::new(#caller, #listener, #room_type)
        }
    }
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
