//! The attributes that may remove a field.

use quote::quote_spanned;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Meta, Token};

/// The `cfg`s among some attributes. They are repeated on expressions, where the other attributes of a
/// `cfg_attr` would be wrong, so those are left out.
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
    let Some((condition, metas)) = parts(&attribute.meta) else { return Vec::new() };
    metas
        .into_iter()
        .filter(|meta| meta.path().is_ident("cfg"))
        .filter_map(|meta| {
            let tokens = quote_spanned!(meta.span()=> #[cfg_attr(#condition, #meta)]);
            let one = |input: ParseStream| input.call(Attribute::parse_outer);
            one.parse2(tokens).ok()?.pop()
        })
        .collect()
}

/// The attribute with this name inside of a `cfg_attr`.
pub(crate) fn find(attribute: &Attribute, name: &str) -> Option<Meta> {
    find_in(&attribute.meta, name)
}

fn find_in(meta: &Meta, name: &str) -> Option<Meta> {
    let (_, metas) = parts(meta)?;
    metas
        .into_iter()
        .find_map(|meta| if meta.path().is_ident(name) { Some(meta) } else { find_in(&meta, name) })
}

/// The condition of a `cfg_attr`, and its attributes.
fn parts(meta: &Meta) -> Option<(Meta, Vec<Meta>)> {
    let Meta::List(list) = meta else { return None };
    if !list.path.is_ident("cfg_attr") {
        return None;
    }
    let metas = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone()).ok()?;
    let mut metas = metas.into_iter();
    Some((metas.next()?, metas.collect()))
}
