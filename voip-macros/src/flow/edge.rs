//! One edge of a row.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::{LitStr, Token, parenthesized, token};

use super::{Action, Edge, Named, On, Target, Via, literal, row_begins, state_like, state_named};
use crate::arguments::{path, take, word};
use crate::errors::Errors;
use crate::given::{At, Given};
use crate::host::{Cause, RECOVERIES};
use crate::{messages, names};

/// Nothing more of this edge can be read; why has been reported.
struct Lost;

impl Edge {
    /// Reads up to the `|` or `;`: an edge, and whether the state that it leads to is one.
    pub(super) fn parse(input: ParseStream, errors: &mut Errors) -> Option<(Target, Self)> {
        let Some(ident) = word(input) else {
            errors.at(input.span(), messages::state_expected());
            skip_edge(input);
            return None;
        };
        take(input);
        let name = names::plain(&ident);
        let state = state_named(&name);
        if state.is_none() {
            errors.at(ident.span(), messages::unknown_state(&name));
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
        };
        if edge.parts(input, errors).is_err() {
            edge.broken = true;
            edge.rest(input, errors);
        }
        let target = if state.is_some() { Target::Is } else { Target::Misspelt(state_like(&name)) };
        Some((target, edge))
    }

    /// Reads what stands after the state.
    fn parts(&mut self, input: ParseStream, errors: &mut Errors) -> Result<(), Lost> {
        while !edge_ends(input) {
            if input.peek(Token![:]) {
                take(input);
                return self.actions(input, errors);
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
        messages::unexpected_in_edge(Some(name))
    }

    /// Reads the list after the `:`.
    fn actions(&mut self, input: ParseStream, errors: &mut Errors) -> Result<(), Lost> {
        loop {
            let Some(name) = word(input) else {
                errors.at(input.span(), messages::action_expected());
                return Err(Lost);
            };
            take(input);
            let name_text = names::plain(&name);
            let action = match name_text.as_str() {
                "toast" => toast(&name, input, errors),
                "run" => run(&name, input, errors),
                _ if is_keyword(&name) => {
                    errors.at(name.span(), messages::keyword_after_actions(&name_text));
                    return Err(Lost);
                }
                _ => {
                    errors.at(name.span(), messages::unknown_action(&name_text));
                    if input.peek(token::Paren) {
                        take(input);
                    }
                    None
                }
            };
            match action {
                Some(action) => self.actions.push(action),
                None => self.broken = true,
            }
            if edge_ends(input) {
                return Ok(());
            }
            if !input.peek(Token![,]) {
                let message = match word(input).filter(is_keyword) {
                    Some(keyword) => messages::keyword_after_actions(&keyword.to_string()),
                    None => messages::unexpected_after_action(),
                };
                errors.at(input.span(), message);
                return Err(Lost);
            }
            take(input);
        }
    }
}

impl On {
    fn parse(keyword: &Ident, input: ParseStream, errors: &mut Errors) -> Result<Self, Lost> {
        let mut on = Self { keyword: keyword.span(), causes: Vec::new() };
        loop {
            on.causes.extend(cause(keyword, input, errors)?);
            if !input.peek(Token![,]) {
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
    take(input);
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
        take(input);
        let name = names::plain(&ident);
        let Some(value) = RECOVERIES.iter().find(|recovery| recovery.name == name) else {
            errors.at(ident.span(), messages::unknown_recovery(&name));
            return Ok(None);
        };
        Ok(Some(Self { keyword: keyword.span(), recovery: At { value, span: ident.span() } }))
    }
}

/// `("words")`
fn toast(name: &Ident, input: ParseStream, errors: &mut Errors) -> Option<Action> {
    let inside = inside(name, input, errors, messages::toast_form)?;
    let words = inside.parse::<LitStr>().ok().filter(|words| inside.is_empty() && words.suffix().is_empty());
    drain(&inside);
    match words {
        Some(words) if words.value().trim().is_empty() => {
            errors.at(words.span(), messages::toast_empty());
            None
        }
        Some(words) => Some(Action::Toast(words)),
        None => {
            errors.at(name.span(), messages::toast_form());
            None
        }
    }
}

/// `(path)`
fn run(name: &Ident, input: ParseStream, errors: &mut Errors) -> Option<Action> {
    let inside = inside(name, input, errors, messages::run_form)?;
    let path = path(&inside).filter(|_| inside.is_empty());
    drain(&inside);
    if path.is_none() {
        errors.at(name.span(), messages::run_form());
    }
    path.map(Action::Run)
}

/// The parentheses after an action's name.
fn inside<'a>(
    name: &Ident,
    input: ParseStream<'a>,
    errors: &mut Errors,
    form: fn() -> String,
) -> Option<syn::parse::ParseBuffer<'a>> {
    let read = || -> syn::Result<_> {
        let inside;
        parenthesized!(inside in input);
        Ok(inside)
    };
    if !input.peek(token::Paren) {
        errors.at(name.span(), form());
        return None;
    }
    read().ok()
}

fn drain(inside: ParseStream) {
    while !inside.is_empty() {
        take(inside);
    }
}

fn edge_ends(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![|]) || input.peek(Token![;]) || row_begins(input)
}

/// Whether a wrong value was the whole mistake, so that the rest of the edge can be read.
fn edge_goes_on(input: ParseStream) -> bool {
    edge_ends(input) || input.peek(Token![:]) || word(input).is_some_and(|word| is_keyword(&word))
}

/// What may stand in an edge after its state.
fn is_keyword(word: &Ident) -> bool {
    messages::KEYWORDS.iter().any(|keyword| word == keyword)
}

fn skip_edge(input: ParseStream) {
    while !edge_ends(input) {
        take(input);
    }
}
