//! Doc comments of rows and edges.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Token};

use super::tokens::Tokens;
use crate::errors::Errors;
use crate::messages;

/// Takes the doc comments before a row or an edge, and returns their lines. Any other attribute is
/// reported.
pub(super) fn docs(tokens: &mut Tokens, errors: &mut Errors) -> Vec<String> {
    let mut lines = Vec::new();
    while let Some((whole, is_inner, inside)) = tokens.attribute() {
        match line.parse2(inside.clone()) {
            Ok(_) if is_inner => errors.on(&whole, messages::inner_doc_comment()),
            Ok(text) => lines.extend(text.value().lines().map(|line| line.trim().to_owned())),
            Err(_) => {
                let name = Parser::parse2(name, inside).unwrap_or_default();
                errors.on(&whole, messages::attribute(&name));
            }
        }
    }
    lines
}

/// `doc = "…"`
fn line(input: ParseStream) -> syn::Result<LitStr> {
    let name: Ident = input.parse()?;
    input.parse::<Token![=]>()?;
    if name == "doc" { input.parse() } else { Err(input.error("")) }
}

fn name(input: ParseStream) -> syn::Result<String> {
    let name = input.parse::<Ident>()?;
    input.parse::<TokenStream>()?;
    Ok(quote!(#name).to_string())
}
