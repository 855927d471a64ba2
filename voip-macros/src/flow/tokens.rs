//! The tokens of a flow. They are cut into rows and edges before any of them is read, so a mistake in a
//! row, or a missing end, does not affect the next row.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};
use syn::Lit;

use crate::errors::Errors;
use crate::host::State;
use crate::nearest::nearest;
use crate::parsed::Parsed;
use crate::{messages, names};

/// A flow, a row or an edge, read token by token.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    rest: &'a [TokenTree],
    /// Where an error points when no token is left.
    end: Span,
}

/// All tokens, without the invisible groups that `macro_rules!` puts around some of them.
pub(super) fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let visible = |token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => flat(group.stream()),
        token => vec![token],
    };
    tokens.into_iter().flat_map(visible).collect()
}

/// The state with this name. A misspelt name has been meant as the nearest one.
pub(super) fn state(name: &Ident) -> Parsed<State> {
    let named = |name: &str| State::ALL.into_iter().find(|state| state.name() == name);
    let name = names::plain(name);
    match named(&name) {
        Some(state) => Parsed::Value(state),
        None => Parsed::Reported(nearest(&name, &State::ALL.map(State::name)).and_then(named)),
    }
}

/// The position right after this span.
fn behind(span: Span) -> Span {
    if proc_macro::is_available() { span.unwrap().end().into() } else { span }
}

impl<'a> Tokens<'a> {
    pub(super) const fn new(rest: &'a [TokenTree], end: Span) -> Self {
        Self { rest, end }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    /// The position of the next token, or of the missing one.
    pub(super) fn span(self) -> Span {
        self.rest.first().map_or(self.end, TokenTree::span)
    }

    /// Where to report that `word` lacks its value: at the next token, or at the word if the next token
    /// belongs to something else.
    pub(super) fn missing(self, word: &Ident) -> Span {
        let nothing = self.is_empty() || self.is_arrow() || self.is(':') || self.is(',');
        if nothing { word.span() } else { self.span() }
    }

    /// The next token, if it is a word.
    pub(super) fn word(self) -> Option<&'a Ident> {
        if let Some(TokenTree::Ident(word)) = self.rest.first() { Some(word) } else { None }
    }

