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

/// An attribute whose arguments are read into a `T`.
pub(crate) struct List<T: 'static> {
    pub(crate) name: &'static str,
    /// The arguments: the name of each, its syntax, and its reader.
    pub(crate) arguments: &'static [(&'static str, &'static str, Read<T>)],
    /// Reads an argument with any other name.
    pub(crate) other: Read<T>,
    /// Every legal name.
    pub(crate) known: fn() -> Vec<&'static str>,
}

type Read<T> = fn(&mut T, &mut Argument) -> Result<()>;

/// The reader of one argument, after its name.
pub(crate) struct Argument<'a> {
    pub(crate) name: &'a Ident,
    /// The syntax, for errors.
    form: &'static str,
    pub(crate) input: ParseStream<'a>,
    pub(crate) errors: &'a mut Errors,
}

impl<T> List<T> {
    /// Reads every argument into `into`. Returns whether something without a name was among them.
    pub(crate) fn read(&self, tokens: TokenStream, into: &mut T, errors: &mut Errors) -> bool {
        let known = (self.known)();
        let mut unknown = false;
        let list = |input: ParseStream| {
            while !input.is_empty() {
                let Ok(name) = input.call(Ident::parse_any) else {
                    errors.at(input.span(), messages::not_an_argument(self.name, &known));
                    unknown = true;
                    skip_past_comma(input);
                    continue;
                };
                let plain = names::plain(&name);
                let argument = self.arguments.iter().find(|(name, ..)| *name == plain);
                let (_, form, read) = argument.copied().unwrap_or(("", "", self.other));
                match read(into, &mut Argument { name: &name, form, input, errors }) {
                    Ok(()) if input.is_empty() => {}
                    Ok(()) if input.peek(Token![,]) => take(input),
                    Ok(()) => {
                        errors.at(input.span(), messages::missing_comma());
                        // Where the next argument follows at once, the comma alone was forgotten. It
                        // may begin with a part of its name, as `caller` does.
                        let next = word(input).map(|word| names::plain(&word));
                        if !known.iter().any(|name| name.split('.').next() == next.as_deref()) {
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
}

impl Argument<'_> {
    /// Reads it into `place`. A second one is reported.
    pub(crate) fn once<T>(
        &mut self,
        place: &mut Parsed<T>,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<()> {
        if !place.is_absent() {
            self.errors.at(self.name.span(), messages::given_twice(&names::plain(self.name)));
            return read(self).map(drop);
        }
        place.doubt();
        *place = Parsed::Value(read(self)?);
        Ok(())
    }

    /// An error at the next token, or at the argument's name where there is none.
    fn wrong(&self) -> syn::Error {
        let nothing = self.input.is_empty() || self.input.peek(Token![,]);
        self.wrong_at(if nothing { self.name.span() } else { self.input.span() })
    }

    fn wrong_at(&self, span: Span) -> syn::Error {
        syn::Error::new(span, messages::written_so(&names::plain(self.name), self.form))
    }

    fn equals(&self) -> Result<()> {
        self.input.parse::<Token![=]>().map(drop).map_err(|_| self.wrong())
    }

    /// `= "text"`
    pub(crate) fn text(&mut self) -> Result<LitStr> {
        match self.literal()? {
            Lit::Str(text) if text.suffix().is_empty() => Ok(text),
            other => Err(self.wrong_at(other.span())),
        }
    }

    /// `= true` or `= false`
    pub(crate) fn bool(&mut self) -> Result<bool> {
        match self.literal()? {
            Lit::Bool(on) => Ok(on.value),
            other => Err(self.wrong_at(other.span())),
        }
    }

    /// `= literal`
    fn literal(&self) -> Result<Lit> {
        self.equals()?;
        let literal = self.input.peek(Lit) && !self.input.peek(Token![-]);
        if literal { self.input.parse() } else { Err(self.wrong()) }
    }

    /// `= literal`, which is never negative
    pub(crate) fn number(&self, message: impl Fn() -> String) -> Result<Lit> {
        if !self.input.peek2(Token![-]) {
            return self.literal();
        }
        self.equals()?;
        let minus = self.input.parse::<Token![-]>()?;
        let literal = self.input.parse::<Lit>().map_err(|error| self.wrong_at(error.span()))?;
        Err(syn::Error::new_spanned(quote!(#minus #literal), message()))
    }

    /// `= word`
    pub(crate) fn word(&mut self) -> Result<Ident> {
        self.equals()?;
        self.input.call(Ident::parse_any).map_err(|_| self.wrong())
    }

    /// `= path::to::something`
    pub(crate) fn path(&mut self) -> Result<ExprPath> {
        self.equals()?;
        path(self.input).ok_or_else(|| self.wrong())
    }

    /// `= path::to::module`
    pub(crate) fn module(&mut self) -> Result<Path> {
        self.equals()?;
        let begins = self.input.peek(Ident::peek_any) || self.input.peek(Token![::]);
        if begins { Path::parse_mod_style(self.input).map_err(|_| self.wrong()) } else { Err(self.wrong()) }
    }

    /// `= whatever stands up to the next comma`
    pub(crate) fn anything(&mut self) -> Result<TokenStream> {
        self.equals()?;
        let mut value = TokenStream::new();
        while !self.input.is_empty() && !self.input.peek(Token![,]) {
            value.extend([self.input.parse::<TokenTree>()?]);
        }
        if value.is_empty() { Err(self.wrong()) } else { Ok(value) }
    }

    /// `(word, word)`
    pub(crate) fn words(&mut self) -> Result<Vec<Ident>> {
        if !self.input.peek(syn::token::Paren) {
            return Err(self.wrong());
        }
        let inside;
        parenthesized!(inside in self.input);
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
    pub(crate) fn braces(&self) -> Result<TokenStream> {
        if !self.input.peek(syn::token::Brace) {
            return Err(self.wrong());
        }
        let inside;
        braced!(inside in self.input);
        inside.parse()
    }

    /// Nothing at all: the argument's name says it.
    pub(crate) fn flag(&mut self) -> Result<()> {
        let input = self.input;
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
