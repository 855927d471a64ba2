//! The arguments of the attribute.

use proc_macro2::Span;
use syn::LitStr;

use crate::errors::Errors;
use crate::host::SCOPES;
use crate::model::{Receive, Spec};
use crate::page::Page;
use crate::parsed::{At, Parsed};
use crate::{messages, names};

pub(super) fn check(page: &Page, errors: &mut Errors) -> Option<Spec> {
    let given = &page.arguments;
    let ident = &page.item.ident;
    let name = names::plain(ident);

    if given.title.is_absent() {
        errors.at(ident.span(), messages::missing_title());
    }
    not_empty(&given.title, messages::title_empty, errors);
    not_empty(&given.button, messages::button_empty, errors);
    route(page, &name, errors);
    if page.never_calls() && !given.of_calls.is_empty() {
        let unexpected: Vec<_> = given.of_calls.iter().map(names::plain).collect();
        let unexpected: Vec<_> = unexpected.iter().map(String::as_str).collect();
        errors.at(given.of_calls[0].span(), messages::arguments_of_calls(&unexpected));
    }

    let site = Span::mixed_site();
    let text = |text: &str| LitStr::new(text, site);
    let every_scope = || SCOPES.iter().map(|(_, value)| At { value: *value, span: site }).collect();
    Some(Spec {
        title: given.title.value()?.clone(),
        route: given.route.value().cloned().unwrap_or_else(|| text(&names::route(&name))),
        button: given.button.value().cloned().unwrap_or_else(|| text("呼叫")),
        name,
        room_type: given.room_type.value().copied().unwrap_or(At { value: "Video", span: site }),
        background_type: given.background_type.value().copied(),
        min_window_type: given.min_window_type.value().copied(),
        disable_switch_voice: given.disable_switch_voice.value().copied(),
        scopes: given.scopes.value().map_or_else(every_scope, Clone::clone),
        receive: given.receive.value().map(|words| {
            let has = |name| words.iter().any(|word| word.value == name);
            Receive { on_show: has("on_show"), only: has("only") }
        }),
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
            errors.at(page.item.ident.span(), messages::missing_route(name));
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
            "" => return Some(messages::route_empty_part()),
            "." | ".." => return Some(messages::route_part(part)),
            _ => {}
        }
    }
    let illegal =
        route.chars().find(|letter| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_' | '/'))?;
    Some(messages::route_character(illegal))
}
