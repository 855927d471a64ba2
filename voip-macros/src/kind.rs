//! The types that a field can have, recognized by their last name.

use syn::{GenericArgument, PathArguments, Type};

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
}

const INTEGERS: [&str; 10] = ["i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize"];
const DECIMALS: [&str; 2] = ["f32", "f64"];

impl Kind {
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        let (name, arguments) = last_name(ty)?;
        if name != "Option" {
            let base = Base::of_name(&name)?;
            return matches!(arguments, PathArguments::None).then_some(Self { base, optional: false });
        }
        let PathArguments::AngleBracketed(arguments) = arguments else { return None };
        let (Some(GenericArgument::Type(inner)), 1) = (arguments.args.first(), arguments.args.len()) else {
            return None;
        };
        let inner = Self::of(inner)?;
        // A row cannot show the difference between `None` and `Some(None)`.
        (!inner.optional).then_some(Self { base: inner.base, optional: true })
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

/// The last name of a type's path, also inside parentheses and the invisible groups that a
/// `macro_rules!` macro leaves around its `$ty`.
fn last_name(ty: &Type) -> Option<(String, &PathArguments)> {
    match ty {
        Type::Group(group) => last_name(&group.elem),
        Type::Paren(paren) => last_name(&paren.elem),
        Type::Path(path) if path.qself.is_none() => {
            path.path.segments.last().map(|last| (crate::names::plain(&last.ident), &last.arguments))
        }
        _ => None,
    }
}
