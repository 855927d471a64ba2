//! What is wrong with a field.

use super::words::{empty, list, unknown};
use crate::host::RESERVED_NAMES;
use crate::kind::{Base, Kind};

pub(crate) fn field_written_so() -> String {
    "a field's attribute is written `#[field(listener.openid, label = \"…\")]`".to_owned()
}

pub(crate) fn second_field_attribute() -> String {
    "this field has two `#[field(…)]`; put their arguments into one".to_owned()
}

pub(crate) fn unknown_role(name: &str, roles: &[&str]) -> String {
    unknown(&format!("`{name}` is no role"), name, roles, "the roles are", "")
}

pub(crate) fn second_role(first: &str) -> String {
    format!("this field already has the role `{first}`, and a field has one; give this role to another field")
}

pub(crate) fn role_twice(role: &str, field: &str) -> String {
    format!("the field `{field}` already has the role `{role}`; one value goes there, so one field has it")
}

pub(crate) fn roles_missing(roles: &[&str]) -> String {
    let (have, first) = (list(roles, "and"), roles.first().copied().unwrap_or_default());
    format!(
        "no field has the role{} {have}, and no call can be placed without; write `#[field({first})]` above a field",
        if roles.len() == 1 { "" } else { "s" }
    )
}

pub(crate) fn role_under_cfg(role: &str) -> String {
    format!(
        "a `cfg` may remove this field, but a page always needs its `{role}`; only a field without a role may have one"
    )
}

pub(crate) fn role_type(role: &str, ty: &str) -> String {
    format!("the role `{role}` needs a field of type `{ty}` or `Option<{ty}>`")
}

pub(crate) fn room_type_twice() -> String {
    "the room type is said twice, by this field and by the page's `room_type = …`; keep one of them"
        .to_owned()
}

pub(crate) fn field_type() -> String {
    "this type cannot be a field of a page; a field is an `OpenId`, `String`, `bool`, `RoomType`, an integer of up to \
     64 bits, `f32` or `f64`, or an `Option` of one, written by its own name and not by an alias"
        .to_owned()
}

pub(crate) fn label_empty() -> String {
    empty("label", "write what stands before the row; a field without a label has no row")
}

pub(crate) fn placeholder_without_row() -> String {
    "this `placeholder` is never seen: a field has a row if it has a label; add `label = \"…\"`, or leave it out"
        .to_owned()
}

pub(crate) fn placeholder_without_text(ty: &str) -> String {
    format!("this `placeholder` is never seen: the row of a `{ty}` is never empty; leave it out")
}

pub(crate) fn optional_anyway() -> String {
    "`optional` changes nothing here: of all fields only openids and nicknames must be filled in; leave it out"
        .to_owned()
}

pub(crate) fn default_form(kind: Kind) -> String {
    let form = match kind.base {
        Base::OpenId | Base::Text => "a text in quotes, such as `\"listener\"`",
        Base::Switch => "`true` or `false`",
        Base::RoomType => "`video` or `voice`",
        Base::Integer(ty) if ty.starts_with('u') => "a whole number, such as `1`",
        Base::Integer(_) => "a whole number, such as `1` or `-1`",
        Base::Decimal(_) => "a number, such as `1.5`",
    };
    let name = kind.base.name();
    if kind.optional {
        format!(
            "the default of a field of type `Option<{name}>` is {form}; left out, the field begins with `None`"
        )
    } else {
        format!("the default of a field of type `{name}` is {form}")
    }
}

pub(crate) fn no_default_openid() -> String {
    "an openid has no default: it names one person, who is known only when the page runs; leave `default` out"
        .to_owned()
}

pub(crate) fn default_range(ty: &str, min: &str, max: &str) -> String {
    format!("this default does not fit into `{ty}`, which holds {min} to {max}")
}

pub(crate) fn same_key(key: &str, other: &str) -> String {
    format!("in the page's data this field is `{key}`, and so is `{other}`; give one of them another name")
}

pub(crate) fn kept_key(key: &str) -> String {
    let mut kept = RESERVED_NAMES.to_vec();
    if !kept.contains(&key) {
        kept.push(key);
    }
    format!(
        "in the page's data this field is `{key}`, which the page keeps for itself, as it does {}; give it another name",
        list(&kept.into_iter().filter(|name| *name != key).collect::<Vec<_>>(), "and")
    )
}
