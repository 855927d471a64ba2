//! The macro as a function from tokens to tokens.

mod cancel_edges;
mod expansion;
mod half_typed;
mod limits;
mod lists;
mod mistakes;
mod mutations;
mod one_token;
mod pages;
mod parameters;
mod receive;
mod typos;

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

    /// The messages of its errors, in order.
    fn mistakes(&self) -> Vec<String> {
        self.errors().iter().map(ToString::to_string).collect()
    }

    /// Its errors, in order.
    fn errors(&self) -> Vec<syn::Error> {
        let mut errors = Errors::new();
        if let Ok(page) = crate::page::parse(self.arguments.clone(), self.item.clone(), &mut errors) {
            let checked = crate::check::page(&page, &mut errors);
            assert!(checked.is_some() || errors.len() > 0, "a page that is not emitted has an error");
        }
        errors.list()
    }
}
