//! The values of arguments: one reader for each kind of value.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, ExprPath, Lit, LitStr, Path, PathArguments, Result, Token, parenthesized};

use super::{Argument, path, take};
use crate::found::{code_of, error, next};
use crate::parsed::At;
use crate::value::{Value, continues, is_group, rest};
use crate::{errors, messages, names};

/// What a handler is.
const FUNCTION: &str = "the path of a function";

impl Argument<'_> {
    /// The error about a value that is not `expected`. `meant` is the right one, if it is known.
    fn wrong(&self, value: &Value, expected: &str, meant: Option<String>) -> syn::Error {
        let form = meant.map(|meant| format!("{} = {meant}", names::plain(self.name)));
        let form = form.as_deref().unwrap_or(self.form);
        errors::on(value, messages::wrong_value(expected, &value.found(), form))
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
            let message = messages::unexpected_suffix(suffix, &format!("{name} = {plain}"));
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

    /// Nothing, or `= "text"`
    pub(crate) fn optional_text(&mut self) -> Result<Option<LitStr>> {
        if self.is_alone() { Ok(None) } else { self.text().map(Some) }
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
        self.number_from(0, max)
    }

    /// `= 3`
    pub(crate) fn number_from(&mut self, min: u32, max: u32) -> Result<At<u32>> {
        let value = self.value()?;
        if let Value::Literal { minus: None, literal: Lit::Int(number) } = &value
            && let Ok(value) = number.base10_parse()
            && (min..=max).contains(&value)
        {
            return Ok(At { value, span: number.span() });
        }
        let meant = value
            .in_quotes()
            .filter(|text| text.parse().is_ok_and(|number: u32| (min..=max).contains(&number)));
        Err(self.wrong(&value, &messages::integer(min, max), meant))
    }

    /// `= word`, where the word is one of `known`. Each has the value that is returned for it.
    pub(crate) fn choice(&mut self, known: &[(&str, &'static str)]) -> Result<At<&'static str>> {
        let value = self.value()?;
        value.choice(known).ok_or_else(|| {
            let form = |name: &str| format!("{} = {name}", names::plain(self.name));
            errors::on(&value, messages::wrong_choice(&value, known, form))
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
                Err(syn::Error::new(inside.span(), messages::second_comma(known)))
            } else {
                Value::parse(&inside)
            };
            match value.map(|value| (value.choice(known), value)) {
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

    /// Nothing, or `(word, word)`, where each word is one of `known`.
    pub(crate) fn optional_choices(
        &mut self,
        known: &[(&str, &'static str)],
    ) -> Result<Vec<At<&'static str>>> {
        if self.is_alone() {
            Ok(Vec::new())
        } else if self.input.peek(syn::token::Paren) {
            self.choices(known)
        } else {
            let message = messages::optional_list(&names::plain(self.name), &next(self.input), known);
            Err(error(self.input, message))
        }
    }

    /// `= path::to::something`
    pub(crate) fn path(&mut self) -> Result<ExprPath> {
        self.equals()?;
        let ahead = self.input.fork();
        self.any_path(path(&ahead), &ahead, FUNCTION)
    }

    /// `= path::to::module`
    pub(crate) fn module(&mut self) -> Result<Path> {
        self.equals()?;
        let ahead = self.input.fork();
        let begins = ahead.peek(Ident::peek_any) || ahead.peek(Token![::]);
        let path = if begins { Path::parse_mod_style(&ahead).ok() } else { None };
        self.any_path(path, &ahead, "a path")
    }

    /// Takes the path that was read ahead, if the argument ends after it.
    fn any_path<T>(&mut self, path: Option<T>, ahead: ParseStream, expected: &str) -> Result<T> {
        match path {
            Some(path) if !continues(ahead) && !is_group(ahead) => {
                self.input.advance_to(ahead);
                Ok(path)
            }
            _ => {
                let value = Value::parse(self.input)?;
                Err(self.no_path(&value, expected))
            }
        }
    }

    /// The error about a value that is not a path.
    fn no_path(&self, value: &Value, expected: &str) -> syn::Error {
        let name = names::plain(self.name);
        let form = |path: &str| format!("{name} = {path}");
        let tokens = value.to_token_stream();
        if let Value::Literal { literal: Lit::Str(text), .. } = value
            && text.parse::<Path>().is_ok()
        {
            return syn::Error::new(text.span(), messages::quoted_path(expected, &form(&text.value())));
        }
        if expected == FUNCTION
            && let Ok(path) = syn::parse2::<Path>(tokens.clone())
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
            let message = messages::called_path(expected, &form(&code_of(path)));
            return syn::Error::new(call.paren_token.span.join(), message);
        }
        let message = messages::expected_path(expected, &value.found(), self.form);
        errors::on(value, message)
    }
}
