//! The pages of a module, read from their descriptors.

mod custom_templates;
mod order;
mod route;
mod script;
mod settings;
mod source;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::{Error, Result, bail};
use crate::module::Module;
use crate::runtime::{ABI, DATA, HANDLERS, OPEN, SECTION};

pub(crate) use self::custom_templates::{CustomTemplates, Template};
pub(crate) use self::order::ordered;
pub(crate) use self::route::check_placed;
pub(crate) use self::script::uses;
pub(crate) use self::source::{foreign, source_file};

/// The descriptor of a page, which the macro writes.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Page {
    /// The name of the struct.
    pub(crate) name: String,
    /// The path in the mini-program, without an extension.
    pub(crate) route: String,
    pub(crate) title: String,
    /// The text of the call button.
    pub(crate) button: String,
    /// Whether and how the page can receive calls.
    pub(crate) receive: Option<Receive>,
    /// Whether the page has an `on_load` function.
    #[serde(default, rename = "onLoad")]
    pub(crate) on_load: bool,
    /// Whether a call has a limit of ringing.
    #[serde(default)]
    pub(crate) ring: bool,
    /// The path of the source, as in `file!()`.
    pub(crate) file: String,
    pub(crate) fields: Vec<Field>,
}

/// How the page can receive calls.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Receive {
    /// It enables calls each time it is shown.
    pub(crate) on_show: bool,
    /// It never calls.
    pub(crate) only: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Field {
    /// The name in the data of the page.
    pub(crate) key: String,
    pub(crate) kind: FieldKind,
    /// The label of the row. A field without a label has no row.
    pub(crate) label: Option<String>,
    #[serde(default)]
    pub(crate) placeholder: Option<String>,
    /// The initial value. Null is an empty `Option`.
    pub(crate) initial: Value,
    pub(crate) role: Option<String>,
    /// The name in the query of the page's address, if the query may set the field.
    #[serde(default)]
    pub(crate) query: Option<String>,
    /// Whether the row only shows the value.
    #[serde(default)]
    pub(crate) read_only: bool,
    /// The longest text of the row.
    #[serde(default)]
    pub(crate) max_length: Option<u32>,
    /// The name and the label of each variant of a picker.
    #[serde(default)]
    pub(crate) variants: Vec<[String; 2]>,
}

/// The kind of a field. It determines the control in the form.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldKind {
    #[serde(rename = "openid")]
    OpenId,
    Text,
    Switch,
    Integer,
    Decimal,
    RoomType,
    Choice,
    Contacts,
}

impl Page {
    /// The name of the page in messages: its struct and source.
    pub(crate) fn display_name(&self) -> String {
        format!("`{}` ({})", self.name, self.file)
    }

    /// A hash of the ABI and of what the glue and the module must agree on: the key, kind, initial value and variants of each
    /// field, in order, and what the module is notified of. The glue passes a field by its index, so an `index.js` of another build
    /// could set the wrong field.
    pub(crate) fn fingerprint(&self) -> String {
        let names = |field: &Field| field.variants.iter().map(|[name, _]| name.clone()).collect::<Vec<_>>();
        let fields: Vec<_> =
            self.fields.iter().map(|field| (&field.key, field.kind, &field.initial, names(field))).collect();
        let text = json!([ABI, fields, self.acts_on_show(), self.ring]).to_string();
        // FNV-1a.
        let hash = text
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        format!("{hash:08x}")
    }

    /// Whether the page does anything as it is shown, so its module is notified of that.
    pub(crate) fn acts_on_show(&self) -> bool {
        self.on_load || self.receive.is_some_and(|receive| receive.on_show)
    }

    /// Whether the page never calls: `receive(only)`.
    pub(crate) fn never_calls(&self) -> bool {
        self.receive.is_some_and(|receive| receive.only)
    }

    /// Whether the page has a call button of its own, besides those of contacts.
    pub(crate) fn has_call_button(&self) -> bool {
        self.fields.iter().any(|field| field.role.as_deref() == Some("listener.openid"))
    }

    /// Whether the page has a list of contacts.
    pub(crate) fn has_contacts(&self) -> bool {
        self.fields.iter().any(|field| field.kind == FieldKind::Contacts)
    }

    /// The name of the function that opens it, as the runtime exports it.
    fn open(&self) -> String {
        format!("{OPEN}{}", self.route)
    }

    /// The names of its data.
    pub(crate) fn data(&self) -> Vec<&str> {
        let fields = self.fields.iter().map(|field| field.key.as_str());
        fields.chain(DATA).collect()
    }

