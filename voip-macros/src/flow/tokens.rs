//! The tokens of a flow, cut into rows and edges before any of them is read: what is wrong in a row,
//! or missing at its end, has no effect on the next.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::Lit;

use crate::errors::Errors;
use crate::host::State;
use crate::nearest::nearest;
use crate::parsed::Parsed;
use crate::{messages, names};

/// A flow, a row or an edge, read token by token.
pub(super) struct Tokens<'a> {
    rest: &'a [TokenTree],
    /// Where something is missing when all are read: what stands behind, or else the last of them.
    end: Span,
}

/// What a row ends with.
pub(super) enum End {
    Semicolon,
    /// The comma of a `match`.
    Comma(Span),
    /// Nothing: this is the row's last token, and the next row or the end of the flow follows.
    Missing(Span),
}

/// Every token, without the invisible groups that a `macro_rules!` macro puts around some.
pub(super) fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let visible = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => flat(group.stream()),
        token => vec![token],
    };
    tokens.into_iter().flat_map(visible).collect()
}

/// The state of this name, or what a misspelt one was probably meant to be.
pub(super) fn state(name: &Ident) -> Parsed<State> {
    let named = |name: &str| State::ALL.into_iter().find(|state| state.name() == name);
    let name = names::plain(name);
    match named(&name) {
        Some(state) => Parsed::Value(state),
        None => Parsed::Reported(nearest(&name, &State::ALL.map(State::name)).and_then(named)),
    }
}

impl<'a> Tokens<'a> {
    pub(super) const fn new(rest: &'a [TokenTree], end: Span) -> Self {
        Self { rest, end }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Where the next token is, or is missing.
    pub(super) fn span(&self) -> Span {
        self.rest.first().map_or(self.end, TokenTree::span)
    }

    pub(super) fn take(&mut self) -> Option<&'a TokenTree> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    /// The next token, if it is a word.
    pub(super) fn word(&self) -> Option<&'a Ident> {
        word(self.rest)
    }

    /// Whether the next token is this sign.
    pub(super) fn is(&self, sign: char) -> bool {
        is(self.rest, sign)
    }

    pub(super) fn is_arrow(&self) -> bool {
        is_arrow(self.rest)
    }

    pub(super) fn literal(&mut self) -> Option<Lit> {
        let Some(TokenTree::Literal(literal)) = self.rest.first() else { return None };
        self.take();
        Some(Lit::new(literal.clone()))
    }

    pub(super) fn parentheses(&mut self) -> Option<&'a Group> {
        match self.rest.first() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                self.take();
                Some(group)
            }
            _ => None,
        }
    }

    /// Takes the next word, also at the end of a path, which is then a mistake.
    pub(super) fn name(&mut self, errors: &mut Errors) -> Option<&'a Ident> {
        let (path, rest) = self.rest.split_at(path_length(self.rest));
        let name = last_word(path)?;
        if path.len() > 1 {
            errors.at(name.span(), messages::name_alone(&names::plain(name)));
        }
        self.rest = rest;
        Some(name)
    }

    /// Cuts off the next row.
    pub(super) fn cut_row(&mut self) -> (Self, End) {
        let (mut at, mut in_head) = (0, true);
        while at < self.rest.len() {
            let rest = &self.rest[at..];
            let end = rest[0].span();
            if is(rest, ';') {
                return (self.cut(at, 1, end), End::Semicolon);
            }
            if is(rest, ',') && (rest.len() == 1 || row_begins(&rest[1..]).is_some()) {
                return (self.cut(at, 1, end), End::Comma(end));
            }
            // `Enabling wihtin => Joining`: what stands before the arrow of a row may belong to it.
            let begins =
                row_begins(rest).is_some_and(|name| !in_head || state(name) != Parsed::Reported(None));
            if at > 0 && begins {
                break;
            }
            in_head &= !is_arrow(rest);
            at += path_length(rest).max(1);
        }
        let last = at.checked_sub(1).map_or(self.end, |last| self.rest[last].span());
        (self.cut(at, 0, last), End::Missing(last))
    }

    /// Cuts off the next edge of a row. With it comes what stands before another edge: a `|`, or what
    /// stands wrongly in its place.
    pub(super) fn cut_edge(&mut self) -> (Self, &'a [TokenTree]) {
        for at in 0..self.rest.len() {
            let rest = &self.rest[at..];
            let length = match rest {
                [TokenTree::Punct(bar), ..] if bar.as_char() == '|' => {
                    1 + usize::from(bar.spacing() == Spacing::Joint && is(&rest[1..], '|'))
                }
                // `Enabling => Joining, Failed` or `Enabling => Joining or Failed`
                [_, TokenTree::Ident(name), ..]
                    if at > 0
                        && (is(rest, ',') || word(rest).is_some_and(|word| word == "or"))
                        && state(name).value().is_some() =>
                {
                    1
                }
                _ => continue,
            };
            return (self.cut(at, length, rest[0].span()), &rest[..length]);
        }
        (self.cut(self.rest.len(), 0, self.end), &[])
    }

    /// Cuts off `length` tokens, and drops `between` more.
    fn cut(&mut self, length: usize, between: usize, end: Span) -> Self {
        let (cut, rest) = self.rest.split_at(length);
        self.rest = &rest[between..];
        Self { rest: cut, end }
    }
}

fn word(tokens: &[TokenTree]) -> Option<&Ident> {
    if let Some(TokenTree::Ident(word)) = tokens.first() { Some(word) } else { None }
}

fn last_word(path: &[TokenTree]) -> Option<&Ident> {
    word(&path[path.len().saturating_sub(1)..])
}

fn is(tokens: &[TokenTree], sign: char) -> bool {
    matches!(tokens.first(), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_arrow(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(first), rest @ ..]
        if first.as_char() == '=' && first.spacing() == Spacing::Joint && is(rest, '>'))
}

/// How many tokens the path that stands here has; a word alone is one, and anything else none.
fn path_length(tokens: &[TokenTree]) -> usize {
    let mut length = 0;
    while word(&tokens[length..]).is_some() {
        length += 1;
        match &tokens[length..] {
            [TokenTree::Punct(colon), rest @ ..]
                if colon.as_char() == ':'
                    && colon.spacing() == Spacing::Joint
                    && is(rest, ':')
                    && word(&rest[1..]).is_some() =>
            {
                length += 2;
            }
            _ => break,
        }
    }
    length
}

/// The name at the beginning of a row, if one begins here: `State =>` or `State within 1s =>`
fn row_begins(tokens: &[TokenTree]) -> Option<&Ident> {
    let (path, mut rest) = tokens.split_at(path_length(tokens));
    if word(rest).is_some_and(|word| word == "within") {
        let duration = rest[1..].iter().take_while(|token| !matches!(token, TokenTree::Punct(_)));
        rest = &rest[1 + duration.count()..];
    }
    if is_arrow(rest) { last_word(path) } else { None }
}
