//! A field as it was written: its name, its type, and its `#[field(…)]`.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Attribute, ItemStruct, LitStr, Meta, Result, Token, Type};

use crate::arguments::{self, Argument, List, word};
use crate::errors::{Errors, reported_by_rustc};
use crate::found::code_of;
use crate::kind::Kind;
use crate::nearest::nearest;
use crate::parsed::{At, Parsed};
use crate::role::Role;
use crate::value::{Value, rest};
use crate::{cfg, messages, names};

/// One field of the struct.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// Its name without `r#`.
    pub(crate) name: String,
    pub(crate) ty: Type,
    /// The attributes that may remove it.
    pub(crate) cfgs: Vec<Attribute>,
    /// Everything that was written as a role. The first correct one is the field's role.
    pub(crate) roles: Vec<Parsed<At<Role>>>,
    pub(crate) label: Parsed<LitStr>,
    pub(crate) placeholder: Parsed<LitStr>,
    pub(crate) default: Parsed<Value>,
    /// The position of the word.
    pub(crate) optional: Parsed<Span>,
    pub(crate) query: Parsed<Query>,
    /// The position of the word.
    pub(crate) contacts: Parsed<Span>,
    /// The position of the word.
    pub(crate) choice: Parsed<Span>,
    /// The position of the word.
    pub(crate) read_only: Parsed<Span>,
    pub(crate) max_length: Parsed<At<u32>>,
    pub(crate) required: Parsed<LitStr>,
}

/// `query`, or `query = "name"`.
pub(crate) struct Query {
    /// The position of the word.
    pub(crate) keyword: Span,
    pub(crate) name: Option<LitStr>,
}

/// The longest `max_length`.
const MAX_LENGTH: u32 = 65535;

/// A word without a value: its position.
fn word_alone(it: &mut Argument) -> Result<Span> {
    it.flag().map(|()| it.name.span())
}

/// The syntax of each argument that is not a role, and its reader.
const LIST: List<Field> = List {
    name: "field",
    arguments: &[
        ("label", "label = \"…\"", |to, it| it.once(&mut to.label, Argument::text)),
        ("placeholder", "placeholder = \"…\"", |to, it| it.once(&mut to.placeholder, Argument::text)),
        ("default", "default = …", |to, it| it.once(&mut to.default, Argument::value)),
        ("optional", "optional", |to, it| it.once(&mut to.optional, word_alone)),
        ("query", "query = \"…\"", |to, it| {
            it.once(&mut to.query, |it| Ok(Query { keyword: it.name.span(), name: it.optional_text()? }))
        }),
        ("contacts", "contacts", |to, it| it.once(&mut to.contacts, word_alone)),
        ("choice", "choice", |to, it| it.once(&mut to.choice, word_alone)),
        ("read_only", "read_only", |to, it| it.once(&mut to.read_only, word_alone)),
        ("max_length", "max_length = 20", |to, it| {
            it.once(&mut to.max_length, |it| it.number_from(1, MAX_LENGTH))
        }),
        ("required", "required = \"…\"", |to, it| it.once(&mut to.required, Argument::text)),
    ],
    other: Field::other,
    known: || {
        let others = LIST.arguments.iter().map(|(name, ..)| *name);
        Role::ALL.iter().map(|role| role.name()).chain(others).collect()
    },
};

impl Field {
    /// Reads the fields, and takes their `#[field(…)]` out of the struct.
    pub(crate) fn take_all(item: &mut ItemStruct, errors: &mut Errors) -> Vec<Self> {
        item.fields
            .iter_mut()
            .filter_map(|field| {
                let (ours, others) = std::mem::take(&mut field.attrs).into_iter().partition(is_ours);
                field.attrs = others;
                // A field without a name is not in a page, and that is the only error about it.
                let ident = field.ident.clone()?;
                if let Some((equals, _)) = field.default.take() {
                    // `field: Type = value`
                    errors.add(reported_by_rustc(equals.span));
                }
                Some(Self::parse(ident, field.ty.clone(), cfg::of(&field.attrs), ours, errors))
            })
            .collect()
    }

    fn parse(
        ident: Ident,
        ty: Type,
        cfgs: Vec<Attribute>,
        ours: Vec<Attribute>,
        errors: &mut Errors,
    ) -> Self {
        let mut field = Self {
            name: names::plain(&ident),
            ident,
            ty,
            cfgs,
            roles: Vec::new(),
            label: Parsed::Absent,
            placeholder: Parsed::Absent,
            default: Parsed::Absent,
            optional: Parsed::Absent,
            query: Parsed::Absent,
            contacts: Parsed::Absent,
            choice: Parsed::Absent,
            read_only: Parsed::Absent,
            max_length: Parsed::Absent,
            required: Parsed::Absent,
        };
        let mut duplicate = false;
        for attribute in ours {
            let path = attribute.path().clone();
            let mut meta = attribute.meta.clone();
            // An attribute that is wrong is read too, so that what is in it is not missing as well.
            if let Some(inner) = cfg::find(&attribute, "field") {
                errors.on(inner.path(), messages::field_attribute_under_cfg());
                meta = inner;
            } else if !path.is_ident("field") {
                errors.on(&path, messages::unknown_attribute(&code_of(&path)));
            } else if std::mem::replace(&mut duplicate, true) {
                errors.on(&path, messages::duplicate_attribute("field"));
                // It may have been meant for another field.
                errors.doubt();
                field.roles = vec![Parsed::Reported(None)];
            }
            field.arguments(meta, errors);
            errors.resume();
        }
        field
    }

