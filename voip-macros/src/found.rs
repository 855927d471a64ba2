//! What an error calls the tokens that it found.

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Lifetime, Lit};

/// What was found instead of a value.
pub(crate) struct Found {
    /// What an error calls it.
    pub(crate) what: String,
    /// Why the macro cannot take its value.
    pub(crate) unreadable: Option<Unreadable>,
}

/// A value that exists only after the macro has run.
pub(crate) enum Unreadable {
    Constant,
    Macro,
}

/// An error at the next token, or at all signs of the operator that is there.
pub(crate) fn error(input: ParseStream, message: String) -> syn::Error {
    let signs = operator(input);
    if signs.is_empty() || is_doc_comment(input) {
        syn::Error::new(input.span(), message)
    } else {
        syn::Error::new_spanned(signs.into_iter().collect::<TokenStream>(), message)
    }
}

/// What an error calls the next token.
pub(crate) fn next(input: ParseStream) -> String {
    if let Ok(lifetime) = input.fork().parse::<Lifetime>() {
        return code(&lifetime);
    }
    match input.cursor().token_tree() {
        None => "the end of the arguments".to_owned(),
        Some((TokenTree::Group(group), _)) if group.delimiter() != Delimiter::None => {
            format!("`{}`", delimiters(group.delimiter()).0)
        }
        Some((TokenTree::Literal(literal), _)) => literal_name(&Lit::new(literal)),
        Some((TokenTree::Punct(_), _)) if is_doc_comment(input) => "a doc comment".to_owned(),
        Some((TokenTree::Punct(_), _)) => {
            format!("`{}`", operator(input).iter().map(ToString::to_string).collect::<String>())
        }
        Some((token, _)) => code(&token),
    }
}

fn is_doc_comment(input: ParseStream) -> bool {
    let attributes = input.fork().call(syn::Attribute::parse_outer).unwrap_or_default();
    attributes.first().is_some_and(|first| first.path().is_ident("doc"))
}

/// All signs of an operator, such as `=>`.
fn operator(input: ParseStream) -> Vec<TokenTree> {
    let ahead = input.fork();
    let mut signs = Vec::new();
    while let Some((sign, _)) = ahead.cursor().punct() {
        let is_last = sign.spacing() == Spacing::Alone;
        signs.push(sign.into());
        let _ = ahead.parse::<TokenTree>();
        if is_last {
            break;
        }
    }
    signs
}

pub(crate) fn literal_name(literal: &Lit) -> String {
    let name = match literal {
        Lit::Str(_) => "a string literal",
        Lit::ByteStr(_) => "a byte string literal",
        Lit::CStr(_) => "a C string literal",
        Lit::Byte(_) => "a byte literal",
        Lit::Char(_) => "a character literal",
        other => return code(other),
    };
    name.to_owned()
}

/// Tokens as code in a message.
pub(crate) fn code(tokens: &impl ToTokens) -> String {
    format!("`{}`", code_of(tokens))
}

/// Tokens without the spaces that a `TokenStream` has between them.
pub(crate) fn code_of(tokens: &impl ToTokens) -> String {
    let mut code = String::new();
    write(tokens.to_token_stream(), &mut code);
    code.trim_start().to_owned()
}

fn write(tokens: TokenStream, code: &mut String) {
    for token in tokens {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '"';
        if code.ends_with(is_word) && matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_)) {
            code.push(' ');
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = delimiters(group.delimiter());
                code.push_str(open);
                write(group.stream(), code);
                code.push_str(close);
            }
            TokenTree::Punct(sign) if sign.as_char() == ',' => code.push_str(", "),
            TokenTree::Punct(sign) if sign.as_char() == '=' && is_alone(&sign, code) => code.push_str(" = "),
            _ => code.push_str(&token.to_string()),
        }
    }
}

/// Whether this sign is not a part of an operator.
fn is_alone(sign: &Punct, before: &str) -> bool {
    sign.spacing() == Spacing::Alone && !before.ends_with(['=', '<', '>', '!'])
}

/// The opening and the closing delimiter of a group.
pub(crate) const fn delimiters(of: Delimiter) -> (&'static str, &'static str) {
    match of {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}
