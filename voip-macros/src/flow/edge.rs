//! One edge of a row.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{Token, token};

use super::{
    Edge, Named, On, Target, Via, comma_after_row, literal, no_bar_before_state, row_begins, row_ends,
    state_like, state_named,
};
use crate::arguments::{self, take, word};
use crate::errors::Errors;
use crate::given::{At, Given};
use crate::host::{Cause, RECOVERIES};
use crate::{messages, names};

/// Nothing more of this edge can be read; why has been reported.
pub(super) struct Lost;

impl Edge {
    /// Reads up to the `|` or `;`: an edge, and whether the state that it leads to is one.
    pub(super) fn parse(input: ParseStream, errors: &mut Errors) -> Option<(Target, Self)> {
        let Some(ident) = arguments::name(input, errors) else {
            errors.at(input.span(), messages::state_expected());
            skip_edge(input);
            return None;
        };
        let name = names::plain(&ident);
        let state = state_named(&name);
        let target = match state {
            Some(_) => Target::Is,
            None if Cause::of_name(&name).is_some() => Target::Cause,
            None => Target::Misspelt(state_like(&name)),
        };
        match target {
            Target::Is => {}
            Target::Cause => errors.at(ident.span(), messages::cause_after_bar(&name)),
            Target::Misspelt(_) => errors.at(ident.span(), messages::unknown_state(&name)),
        }
        // An edge to a misspelt state is read for the mistakes in it; where it leads nobody knows.
        let at = At { value: state.unwrap_or(crate::host::State::Idle), span: ident.span() };
        let mut edge = Self {
            to: at,
            on: Given::No,
            via: Given::No,
            retry: Given::No,
            after: Given::No,
            actions: Vec::new(),
            broken: false,
            hides_another: false,
        };
        if edge.parts(input, errors).is_err() {
            edge.broken = true;
            edge.rest(input, errors);
        }
        Some((target, edge))
    }

    /// Reads what stands after the state.
    fn parts(&mut self, input: ParseStream, errors: &mut Errors) -> Result<(), Lost> {
        while !edge_ends(input) {
            if input.peek(Token![:]) {
                take(input);
                return self.actions(input, errors);
            }
            if no_bar_before_state(input) {
                return Ok(());
            }
            let Some(keyword) = word(input) else {
                let comma = input.peek(Token![,]);
                errors.at(
                    input.span(),
                    if comma { messages::comma_in_edge() } else { messages::unexpected_in_edge(None) },
                );
                return Err(Lost);
            };
            let name = keyword.to_string();
            let twice = match name.as_str() {
                "on" => !self.on.is_no(),
                "via" => !self.via.is_no(),
                "retry" => !self.retry.is_no(),
                "after" => !self.after.is_no(),
                _ => {
                    errors.at(keyword.span(), self.no_keyword(&name));
                    return Err(Lost);
                }
            };
            if twice {
                errors.at(keyword.span(), messages::given_twice(&name));
                return Err(Lost);
            }
            take(input);
            self.part(&keyword, input, errors)?;
        }
        Ok(())
    }

    fn part(&mut self, keyword: &Ident, input: ParseStream, errors: &mut Errors) -> Result<(), Lost> {
        let span = keyword.span();
        if keyword == "on" {
            self.on = Given::Broken;
            self.on = Given::Is(On::parse(keyword, input, errors)?);
        } else if keyword == "via" {
            self.via = Given::from_option(Via::parse(keyword, input, errors)?);
        } else if keyword == "retry" {
            self.retry = literal::given(literal::count(span, input), span, errors);
        } else {
            self.after = literal::given(literal::duration("after", span, input), span, errors);
        }
        // After a number that is wrong the edge goes on; where there was none, nobody knows.
        let wrong = matches!(self.retry, Given::Broken) || matches!(self.after, Given::Broken);
        if wrong && !edge_goes_on(input) { Err(Lost) } else { Ok(()) }
    }

