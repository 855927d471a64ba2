//! The value of an argument.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, ExprPath, Lit, Result, Token};

use crate::errors::reported_by_rustc;
use crate::found::{Found, Unreadable, code, code_of, literal_name};
use crate::names;
use crate::parsed::At;

/// What is written after the `=`.
pub(crate) enum Value {
    /// A literal, and its sign.
    Literal { minus: Option<Span>, literal: Lit },
    /// One name.
    Word(Ident),
    /// Anything else, up to the next comma.
    Other(TokenStream),
}

impl Value {
    /// Reads a value.
    pub(crate) fn parse(input: ParseStream) -> Result<Self> {
        let ahead = input.fork();
        let minus = ahead.parse::<Option<Token![-]>>()?.map(|minus| minus.span);
        // To syn `-1` is a literal too, so that `--1` would be one with a minus.
        if ahead.peek(Lit) && !ahead.peek(Token![-]) {
            let literal = ahead.parse()?;
            if is_rejected(&literal) {
                rest(input);
                return Err(reported_by_rustc(literal.span()));
            }
            if !continues(&ahead) {
                input.advance_to(&ahead);
                return Ok(Self::Literal { minus, literal });
            }
        } else if minus.is_none()
            && let Ok(word) = ahead.call(Ident::parse_any)
        {
            if has_unknown_prefix(&word, &ahead) {
                rest(input);
                return Err(reported_by_rustc(word.span()));
            }
            if !continues(&ahead) && !is_group(&ahead) {
                input.advance_to(&ahead);
                return Ok(Self::Word(word));
            }
        }
        Ok(Self::Other(rest(input)))
    }

    /// What an error calls it.
    pub(crate) fn found(&self) -> Found {
        let expression = syn::parse2::<Expr>(self.to_token_stream()).map(ungrouped);
        let unreadable = match &expression {
            Ok(Expr::Path(path)) if is_constant(path) => Some(Unreadable::Constant),
            Ok(Expr::Macro(_)) => Some(Unreadable::Macro),
            _ => None,
        };
        let what = match expression {
            Ok(Expr::Lit(literal)) => literal_name(&literal.lit),
            Ok(Expr::Path(path)) if is_constant(&path) => format!("the constant {}", code(&path)),
            Ok(Expr::Path(path)) => code(&path),
            Ok(Expr::Macro(call)) => format!("the macro `{}!`", code_of(&call.mac.path)),
            Ok(Expr::Closure(_)) => "a closure".to_owned(),
            Ok(Expr::Call(_) | Expr::MethodCall(_)) => "a function call".to_owned(),
            Ok(Expr::Reference(_)) => "a reference".to_owned(),
            _ => short(code(self)),
        };
        Found { what, unreadable }
    }

