//! What is wrong with a field.

use super::attribute::wrong_value;
use super::phrases::{empty, list};
use crate::host::RESERVED_NAMES;
use crate::kind::{Base, Kind};
use crate::role::Role;
use crate::value::Value;

pub(crate) fn field_attribute_equals() -> String {
    "expected `(`, found `=`\nhelp: write `#[field(listener.openid, label = \"…\")]`".to_owned()
}

pub(crate) fn field_attribute_empty() -> String {
    "`#[field]` has no arguments\nhelp: remove it, or write `#[field(listener.openid, label = \"…\")]`"
        .to_owned()
}

pub(crate) fn unknown_attribute(name: &str) -> String {
    format!("unknown attribute `{name}`\nhelp: did you mean `field`?")
}

pub(crate) fn field_attribute_under_cfg() -> String {
    "`#[field(…)]` is not allowed inside of `#[cfg_attr]`\n\
     help: the macro runs before rustc evaluates the condition: write `#[field(…)]` without a condition, or two \
     structs, each with its own `#[cfg(…)]`"
        .to_owned()
}

/// `meant` is the role that it probably is.
pub(crate) fn unknown_role(name: &str, meant: Option<Role>) -> String {
    let help = meant.map_or_else(
        || format!("the roles are {}", list(&Role::ALL.map(Role::name), "and")),
        |role| format!("did you mean `{}`?", role.name()),
    );
    format!("unknown role `{name}`\nhelp: {help}")
}

pub(crate) fn role_with_value(role: Role) -> String {
    let name = role.name();
    let help = match role.base() {
        Base::OpenId => format!("write `{name}` alone"),
        _ => "write the initial value as `default = …`".to_owned(),
    };
    format!("the role `{name}` takes no value\nhelp: {help}")
}

pub(crate) fn second_role(first: &str) -> String {
    format!(
        "this field already has the role `{first}`\nhelp: a field has one role: give this one to another field"
    )
}

pub(crate) fn duplicate_role(role: &str, field: &str) -> String {
    format!(
        "the field `{field}` already has the role `{role}`\nhelp: only one field can have this role: remove one"
    )
}

/// `or_contacts` says whether a field of contacts can replace the roles of the listener.
pub(crate) fn missing_roles(roles: &[&str], or_contacts: bool) -> String {
    let (all, first) = (list(roles, "or"), roles.first().copied().unwrap_or_default());
    let contacts = if or_contacts {
        ", or `#[field(contacts)]` above a `Vec<Contact>` in place of those of the listener"
    } else {
        ""
    };
    let (role, it) = if roles.len() == 1 { ("role", "it") } else { ("roles", "them") };
    format!(
        "no field has the {role} {all}\n\
         help: a call cannot be placed without {it}: write `#[field({first})]` above a field{contacts}"
    )
}

/// `what` is a role, or `contacts`.
pub(crate) fn under_cfg(what: &str) -> String {
    format!(
        "a field with {what} is not allowed to have a `cfg`\n\
         help: a page always needs this field: remove the `cfg`, or write two structs, each with its own `#[cfg(…)]`"
    )
}

pub(crate) fn role_type(role: &str, ty: &str, found: &str) -> String {
    format!("expected `{ty}` or `Option<{ty}>`, found `{found}`\nhelp: the role `{role}` needs this type")
}

pub(crate) fn duplicate_room_type() -> String {
    "duplicate room type: `#[voip_page(…)]` has a `room_type` too\nhelp: remove one".to_owned()
}

/// `meant` is the type that it probably is.
pub(crate) fn field_type(meant: Option<&str>) -> String {
    let help = meant.map_or_else(
        || {
            "use `OpenId`, `String`, `bool`, `RoomType`, an integer of up to 64 bits, `f32`, `f64`, or an `Option` of one \
             of them; an enum needs `#[field(choice)]`, and a list of contacts `#[field(contacts)]`; a type alias is not \
             supported"
                .to_owned()
        },
        |name| format!("did you mean `{name}`?"),
    );
    format!("this type is not allowed for a field of a page\nhelp: {help}")
}

pub(crate) fn label_empty() -> String {
    empty("label", "write the text before the row; without a `label` the field has no row")
}

/// `placeholder`, `max_length` or `read_only`.
pub(crate) fn without_row(name: &str) -> String {
    format!(
        "`{name}` has no effect: a field without a `label` has no row\n\
         help: add `label = \"…\"`, or remove the `{name}`"
    )
}

/// `placeholder` or `max_length`.
pub(crate) fn without_text(name: &str, ty: &str) -> String {
    format!("`{name}` has no effect: the row of a `{ty}` is not a text input\nhelp: remove the `{name}`")
}

pub(crate) fn max_length_beside_read_only() -> String {
    "`max_length` has no effect beside `read_only`\nhelp: remove one".to_owned()
}

