//! Doc comments of rows and edges.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
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

impl Tokens<'_> {
    /// The number of tokens of the attributes that follow.
    pub(super) fn attributes(self) -> usize {
        let inner = usize::from(self.skip(1).is('!'));
        match self.rest.get(1 + inner) {
            Some(TokenTree::Group(group)) if self.is('#') && group.delimiter() == Delimiter::Bracket => {
                2 + inner + self.skip(2 + inner).attributes()
            }
            _ => 0,
        }
    }

    /// What is in the brackets of the attribute that follows.
    pub(super) fn attribute_inside(self) -> Option<TokenStream> {
        let group = self.rest.iter().find_map(|token| match token {
            TokenTree::Group(group) => Some(group),
            _ => None,
        });
        group.map(Group::stream)
    }

    /// Takes an attribute: all of it, whether it is an inner one, and what is in its brackets.
    fn attribute(&mut self) -> Option<(TokenStream, bool, TokenStream)> {
        let is_inner = self.skip(1).is('!');
        let length = if self.attributes() == 0 { return None } else { 2 + usize::from(is_inner) };
        let whole = self.rest[..length].iter().cloned().collect();
        let inside = self.attribute_inside()?;
        *self = self.skip(length);
        Some((whole, is_inner, inside))
    }
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
