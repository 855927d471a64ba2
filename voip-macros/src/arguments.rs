//! Lists of arguments, as `#[voip_page(…)]` and `#[field(…)]` have them.
//!
//! A reader of one argument returns the error that it cannot read past; the rest of that argument is
//! then skipped, and the next one read as if nothing had happened. Errors that it can read past it
//! adds to the [`Errors`] itself.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{ExprPath, Lit, LitStr, Path, Result, Token, braced, parenthesized};

use crate::errors::Errors;
use crate::parsed::Parsed;
use crate::{messages, names};

/// Reads every argument of the attribute `of`, whose arguments are `known`. Gives whether something
/// stood there that may have been any of them.
pub(crate) fn each(
    of: &str,
    known: &[&str],
    tokens: TokenStream,
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, ParseStream, &mut Errors) -> Result<()>,
) -> bool {
    let mut unknown = false;
    let list = |input: ParseStream| {
        while !input.is_empty() {
            let Ok(name) = input.call(Ident::parse_any) else {
                errors.at(input.span(), messages::not_an_argument(of, known));
                unknown = true;
                skip_past_comma(input);
                continue;
            };
            match read(&name, input, errors) {
                Ok(()) if input.is_empty() => {}
                Ok(()) if input.peek(Token![,]) => take(input),
                Ok(()) => {
                    errors.at(input.span(), messages::missing_comma());
                    // Where the next argument follows at once, the comma alone was forgotten.
                    if !word(input).is_some_and(|word| begins_one(&word, known)) {
                        skip_past_comma(input);
                    }
                }
                Err(error) => {
                    errors.add(error);
                    skip_past_comma(input);
                }
            }
        }
        Ok(())
    };
    if let Err(error) = list.parse2(tokens) {
        errors.add(error);
    }
    unknown
}

/// Whether `word` is one of the `known` arguments, or begins one, as `caller` does.
fn begins_one(word: &Ident, known: &[&str]) -> bool {
    let word = names::plain(word);
    known.iter().any(|name| name.split('.').next() == Some(word.as_str()))
}

/// Reads one argument into its place, which it may be given once.
pub(crate) fn once<T>(
    place: &mut Parsed<T>,
    name: &Ident,
    errors: &mut Errors,
    read: impl FnOnce() -> Result<T>,
) -> Result<()> {
    if !place.is_absent() {
        errors.at(name.span(), messages::given_twice(&names::plain(name)));
        return read().map(drop);
    }
    place.doubt();
    *place = Parsed::Value(read()?);
    Ok(())
}

/// How an argument is written, for the errors in it.
pub(crate) struct Form<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) form: &'static str,
}

impl Form<'_> {
    /// An error at the next token, or at the argument's name where there is none.
    pub(crate) fn wrong(&self, input: ParseStream) -> syn::Error {
        let nothing = input.is_empty() || input.peek(Token![,]);
        self.wrong_at(if nothing { self.name.span() } else { input.span() })
    }

    pub(crate) fn wrong_at(&self, span: Span) -> syn::Error {
        syn::Error::new(span, messages::written_so(&names::plain(self.name), self.form))
    }

    fn equals(&self, input: ParseStream) -> Result<()> {
        input.parse::<Token![=]>().map(drop).map_err(|_| self.wrong(input))
    }

    /// `= "text"`
    pub(crate) fn text(&self, input: ParseStream) -> Result<LitStr> {
        self.equals(input)?;
        if !input.peek(LitStr) {
            return Err(self.wrong(input));
        }
        let text: LitStr = input.parse()?;
        if text.suffix().is_empty() { Ok(text) } else { Err(self.wrong_at(text.span())) }
    }

    /// `= literal`
    pub(crate) fn literal(&self, input: ParseStream) -> Result<Lit> {
        self.equals(input)?;
        if input.peek(Lit) && !input.peek(Token![-]) { input.parse() } else { Err(self.wrong(input)) }
    }

    /// `= literal`, which is never negative
    pub(crate) fn number(&self, input: ParseStream, message: impl Fn() -> String) -> Result<Lit> {
        self.equals(input)?;
        if input.peek(Token![-]) {
            let number = input.parse::<Token![-]>().and_then(|minus| Ok((minus, input.parse::<Lit>()?)));
            return Err(match number {
                Ok((minus, literal)) => syn::Error::new_spanned(quote!(#minus #literal), message()),
                Err(error) => self.wrong_at(error.span()),
            });
        }
        if input.peek(Lit) { input.parse() } else { Err(self.wrong(input)) }
    }

    /// `= word`
    pub(crate) fn word(&self, input: ParseStream) -> Result<Ident> {
        self.equals(input)?;
        input.call(Ident::parse_any).map_err(|_| self.wrong(input))
    }

    /// `= path::to::something`
    pub(crate) fn path(&self, input: ParseStream) -> Result<ExprPath> {
        self.equals(input)?;
        path(input).ok_or_else(|| self.wrong(input))
    }

    /// `= path::to::module`
    pub(crate) fn module(&self, input: ParseStream) -> Result<Path> {
        self.equals(input)?;
        let begins = input.peek(Ident::peek_any) || input.peek(Token![::]);
        if begins {
            Path::parse_mod_style(input).map_err(|_| self.wrong(input))
        } else {
            Err(self.wrong(input))
        }
    }

    /// `= whatever stands up to the next comma`
    pub(crate) fn anything(&self, input: ParseStream) -> Result<TokenStream> {
        self.equals(input)?;
        let mut value = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            value.extend([input.parse::<TokenTree>()?]);
        }
        if value.is_empty() { Err(self.wrong(input)) } else { Ok(value) }
    }

    /// `(word, word)`
    pub(crate) fn words(&self, input: ParseStream) -> Result<Vec<Ident>> {
        if !input.peek(syn::token::Paren) {
            return Err(self.wrong(input));
        }
        let inside;
        parenthesized!(inside in input);
        let mut words = Vec::new();
        let mut wrong = None;
        while !inside.is_empty() {
            match inside.call(Ident::parse_any) {
                Ok(word) if inside.is_empty() || inside.peek(Token![,]) => words.push(word),
                _ => wrong = wrong.or_else(|| Some(self.wrong_at(inside.span()))),
            }
            skip_past_comma(&inside);
        }
        wrong.map_or(Ok(words), Err)
    }

    /// `{ whatever }`
    pub(crate) fn braces(&self, input: ParseStream) -> Result<TokenStream> {
        if !input.peek(syn::token::Brace) {
            return Err(self.wrong(input));
        }
        let inside;
        braced!(inside in input);
        inside.parse()
    }

    /// Nothing at all: the argument's name says it.
    pub(crate) fn flag(&self, input: ParseStream) -> Result<()> {
        if input.is_empty() || input.peek(Token![,]) || input.peek(Ident::peek_any) {
            return Ok(());
        }
        Err(syn::Error::new(input.span(), messages::flag(&names::plain(self.name))))
    }
}

/// A path in expression style. Attributes, which syn would take before it, are none of it.
pub(crate) fn path(input: ParseStream) -> Option<ExprPath> {
    if input.peek(Token![#]) { None } else { input.parse().ok() }
}

/// The next token, if it is a word.
pub(crate) fn word(input: ParseStream) -> Option<Ident> {
    input.cursor().ident().map(|(word, _)| word)
}

/// Takes one token; nothing at the end.
pub(crate) fn take(input: ParseStream) {
    let _ = input.parse::<TokenTree>();
}

fn skip_past_comma(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        take(input);
    }
    take(input);
}
