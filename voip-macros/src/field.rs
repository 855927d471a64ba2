//! A field as it was written: its name, its type, and its `#[field(…)]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, ItemStruct, LitStr, Meta, Result, Token, Type};

use crate::arguments::{self, Argument, List, word};
use crate::errors::Errors;
use crate::nearest::nearest;
use crate::parsed::{At, Parsed};
use crate::role::Role;
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
    pub(crate) default: Parsed<TokenStream>,
    /// The word itself.
    pub(crate) optional: Parsed<Span>,
}

/// The syntax of each argument that is not a role, and its reader.
const LIST: List<Field> = List {
    name: "field",
    arguments: &[
        ("label", "label = \"对方openid\"", |to, it| it.once(&mut to.label, Argument::text)),
        ("placeholder", "placeholder = \"请输入用户openid\"", |to, it| {
            it.once(&mut to.placeholder, Argument::text)
        }),
        ("default", "default = literal", |to, it| it.once(&mut to.default, Argument::anything)),
        ("optional", "optional", |to, it| it.once(&mut to.optional, |it| it.flag().map(|()| it.name.span()))),
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
                let (ours, others) = std::mem::take(&mut field.attrs)
                    .into_iter()
                    .partition(|attribute: &Attribute| attribute.path().is_ident("field"));
                field.attrs = others;
                // Without a name it is no page, and that is the only error about it.
                let ident = field.ident.clone()?;
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
        };
        for (number, attribute) in ours.into_iter().enumerate() {
            // What stands in a second one is read all the same, so that it is not missing as well.
            if number > 0 {
                errors.on(attribute.path(), messages::second_field_attribute());
            }
            match attribute.meta {
                Meta::List(list) => {
                    if LIST.read(list.tokens, &mut field, errors) {
                        field.roles.push(Parsed::Reported(None));
                    }
                }
                Meta::NameValue(pair) => {
                    errors.on(&pair.path, messages::field_written_so());
                    field.roles.push(Parsed::Reported(None));
                }
                Meta::Path(_) => {}
            }
        }
        field
    }

    /// The field's role.
    pub(crate) fn role(&self) -> Option<At<Role>> {
        self.roles.iter().find_map(Parsed::value).copied()
    }

    /// Reads a role, or reports an unknown argument.
    fn other(&mut self, it: &mut Argument) -> Result<()> {
        let plain = names::plain(it.name);
        if it.input.peek(Token![.]) || matches!(plain.as_str(), "listener" | "caller" | "room_type") {
            return self.role_of(it);
        }
        let known = (LIST.known)();
        // `openid = …` or `roomtype`: the role that is then missing is this one.
        let near = nearest(&plain, &known);
        if !LIST.arguments.iter().any(|(name, ..)| Some(*name) == near) {
            self.roles.push(Parsed::Reported(None));
        }
        Err(syn::Error::new(it.name.span(), messages::unknown_argument("field", &plain, &known)))
    }

    /// `room_type`, or `listener.openid` and the like.
    fn role_of(&mut self, it: &mut Argument) -> Result<()> {
        let mut name = names::plain(it.name);
        let mut at = it.name.span();
        if it.input.parse::<Token![.]>().is_ok() {
            if let Some(part) = word(it.input) {
                arguments::take(it.input);
                // The error points at the half that is wrong.
                if matches!(name.as_str(), "listener" | "caller") {
                    at = part.span();
                }
                name = format!("{name}.{}", names::plain(&part));
            } else {
                name.push('.');
            }
        }
        let Some(value) = Role::of_name(&name) else {
            let roles = Role::ALL.map(Role::name);
            let meant = nearest(&name, &roles).and_then(Role::of_name);
            self.roles.push(Parsed::Reported(meant.map(|value| At { value, span: at })));
            return Err(syn::Error::new(at, messages::unknown_role(&name, &roles)));
        };
        let role = At { value, span: it.name.span() };
        let Some(first) = self.role() else {
            self.roles.push(Parsed::Value(role));
            return Ok(());
        };
        if first.value == value {
            it.errors.at(role.span, messages::given_twice(value.name()));
        } else {
            // It is not missing from the page as well.
            self.roles.push(Parsed::Reported(Some(role)));
            it.errors.at(role.span, messages::second_role(first.value.name()));
        }
        Ok(())
    }
}
