//! What a phone's module contains for the page: the descriptor, in a custom section; the part of the spec that
//! is needed there; and the function that opens the page, named after the route, since two pages may have the
//! same struct name.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Lit, LitStr};

use crate::kind::Base;
use crate::model::{Default, Field, Page};
use crate::names::{self, RuntimeName};

pub(super) fn phone(page: &Page) -> TokenStream {
    let site = Span::mixed_site();
    let (rt, name) = (&page.runtime.name, &page.item.ident);
    let initial = page.fields.iter().map(|field| {
        let (cfgs, value) = (&field.cfgs, initial(rt, field));
        quote_spanned!(site=> #(#cfgs)* #value,)
    });
    let export = LitStr::new(&format!("open {}", page.spec.route.value()), site);
    quote_spanned! {site=>
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        const _: () = {
            const SPEC: &#rt::Spec = <#name as #rt::Page>::SPEC;
            const INITIAL: &[#rt::wx::InitialValue] = &[#(#initial)*];
            const LENGTH: ::core::primitive::usize = #rt::wx::descriptor_length(SPEC, INITIAL, ::core::file!());

            #[unsafe(link_section = "voip")]
            static DESCRIPTOR: [::core::primitive::u8; LENGTH] = #rt::wx::descriptor(SPEC, INITIAL, ::core::file!());

            const FIELDS: [#rt::FieldSpec; INITIAL.len()] = #rt::wx::fields(SPEC);
            const ON_THE_PHONE: &#rt::Spec = &#rt::wx::spec(SPEC, &FIELDS);

            #[unsafe(export_name = #export)]
            extern "C" fn open() -> *const () {
                #rt::wx::open::<#name>(ON_THE_PHONE)
            }
        };
    }
}

/// The initial value of a field, as JSON.
fn initial(rt: &RuntimeName, field: &Field) -> TokenStream {
    let site = Span::mixed_site();
    let plain = |text: &str| quote_spanned!(site=> #rt::wx::InitialValue::Plain(#text));
    let text = |text: &str| quote_spanned!(site=> #rt::wx::InitialValue::Text(#text));
    match &field.default {
        Some(Default::Text(default)) => text(&default.value()),
        Some(Default::RoomType(default)) => text(&default.value.to_lowercase()),
        Some(Default::Plain { minus, literal }) => {
            let sign = if minus.is_some() { "-" } else { "" };
            plain(&format!("{sign}{}", number(literal)))
        }
        Some(Default::Variant(_, variant)) => text(&names::plain(variant)),
        None if field.kind.optional => quote_spanned!(site=> #rt::wx::InitialValue::Empty),
        None => match field.kind.base {
            Base::OpenId | Base::Text => text(""),
            Base::Switch => plain("false"),
            Base::Integer(_) | Base::Decimal(_) => plain("0"),
            Base::RoomType => text("video"),
            Base::Choice => {
                let ty = &field.ty;
                quote_spanned!(site=> #rt::wx::InitialValue::Text(<#ty as #rt::FieldType>::VARIANTS[0].name))
            }
            Base::Contacts => plain("[]"),
        },
    }
}

/// A number, `true` or `false` in the syntax of JSON.
fn number(literal: &Lit) -> String {
    match literal {
        Lit::Int(number) => number.base10_digits().to_owned(),
        // `1.` is not JSON. A number that a double cannot hold has been reported.
        Lit::Float(number) => {
            number.base10_parse::<f64>().map_or_else(|_| "0".to_owned(), |number| number.to_string())
        }
        Lit::Bool(on) => on.value.to_string(),
        _ => "0".to_owned(),
    }
}
