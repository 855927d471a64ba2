//! The fields: their types, their names, their roles.

use proc_macro2::Span;
use syn::LitStr;
use syn::spanned::Spanned;

use crate::errors::{Errors, reported_by_rustc};
use crate::field::{Field, Query};
use crate::found::code_of;
use crate::host::{COMPONENT_MEMBERS, RESERVED_NAMES};
use crate::kind::{Base, Kind};
use crate::model::Default;
use crate::page::Page;
use crate::parsed::{At, Parsed};
use crate::role::Role;
use crate::{messages, model, names};

pub(super) fn check(page: &Page, errors: &mut Errors) -> Option<Vec<model::Field>> {
    let before = errors.len();
    names(&page.fields, errors);
    queries(&page.fields, errors);
    roles(page, errors);
    let fields: Vec<_> = page.fields.iter().filter_map(|field| one(page, field, errors)).collect();
    (errors.len() == before).then_some(fields)
}

/// One field.
fn one(page: &Page, field: &Field, errors: &mut Errors) -> Option<model::Field> {
    if let Some(contacts) = field.contacts.value() {
        return self::contacts(page, field, *contacts, errors);
    }
    let kind = field.kind();
    // A type with a parameter of the struct has been reported.
    if kind.is_none() && page.item.generics.params.is_empty() {
        if field.choice.is_absent() {
            errors.on(&field.ty, messages::field_type(Base::nearest(&field.ty)));
        } else {
            errors.on(&field.ty, messages::choice_type(&code_of(&field.ty)));
        }
    }
    if kind.is_some_and(|kind| kind.base == Base::Contacts) && field.contacts.is_absent() {
        errors.on(&field.ty, messages::contacts_without_argument());
        return None;
    }
    let role = field.role().map(|role| role.value);
    // The default of a field with a wrong type is not checked.
    let mut default = None;
    match role.zip(kind).filter(|(role, kind)| role.base() != kind.base) {
        Some((role, _)) if first_with(&page.fields, role).is_some_and(|first| first.ident == field.ident) => {
            let found = code_of(&field.ty);
            errors.on(&field.ty, messages::role_type(role.name(), role.base().name(), &found));
        }
        Some(_) => {}
        None => {
            if let Some(kind) = kind {
                effects(field, role, kind, errors);
            }
            default = field
                .default
                .value()
                .zip(kind)
                .and_then(|(value, kind)| super::default::check(value, kind, &field.ty, errors));
        }
    }
    if let (Some(role), Some(cfg)) = (role, field.cfgs.first()) {
        errors.on(cfg.path(), messages::under_cfg(&format!("the role `{}`", role.name())));
    }
    if let Some(required) = field.required.value()
        && page.never_calls()
        && role.is_none()
    {
        errors.at(required.span(), messages::arguments_of_calls(&["required"]));
    }
    label(field, errors);
    Some(lowered(field, kind?, role, default))
}

/// Whether this is probably the page's contacts.
fn is_contacts(field: &Field) -> bool {
    !field.contacts.is_absent() || field.kind().is_some_and(|kind| kind.base == Base::Contacts)
}

/// The field with the page's contacts.
fn contacts(page: &Page, field: &Field, keyword: Span, errors: &mut Errors) -> Option<model::Field> {
    let first = page.fields.iter().find(|field| field.contacts.value().is_some());
    if let Some(first) = first.filter(|first| first.ident != field.ident) {
        errors.at(keyword, messages::duplicate_contacts(&first.name));
        return None;
    }
    let kind = Kind::of(&field.ty).filter(|kind| kind.base == Base::Contacts);
    if kind.is_none() {
        errors.on(&field.ty, messages::contacts_type(&code_of(&field.ty)));
    }
    let beside = [
        ("placeholder", field.placeholder.value().map(LitStr::span)),
        ("default", field.default.value().map(Spanned::span)),
        ("optional", field.optional.value().copied()),
        ("required", field.required.value().map(LitStr::span)),
        ("query", field.query.value().map(|query| query.keyword)),
        ("choice", field.choice.value().copied()),
        ("read_only", field.read_only.value().copied()),
        ("max_length", field.max_length.value().map(|length| length.span)),
    ];
    let role = field.role().map(|role| (role.value.name(), Some(role.span)));
    for (name, span) in role.into_iter().chain(beside) {
        if let Some(span) = span {
            errors.at(span, messages::beside_contacts(name));
        }
    }
    if let Some(cfg) = field.cfgs.first() {
        errors.on(cfg.path(), messages::under_cfg("`contacts`"));
    }
    label(field, errors);
    Some(lowered(field, kind?, None, None))
}

