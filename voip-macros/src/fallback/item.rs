//! The struct as it is emitted with an error: changed where rustc would report the same mistake again.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::{
    Fields, GenericArgument, GenericParam, Generics, ItemStruct, PathArguments, Type, parse_quote_spanned,
};

use crate::kind::{Base, Kind};

pub(super) fn without_other_errors(item: &ItemStruct) -> ItemStruct {
    let site = Span::mixed_site();
    let mut item = item.clone();
    let name = item.ident.clone();
    for field in item.fields.iter_mut().filter(|field| Kind::of(&field.ty).is_none()) {
        correct(&mut field.ty, &name);
    }
    let markers = markers(&item.generics).collect::<Vec<_>>();
    if matches!(item.fields, Fields::Unit) && !markers.is_empty() {
        item.fields = Fields::Unnamed(parse_quote_spanned!(site=> ()));
    }
    for (name, ty) in markers {
        match &mut item.fields {
            Fields::Named(fields) => fields.named.push(parse_quote_spanned!(site=> #name: #ty)),
            Fields::Unnamed(fields) => fields.unnamed.push(parse_quote_spanned!(site=> #ty)),
            Fields::Unit => {}
        }
    }
    item
}

/// Names and types of fields that use the type parameters and lifetimes of the struct.
pub(super) fn markers(generics: &Generics) -> impl Iterator<Item = (Ident, Type)> + '_ {
    let site = Span::mixed_site();
    generics.params.iter().enumerate().filter_map(move |(number, parameter)| {
        let used: Type = match parameter {
            GenericParam::Lifetime(it) => {
                let lifetime = &it.lifetime;
                parse_quote_spanned!(site=> &#lifetime ())
            }
            GenericParam::Type(it) => {
                let ident = &it.ident;
                parse_quote_spanned!(site=> fn() -> #ident)
            }
            GenericParam::Const(_) => return None,
        };
        let ty = parse_quote_spanned!(site=> ::core::marker::PhantomData<#used>);
        Some((format_ident!("__voip_{number}", span = site), ty))
    })
}

/// Makes a type that is not allowed for a field of this page one that is allowed for a field of a struct.
fn correct(ty: &mut Type, page: &Ident) {
    let site = Span::mixed_site();
    match ty {
        Type::Group(group) => correct(&mut group.elem, page),
        Type::Paren(paren) => correct(&mut paren.elem, page),
        Type::Reference(reference) => {
            reference.lifetime.get_or_insert_with(|| syn::Lifetime::new("'static", site));
        }
        Type::Slice(_) => *ty = parse_quote_spanned!(site=> &'static (#ty)),
        Type::ImplTrait(_) | Type::Infer(_) | Type::TraitObject(_) => *ty = parse_quote_spanned!(site=> ()),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last_mut() else { return };
            let name = crate::names::plain(&last.ident);
            match &mut last.arguments {
                PathArguments::None if name == "str" => *ty = parse_quote_spanned!(site=> &'static str),
                PathArguments::None if name == "Option" || name == "Self" || last.ident == *page => {
                    *ty = parse_quote_spanned!(site=> ());
                }
                PathArguments::AngleBracketed(_) if Base::of_name(&name).is_some() => {
                    *ty = parse_quote_spanned!(site=> ());
                }
                PathArguments::AngleBracketed(generics) => generics.args.iter_mut().for_each(|argument| {
                    if let GenericArgument::Type(inner) = argument {
                        correct(inner, page);
                    }
                }),
                _ => {}
            }
        }
        _ => {}
    }
}
