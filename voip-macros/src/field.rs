//! A field as it was written: its name, its type, and its `#[field(…)]`.

use proc_macro2::{Ident, Span, TokenStream};
use syn::parse::ParseStream;
use syn::{Attribute, ItemStruct, LitStr, Meta, Result, Token, Type};

use crate::arguments::{self, Form, once, word};
use crate::errors::Errors;
use crate::given::{At, Given};
use crate::nearest::nearest;
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
    pub(crate) role: Given<At<Role>>,
    /// The role that a misspelt one was probably meant to be, so that it is not missing as well.
    pub(crate) doubt: Doubt,
    pub(crate) label: Given<LitStr>,
    pub(crate) placeholder: Given<LitStr>,
    pub(crate) default: Given<TokenStream>,
    /// The word itself.
    pub(crate) optional: Given<Span>,
}

/// What a mistake leaves unknown about a field's role.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The role, if any, is the one that was read.
    None,
    /// Probably this one.
    Probably(Role),
    /// It may have been any.
    Any,
}

/// The arguments besides the roles, each with the way it is written.
const FORMS: [(&str, &str); 4] = [
    ("label", "label = \"对方openid\""),
    ("placeholder", "placeholder = \"请输入用户openid\""),
    ("default", "default = literal"),
    ("optional", "optional"),
];

/// Every argument: the roles, and the others.
fn known() -> Vec<&'static str> {
    Role::ALL.iter().map(|role| role.name()).chain(FORMS.iter().map(|(name, _)| *name)).collect()
}

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
            role: Given::No,
            doubt: Doubt::None,
            label: Given::No,
            placeholder: Given::No,
            default: Given::No,
            optional: Given::No,
        };
        for (number, attribute) in ours.into_iter().enumerate() {
            // What stands in a second one is read all the same, so that it is not missing as well.
            if number > 0 {
                errors.on(attribute.path(), messages::second_field_attribute());
            }
            match attribute.meta {
                Meta::List(list) => {
                    let unknown =
                        arguments::each("field", &known(), list.tokens, errors, |name, input, errors| {
                            field.read(name, input, errors)
                        });
                    if unknown {
                        field.doubt = Doubt::Any;
                    }
                }
                Meta::NameValue(pair) => {
                    errors.on(&pair.path, messages::field_written_so());
                    field.doubt = Doubt::Any;
                }
                Meta::Path(_) => {}
            }
        }
        field
    }

    fn read(&mut self, name: &Ident, input: ParseStream, errors: &mut Errors) -> Result<()> {
        let plain = names::plain(name);
        let form = FORMS.iter().find(|(known, _)| *known == plain).map_or("", |(_, form)| form);
        let form = Form { name, form };
        match plain.as_str() {
            "label" => once(&mut self.label, name, errors, || form.text(input)),
            "placeholder" => once(&mut self.placeholder, name, errors, || form.text(input)),
            "default" => once(&mut self.default, name, errors, || form.anything(input)),
            "optional" => once(&mut self.optional, name, errors, || form.flag(input).map(|()| name.span())),
            "room_type" if !input.peek(Token![.]) => {
                self.role(Role::RoomType, name.span(), errors);
                Ok(())
            }
            _ if input.peek(Token![.]) || matches!(plain.as_str(), "listener" | "caller") => {
                self.dotted_role(name, input, errors)
            }
            _ => {
                let known = known();
                // `openid = …` or `roomtype`: the role that is then missing is this one.
                if !nearest(&plain, &known).is_some_and(|known| FORMS.iter().any(|(name, _)| *name == known))
                {
                    self.doubt = Doubt::Any;
                }
                Err(syn::Error::new(name.span(), messages::unknown_argument("field", &plain, &known)))
            }
        }
    }

    /// `listener.openid` and the like.
    fn dotted_role(&mut self, party: &Ident, input: ParseStream, errors: &mut Errors) -> Result<()> {
        let mut name = names::plain(party);
        let mut at = party.span();
        if input.parse::<Token![.]>().is_ok() {
            if let Some(part) = word(input) {
                arguments::take(input);
                // The error points at the half that is wrong.
                if matches!(name.as_str(), "listener" | "caller") {
                    at = part.span();
                }
                name = format!("{name}.{}", names::plain(&part));
            } else {
                name.push('.');
            }
        }
        if let Some(role) = Role::of_name(&name) {
            self.role(role, party.span(), errors);
            return Ok(());
        }
        let roles = Role::ALL.map(Role::name);
        if self.role.is_no() {
            self.role = Given::Broken;
        }
        self.doubt = nearest(&name, &roles).and_then(Role::of_name).map_or(Doubt::Any, Doubt::Probably);
        Err(syn::Error::new(at, messages::unknown_role(&name, &roles)))
    }

    fn role(&mut self, role: Role, span: Span, errors: &mut Errors) {
        match &self.role {
            Given::Is(first) if first.value == role => {
                errors.at(span, messages::given_twice(role.name()));
            }
            Given::Is(first) => {
                // It is not missing from the page as well.
                self.doubt = Doubt::Probably(role);
                errors.at(span, messages::second_role(first.value.name()));
            }
            Given::No | Given::Broken => self.role = Given::Is(At { value: role, span }),
        }
    }
}