fn label(field: &Field, errors: &mut Errors) {
    if let Some(label) = field.label.value()
        && label.value().trim().is_empty()
    {
        errors.at(label.span(), messages::label_empty());
    }
}

fn lowered(field: &Field, kind: Kind, role: Option<Role>, default: Option<Default>) -> model::Field {
    model::Field {
        ident: field.ident.clone(),
        name: field.name.clone(),
        key: names::key(&field.name),
        ty: field.ty.clone(),
        kind,
        cfgs: field.cfgs.clone(),
        role,
        label: field.label.value().cloned(),
        placeholder: field.placeholder.value().cloned(),
        default,
        optional: field.optional.value().is_some(),
        query: field.query.value().map(|query| parameter(field, query)),
        read_only: field.read_only.value().is_some(),
        max_length: field.max_length.value().copied(),
        required: field.required.value().cloned(),
    }
}

/// Reports arguments that have no effect.
fn effects(field: &Field, role: Option<Role>, kind: Kind, errors: &mut Errors) {
    let has_text = !matches!(kind.base, Base::Switch | Base::RoomType | Base::Choice);
    let has_row = !field.label.is_absent();
    for (name, span) in [
        ("placeholder", field.placeholder.value().map(LitStr::span)),
        ("max_length", field.max_length.value().map(|length| length.span)),
    ] {
        let Some(span) = span else { continue };
        if !has_text {
            errors.at(span, messages::without_text(name, &code_of(&field.ty)));
        } else if !has_row {
            errors.at(span, messages::without_row(name));
        }
    }
    if let Some(read_only) = field.read_only.value() {
        if !has_row {
            errors.at(*read_only, messages::without_row("read_only"));
        } else if let Some(length) = field.max_length.value() {
            errors.at(length.span, messages::max_length_beside_read_only());
        }
    }
    if let Some(required) = field.required.value() {
        if !kind.optional && !matches!(kind.base, Base::OpenId | Base::Text) {
            errors.at(required.span(), messages::required_without_effect(&code_of(&field.ty)));
        } else if required.value().trim().is_empty() {
            errors.at(required.span(), messages::required_empty());
        }
        if let Some(optional) = field.optional.value() {
            errors.at(*optional, messages::optional_beside_required());
            return;
        }
    }
    let known = field.roles.iter().all(|role| role.value().is_some());
    if let Some(optional) = field.optional.value()
        && !role.is_some_and(|role| Role::REQUIRED.contains(&role))
        && known
    {
        errors.at(*optional, messages::optional_without_effect());
    }
}

fn first_with(fields: &[Field], role: Role) -> Option<&Field> {
    fields.iter().find(|field| field.role().is_some_and(|given| given.value == role))
}

/// No two fields have the same name in the page's data, and none has a reserved name.
fn names(fields: &[Field], errors: &mut Errors) {
    let keys: Vec<_> = fields.iter().map(|field| names::key(&field.name)).collect();
    let handlers: Vec<_> = keys.iter().map(|key| names::change_handler(key)).collect();
    for (at, (field, key)) in fields.iter().zip(&keys).enumerate() {
        if RESERVED_NAMES.contains(&key.as_str()) {
            errors.at(field.ident.span(), messages::reserved_name(key));
        } else if COMPONENT_MEMBERS.contains(&key.as_str()) {
            errors.at(field.ident.span(), messages::component_member(key));
        } else if let Some(other) = handlers.iter().position(|handler| handler == key) {
            errors.at(field.ident.span(), messages::handler_name(key, &fields[other].name));
        }
        let earlier =
            || fields.iter().zip(&keys).take(at).filter(|(_, of)| *of == key).map(|(earlier, _)| earlier);
        if let Some(other) = earlier().find(|earlier| earlier.name != field.name) {
            errors.at(field.ident.span(), messages::duplicate_key(key, &other.name));
        } else if field.cfgs.is_empty() && earlier().any(|earlier| earlier.cfgs.is_empty()) {
            errors.add(reported_by_rustc(field.ident.span()));
        }
    }
}

