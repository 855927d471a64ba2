//! Collects mistakes: all are reported together, each at its own token.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Lit;

/// The mistakes found so far. Dropped unread, they would be lost, and a wrong page would compile:
/// in a debug build that panics.
pub(crate) struct Errors {
    list: Vec<syn::Error>,
    /// Literals that rustc has reported.
    rejected: Vec<Lit>,
    /// Whether the next mistake may be a consequence of an earlier one.
    in_doubt: bool,
    /// The mistakes that were left out for that reason.
    left_out: usize,
    read: bool,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self { list: Vec::new(), rejected: Vec::new(), in_doubt: false, left_out: 0, read: false }
    }

    /// A mistake at one place.
    pub(crate) fn at(&mut self, span: Span, message: String) {
        self.add(syn::Error::new(span, message));
    }

    /// A mistake that is several tokens long.
    pub(crate) fn on(&mut self, tokens: &impl ToTokens, message: String) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn add(&mut self, error: syn::Error) {
        if self.in_doubt { self.left_out += 1 } else { self.list.push(error) }
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

    /// A literal that rustc has reported, such as `0x`: a second error would be about the same mistake.
    pub(crate) fn rejected(&mut self, literal: &Lit) {
        self.rejected.push(literal.clone());
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len() + self.rejected.len() + self.left_out
    }

    /// The gate: nothing, or an error for each mistake. A rejected literal has every type; if rustc
    /// accepts it after all, it is not a `bool`, which is then the error.
    pub(crate) fn finish(mut self) -> Option<TokenStream> {
        self.read = true;
        if self.len() == 0 {
            return None;
        }
        let site = Span::mixed_site();
        let rejected = &self.rejected;
        let mut errors = quote_spanned!(site=> #(const _: ::core::primitive::bool = #rejected;)*);
        errors.extend(self.list.iter().map(syn::Error::to_compile_error));
        Some(errors)
    }

    #[cfg(test)]
    pub(crate) fn list(mut self) -> Vec<syn::Error> {
        self.read = true;
        std::mem::take(&mut self.list)
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        debug_assert!(self.read || std::thread::panicking(), "mistakes were gathered and never shown");
    }
}
