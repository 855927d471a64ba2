//! The macro as a function from tokens to tokens.

mod expansion;
mod half_typed;
mod mistakes;
mod mutations;
mod one_token;
mod pages;
mod slips;

use std::str::FromStr;

use proc_macro2::TokenStream;

use crate::errors::Errors;

/// The arguments and the struct of `#[voip_page(…)] struct …`.
struct Source {
    arguments: TokenStream,
    item: TokenStream,
}

impl Source {
    fn new(arguments: &str, item: &str) -> Self {
        let tokens = |text| TokenStream::from_str(text).expect("a test's page has tokens");
        Self { arguments: tokens(arguments), item: tokens(item) }
    }

    fn expand(&self) -> TokenStream {
        crate::compile(self.arguments.clone(), self.item.clone())
    }

    /// What is wrong with it, in order.
    fn mistakes(&self) -> Vec<String> {
        self.errors().iter().map(ToString::to_string).collect()
    }

    /// The same, with the places.
    fn errors(&self) -> Vec<syn::Error> {
        let mut errors = Errors::new();
        if let Ok(page) = crate::page::parse(self.arguments.clone(), self.item.clone(), &mut errors) {
            let checked = crate::check::page(&page, &mut errors);
            assert!(checked.is_some() || errors.len() > 0, "what is not emitted has a mistake");
        }
        errors.list()
    }
}