    /// The value that `known` has for this word.
    pub(crate) fn choice(&self, known: &[(&str, &'static str)]) -> Option<At<&'static str>> {
        let Self::Word(word) = self else { return None };
        let name = names::plain(word);
        let (_, value) = known.iter().find(|(known, _)| *known == name)?;
        Some(At { value: *value, span: word.span() })
    }

    /// The text of a string literal.
    pub(crate) fn in_quotes(&self) -> Option<String> {
        if let Self::Literal { literal: Lit::Str(text), .. } = self { Some(text.value()) } else { None }
    }

    /// The name that was probably meant by `Ward::Urgent` or `"Urgent"`.
    pub(crate) fn as_word(&self) -> Option<String> {
        let text = self.in_quotes().unwrap_or_else(|| code_of(self));
        let last = text.rsplit("::").next()?;
        syn::parse_str::<Ident>(last).is_ok().then(|| last.to_owned())
    }

    /// The string literal that was probably meant.
    pub(crate) fn as_text(&self) -> Option<String> {
        let code = code_of(self);
        match self {
            Self::Word(word) if is_text(word) => Some(format!("\"{code}\"")),
            Self::Literal { literal: Lit::ByteStr(_) | Lit::CStr(_), .. } => code.get(1..).map(str::to_owned),
            Self::Literal { literal: Lit::Char(letter), .. } => {
                Some(format!("{:?}", letter.value().to_string()))
            }
            _ => None,
        }
    }
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Literal { minus, literal } => {
                let minus = minus.map(|span| quote::quote_spanned!(span=> -));
                tokens.extend(quote!(#minus #literal));
            }
            Self::Word(word) => word.to_tokens(tokens),
            Self::Other(other) => other.to_tokens(tokens),
        }
    }
}

/// The expression without the invisible groups that `macro_rules!` puts around its `$value:expr`.
fn ungrouped(expression: Expr) -> Expr {
    match expression {
        Expr::Group(group) => ungrouped(*group.expr),
        other => other,
    }
}

/// Whether this is the path of a constant, by the usual style of names.
fn is_constant(path: &ExprPath) -> bool {
    names::last(&path.path).is_some_and(is_upper_case)
}

/// Whether this is probably a text without its quotes.
fn is_text(word: &Ident) -> bool {
    let is_keyword = syn::parse_str::<Ident>(&word.to_string()).is_err();
    !is_upper_case(word) && !is_keyword
}

/// Code of any length would hide what the error says.
fn short(code: String) -> String {
    if code.chars().count() <= 40 { code } else { "an expression".to_owned() }
}

/// Whether this is in the case of a constant.
pub(crate) fn is_upper_case(word: &Ident) -> bool {
    let word = word.to_string();
    word.contains(char::is_uppercase) && !word.contains(char::is_lowercase)
}

/// Whether rustc has rejected this literal. To syn it is unknown, or has a suffix: `b12` in `0b12`, `e` in `1e`.
pub(crate) fn is_rejected(literal: &Lit) -> bool {
    match literal {
        Lit::Verbatim(_) => true,
        Lit::Int(_) | Lit::Float(_) => {
            let code = code_of(literal);
            let is_float = matches!(literal, Lit::Float(_));
            (is_float && ["0b", "0o", "0x"].iter().any(|base| code.starts_with(base)))
                || (!code.starts_with("0x") && literal.suffix().starts_with(['e', 'E']))
        }
        _ => false,
    }
}

/// Whether the word is directly before a quote, as in `f"…"`: an unknown prefix, which rustc rejects.
fn has_unknown_prefix(word: &Ident, after: ParseStream) -> bool {
    let quoted = matches!(after.fork().parse(), Ok(Lit::Str(_) | Lit::Char(_)));
    quoted && touch(word.span(), after.span())
}

/// Whether nothing is between two tokens, not even a space.
pub(crate) fn touch(before: Span, after: Span) -> bool {
    if !proc_macro::is_available() {
        return false;
    }
    let (end, start) = (before.unwrap().end(), after.unwrap().start());
    (end.line(), end.column()) == (start.line(), start.column())
}

/// Whether an expression continues after its first literal or name.
pub(crate) fn continues(input: ParseStream) -> bool {
    let sign = input.cursor().punct().is_some_and(|(sign, _)| !matches!(sign.as_char(), ',' | ';' | '#'));
    sign || input.peek(Token![as])
}

pub(crate) fn is_group(input: ParseStream) -> bool {
    matches!(input.cursor().token_tree(), Some((TokenTree::Group(_), _)))
}

/// Takes everything up to the next comma that is not between `<` and `>`.
pub(crate) fn rest(input: ParseStream) -> TokenStream {
    let mut taken = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        let generics = input.peek(Token![<]).then(|| angles(input)).flatten();
        for _ in 0..generics.unwrap_or(1) {
            taken.extend(input.parse::<TokenTree>());
        }
    }
    taken
}

/// The number of tokens from this `<` to its `>`.
fn angles(input: ParseStream) -> Option<usize> {
    let ahead = input.fork();
    let (mut depth, mut length) = (0_usize, 0);
    while !ahead.is_empty() && !ahead.peek(Token![;]) {
        let arrow = ahead.peek(Token![->]) || ahead.peek(Token![=>]);
        let token: TokenTree = ahead.parse().ok()?;
        length += 1;
        match token {
            _ if arrow => {
                let _ = ahead.parse::<TokenTree>();
                length += 1;
            }
            TokenTree::Punct(sign) if sign.as_char() == '<' => depth += 1,
            TokenTree::Punct(sign) if sign.as_char() == '>' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(length);
        }
    }
    None
}
