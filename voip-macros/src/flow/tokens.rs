//! The tokens of a flow, read one by one.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use syn::Lit;

use crate::errors::{Errors, visible};
use crate::found::{delimiters, literal_name};
use crate::host::{Cause, Rows, State};
use crate::nearest::nearest;
use crate::parsed::Parsed;
use crate::value::touch;
use crate::{messages, names};

/// A flow, a row or an edge, read token by token.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    pub(super) rest: &'a [TokenTree],
    /// What follows the last token.
    pub(super) after: &'a [TokenTree],
    /// The name of the end, if no token follows.
    pub(super) end_name: &'static str,
    /// Where an error points when no token is left.
    pub(super) end: Span,
    /// The rows that the flow has.
    pub(super) rows: Rows,
}

/// All tokens, without the invisible groups that `macro_rules!` puts around some of them, and with each
/// `|` before the doc comments of the edge that follows it.
pub(super) fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut all: Vec<_> = visible(tokens).into_iter().collect();
    // In `foo"text"`, rustc has reported `foo`.
    let prefixes: Vec<_> = all.windows(2).map(is_prefix).chain([false]).collect();
    let mut prefixes = prefixes.into_iter();
    all.retain(|_| !prefixes.next().unwrap_or_default());
    let mut at = 0;
    while at < all.len() {
        let length = Tokens::new(&all[at..], Span::call_site(), "").attributes();
        let bar = at + length;
        if length > 0 && matches!(all.get(bar), Some(TokenTree::Punct(punct)) if punct.as_char() == '|') {
            all[at..=bar].rotate_right(1);
        }
        at = bar + 1;
    }
    all
}

/// Whether the first of two tokens is the unknown prefix of a literal.
fn is_prefix(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Ident(word), TokenTree::Literal(literal)] = tokens else { return false };
    literal.to_string().starts_with(['"', '\'']) && touch(word.span(), literal.span())
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

impl<'a> Tokens<'a> {
    pub(super) const fn new(rest: &'a [TokenTree], end: Span, end_name: &'static str) -> Self {
        Self { rest, after: &[], end_name, end, rows: Rows::Call }
    }

    pub(super) const fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    /// The position of the next token, or of the missing one.
    pub(super) fn span(self) -> Span {
        self.rest.first().map_or(self.end, TokenTree::span)
    }

    /// The next token in an error.
    pub(super) fn found(self) -> String {
        let tokens = if self.is_empty() { self.after } else { self.rest };
        let next = Self { rest: tokens, ..self };
        match tokens.first() {
            None => self.end_name.to_owned(),
            Some(TokenTree::Group(group)) => format!("`{}`", delimiters(group.delimiter()).0),
            Some(TokenTree::Punct(_)) if next.attributes() > 0 => {
                let is_doc =
                    next.attribute_inside().is_some_and(|inside| inside.to_string().starts_with("doc"));
                if is_doc { "a doc comment".to_owned() } else { "an attribute".to_owned() }
            }
            Some(TokenTree::Punct(_)) => {
                format!("`{}`", tokens[..next.signs()].iter().map(ToString::to_string).collect::<String>())
            }
            Some(TokenTree::Literal(literal)) => literal_name(&Lit::new(literal.clone())),
            Some(word) => format!("`{word}`"),
        }
    }

    /// A mistake in the syntax at the next token: at all of a sign such as `=>`, and at the first delimiter
    /// of a group.
    pub(super) fn error(self, errors: &mut Errors, message: String) {
        errors.syntax(match self.rest {
            [TokenTree::Group(group), ..] => syn::Error::new(group.span_open(), message),
            [TokenTree::Punct(_), ..] => syn::Error::new_spanned(self.first(self.signs()), message),
            _ => syn::Error::new(self.span(), message),
        });
    }

    /// The next token is not the value that is expected. A word or a literal is a wrong value, and the
    /// syntax is right.
    pub(super) fn wrong_value(self, errors: &mut Errors, message: String) {
        match self.rest.first() {
            _ if self.keyword().is_some() => self.error(errors, message),
            Some(token @ (TokenTree::Ident(_) | TokenTree::Literal(_))) => errors.at(token.span(), message),
            _ => self.error(errors, message),
        }
    }

    /// The number of tokens of the sign that follows: two in `=>`, one in `=`, none for anything else.
    fn sign(self) -> usize {
        let pairs = ["=>", "->", "||", "&&", "::", "==", ">=", "<=", "<-", ".."];
        let is_pair = |pair: &str| {
            let mut letters = pair.chars();
            letters.next().zip(letters.next()).is_some_and(|(first, second)| self.is_pair(first, second))
        };
        match self.punct() {
            None => 0,
            // A lifetime, or a character that lacks its second quote.
            Some(punct) if punct.as_char() == '\'' && punct.spacing() == Spacing::Joint => {
                2.min(self.rest.len())
            }
            Some(_) => 1 + usize::from(pairs.into_iter().any(is_pair)),
        }
    }

    /// The same, with the number after a minus.
    fn signs(self) -> usize {
        self.sign() + usize::from(self.is('-') && self.skip(1).is_number())
    }