pub(crate) fn required_without_effect(ty: &str) -> String {
    format!(
        "`required` has no effect: a `{ty}` is never empty\n\
         help: remove it, or use `Option<{ty}>`: `None` is empty"
    )
}

pub(crate) fn required_empty() -> String {
    empty("required", "write the text that the page shows while the field is empty")
}

pub(crate) fn optional_beside_required() -> String {
    "`optional` is not allowed beside `required`\nhelp: remove one".to_owned()
}

pub(crate) fn contacts_type(found: &str) -> String {
    format!("expected `Vec<Contact>`, found `{found}`\nhelp: a field with `contacts` needs this type")
}

pub(crate) fn contacts_without_argument() -> String {
    "a field of type `Vec<Contact>` needs the argument `contacts`\nhelp: write `#[field(contacts)]`"
        .to_owned()
}

pub(crate) fn duplicate_contacts(first: &str) -> String {
    format!(
        "the field `{first}` already has the page's contacts\nhelp: only one field can have `contacts`: remove one"
    )
}

/// A role, or an argument of other fields.
pub(crate) fn beside_contacts(name: &str) -> String {
    format!(
        "`{name}` is not allowed beside `contacts`\nhelp: remove it: a list of contacts takes only a `label`"
    )
}

pub(crate) fn choice_type(found: &str) -> String {
    format!(
        "expected an enum or an `Option` of one, found `{found}`\n\
         help: `choice` is for an enum with `#[derive(Choice)]`; for other types, remove `choice`"
    )
}

pub(crate) fn optional_without_effect() -> String {
    "`optional` has no effect: only a field with the role of an openid or a nickname is required\n\
     help: remove `optional`"
        .to_owned()
}

pub(crate) fn query_empty() -> String {
    empty("query", "write the name of the parameter, such as `query = \"doctor\"`, or `query` alone")
}

pub(crate) fn query_character(name: &str, character: char) -> String {
    format!(
        "invalid name `{name}` of a parameter: the character {character:?} is not allowed in it\n\
         help: write `query = \"…\"` with ASCII letters, digits, `-`, `_`, `.` and `~`, such as `query = \"doctor\"`"
    )
}

pub(crate) fn query_scene() -> String {
    "the name `scene` is reserved in the address of a page\n\
     help: write `query = \"…\"` with another name: `scene` is the text of a mini-program code, and its parameters set \
     fields too"
        .to_owned()
}

pub(crate) fn duplicate_query(name: &str, other: &str) -> String {
    format!(
        "duplicate parameter `{name}` in the address of the page\n\
         help: it sets the field `{other}` too: write `query = \"…\"` with another name"
    )
}

pub(crate) fn default_form(kind: Kind, value: &Value) -> String {
    let (expected, form) = match kind.base {
        // Openids and room types have messages of their own.
        Base::Text | Base::OpenId | Base::RoomType | Base::Contacts => {
            ("a string literal", "default = \"…\"")
        }
        Base::Choice => ("the name of a variant", "default = Variant"),
        Base::Switch => ("`true` or `false`", "default = true"),
        Base::Integer(ty) if ty.starts_with('u') => ("an unsigned integer", "default = 1"),
        Base::Integer(_) => ("an integer", "default = 1"),
        Base::Decimal(_) => ("a number", "default = 1.5"),
    };
    let text = match kind.base {
        Base::Text => value.as_text(),
        Base::Choice => value.as_word(),
        _ => None,
    };
    let text = text.map(|text| format!("default = {text}"));
    let message = wrong_value(expected, &value.found(), text.as_deref().unwrap_or(form));
    if kind.optional { format!("{message}; without a default, the initial value is `None`") } else { message }
}

pub(crate) fn default_openid() -> String {
    "an openid is not allowed to have a default\n\
     help: remove the default: an openid names one user, who is known only at run time"
        .to_owned()
}

pub(crate) fn default_range(ty: &str, min: &str, max: &str) -> String {
    format!("literal out of range for `{ty}`\nhelp: the range of `{ty}` is `{min}..={max}`")
}

pub(crate) fn duplicate_key(key: &str, other: &str) -> String {
    format!(
        "duplicate name `{key}` in the page's data\n\
         help: the field `{other}` has the same name there: rename one of the two fields"
    )
}

pub(crate) fn reserved_name(key: &str) -> String {
    let others: Vec<_> = RESERVED_NAMES.into_iter().filter(|name| *name != key).collect();
    format!(
        "the name `{key}` is reserved in the page's data\nhelp: rename the field; also reserved are {}",
        list(&others, "and")
    )
}

/// The name of a member that the component of a page has.
pub(crate) fn component_member(key: &str) -> String {
    format!(
        "the name `{key}` is reserved: every component of WeChat has a member `{key}`\nhelp: rename the field"
    )
}

/// The name of the handler of another field's row.
pub(crate) fn handler_name(key: &str, field: &str) -> String {
    format!(
        "the name `{key}` is reserved in the page's data\n\
         help: rename the field; `{key}` handles the changes of the field `{field}`"
    )
}
