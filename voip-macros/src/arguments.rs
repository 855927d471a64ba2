//! The lists of arguments of `#[voip_page(…)]` and `#[field(…)]`.
//!
//! A reader of one argument returns the error that it cannot read past; the rest of that argument is
//! then skipped, and the next one is read as usual. It adds other errors to the [`Errors`] itself.

mod values;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, ExprPath, Lit, Result, Token, braced};

use crate::errors::{Errors, reported_by_rustc};
use crate::found::{code_of, next};
use crate::parsed::Parsed;
use crate::value::{is_group, rest};
use crate::{found, messages, names};

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

/// One argument, after its name has been read.
pub(crate) struct Argument<'a> {
    pub(crate) name: &'a Ident,
    /// The syntax, for errors.
    form: &'static str,
    pub(crate) input: ParseStream<'a>,
    pub(crate) errors: &'a mut Errors,
    /// Whether a `cfg` on it has been reported. Two of one name may then have been alternatives.
    conditional: bool,
}

impl<T> List<T> {
    /// Reads every argument into `into`. Returns whether something without a name was among them.
    pub(crate) fn read(&self, tokens: TokenStream, into: &mut T, errors: &mut Errors) -> bool {
        let known = (self.known)();
        let mut unknown = false;
        let list = |input: ParseStream| {
            while !input.is_empty() {
                let inner = input.peek(Token![#]) && input.peek2(Token![!]);
                let span = input.span();
                let mut attributes = input.call(Attribute::parse_inner).unwrap_or_default();
                if attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
                    errors.at(span, messages::inner_doc_comment());
                }
                attributes.extend(input.call(Attribute::parse_outer).unwrap_or_default());
                let conditional = self.attributes(&attributes, errors);
                let Ok(name) = input.call(Ident::parse_any) else {
                    match attributes.last() {
                        Some(last) if input.is_empty() && !last.path().is_ident("doc") => {}
                        _ if input.is_empty() && inner => {}
                        Some(last) if input.is_empty() => errors.on(last, messages::attribute_of_nothing()),
                        _ => errors.add(self.no_name(input, &known)),
                    }
                    unknown = true;
                    skip_past_comma(input);
                    continue;
                };
                let plain = names::plain(&name);
                let argument = self.arguments.iter().find(|(name, ..)| *name == plain);
                let (_, form, read) = argument.copied().unwrap_or(("", "", self.other));
                match read(into, &mut Argument { name: &name, form, input, errors, conditional }) {
                    Ok(()) if input.is_empty() => {}
                    Ok(()) if input.peek(Token![,]) => take(input),
                    Ok(()) => {
                        // If the next argument follows, only the comma is missing. It may begin with a
                        // part of its name, as `caller` does.
                        let name = word(input).map(|word| names::plain(&word));
                        let is_known = known.iter().any(|known| known.split('.').next() == name.as_deref());
                        let has_value = name.is_some() && input.peek2(Token![=]);
                        let follows = is_known || has_value || input.peek(Token![;]) || input.peek(Token![#]);
                        errors.add(found::error(input, messages::expected_comma(&next(input), follows)));
                        if input.peek(Token![;]) {
                            take(input);
                        } else if !is_known {
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

    /// Reports the attributes of an argument that are not doc comments. Returns whether a condition is
    /// among them.
    fn attributes(&self, attributes: &[Attribute], errors: &mut Errors) -> bool {
        let mut conditional = false;
        for path in attributes.iter().map(Attribute::path) {
            if !path.is_ident("doc") {
                errors.on(path, messages::attribute_on_argument(&code_of(path), self.name));
            }
            conditional |= path.is_ident("cfg");
        }
        conditional
    }

    /// The error about something that is not an argument's name.
    fn no_name(&self, input: ParseStream, known: &[&str]) -> syn::Error {
        let span = input.span();
        match input.fork().parse() {
            Ok(Lit::Verbatim(_)) => reported_by_rustc(span),
            Ok(Lit::Str(text)) if known.contains(&text.value().as_str()) => {
                syn::Error::new(span, messages::quoted_argument(&text.value()))
            }
            _ if input.peek(Token![,]) || input.peek(Token![;]) => {
                syn::Error::new(span, messages::second_separator("an argument", &next(input)))
            }
            _ if is_group(input) => syn::Error::new(span, messages::grouped_arguments(&next(input))),
            _ => found::error(input, messages::expected_argument(self.name, &next(input), known)),
        }
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
            if !self.conditional {
                self.errors.at(self.name.span(), messages::duplicate(&names::plain(self.name)));
            }
            return read(self).map(drop);
        }
        place.doubt();
        *place = Parsed::Value(read(self)?);
        Ok(())
    }

    /// Whether the argument ends here.
    fn ends(&self) -> bool {
        self.input.is_empty() || self.input.peek(Token![,]) || self.input.peek(Token![;])
    }

    fn missing_value(&self) -> syn::Error {
        let message = messages::missing_value(&names::plain(self.name), self.form);
        syn::Error::new(self.name.span(), message)
    }

    /// The error about the next token, which is not `expected`.
    fn unexpected(&self, expected: &str) -> syn::Error {
        if self.ends() {
            return self.missing_value();
        }
        found::error(self.input, messages::expected_sign(expected, &next(self.input), self.form))
    }

    fn equals(&self) -> Result<()> {
        let longer = self.input.peek(Token![==]) || self.input.peek(Token![=>]);
        if longer || self.input.parse::<Token![=]>().is_err() {
            return Err(self.unexpected("="));
        }
        if self.ends() { Err(self.missing_value()) } else { Ok(()) }
    }

    /// `{ anything }`. Other delimiters and a sign before them are reported, and what is inside is read.
    pub(crate) fn braces(&mut self) -> Result<TokenStream> {
        if self.input.peek(syn::token::Brace) {
            let inside;
            braced!(inside in self.input);
            return inside.parse();
        }
        let error = self.unexpected("{");
        let ahead = self.input.fork();
        while ahead.cursor().punct().is_some() && !ahead.peek(Token![,]) {
            take(&ahead);
        }
        let Ok(TokenTree::Group(group)) = ahead.parse() else { return Err(error) };
        self.errors.add(error);
        self.input.advance_to(&ahead);
        Ok(group.stream())
    }

    /// Nothing: the name of the argument is enough.
    pub(crate) fn flag(&mut self) -> Result<()> {
        if self.is_alone() {
            return Ok(());
        }
        Err(found::error(self.input, messages::flag(&names::plain(self.name))))
    }

    /// Whether nothing that could be a value follows.
    fn is_alone(&self) -> bool {
        self.ends() || self.input.peek(Ident::peek_any) || self.input.peek(Token![#])
    }
}

/// A path in expression style. Attributes, which syn would take before it, are not part of it.
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
    rest(input);
    take(input);
}