    /// The next token, if it is a keyword of an edge.
    pub(super) fn keyword(self) -> Option<&'a Ident> {
        self.word().filter(|word| messages::KEYWORDS.iter().any(|keyword| word == keyword))
    }

    /// Whether the next token is this word.
    pub(super) fn is_word(self, word: &str) -> bool {
        self.word().is_some_and(|next| next == word)
    }

    /// Whether the next token is the name of a state.
    pub(super) fn is_state(self) -> bool {
        self.word().is_some_and(|word| state(word).value().is_some())
    }

    /// Whether the next token is this sign.
    pub(super) fn is(self, sign: char) -> bool {
        matches!(self.rest.first(), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
    }

    pub(super) fn is_arrow(self) -> bool {
        self.is_pair('=', '>')
    }

    fn is_pair(self, first: char, second: char) -> bool {
        matches!(self.rest.first(), Some(TokenTree::Punct(punct))
            if punct.as_char() == first && punct.spacing() == Spacing::Joint)
            && self.skip(1).is(second)
    }

    /// The rest after `tokens` tokens.
    fn skip(self, tokens: usize) -> Self {
        Self { rest: self.rest.get(tokens..).unwrap_or_default(), ..self }
    }

    /// Whether a list of actions follows.
    pub(super) fn is_actions(self) -> bool {
        self.is(':') && ["toast", "run"].iter().any(|action| self.skip(1).is_word(action))
    }

    /// Skips to the first position that passes the test `is`, or to the end.
    pub(super) fn skip_to(&mut self, is: impl Fn(Self) -> bool) {
        while !self.is_empty() && !is(*self) {
            self.take();
        }
    }

    pub(super) fn take(&mut self) -> Option<&'a TokenTree> {
        let next = self.rest.first();
        *self = self.skip(1);
        next
    }

    pub(super) fn literal(&mut self) -> Option<Lit> {
        let Some(TokenTree::Literal(literal)) = self.rest.first() else { return None };
        self.take();
        Some(Lit::new(literal.clone()))
    }

    pub(super) fn parentheses(&mut self) -> Option<&'a Group> {
        let Some(TokenTree::Group(group)) = self.rest.first() else { return None };
        (group.delimiter() == Delimiter::Parenthesis).then(|| self.take())?;
        Some(group)
    }

    /// Takes the next word. The last word of a path is taken too, and reported.
    pub(super) fn name(&mut self, errors: &mut Errors) -> Option<&'a Ident> {
        let length = self.path();
        let name = self.skip(length.checked_sub(1)?).word()?;
        if length > 1 {
            errors.at(name.span(), messages::name_alone(&names::plain(name)));
        }
        *self = self.skip(length);
        Some(name)
    }

    /// The number of tokens of the path that follows: one for a word, none for anything else.
    fn path(self) -> usize {
        let inner = if self.skip(1).is_pair(':', ':') { self.skip(3).path() } else { 0 };
        match self.word() {
            None => 0,
            Some(_) if inner > 0 => 3 + inner,
            Some(_) => 1,
        }
    }

    /// The name of the row that begins here, if one does: `State =>` or `State within 1s =>`.
    fn row(self) -> Option<&'a Ident> {
        let length = self.path();
        let mut rest = self.skip(length);
        if rest.is_word("within") {
            let duration = rest.rest[1..].iter().take_while(|token| !matches!(token, TokenTree::Punct(_)));
            rest = rest.skip(1 + duration.count());
        }
        self.skip(length.checked_sub(1)?).word().filter(|_| rest.is_arrow())
    }

    /// The states of the rows that begin after a `;`. No other place can be the start of their rows.
    pub(super) fn states_after_semicolons(self) -> Vec<State> {
        let begins = |at: &usize| *at == 0 || self.skip(at - 1).is(';');
        let names = (0..self.rest.len()).filter(begins).filter_map(|at| self.skip(at).row());
        names.filter_map(|name| state(name).meant().copied()).collect()
    }

    /// Cuts off the next row and its `;`. A row without `;` comes with the error about that.
    pub(super) fn cut_row(&mut self, after_semicolon: &[State]) -> (Self, Option<syn::Error>) {
        let (mut at, mut in_head) = (0, true);
        loop {
            let rest = self.skip(at);
            if rest.is(';') {
                return (self.cut(at, 1, rest.span()), None);
            }
            // The comma of a `match`.
            if rest.is(',') && (rest.skip(1).is_empty() || rest.skip(1).row().is_some()) {
                let error = syn::Error::new(rest.span(), messages::comma_after_row());
                return (self.cut(at, 1, rest.span()), Some(error));
            }
            let begins = rest.row().is_some_and(|name| match state(name).meant() {
                // `Enabling => Joining => Failed;`, and `Joining` has a row elsewhere.
                Some(state) => !after_semicolon.contains(state),
                // `Enabling wihtin => Joining`: an unknown word before the `=>` belongs to this row.
                None => !in_head,
            });
            if rest.is_empty() || (at > 0 && begins) {
                break;
            }
            in_head &= !rest.is_arrow();
            at += rest.path().max(1);
        }
        let end = self.rest[..at].last().map_or(self.end, |last| behind(last.span()));
        (self.cut(at, 0, end), Some(syn::Error::new(end, messages::missing_semicolon())))
    }

    /// Cuts off the next edge of a row and the `|` after it. Returns whether another edge follows.
    pub(super) fn cut_edge(&mut self, errors: &mut Errors) -> (Self, bool) {
        let (mut at, mut in_list) = (0, false);
        loop {
            let rest = self.skip(at);
            in_list = (in_list && rest.keyword().is_none()) || rest.is(':') || rest.is_word("on");
            let double = rest.is_pair('|', '|');
            // `Enabling => Joining, Failed` or `Enabling => Joining or Failed`.
            let other =
                at > 0 && ((rest.is(',') && !in_list) || rest.is_word("or")) && rest.skip(1).is_state();
            if other || (double && !rest.skip(2).is_empty()) {
                errors.at(rest.span(), messages::bar_between_edges());
            }
            if other || rest.is('|') || rest.is_empty() {
                let edge = self.cut(at, 1 + usize::from(double), rest.span());
                return (edge, !rest.is_empty());
            }
            at += 1;
        }
    }

    /// Cuts off `length` tokens, and drops `between` more.
    fn cut(&mut self, length: usize, between: usize, end: Span) -> Self {
        let cut = Self { rest: &self.rest[..length], end };
        *self = self.skip(length + between);
        cut
    }
}
