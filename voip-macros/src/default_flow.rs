//! The flow of a page without `flow { … }`, in the syntax of a page.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::errors::Errors;
use crate::flow::Flow;
use crate::host::Rows;

/// The tutorial's flow: each step once, with a toast for each failure.
fn call(site: Span) -> TokenStream {
    quote_spanned! {site=>
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败");
        Enabling    => Joining  | Failed: toast("开启通话功能失败");
        Joining     => InCall   | Failed: toast("加入通话失败");
        InCall      => Idle;
        Failed      => Idle;
    }
}

/// The flow of a page that never calls: it is made reachable, and that is all.
fn receive(site: Span) -> TokenStream {
    quote_spanned! {site=>
        Authorizing => Enabling | Failed: toast("唤起授权失败");
        Enabling    => Idle     | Failed: toast("开启通话功能失败");
    }
}

/// Reads it with the parser of a page; a test checks that it has no mistakes.
pub(crate) fn parse(rows: Rows, errors: &mut Errors) -> Flow {
    let site = Span::mixed_site();
    let tokens = match rows {
        Rows::Call => call(site),
        Rows::Receive => receive(site),
    };
    Flow::parse(site, tokens, rows, errors)
}
