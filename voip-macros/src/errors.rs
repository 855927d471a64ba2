//! Collects mistakes: all are reported together, each at its own token.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The error about something that rustc itself has reported already, and that is reported once.
pub(crate) fn reported_by_rustc(span: Span) -> syn::Error {
    syn::Error::new(span, "")
}

/// An error that is several tokens long.
pub(crate) fn on(tokens: &impl ToTokens, message: String) -> syn::Error {
    syn::Error::new_spanned(visible(tokens.to_token_stream()), message)
}

/// The tokens without the invisible groups that `macro_rules!` puts around some of them: a group is where
/// that macro is defined, and what is in it where the macro is called.
pub(crate) fn visible(tokens: TokenStream) -> TokenStream {
    let inside = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => visible(group.stream()),
        token => token.into(),
    };
    tokens.into_iter().flat_map(inside).collect()
}

/// The mistakes found so far. If it was dropped without being read, a wrong page would compile: in a debug
/// build that panics.
pub(crate) struct Errors {
    list: Vec<syn::Error>,
    /// How many of them rustc has reported.
    by_rustc: usize,
    /// Whether the next mistake may be a consequence of an earlier one.
    in_doubt: bool,
    /// How many mistakes were left out for that reason.
    left_out: usize,
    read: bool,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self { list: Vec::new(), by_rustc: 0, in_doubt: false, left_out: 0, read: false }
    }

    /// A mistake at one place.
    pub(crate) fn at(&mut self, span: Span, message: String) {
        self.add(syn::Error::new(span, message));
    }

    /// A mistake that is several tokens long.
    pub(crate) fn on(&mut self, tokens: &impl ToTokens, message: String) {
        self.add(on(tokens, message));
    }

    pub(crate) fn add(&mut self, error: syn::Error) {
        if error.to_string().is_empty() {
            self.by_rustc += 1;
        } else if self.in_doubt {
            self.left_out += 1;
        } else {
            self.list.push(error);
        }
    }

    /// A mistake in the syntax. Until [`Self::resume`], another one may be a consequence of it.
    pub(crate) fn syntax(&mut self, error: syn::Error) {
        self.add(error);
        self.doubt();
    }

    /// Leaves out the mistakes up to [`Self::resume`]: one has been reported, and they may follow from it.
    pub(crate) fn doubt(&mut self) {
        self.in_doubt = true;
    }

    /// The next mistake is not a consequence of an earlier one. Returns whether it could have been.
    pub(crate) fn resume(&mut self) -> bool {
        std::mem::take(&mut self.in_doubt)
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len() + self.by_rustc + self.left_out
    }

    /// The gate: nothing, or a `compile_error!` for each mistake that rustc has not reported.
    pub(crate) fn finish(mut self) -> Option<TokenStream> {
        self.read = true;
        let list = std::mem::take(&mut self.list);
        let wrong = self.by_rustc > 0 || !list.is_empty();
        wrong.then(|| list.iter().map(syn::Error::to_compile_error).collect())
    }

    #[cfg(test)]
    pub(crate) fn list(mut self) -> Vec<syn::Error> {
        self.read = true;
        std::mem::take(&mut self.list)
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        debug_assert!(self.read || std::thread::panicking(), "errors were collected and never reported");
    }
}
