//! The attributes that may remove a field.

use quote::quote_spanned;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, Token};

/// The `cfg`s among some attributes. What a `cfg_attr` brings besides stays where it stands: on an
/// expression, where these are repeated, it would be out of place.
pub(crate) fn of(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes
        .iter()
        .flat_map(|attribute| {
            if attribute.path().is_ident("cfg") { vec![attribute.clone()] } else { in_cfg_attr(attribute) }
        })
        .collect()
}

/// `#[cfg_attr(a, cfg(b), doc = "…")]` is `#[cfg_attr(a, cfg(b))]` here.
fn in_cfg_attr(attribute: &Attribute) -> Vec<Attribute> {
    let Meta::List(list) = &attribute.meta else { return Vec::new() };
    if !list.path.is_ident("cfg_attr") {
        return Vec::new();
    }
    let Ok(metas) = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone()) else {
        return Vec::new();
    };
    let mut metas = metas.into_iter();
    let Some(condition) = metas.next() else { return Vec::new() };
    metas
        .filter(|meta| meta.path().is_ident("cfg"))
        .filter_map(|meta| {
            let tokens = quote_spanned!(meta.span()=> #[cfg_attr(#condition, #meta)]);
            let one = |input: ParseStream| input.call(Attribute::parse_outer);
            one.parse2(tokens).ok()?.pop()
        })
        .collect()
}