    fn arguments(&mut self, meta: Meta, errors: &mut Errors) {
        let unread = match meta {
            Meta::List(list) => LIST.read(list.tokens, self, errors),
            Meta::NameValue(pair) => {
                errors.at(pair.eq_token.span, messages::field_attribute_equals());
                true
            }
            Meta::Path(path) => {
                errors.on(&path, messages::field_attribute_empty());
                true
            }
        };
        if unread {
            self.roles.push(Parsed::Reported(None));
        }
    }

    /// The kind of its type; `None` if the type is not allowed.
    pub(crate) fn kind(&self) -> Option<Kind> {
        if self.choice.is_absent() { Kind::of(&self.ty) } else { Kind::of_choice(&self.ty) }
    }

    /// The field's role.
    pub(crate) fn role(&self) -> Option<At<Role>> {
        self.roles.iter().find_map(Parsed::value).copied()
    }

    /// Reads a role, or reports an unknown argument.
    fn other(&mut self, it: &mut Argument) -> Result<()> {
        let (ident, name) = (it.name, names::plain(it.name));
        if it.input.peek(Token![.]) || matches!(name.as_str(), "listener" | "caller" | "room_type") {
            return self.role_of(it);
        }
        let after = rest(&it.input.fork());
        let (written, known) = (quote!(#ident #after), (LIST.known)());
        let near = nearest(&name, &known);
        match near {
            Some("contacts") => self.contacts.doubt(),
            Some("choice") => self.choice.doubt(),
            _ if LIST.arguments.iter().any(|(name, ..)| Some(*name) == near) => {}
            // `openid = …` or `roomtype` is probably the role that is then missing.
            _ => self.roles.push(Parsed::Reported(None)),
        }
        let text = code_of(&written);
        match Role::nearest(&text) {
            meant @ Some(_) if near.is_none() => {
                Err(syn::Error::new_spanned(written, messages::unknown_role(&text, meant)))
            }
            _ => Err(syn::Error::new(ident.span(), messages::unknown_argument("field", &name, &known))),
        }
    }

    /// `room_type`, or `listener.openid` and the like.
    fn role_of(&mut self, it: &mut Argument) -> Result<()> {
        let ident = it.name;
        let after = rest(&it.input.fork());
        let mut name = names::plain(ident);
        let mut at = ident.span();
        if it.input.parse::<Token![.]>().is_ok()
            && let Some(part) = word(it.input)
        {
            arguments::take(it.input);
            // The error points at the half that is wrong.
            if matches!(name.as_str(), "listener" | "caller") {
                at = part.span();
            }
            name = format!("{name}.{}", names::plain(&part));
        }
        let Some(value) = Role::of_name(&name).filter(|_| !it.input.peek(Token![.])) else {
            // `caller, nickname` would be two errors.
            let ahead = it.input.fork();
            arguments::take(&ahead);
            let second = word(&ahead).map(|part| names::plain(&part)).unwrap_or_default();
            let text = if after.is_empty() && Role::of_name(&format!("{name}.{second}")).is_some() {
                arguments::take(it.input);
                format!("{name}, {second}")
            } else if name.contains('.') && !it.input.peek(Token![.]) {
                name
            } else {
                code_of(&quote!(#ident #after))
            };
            let meant = Role::nearest(&text);
            self.roles.push(Parsed::Reported(meant.map(|value| At { value, span: at })));
            return Err(syn::Error::new(at, messages::unknown_role(&text, meant)));
        };
        let role = At { value, span: it.name.span() };
        match self.role() {
            None => self.roles.push(Parsed::Value(role)),
            Some(first) if first.value == value => {
                it.errors.at(role.span, messages::duplicate(value.name()));
            }
            Some(first) => {
                // It is not missing from the page as well.
                self.roles.push(Parsed::Reported(Some(role)));
                it.errors.at(role.span, messages::second_role(first.value.name()));
            }
        }
        if it.input.peek(Token![=]) || it.input.peek(Token![:]) || it.input.peek(syn::token::Paren) {
            return Err(syn::Error::new(it.input.span(), messages::role_with_value(value)));
        }
        Ok(())
    }
}

/// Whether this is `#[field(…)]`, or was probably meant to be.
fn is_ours(attribute: &Attribute) -> bool {
    let last = names::last(attribute.path()).map(names::plain).unwrap_or_default();
    let is_role = || attribute.meta.require_list().is_ok_and(|list| Role::begins(&list.tokens));
    nearest(&last, &["field"]).is_some() || cfg::find(attribute, "field").is_some() || is_role()
}