    fn punct(self) -> Option<&'a Punct> {
        if let Some(TokenTree::Punct(punct)) = self.rest.first() { Some(punct) } else { None }
    }

    /// The next token, if it is a word.
    pub(super) fn word(self) -> Option<&'a Ident> {
        if let Some(TokenTree::Ident(word)) = self.rest.first() { Some(word) } else { None }
    }

    /// The next token, if it is a keyword of an edge.
    pub(super) fn keyword(self) -> Option<&'a Ident> {
        self.word().filter(|word| messages::KEYWORDS.iter().any(|keyword| word == keyword))
    }

    /// The next token, if it is a keyword of a limit.
    pub(super) fn limit(self) -> Option<&'a Ident> {
        self.word().filter(|word| messages::LIMITS.iter().any(|limit| word == limit))
    }

    /// Whether the next token is this word.
    pub(super) fn is_word(self, word: &str) -> bool {
        self.word().is_some_and(|next| next == word)
    }

    /// The state whose name follows, perhaps at the end of a path.
    pub(super) fn next_state(self) -> Option<State> {
        let name = self.skip(self.path().checked_sub(1)?).word()?;
        state(name).value().copied()
    }

    /// Whether the name of a state follows, perhaps at the end of a path.
    pub(super) fn is_state(self) -> bool {
        self.next_state().is_some()
    }

    /// Whether a cause follows.
    pub(super) fn is_cause(self) -> bool {
        let name = self.skip(self.path().saturating_sub(1)).word();
        let is_name = name.is_some_and(|name| Cause::of_name(&names::plain(name)).is_some());
        is_name || self.is_number() || self.is('-') && self.skip(1).is_number()
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self.rest.first(), Some(TokenTree::Literal(literal))
            if literal.to_string().starts_with(|letter: char| letter.is_ascii_digit()))
    }

    pub(super) fn is_parentheses(self) -> bool {
        matches!(self.rest.first(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
    }

    pub(super) fn is_group(self) -> bool {
        matches!(self.rest.first(), Some(TokenTree::Group(_)))
    }

    /// Whether an action follows.
    pub(super) fn is_action(self) -> bool {
        messages::ACTIONS.iter().any(|action| self.is_word(action))
    }

    /// Whether the next token is this sign.
    pub(super) fn is(self, sign: char) -> bool {
        self.punct().is_some_and(|punct| punct.as_char() == sign)
    }

    pub(super) fn is_arrow(self) -> bool {
        self.is_pair('=', '>')
    }

    pub(super) fn is_pair(self, first: char, second: char) -> bool {
        self.punct().is_some_and(|punct| punct.as_char() == first && punct.spacing() == Spacing::Joint)
            && self.skip(1).is(second)
    }

    /// The rest after `tokens` tokens.
    pub(super) fn skip(self, tokens: usize) -> Self {
        Self { rest: self.rest.get(tokens..).unwrap_or_default(), ..self }
    }

    /// Whether a list of actions follows.
    pub(super) fn is_actions(self) -> bool {
        self.is(':') && self.skip(1).is_action()
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

    /// Takes a group with any delimiters.
    pub(super) fn group(&mut self) -> Option<&'a Group> {
        let Some(TokenTree::Group(group)) = self.rest.first() else { return None };
        self.take();
        Some(group)
    }

    pub(super) fn parentheses(&mut self) -> Option<&'a Group> {
        if self.is_parentheses() { self.group() } else { None }
    }

    /// Takes delimiters around something that has none, and reports them.
    pub(super) fn delimited(&mut self, errors: &mut Errors) -> Option<&'a Group> {
        let whole = *self;
        let group = self.group()?;
        whole.error(errors, messages::delimiters(delimiters(group.delimiter()).0));
        Some(group)
    }

    /// Takes the next word. The last word of a path is taken too, and reported.
    pub(super) fn name(&mut self, errors: &mut Errors) -> Option<&'a Ident> {
        let length = self.path();
        let name = self.skip(length.checked_sub(1)?).word()?;
        if length > 1 {
            errors.at(name.span(), messages::name_expected(&names::plain(name)));
        }
        *self = self.skip(length);
        Some(name)
    }

    /// The number of tokens of the path that follows: one for a word, none for anything else.
    pub(super) fn path(self) -> usize {
        let inner = if self.skip(1).is_pair(':', ':') { self.skip(3).path() } else { 0 };
        match self.word() {
            None => 0,
            Some(_) if inner > 0 => 3 + inner,
            Some(_) => 1,
        }
    }

    /// The number of tokens of a sign or a word that is between two things by mistake.
    pub(super) fn separator(self) -> usize {
        let is_word = ["or", "and", "else"].iter().any(|word| self.is_word(word));
        let is_sign = !(self.is('#') || self.is('|') || self.is('-') && self.sign() == 1);
        if is_word {
            1
        } else if is_sign {
            self.sign()
        } else {
            0
        }
    }

    /// The states before the `=>` that follows.
    pub(super) fn states_before_arrow(self) -> impl Iterator<Item = State> {
        (0..self.rest.len())
            .map(move |at| self.skip(at))
            .take_while(|rest| !rest.is_arrow())
            .filter_map(Self::next_state)
    }

    /// The first `length` tokens.
    pub(super) fn first(self, length: usize) -> TokenStream {
        self.rest[..length].iter().cloned().collect()
    }

    /// The last `length` tokens.
    pub(super) fn last(self, length: usize) -> Self {
        self.skip(self.rest.len().saturating_sub(length))
    }

    /// The tokens as a stream.
    pub(super) fn stream(self) -> TokenStream {
        self.first(self.rest.len())
    }
}