    /// After a part that could not be read, the actions still can.
    fn rest(&mut self, input: ParseStream, errors: &mut Errors) {
        while !edge_ends(input) {
            self.hides_another |= word(input).is_some_and(|word| state_named(&names::plain(&word)).is_some());
            let colon = input.peek(Token![:]) && !input.peek(Token![::]) && self.actions.is_empty();
            take(input);
            if colon && word(input).is_some_and(|word| word == "toast" || word == "run") {
                let _ = self.actions(input, errors);
            }
        }
    }

    fn no_keyword(&self, name: &str) -> String {
        if self.on.as_ref().is_some() && Cause::of_name(name).is_some() {
            return messages::comma_between_causes(name);
        }
        match name {
            "within" => messages::within_elsewhere(),
            "toast" | "run" => messages::colon_before_actions(name),
            _ => messages::unexpected_in_edge(Some(name)),
        }
    }
}

impl On {
    fn parse(keyword: &Ident, input: ParseStream, errors: &mut Errors) -> Result<Self, Lost> {
        let mut on = Self { keyword: keyword.span(), causes: Vec::new() };
        loop {
            on.causes.extend(cause(keyword, input, errors)?);
            if !input.peek(Token![,]) || comma_after_row(input) {
                return Ok(on);
            }
            take(input);
        }
    }
}

/// Reads one cause; `None` for one that does not exist, which is reported.
fn cause(keyword: &Ident, input: ParseStream, errors: &mut Errors) -> Result<Option<Named>, Lost> {
    if let Some(code) = literal::code(input) {
        return Ok(code.map_err(|error| errors.add(error)).ok());
    }
    let Some(ident) = word(input).filter(|word| !row_begins(input) && !is_keyword(word)) else {
        let at = if edge_ends(input) || input.peek(Token![:]) { keyword.span() } else { input.span() };
        errors.at(at, messages::cause_expected());
        return Err(Lost);
    };
    let ident = arguments::name(input, errors).unwrap_or(ident);
    let name = names::plain(&ident);
    let message = match (name.as_str(), Cause::of_name(&name)) {
        ("App", _) => messages::app_cause(),
        (_, Some(value)) => {
            let cause = At { value, span: ident.span() };
            return Ok(Some(Named { cause, tokens: ident.into_token_stream() }));
        }
        ("Other", None) => messages::other_cause(),
        (_, None) => messages::unknown_cause(&name),
    };
    errors.at(ident.span(), message);
    // `Other(5)`, as the runtime writes it.
    if input.peek(token::Paren) {
        take(input);
    }
    Ok(None)
}

impl Via {
    /// `None` for a recovery that does not exist, which is reported.
    fn parse(keyword: &Ident, input: ParseStream, errors: &mut Errors) -> Result<Option<Self>, Lost> {
        let Some(ident) = word(input).filter(|_| !row_begins(input)) else {
            let at = if edge_ends(input) { keyword.span() } else { input.span() };
            errors.at(at, messages::recovery_expected());
            return Err(Lost);
        };
        if is_keyword(&ident) {
            errors.at(ident.span(), messages::recovery_expected());
            return Ok(None);
        }
        take(input);
        let name = names::plain(&ident);
        let Some(value) = RECOVERIES.iter().find(|recovery| recovery.name == name) else {
            errors.at(ident.span(), messages::unknown_recovery(&name));
            return Ok(None);
        };
        Ok(Some(Self { keyword: keyword.span(), recovery: At { value, span: ident.span() } }))
    }
}

pub(super) fn edge_ends(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![|]) || row_ends(input)
}

/// Whether a wrong value was the whole mistake, so that the rest of the edge can be read.
fn edge_goes_on(input: ParseStream) -> bool {
    edge_ends(input) || input.peek(Token![:]) || word(input).is_some_and(|word| is_keyword(&word))
}

/// What may stand in an edge after its state.
pub(super) fn is_keyword(word: &Ident) -> bool {
    messages::KEYWORDS.iter().any(|keyword| word == keyword)
}

fn skip_edge(input: ParseStream) {
    while !edge_ends(input) {
        take(input);
    }
}
