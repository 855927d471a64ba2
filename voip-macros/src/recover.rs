//! A struct that rustc could not parse, as far as it can be read: the rest of the crate has no errors that
//! follow from its mistake.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Field, Fields, FieldsNamed, Generics, Ident, ItemStruct, Result, Token, Visibility, token,
};

use crate::arguments::take;

/// The attributes that a field still has. Another one may be the mistake.
const ATTRIBUTES: [&str; 4] = ["cfg", "cfg_attr", "doc", "field"];

/// The struct with the fields that are complete; `None` if this does not begin as a struct does.
pub(crate) fn structure(item: TokenStream) -> Option<ItemStruct> {
    begin.parse2(item).ok()
}

fn begin(input: ParseStream) -> Result<ItemStruct> {
    let mut item = ItemStruct {
        attrs: input.call(Attribute::parse_outer)?,
        vis: input.parse::<Visibility>()?,
        struct_token: input.parse::<Token![struct]>()?,
        ident: input.parse::<Ident>()?,
        generics: input.parse::<Generics>()?,
        fields: Fields::Unit,
        semi_token: None,
    };
    item.generics.where_clause = input.parse()?;
    match input.parse()? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let mut named = Punctuated::new();
            // An attribute with a mistake inside of it is an error at the end, which rustc has reported.
            let read = |input: ParseStream| {
                fields(input, &mut named);
                Ok(())
            };
            let _ = read.parse2(group.stream());
            item.fields =
                Fields::Named(FieldsNamed { brace_token: token::Brace { span: group.delim_span() }, named });
            input.parse::<TokenStream>()?;
            Ok(item)
        }
        _ => Err(input.error("")),
    }
}

/// Skips what is not a field.
fn fields(input: ParseStream, fields: &mut Punctuated<Field, Token![,]>) {
    while !input.is_empty() {
        let ahead = input.fork();
        match ahead.call(Field::parse_named) {
            Ok(mut field) => {
                field.attrs.retain(|attribute| ATTRIBUTES.iter().any(|name| attribute.path().is_ident(name)));
                input.advance_to(&ahead);
                fields.push(field);
            }
            Err(_) => take(input),
        }
    }
}
