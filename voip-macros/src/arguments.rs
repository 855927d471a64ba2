//! Lists of arguments, as `#[voip_page(…)]` and `#[field(…)]` have them.
//!
//! A reader of one argument returns the error that it cannot read past; the rest of that argument is
//! then skipped, and the next one is read as usual. It adds other errors to the [`Errors`] itself.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{
    Attribute, Expr, ExprPath, Lit, LitStr, Path, PathArguments, Result, Token, braced, parenthesized,
};

use crate::errors::{Errors, reported_by_rustc};
use crate::parsed::{At, Parsed};
use crate::value::{Value, code_of, continues, is_group, next, rest};
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
                let attributes = input.call(Attribute::parse_outer).unwrap_or_default();
                let conditional = self.attributes(&attributes, errors);
                let Ok(name) = input.call(Ident::parse_any) else {
                    match attributes.last() {
                        Some(last) if input.is_empty() && !last.path().is_ident("doc") => {}
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
                        errors.at(input.span(), messages::expected_comma(&next(input)));
                        // Where the next argument follows at once, the comma alone was forgotten. It
                        // may begin with a part of its name, as `caller` does.
                        let next = word(input).map(|word| names::plain(&word));
                        if input.peek(Token![;]) {
                            take(input);
                        } else if !known.iter().any(|name| name.split('.').next() == next.as_deref()) {
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
            if path.is_ident("cfg") || path.is_ident("cfg_attr") {
                errors.on(path, messages::cfg_on_argument(&code_of(path), self.name));
                conditional = true;
            } else if !path.is_ident("doc") {
                errors.on(path, messages::attribute_on_argument(&code_of(path)));
            }
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
            _ => syn::Error::new(span, messages::expected_argument(self.name, &next(input), known)),
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
        let message = messages::expected_sign(expected, &next(self.input), self.form);
        syn::Error::new(self.input.span(), message)
    }

    /// The error about a value that is not `expected`. `meant` is the right one, if it is known.
    fn wrong(&self, value: &Value, expected: &str, meant: Option<String>) -> syn::Error {
        let form = meant.map(|meant| format!("{} = {meant}", names::plain(self.name)));
        let form = form.as_deref().unwrap_or(self.form);
        syn::Error::new_spanned(value, messages::wrong_value(expected, &value.found(), form))
    }

    fn equals(&self) -> Result<()> {
        let longer = self.input.peek(Token![==]) || self.input.peek(Token![=>]);
        if longer || self.input.parse::<Token![=]>().is_err() {
            return Err(self.unexpected("="));
        }
        if self.ends() { Err(self.missing_value()) } else { Ok(()) }
    }

    /// `= value`
    pub(crate) fn value(&mut self) -> Result<Value> {
        self.equals()?;
        let value = Value::parse(self.input)?;
        if let Value::Literal { literal, .. } = &value
            && !literal.suffix().is_empty()
        {
            let (name, suffix) = (names::plain(self.name), literal.suffix());
            let written = code_of(&value);
            let plain = written.strip_suffix(suffix).unwrap_or(&written);
            let message = messages::suffix(suffix, &format!("{name} = {plain}"));
            return Err(syn::Error::new(literal.span(), message));
        }
        Ok(value)
    }

    /// `= "text"`
    pub(crate) fn text(&mut self) -> Result<LitStr> {
        match self.value()? {
            Value::Literal { minus: None, literal: Lit::Str(text) } => Ok(text),
            other => Err(self.wrong(&other, "a string literal", other.as_text())),
        }
    }

    /// `= true` or `= false`
    pub(crate) fn bool(&mut self) -> Result<bool> {
        match self.value()? {
            Value::Literal { minus: None, literal: Lit::Bool(on) } => Ok(on.value),
            other => {
                let meant = other.in_quotes().filter(|text| text.parse::<bool>().is_ok());
                Err(self.wrong(&other, "`true` or `false`", meant))
            }
        }
    }

    /// `= 3`
    pub(crate) fn number(&mut self, max: u32) -> Result<At<u32>> {
        let value = self.value()?;
        if let Value::Literal { minus: None, literal: Lit::Int(number) } = &value
            && let Ok(value) = number.base10_parse()
            && value <= max
        {
            return Ok(At { value, span: number.span() });
        }
        let meant = value.in_quotes().filter(|text| text.parse().is_ok_and(|number: u32| number <= max));
        Err(self.wrong(&value, &messages::integer(0, max), meant))
    }

    /// `= word`, where the word is one of `known`. Each has the value that is returned for it.
    pub(crate) fn choice(&mut self, known: &[(&str, &'static str)]) -> Result<At<&'static str>> {
        let value = self.value()?;
        choice(&value, known).ok_or_else(|| {
            let form = |name: &str| format!("{} = {name}", names::plain(self.name));
            syn::Error::new_spanned(&value, messages::wrong_choice(&value, known, form))
        })
    }

    /// `(word, word)`, where each word is one of `known`.
    pub(crate) fn choices(&mut self, known: &[(&str, &'static str)]) -> Result<Vec<At<&'static str>>> {
        if !self.input.peek(syn::token::Paren) {
            return Err(self.unexpected("("));
        }
        let inside;
        parenthesized!(inside in self.input);
        if inside.is_empty() {
            let message = messages::empty_list(&names::plain(self.name), self.form);
            return Err(syn::Error::new(self.name.span(), message));
        }
        let mut found: Vec<At<&'static str>> = Vec::new();
        while !inside.is_empty() {
            let value = if inside.peek(Token![,]) {
                Err(syn::Error::new(inside.span(), messages::second_separator("a word", "`,`")))
            } else {
                Value::parse(&inside)
            };
            match value.map(|value| (choice(&value, known), value)) {
                Err(error) => self.errors.add(error),
                Ok((Some(choice), value)) if found.iter().any(|earlier| earlier.value == choice.value) => {
                    self.errors.on(&value, messages::duplicate(&code_of(&value)));
                }
                Ok((Some(choice), _)) => found.push(choice),
                Ok((None, value)) => {
                    self.errors.on(&value, messages::wrong_choice(&value, known, str::to_owned));
                }
            }
            if !inside.is_empty() && !inside.peek(Token![,]) {
                self.errors.at(inside.span(), messages::expected_comma_in_list(&next(&inside)));
                rest(&inside);
            }
            take(&inside);
        }
        Ok(found)
    }

    /// `= path::to::something`
    pub(crate) fn path(&mut self) -> Result<ExprPath> {
        self.equals()?;
        let ahead = self.input.fork();
        self.any_path(path(&ahead), &ahead)
    }

    /// `= path::to::module`
    pub(crate) fn module(&mut self) -> Result<Path> {
        self.equals()?;
        let ahead = self.input.fork();
        let begins = ahead.peek(Ident::peek_any) || ahead.peek(Token![::]);
        let path = if begins { Path::parse_mod_style(&ahead).ok() } else { None };
        self.any_path(path, &ahead)
    }

    /// Takes the path that was read ahead, if the argument ends after it.
    fn any_path<T>(&mut self, path: Option<T>, ahead: ParseStream) -> Result<T> {
        match path {
            Some(path) if !continues(ahead) && !is_group(ahead) => {
                self.input.advance_to(ahead);
                Ok(path)
            }
            _ => {
                let value = Value::parse(self.input)?;
                Err(self.no_path(&value))
            }
        }
    }

    /// The error about a value that should be a path.
    fn no_path(&self, value: &Value) -> syn::Error {
        let name = names::plain(self.name);
        let form = |path: &str| format!("{name} = {path}");
        let tokens = quote::ToTokens::to_token_stream(value);
        if let Value::Literal { literal: Lit::Str(text), .. } = value
            && text.parse::<Path>().is_ok()
        {
            return syn::Error::new(text.span(), messages::quoted_path(&form(&text.value())));
        }
        if let Ok(path) = syn::parse2::<Path>(tokens.clone())
            && let Some(PathArguments::AngleBracketed(generics)) =
                path.segments.last().map(|last| &last.arguments)
            && generics.colon2_token.is_none()
        {
            let (written, generics_code) = (code_of(&path), code_of(generics));
            let before = written.strip_suffix(generics_code.as_str()).unwrap_or(&written);
            let message = messages::missing_colons(&form(&format!("{before}::{generics_code}")));
            return syn::Error::new(generics.lt_token.span, message);
        }
        if let Ok(Expr::Call(call)) = syn::parse2(tokens)
            && let Expr::Path(path) = &*call.func
        {
            let message = messages::called_path(&form(&code_of(path)));
            return syn::Error::new(call.paren_token.span.join(), message);
        }
        let message = messages::expected_path(&value.found(), self.form);
        syn::Error::new_spanned(value, message)
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
        let input = self.input;
        if self.ends() || input.peek(Ident::peek_any) || input.peek(Token![#]) {
            return Ok(());
        }
        Err(syn::Error::new(input.span(), messages::flag(&names::plain(self.name))))
    }
}

/// The choice that this word is.
pub(crate) fn choice(value: &Value, known: &[(&str, &'static str)]) -> Option<At<&'static str>> {
    let Value::Word(word) = value else { return None };
    let name = names::plain(word);
    let (_, value) = known.iter().find(|(known, _)| *known == name)?;
    Some(At { value: *value, span: word.span() })
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
