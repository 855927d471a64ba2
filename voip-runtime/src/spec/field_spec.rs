//! The declaration of one field.

use super::Role;
use crate::field::{FieldKind, Variant};

/// One declared field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its name in the page's data: the same in camelCase.
    pub key: &'static str,
    /// The option of the host call that takes its value, if any.
    pub role: Option<Role>,
    /// The label of its row. A field without a label has no row.
    pub label: Option<&'static str>,
    /// The text that its row shows while it is empty.
    pub placeholder: &'static str,
    /// The message that the page shows if the field is empty at the tap; empty for a field that may be empty.
    pub required_message: &'static str,
    /// Whether an openid or nickname may be empty at the tap.
    pub optional: bool,
    /// The name of the parameter in the page's address that sets the field. No address sets a field without one.
    pub query: Option<&'static str>,
    /// Whether its row only shows the value.
    pub read_only: bool,
    /// The longest text that its row takes, in the host's characters.
    pub max_length: Option<u32>,
    /// The variants of a picker, in order; empty for other fields.
    pub variants: &'static [Variant],
    /// The kind of its row.
    pub kind: FieldKind,
}

impl FieldSpec {
    // The macro writes a field with these: it calls only the setters for which there is an argument.

    /// Creates a field without a role and without a row.
    pub const fn new(name: &'static str, key: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            key,
            role: None,
            label: None,
            placeholder: "",
            required_message: "",
            optional: false,
            query: None,
            read_only: false,
            max_length: None,
            variants: &[],
            kind,
        }
    }

    /// Sets the role.
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// Gives the field a row with this label.
    #[must_use]
    pub const fn label(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    /// Sets the placeholder.
    #[must_use]
    pub const fn placeholder(mut self, placeholder: &'static str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// Makes the field required: if it is empty at the tap, the page shows this message and places no call.
    #[must_use]
    pub const fn required_message(mut self, message: &'static str) -> Self {
        self.required_message = message;
        self
    }

    /// Allows the field to be empty at the tap.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Lets the parameter with this name in the page's address set the field.
    #[must_use]
    pub const fn query(mut self, name: &'static str) -> Self {
        self.query = Some(name);
        self
    }

    /// Makes its row only show the value.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Limits the text of its row to this length.
    #[must_use]
    pub const fn max_length(mut self, length: u32) -> Self {
        self.max_length = Some(length);
        self
    }

    /// Sets the variants of its picker.
    #[must_use]
    pub const fn variants(mut self, variants: &'static [Variant]) -> Self {
        self.variants = variants;
        self
    }

    /// Whether a tap needs a value: it has a required message and is not `optional`.
    pub const fn is_required(&self) -> bool {
        !self.optional && !self.required_message.is_empty()
    }

    /// Whether it is the openid of the caller or the listener.
    pub(crate) fn is_openid(&self) -> bool {
        matches!(self.role, Some(Role::ListenerOpenid | Role::CallerOpenid))
    }

    /// Whether it is about who is called.
    pub(crate) fn is_of_listener(&self) -> bool {
        matches!(self.role, Some(Role::ListenerOpenid | Role::ListenerNickname | Role::ListenerHeadImage))
    }

    /// The name that the user sees: the label, or what the field is in a call.
    pub const fn title(&self) -> &'static str {
        match (self.label, self.role) {
            (Some(label), _) => label,
            (None, Some(role)) => role.chinese(),
            (None, None) => "信息",
        }
    }
}