/// The name of the parameter in the page's address that sets a field. The default is its name in the page's data.
fn parameter(field: &Field, query: &Query) -> LitStr {
    query.name.clone().unwrap_or_else(|| LitStr::new(&names::key(&field.name), query.keyword))
}

/// Each name in the page's address can be there, and sets one field.
fn queries(fields: &[Field], errors: &mut Errors) {
    let mut earlier: Vec<(String, &Field)> = Vec::new();
    for field in fields {
        let Some(query) = field.query.value() else { continue };
        let parameter = parameter(field, query);
        let (name, span) = (parameter.value(), parameter.span());
        // Of fields that each have a `cfg`, only one may stay.
        let same = earlier
            .iter()
            .find(|(other, of)| *other == name && (of.cfgs.is_empty() || field.cfgs.is_empty()));
        let illegal = name
            .chars()
            .find(|letter| !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_' | '.' | '~'));
        if name.is_empty() {
            errors.at(span, messages::query_empty());
        } else if let Some(illegal) = illegal {
            errors.at(span, messages::query_character(&name, illegal));
        } else if name == "scene" {
            errors.at(span, messages::query_scene());
        } else if let Some((_, other)) = same {
            errors.at(span, messages::duplicate_query(&name, &other.name));
        }
        earlier.push((name, field));
    }
}

/// The role of a field, or its `contacts`: what a page that never calls does not have.
fn of_calls(field: &Field) -> Option<(&'static str, Span)> {
    let role = field.role().map(|role| (role.value.name(), role.span));
    role.or_else(|| field.contacts.value().map(|keyword| ("contacts", *keyword)))
}

/// Each role is on one field at most, and each required role is on one.
fn roles(page: &Page, errors: &mut Errors) {
    if page.never_calls() {
        let (names, spans): (Vec<_>, Vec<_>) = page.fields.iter().filter_map(of_calls).unzip();
        if let Some(first) = spans.first() {
            errors.at(*first, messages::roles_of_calls(&names));
        }
        return;
    }
    let mut duplicate = false;
    for field in &page.fields {
        let Some(role) = field.role() else { continue };
        if let Some(first) = first_with(&page.fields, role.value)
            && first.ident != field.ident
        {
            errors.at(role.span, messages::duplicate_role(role.value.name(), &first.name));
            duplicate = true;
        } else if role.value == Role::RoomType && !page.arguments.room_type.is_absent() {
            errors.at(role.span, messages::duplicate_room_type());
        }
    }
    let roles = || page.fields.iter().flat_map(|field| &field.roles);
    // The second of two equal roles was probably meant to be the missing one, and so was a misspelt one if
    // the role that it is nearest to is given.
    duplicate |= roles().any(|written| {
        written.value().is_none()
            && written.meant().is_some_and(|meant| first_with(&page.fields, meant.value).is_some())
    });
    // A struct without named fields, or with one that could not be read, has been reported.
    let unknown = duplicate || !page.is_whole || !matches!(page.item.fields, syn::Fields::Named(_));
    let is_given = |role: &Role| roles().any(|written| written.may_be(|written| written.value == *role));
    // Contacts replace the listener, of whom the page then declares all or nothing.
    let (contacts, others): (Vec<_>, Vec<_>) = page.fields.iter().partition(|field| is_contacts(field));
    let is_of_listener =
        |written: &Parsed<At<Role>>| written.may_be(|written| written.value.is_of_listener());
    let has_listener = others.iter().any(|field| field.roles.iter().any(is_of_listener));
    let needs_listener = has_listener || contacts.is_empty();
    let missing: Vec<_> = Role::REQUIRED
        .iter()
        .filter(|role| !is_given(role) && (needs_listener || !role.is_of_listener()))
        .map(|role| role.name())
        .collect();
    if !missing.is_empty() && !unknown {
        let or_contacts = !has_listener && contacts.is_empty();
        errors.at(page.item.ident.span(), messages::missing_roles(&missing, or_contacts));
    }
}
