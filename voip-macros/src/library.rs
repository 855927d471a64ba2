//! The macro as a library, which works outside of a compiler. `fuzz/macros` has this file as its root: a `proc-macro` crate exports
//! its macros only.

#![cfg_attr(test, allow(dead_code, reason = "the unit tests of `voip-macros` use more of it"))]

// Its functions are called only inside of a compiler.
extern crate proc_macro;

mod arguments;
mod cfg;
mod check;
mod choice;
mod compile;
mod default_flow;
mod errors;
mod expand;
mod fallback;
mod field;
mod flow;
mod found;
mod host;
mod kind;
mod messages;
mod model;
mod names;
mod nearest;
mod page;
mod parsed;
mod recover;
mod role;
mod value;

use proc_macro2::TokenStream;

/// What `#[voip_page(arguments)]` makes of an item.
pub fn voip_page(arguments: TokenStream, item: TokenStream) -> TokenStream {
    compile::compile(arguments, item)
}

/// What `#[derive(Choice)]` adds to an item.
pub fn choice(input: TokenStream) -> TokenStream {
    choice::derive(input)
}