    /// An error for each field that has a label but cannot be used in WXML.
    pub(crate) fn row_errors(&self) -> Vec<String> {
        let rows = self.fields.iter().filter(|field| field.label.is_some() && !field.is_valid_in_wxml());
        rows.map(|field| {
            format!(
                "the field `{}` of the page {} cannot have a row: its name is not valid in WXML\n\
                 help: use ASCII letters, digits and `_`; or remove `label`",
                field.key,
                self.display_name()
            )
        })
        .collect()
    }

    /// The names of its handlers.
    pub(crate) fn handlers(&self) -> Vec<String> {
        let inputs = self.fields.iter().filter(|field| field.kind != FieldKind::Contacts).map(Field::handler);
        let others = HANDLERS.iter().filter(|handler| match **handler {
            "handleReceive" => self.receive.is_some(),
            "handleCall" | "handleHangUp" => !self.never_calls(),
            _ => true,
        });
        inputs.chain(others.map(ToString::to_string)).collect()
    }
}

impl Field {
    /// Whether an expression in WXML can contain its name.
    fn is_valid_in_wxml(&self) -> bool {
        self.key.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
            && self.key.starts_with(|first: char| !first.is_ascii_digit())
            && !["true", "false", "null", "undefined"].contains(&self.key.as_str())
    }

    /// Whether its row only shows its value, as text.
    pub(crate) fn is_shown_as_text(&self) -> bool {
        self.read_only && self.kind != FieldKind::Contacts
    }

    /// Whether the user picks its value from a list.
    pub(crate) fn is_picked(&self) -> bool {
        matches!(self.kind, FieldKind::RoomType | FieldKind::Choice)
    }

    /// The values of its picker and their labels. The first of an `Option` stands for `None`.
    pub(crate) fn choices(&self) -> Vec<(&str, &str)> {
        let none = self.initial.is_null().then_some(("", "请选择"));
        none.into_iter()
            .chain(self.variants.iter().map(|[name, label]| (name.as_str(), label.as_str())))
            .collect()
    }

    /// The handler that receives its new value: `handleChangeListenOpenid`.
    pub(crate) fn handler(&self) -> String {
        let mut rest = self.key.chars();
        let first: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("handleChange{first}{}", rest.as_str())
    }
}

/// Reads the pages of a module, and checks their routes. Messages refer to the module as `name`. The exported functions
/// that open pages get the fingerprints of the pages.
pub(crate) fn read(module: &mut Module, name: &str) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    let mut rest = module.descriptors.as_slice();
    while !rest.is_empty() {
        let (descriptor, after) =
            split_prefixed(rest).ok_or_else(|| invalid_section(name, "unexpected end of data"))?;
        pages.push(parse(descriptor, name)?);
        rest = after;
    }
    if pages.is_empty() {
        return bail(format!("`{name}` has no pages\nhelp: add `#[voip_page]` to a struct"));
    }
    route::check(&pages)?;
    let not_exported = pages.iter().filter(|page| !module.has_function(&page.open()));
    let errors = not_exported.map(|page| {
        format!(
            "the page {} cannot be opened: `{name}` does not export `{}`",
            page.display_name(),
            page.open()
        )
    });
    Error::unless_empty(errors.collect())?;
    let opens: Vec<_> = pages.iter().map(|page| (page.open(), page.fingerprint())).collect();
    module.rename_exports(|export| {
        let (_, fingerprint) = opens.iter().find(|(open, _)| open == export)?;
        Some(format!("{export} {fingerprint}"))
    })?;
    Ok(pages)
}

/// Splits the first descriptor from the rest. Its length precedes it as a little-endian `u32`.
fn split_prefixed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

fn parse(json: &[u8], name: &str) -> Result<Page> {
    #[derive(Deserialize)]
    struct Version {
        abi: u32,
    }
    // Read on its own first, because another version may have other fields.
    let version: Version =
        serde_json::from_slice(json).map_err(|error| invalid_section(name, &error.to_string()))?;
    if version.abi != ABI {
        return bail(format!(
            "a page in `{name}` has ABI version {}, but this cargo voip supports version {ABI}\n\
             help: build it with voip-runtime {}",
            version.abi,
            env!("CARGO_PKG_VERSION")
        ));
    }
    serde_json::from_slice(json).map_err(|error| invalid_section(name, &error.to_string()))
}

fn invalid_section(name: &str, why: &str) -> Error {
    Error::new(format!(
        "invalid section `{SECTION}` in `{name}`: {why}\nhelp: build it with voip-runtime {}, and do not change it",
        env!("CARGO_PKG_VERSION")
    ))
}
