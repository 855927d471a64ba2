//! The types that a field can have, recognized by their last name.

use syn::{GenericArgument, Path, PathArguments, Type};

use crate::nearest::nearest;

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) base: Base,
    /// Whether it is an `Option` of it.
    pub(crate) optional: bool,
}

/// The type of a field, without its `Option`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    OpenId,
    Text,
    Switch,
    /// An integer, by its type's name.
    Integer(&'static str),
    /// A float, by its type's name.
    Decimal(&'static str),
    RoomType,
    /// An enum with `#[derive(Choice)]`.
    Choice,
    /// `Vec<Contact>`
    Contacts,
}

const INTEGERS: [&str; 10] = ["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
const DECIMALS: [&str; 2] = ["f32", "f64"];

impl Kind {
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        let (name, arguments) = last_name(ty)?;
        match name.as_str() {
            "Option" => {
                let inner = Self::of(argument(arguments)?)?;
                // A row cannot show the difference between `None` and `Some(None)`.
                let is_allowed = !inner.optional && inner.base != Base::Contacts;
                is_allowed.then_some(Self { base: inner.base, optional: true })
            }
            "Vec" => {
                let (inner, arguments) = last_name(argument(arguments)?)?;
                let is_contact = inner == "Contact" && matches!(arguments, PathArguments::None);
                is_contact.then_some(Self { base: Base::Contacts, optional: false })
            }
            _ => {
                let base = Base::of_name(&name)?;
                matches!(arguments, PathArguments::None).then_some(Self { base, optional: false })
            }
        }
    }

    /// The kind of a type that may have `#[derive(Choice)]`, as far as its name tells.
    pub(crate) fn of_choice(ty: &Type) -> Option<Self> {
        let (inner, optional) = inner(ty).map_or((ty, false), |inner| (inner, true));
        let (_, PathArguments::None) = last_name(inner)? else { return None };
        Self::of(inner).is_none().then_some(Self { base: Base::Choice, optional })
    }
}

impl Base {
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        let known = |names: &[&'static str]| names.iter().copied().find(|known| *known == name);
        match name {
            "OpenId" => Some(Self::OpenId),
            "String" => Some(Self::Text),
            "bool" => Some(Self::Switch),
            "RoomType" => Some(Self::RoomType),
            _ => known(&INTEGERS).map(Self::Integer).or_else(|| known(&DECIMALS).map(Self::Decimal)),
        }
    }

    /// The name of the type that a misspelt one, or `&str`, was probably meant to be.
    pub(crate) fn nearest(ty: &Type) -> Option<&'static str> {
        if let Type::Reference(reference) = ty {
            return Self::nearest(&reference.elem).filter(|name| *name == "String");
        }
        let (name, PathArguments::None) = last_name(ty)? else { return None };
        nearest(&name, &["OpenId", "String", "bool", "RoomType"])
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::OpenId => "OpenId",
            Self::Text => "String",
            Self::Switch => "bool",
            Self::RoomType => "RoomType",
            Self::Choice => "choice",
            Self::Contacts => "Vec<Contact>",
            Self::Integer(name) | Self::Decimal(name) => name,
        }
    }
}

/// The smallest and largest number that an integer type holds. On the phone a pointer has 32 bits,
/// so `isize` and `usize` have 32 bits.
pub(crate) fn range(integer: &str) -> (i128, i128) {
    let bits = match integer.trim_start_matches(['i', 'u']) {
        "8" => 8,
        "16" => 16,
        "64" => 64,
        _ => 32,
    };
    if integer.starts_with('i') { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) }
}

/// The only generic argument.
fn argument(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    match (arguments.args.first(), arguments.args.len()) {
        (Some(GenericArgument::Type(inner)), 1) => Some(inner),
        _ => None,
    }
}

/// The `T` of an `Option<T>`.
pub(crate) fn inner(ty: &Type) -> Option<&Type> {
    let (name, arguments) = last_name(ty)?;
    if name == "Option" { argument(arguments) } else { None }
}

/// The last name of a type's path, also inside parentheses and the invisible groups that a
/// `macro_rules!` macro leaves around its `$ty`.
fn last_name(ty: &Type) -> Option<(String, &PathArguments)> {
    path(ty)?.segments.last().map(|last| (crate::names::plain(&last.ident), &last.arguments))
}

/// A type's path.
pub(crate) fn path(ty: &Type) -> Option<&Path> {
    match ty {
        Type::Group(group) => path(&group.elem),
        Type::Paren(paren) => path(&paren.elem),
        Type::Path(path) if path.qself.is_none() => Some(&path.path),
        _ => None,
    }
}
