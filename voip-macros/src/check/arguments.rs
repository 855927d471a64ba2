//! The arguments of the attribute.

use syn::{Lit, LitStr};

use crate::errors::Errors;
use crate::host::{MAX_BACKGROUND_TYPE, ROOM_TYPES, SCOPES};
use crate::model::Spec;
use crate::page::Page;
use crate::parsed::{At, Parsed};
use crate::{messages, names};

pub(super) fn check(page: &Page, errors: &mut Errors) -> Option<Spec> {
    let given = &page.arguments;
    let ident = &page.item.ident;
    let name = names::plain(ident);
    let before = errors.len();

    if given.title.is_absent() {
        errors.at(ident.span(), messages::no_title());
    }
    not_empty(&given.title, messages::title_empty, errors);
    not_empty(&given.button, messages::button_empty, errors);
    route(page, &name, errors);
    let room_type = one_of("room type", &given.room_type, &ROOM_TYPES, errors);
    if let Some(word) = given.on_leave.value()
        && word != "hang_up"
    {
        let message = messages::not_one_of("way to leave", &names::plain(word), &["hang_up"]);
        errors.at(word.span(), message);
    }
    let last = u32::from(MAX_BACKGROUND_TYPE);
    let background_type =
        number(&given.background_type, last, &messages::background_type(MAX_BACKGROUND_TYPE), errors);
    let min_window_type = number(&given.min_window_type, u32::MAX, &messages::min_window_type(), errors);
    let scopes = scopes(&given.scopes, errors);
    if errors.len() > before {
        return None;
    }

    let text = |text: &str| LitStr::new(text, proc_macro2::Span::mixed_site());
    Some(Spec {
        title: given.title.value()?.clone(),
        route: given.route.value().cloned().unwrap_or_else(|| text(&names::route(&name))),
        button: given.button.value().cloned().unwrap_or_else(|| text("呼叫")),
        name,
        room_type: room_type.unwrap_or(At { value: "Video", span: proc_macro2::Span::mixed_site() }),
        background_type,
        min_window_type,
        disable_switch_voice: given.disable_switch_voice.value().copied(),
        scopes,
        receive: given.receive.value().is_some(),
        hang_up_on_leave: given.on_leave.value().is_some(),
    })
}

fn not_empty(text: &Parsed<LitStr>, message: fn() -> String, errors: &mut Errors) {
    if let Some(text) = text.value()
        && text.value().trim().is_empty()
    {
        errors.at(text.span(), message());
    }
}

fn route(page: &Page, name: &str, errors: &mut Errors) {
    match &page.arguments.route {
        Parsed::Value(route) => {
            if let Some(message) = wrong_route(&route.value()) {
                errors.at(route.span(), message);
            }
        }
        Parsed::Absent if wrong_route(&names::route(name)).is_some() => {
            errors.at(page.item.ident.span(), messages::no_route(name));
        }
        Parsed::Absent | Parsed::Reported(_) => {}
    }
}

fn wrong_route(route: &str) -> Option<String> {
    if route.is_empty() {
        return Some(messages::route_empty());
    }
    if route.starts_with('/') {
        return Some(messages::route_from_root());
    }
    for part in route.split('/') {
        match part {
            "" => return Some(messages::route_with_gap()),
            "." | ".." => return Some(messages::route_leads_elsewhere(part)),
            _ => {}
        }
    }
    let odd =
        route.chars().find(|letter| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_' | '/'))?;
    Some(messages::route_letter(odd))
}

fn one_of(
    what: &str,
    word: &Parsed<syn::Ident>,
    known: &[(&str, &'static str)],
    errors: &mut Errors,
) -> Option<At<&'static str>> {
    let word = word.value()?;
    let name = names::plain(word);
    let found = known.iter().find(|(known, _)| *known == name);
    if found.is_none() {
        let known: Vec<_> = known.iter().map(|(known, _)| *known).collect();
        errors.at(word.span(), messages::not_one_of(what, &name, &known));
    }
    found.map(|(_, variant)| At { value: *variant, span: word.span() })
}

fn number(literal: &Parsed<Lit>, last: u32, message: &str, errors: &mut Errors) -> Option<At<u32>> {
    let literal = literal.value()?;
    let value = match literal {
        Lit::Int(int) if int.suffix().is_empty() => int.base10_parse::<u32>().ok(),
        _ => None,
    };
    let value = value.filter(|value| *value <= last);
    if value.is_none() {
        errors.at(literal.span(), message.to_owned());
    }
    value.map(|value| At { value, span: literal.span() })
}

fn scopes(scopes: &Parsed<At<Vec<syn::Ident>>>, errors: &mut Errors) -> Vec<At<&'static str>> {
    let site = proc_macro2::Span::mixed_site();
    let Some(scopes) = scopes.value() else {
        return SCOPES.iter().map(|(_, variant)| At { value: *variant, span: site }).collect();
    };
    if scopes.value.is_empty() {
        errors.at(scopes.span, messages::scopes_empty());
    }
    let mut found: Vec<At<&'static str>> = Vec::new();
    for word in &scopes.value {
        let Some(scope) = one_of("scope", &Parsed::Value(word.clone()), &SCOPES, errors) else { continue };
        if found.iter().any(|earlier| earlier.value == scope.value) {
            errors.at(word.span(), messages::given_twice(&names::plain(word)));
        }
        found.push(scope);
    }
    found
}
