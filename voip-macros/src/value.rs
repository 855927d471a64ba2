//! The value of an argument, and what an error calls a value that is wrong.

use proc_macro2::{Delimiter, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative;
use syn::{Expr, ExprPath, Lit, Result, Token};

use crate::errors::reported_by_rustc;
use crate::messages::Found;

/// What is written after the `=`.
pub(crate) enum Value {
    /// A literal without a suffix, and its sign.
    Literal { minus: Option<Span>, literal: Lit },
    /// One name.
    Word(Ident),
    /// Anything else, up to the next comma.
    Other(TokenStream),
}

impl Value {
    /// Reads a value. `name` is the argument that has it.
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
        let expression = syn::parse2::<Expr>(self.to_token_stream());
        match expression.map(ungrouped) {
            Ok(Expr::Lit(literal)) => Found::plain(literal_name(&literal.lit)),
            Ok(Expr::Path(path)) if is_constant(&path) => Found::constant(code(&path)),
            Ok(Expr::Path(path)) => Found::plain(code(&path)),
            Ok(Expr::Macro(call)) => Found::macro_call(format!("`{}!(…)`", code_of(&call.mac.path))),
            Ok(Expr::Closure(_)) => Found::plain("a closure".to_owned()),
            Ok(Expr::Call(_) | Expr::MethodCall(_)) => Found::plain("a function call".to_owned()),
            Ok(Expr::Unary(unary)) => Found::plain(code(&unary)),
            Ok(Expr::Reference(_)) => Found::plain("a reference".to_owned()),
            _ => {
                Found::plain(Some(code(self)).filter(is_short).unwrap_or_else(|| "an expression".to_owned()))
            }
        }
    }
}

impl Value {
    /// The text of a string literal.
    pub(crate) fn in_quotes(&self) -> Option<String> {
        if let Self::Literal { literal: Lit::Str(text), .. } = self { Some(text.value()) } else { None }
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

/// Whether this is the path of a constant, as far as its style says.
fn is_constant(path: &ExprPath) -> bool {
    path.path.segments.len() > 1 || path.path.get_ident().is_some_and(is_upper_case)
}

/// Whether this is probably a text without its quotes.
fn is_text(word: &Ident) -> bool {
    let is_keyword = syn::parse_str::<Ident>(&word.to_string()).is_err();
    !is_upper_case(word) && !is_keyword
}

/// Whether it is short enough for an error.
fn is_short(code: &String) -> bool {
    code.chars().count() <= 40
}

fn is_upper_case(word: &Ident) -> bool {
    let word = word.to_string();
    word.contains(char::is_uppercase) && !word.contains(char::is_lowercase)
}

fn literal_name(literal: &Lit) -> String {
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
    code
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

const fn delimiters(of: Delimiter) -> (&'static str, &'static str) {
    match of {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// Whether rustc has rejected this literal. syn does not know it, or takes the `b12` of `0b12` and an `e`
/// without an exponent for a suffix.
fn is_rejected(literal: &Lit) -> bool {
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
    if !quoted || !proc_macro::is_available() {
        return false;
    }
    let (end, start) = (word.span().unwrap().end(), after.span().unwrap().start());
    (end.line(), end.column()) == (start.line(), start.column())
}

/// Whether an expression goes on after its first literal or name.
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

/// What an error calls the next token.
pub(crate) fn next(input: ParseStream) -> String {
    match input.cursor().token_tree() {
        None => "the end of the arguments".to_owned(),
        Some((TokenTree::Group(group), _)) if group.delimiter() != Delimiter::None => {
            format!("`{}`", delimiters(group.delimiter()).0)
        }
        Some((TokenTree::Literal(literal), _)) => literal_name(&Lit::new(literal)),
        Some((TokenTree::Punct(_), _)) if is_doc_comment(input) => "a doc comment".to_owned(),
        Some((TokenTree::Punct(_), _)) => operator(input),
        Some((token, _)) => code(&token),
    }
}

fn is_doc_comment(input: ParseStream) -> bool {
    let attributes = input.fork().call(syn::Attribute::parse_outer).unwrap_or_default();
    attributes.first().is_some_and(|first| first.path().is_ident("doc"))
}

/// All signs of an operator, such as `=>`.
fn operator(input: ParseStream) -> String {
    let ahead = input.fork();
    let mut operator = String::new();
    while let Some((sign, _)) = ahead.cursor().punct() {
        operator.push(sign.as_char());
        let _ = ahead.parse::<TokenTree>();
        if sign.spacing() == Spacing::Alone {
            break;
        }
    }
    format!("`{operator}`")
}
