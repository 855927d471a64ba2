//! Cuts a flow into rows, and a row into edges, before any of them is read. So a mistake in a row, or a
//! missing end, does not affect the next row.

use proc_macro2::{Ident, Span, TokenTree};

use super::tokens::{Tokens, state};
use crate::errors::Errors;
use crate::host::State;
use crate::messages;

/// The position right after this span.
fn behind(span: Span) -> Span {
    if proc_macro::is_available() { span.unwrap().end().into() } else { span }
}

impl<'a> Tokens<'a> {
    /// The name of the row that begins here, if one does: `State =>` or `State within 1s =>`.
    fn row(self) -> Option<&'a Ident> {
        let this = self.skip(self.attributes());
        let length = this.path();
        let mut rest = this.skip(length);
        if rest.limit().is_some() {
            let duration = rest.rest[1..].iter().take_while(|token| !matches!(token, TokenTree::Punct(_)));
            rest = rest.skip(1 + duration.count());
        }
        this.skip(length.checked_sub(1)?).word().filter(|_| rest.is_arrow())
    }

    /// The states of the rows that begin after a `;`. No other place can be the start of their rows.
    pub(super) fn states_after_semicolons(self) -> Vec<State> {
        let begins = |at: &usize| *at == 0 || self.skip(at - 1).is(';');
        let names = (0..self.rest.len()).filter(begins).filter_map(|at| self.skip(at).row());
        let written = names.filter_map(|name| state(name).meant().copied());
        // In the middle of a row, a state that has no row begins none.
        let without_row = State::ALL.into_iter().filter(|state| self.rows.of(*state).is_none());
        written.chain(without_row).collect()
    }

    /// Whether these tokens, which follow a `;`, continue the row before it. `rows` are the states that
    /// have a row.
    fn continues(self, rows: &[State]) -> bool {
        let this = self.skip(self.attributes());
        let after = this.skip(this.path());
        let ends = after.is_empty() || after.is(';');
        match this.next_state() {
            _ if this.is_empty() || this.is(';') || this.is_group() => false,
            _ if this.is_action() || this.has_arrow() => false,
            // A row that is being typed has no other row, and may be half a name.
            Some(state) => rows.contains(&state),
            None if this.word().is_some() => !ends,
            // What follows the last `;` of the flow is not a part of a row.
            None => this.rest.iter().any(|token| token.to_string() == ";"),
        }
    }

    /// Whether these tokens, which follow a `;`, continue the row before it up to its `=>`.
    fn is_head(self) -> bool {
        self.is_arrow() || (self.limit().is_some() || self.is_number()) && self.has_arrow()
    }

    /// Whether there is a `=>` before the next `;`.
    fn has_arrow(self) -> bool {
        let mut rest = self;
        rest.skip_to(|rest| rest.is(';') || rest.is_arrow());
        rest.is_arrow()
    }

    /// Cuts off the next row and its `;`. If its end is not one `;`, the row comes with the error about that.
    pub(super) fn cut_row(&mut self, after_semicolon: &[State]) -> (Self, Option<syn::Error>) {
        let is_row = |rest: Self| rest.row().is_some_and(|name| state(name).meant().is_some());
        let (mut at, mut in_head, mut after_keyword, mut after_joint) = (0, true, false, false);
        loop {
            let rest = self.skip(at);
            // `Enabling => Joining; Failed: toast("…");`
            let next = rest.skip(1);
            let continued = match () {
                () if !rest.is(';') => false,
                () if in_head => next.is_head(),
                // `Failed: ; toast("…");`
                () if after_joint && next.is_action() => true,
                () => next.continues(after_semicolon),
            };
            if rest.is(';') && !continued {
                let more = next.rest.iter().take_while(|token| token.to_string() == ";").count();
                // `; => Joining;` is a row without its state.
                let more = if rest.skip(1 + more).is_head() { 0 } else { more };
                let error = || syn::Error::new(next.span(), messages::unexpected_semicolon());
                return (self.cut(at, 1 + more), (more > 0).then(error));
            }
            // The comma of a `match`. In `Idle, Failed => Authorizing;` it is between two states.
            if rest.is(',')
                && !(in_head && at == self.path())
                && (rest.skip(1).is_empty() || is_row(rest.skip(1)))
            {
                let error = syn::Error::new(rest.span(), messages::semicolon_expected("`,`"));
                return (self.cut(at, 1), Some(error));
            }
            let begins = !continued
                && rest.row().is_some_and(|name| match state(name).meant() {
                    // `Enabling => Joining => Failed;`, and `Joining` has a row elsewhere.
                    Some(state) => !after_semicolon.contains(state),
                    // `Enabling wihtin => Joining`: an unknown word before the `=>` belongs to this row.
                    None => !in_head && !after_keyword && !rest.is_cause() && rest.keyword().is_none(),
                });
            if rest.is_empty() || (at > 0 && begins) {
                break;
            }
            in_head &= !rest.is_arrow();
            after_keyword = rest.keyword().is_some();
            after_joint = rest.is(':') || rest.is(',');
            at += rest.path().max(1);
        }
        let found = self.skip(at).found();
        let mut row = self.cut(at, 0);
        row.end = row.rest.last().map_or(row.end, |last| behind(last.span()));
        row.after = &[];
        row.end_name = "the end of the row";
        (row, Some(syn::Error::new(row.end, messages::semicolon_expected(&found))))
    }

    /// Cuts off the next edge of a row and the `|` after it. Returns whether another edge follows.
    pub(super) fn cut_edge(&mut self, errors: &mut Errors) -> (Self, bool) {
        let docs = self.attributes();
        let edge = self.skip(docs);
        let is_edge = edge.is_state() || edge.word().is_some_and(|name| state(name).meant().is_some());
        let parts = docs + edge.path();
        let mut at = 0;
        let mut after_keyword = false;
        loop {
            let rest = self.skip(at);
            if rest.is_empty() {
                return (self.cut(at, 0), false);
            }
            let double = rest.is_pair('|', '|');
            if rest.is('|') {
                if double && !rest.skip(2).is_empty() && !rest.skip(2).is_cause() {
                    rest.error(errors, messages::bar_expected("`||`"));
                }
                return (self.cut(at, 1 + usize::from(double)), true);
            }
            let bar = rest.skip(1).is('|');
            if rest.is(';') && (bar || rest.skip(1).is_state()) {
                rest.error(errors, messages::bar_expected("`;`"));
                return (self.cut(at, 1 + usize::from(bar)), true);
            }
            // `Joining, Failed`, `Joining or Failed` or `Joining Failed`
            let between = rest.separator();
            if is_edge && at >= parts && !after_keyword && rest.skip(between).is_state() {
                rest.error(errors, messages::bar_expected(&rest.found()));
                return (self.cut(at, between), true);
            }
            after_keyword = rest.keyword().is_some() || rest.is(':');
            at += rest.path().max(1);
        }
    }

    /// Cuts off `length` tokens, and drops `between` more.
    fn cut(&mut self, length: usize, between: usize) -> Self {
        let (rest, after) = self.rest.split_at(length);
        let after = if after.is_empty() { self.after } else { after };
        let end = self.skip(length).span();
        *self = self.skip(length + between);
        Self { rest, after, end, ..*self }
    }
}
