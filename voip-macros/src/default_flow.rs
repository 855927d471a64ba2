//! The flow of a page that declares none, written as a page would.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::parse::{ParseStream, Parser};

use crate::errors::Errors;
use crate::flow::Flow;

/// The tutorial's flow: each step once, its toast on each failure.
fn tokens(site: Span) -> TokenStream {
    quote_spanned! {site=>
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败");
        Enabling    => Joining  | Failed: toast("开启通话功能失败");
        Joining     => InCall   | Failed: toast("加入通话失败");
        InCall      => Idle;
        Failed      => Idle;
    }
}

/// The page's own parser reads it; a test sees that it finds no mistakes.
pub(crate) fn parse(errors: &mut Errors) -> Option<Flow> {
    let site = Span::mixed_site();
    let read = |input: ParseStream| Ok(Flow::parse(site, input, errors));
    read.parse2(tokens(site)).ok()
}

#[cfg(test)]
mod tests {
    use crate::check;
    use crate::errors::Errors;

    #[test]
    fn is_a_flow_without_mistakes() {
        let mut errors = Errors::new();
        let flow = super::parse(&mut errors).expect("it is a flow");
        check::flow::check(&flow, &mut errors);
        assert_eq!(errors.messages(), <[&str; 0]>::default());
    }
}
