//! `#[voip_page]` and `#[derive(Choice)]` in the source of a file.

use std::mem::take;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The most groups in each other. Parsers of Rust are recursive.
const MAX_DEPTH: usize = 40;

/// Expands every page in a file, and every other item as a choice. `$(…)` is a group without visible delimiters, as `macro_rules!`
/// makes it.
pub fn check(source: &str) {
    proc_macro2::extra::invalidate_current_thread_spans();
    if depth(source) > MAX_DEPTH {
        return;
    }
    let Ok(tokens) = source.parse::<TokenStream>() else { return };
    let (mut arguments, mut item) = (None, TokenStream::new());
    let mut tokens = with_invisible_groups(tokens).into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        if let Some(found) = tokens.peek().and_then(page_arguments).filter(|_| is_hash && arguments.is_none())
        {
            arguments = Some(found);
            tokens.next();
            continue;
        }
        let is_end = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        item.extend([token]);
        if is_end {
            expand(arguments.take(), take(&mut item));
        }
    }
    expand(arguments, item);
}

/// At most how many groups are in each other.
fn depth(source: &str) -> usize {
    let (mut depth, mut max) = (0_usize, 0);
    for byte in source.bytes() {
        match byte {
            b'(' | b'[' | b'{' | b'<' | b'&' | b'*' | b'!' | b'-' => depth += 1,
            b')' | b']' | b'}' | b';' | b',' => depth = depth.saturating_sub(1),
            _ => {}
        }
        max = max.max(depth);
    }
    max
}

fn with_invisible_groups(tokens: TokenStream) -> TokenStream {
    let mut result = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            result.push(token);
            continue;
        };
        let is_after_dollar =
            matches!(result.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '$');
        let is_invisible = is_after_dollar && group.delimiter() == Delimiter::Parenthesis;
        let delimiter = if is_invisible { Delimiter::None } else { group.delimiter() };
        if is_invisible {
            result.pop();
        }
        let mut inner = Group::new(delimiter, with_invisible_groups(group.stream()));
        inner.set_span(group.span());
        result.push(inner.into());
    }
    result.into_iter().collect()
}

/// The arguments, if this is the part of an attribute in brackets, `[voip_page(…)]`.
fn page_arguments(token: &TokenTree) -> Option<TokenStream> {
    let TokenTree::Group(brackets) = token else { return None };
    let mut inside = brackets.stream().into_iter();
    match (inside.next()?, inside.next(), inside.next()) {
        (TokenTree::Ident(name), None, None) if name == "voip_page" => Some(TokenStream::new()),
        (TokenTree::Ident(name), Some(TokenTree::Group(arguments)), None) if name == "voip_page" => {
            Some(arguments.stream())
        }
        _ => None,
    }
}

fn expand(arguments: Option<TokenStream>, item: TokenStream) {
    // rustc has parsed what an attribute or a derive is on.
    if syn::parse2::<syn::Item>(item.clone()).is_err() {
        return;
    }
    // cargo-fuzz builds `proc-macro2` without places in the source.
    let first = arguments.clone().into_iter().flatten().next();
    let has_places = first.is_some_and(|token| token.span().source_text().is_some());
    let output = match &arguments {
        Some(arguments) => fuzz_macros::voip_page(arguments.clone(), item.clone()),
        None => fuzz_macros::choice(item.clone()),
    };
    let text = output.to_string();
    syn::parse2::<syn::File>(output.clone()).unwrap_or_else(|error| panic!("{error}: {text}"));
    let again = match arguments {
        Some(arguments) => fuzz_macros::voip_page(arguments, item),
        None => fuzz_macros::choice(item),
    };
    assert_eq!(text, again.to_string(), "the same page, expanded twice");
    if has_places {
        assert_errors_have_places(output);
    }
}

/// Every `compile_error!` is at a token of the page, not at the whole attribute.
fn assert_errors_have_places(output: TokenStream) {
    let mut tokens = output.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Ident(name) if name == "compile_error" => {
                let message = tokens.clone().nth(1).map(|message| message.to_string());
                assert!(name.span().source_text().is_some(), "no place: {message:?}");
            }
            TokenTree::Group(group) => assert_errors_have_places(group.stream()),
            _ => {}
        }
    }
}
