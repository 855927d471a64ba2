//! The macro as a function from tokens to tokens.

mod cancel_edges;
mod expansion;
mod flow_rules;
mod flow_syntax;
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
mod ui;

use std::str::FromStr;

use expect_test::Expect;
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
        crate::compile::compile(self.arguments.clone(), self.item.clone())
    }

    /// The messages of its errors, in order.
    fn mistakes(&self) -> Vec<String> {
        self.errors().iter().map(ToString::to_string).collect()
    }

    /// Whether it is a page, without an error of the macro or of rustc about its fields.
    fn is_accepted(&self) -> bool {
        let mut errors = Errors::new();
        let page = crate::page::parse(self.arguments.clone(), self.item.clone(), &mut errors);
        let checked = page.is_ok_and(|page| crate::check::page(&page, &mut errors).is_some());
        errors.finish().is_none() && checked
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

/// Compares the messages of a page.
fn check(page: &Source, expected: &Expect) {
    expected.assert_eq(&page.mistakes().join("\n"));
}

/// The tutorial's flow with another row for one state.
fn flow(state: &str, row: &str) -> Source {
    let rows = [
        ("Idle", "Idle => Authorizing;"),
        ("Authorizing", "Authorizing => Enabling | Failed;"),
        ("Enabling", "Enabling => Joining | Failed;"),
        ("Joining", "Joining => InCall | Failed;"),
        ("InCall", "InCall => Idle;"),
        ("Failed", "Failed => Idle;"),
    ];
    let rows = rows.map(|(name, plain)| if name == state { row } else { plain }).join("\n");
    Source::new(&format!("title = \"x\", flow {{ {rows} }}"), pages::FIELDS)
}

/// The tutorial's struct with one part replaced.
fn fields(from: &str, to: &str) -> Source {
    assert!(pages::FIELDS.contains(from), "{from} is in the tutorial's fields");
    Source::new("title = \"x\"", &pages::FIELDS.replace(from, to))
}
