//! The pages of a module, as its descriptors tell of them.

mod own;
mod route;

use serde::Deserialize;
use serde_json::Value;

use crate::cargo::Workspace;
use crate::error::{Error, Result, refuse};
use crate::module::Module;
use crate::runtime::{ABI, DATA, HANDLERS, OPEN, SECTION};

pub(crate) use self::own::{Own, Template};

/// One page, as the macro declared it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Page {
    /// The struct.
    pub(crate) name: String,
    /// Where it lies in the mini-program, without an extension.
    pub(crate) route: String,
    pub(crate) title: String,
    /// What stands on the call button.
    pub(crate) button: String,
    /// Whether it can also be called.
    pub(crate) receive: bool,
    /// The source, as rustc names it.
    pub(crate) file: String,
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Field {
    /// Its name in the page's data.
    pub(crate) key: String,
    pub(crate) kind: Kind,
    /// What stands before its row; without one it has no row.
    pub(crate) label: Option<String>,
    #[serde(default)]
    pub(crate) placeholder: Option<String>,
    /// The initial value; null is an `Option` that is empty.
    pub(crate) initial: Value,
    pub(crate) role: Option<String>,
}

/// What a field holds, which says how it is typed in.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    #[serde(rename = "openid")]
    OpenId,
    Text,
    Switch,
    Integer,
    Decimal,
    RoomType,
}

impl Page {
    /// The page in a sentence: its struct and its source.
    pub(crate) fn called(&self) -> String {
        format!("`{}` ({})", self.name, self.file)
    }

    /// The keys of its data.
    pub(crate) fn data(&self) -> Vec<&str> {
        let fields = self.fields.iter().map(|field| field.key.as_str());
        fields.chain(DATA).collect()
    }

    /// Why a page cannot have its rows written for it, a sentence for each field.
    pub(crate) fn rows_that_cannot_be(&self) -> Vec<String> {
        let rows = self.fields.iter().filter(|field| field.label.is_some() && !field.can_be_bound());
        rows.map(|field| {
            format!(
                "the field `{}` of the page {} cannot have a row: in WXML a name has letters of English, digits \
                 and `_`, and is no literal; name it otherwise, or take its `label` out",
                field.key,
                self.called()
            )
        })
        .collect()
    }

    /// The names of its handlers.
    pub(crate) fn handlers(&self) -> Vec<String> {
        let rows = self.fields.iter().map(Field::handler);
        let others = HANDLERS.iter().take(HANDLERS.len() - usize::from(!self.receive));
        rows.chain(others.map(ToString::to_string)).collect()
    }
}

impl Field {
    /// Whether an expression of WXML can name it: its compilers take no other letters.
    fn can_be_bound(&self) -> bool {
        let of_a_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        self.key.chars().all(of_a_name)
            && self.key.starts_with(|first: char| !first.is_ascii_digit())
            && !["true", "false", "null", "undefined"].contains(&self.key.as_str())
    }

    /// The handler that takes what is typed: `handleChangeListenOpenid`.
    pub(crate) fn handler(&self) -> String {
        let mut letters = self.key.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("handleChange{first}{}", letters.as_str())
    }
}

/// Reads the pages of a module, called `name` in a sentence, and checks their routes.
pub(crate) fn read(module: &Module, name: &str) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    let mut rest = module.descriptors.as_slice();
    while !rest.is_empty() {
        let (descriptor, after) = split(rest).ok_or_else(|| damaged(name, "it is cut short"))?;
        pages.push(descriptor_of(descriptor, name)?);
        rest = after;
    }
    if pages.is_empty() {
        return refuse(format!("`{name}` has no page: annotate a struct with #[voip_page]"));
    }
    route::check(&pages)?;
    let closed = pages.iter().filter(|page| !module.has(&format!("{OPEN}{}", page.route)));
    let closed: Vec<String> = closed
        .map(|page| {
            format!(
                "the page {} cannot be opened: `{name}` does not export `{OPEN}{}`",
                page.called(),
                page.route
            )
        })
        .collect();
    Error::unless_empty(closed)?;
    Ok(pages)
}

/// A length of four bytes, least first, and so many bytes; and what follows.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

fn descriptor_of(json: &[u8], name: &str) -> Result<Page> {
    #[derive(Deserialize)]
    struct Version {
        abi: u32,
    }
    // Alone and first: a descriptor of another version may look otherwise.
    let version: Version = serde_json::from_slice(json).map_err(|error| damaged(name, &error.to_string()))?;
    if version.abi != ABI {
        return refuse(format!(
            "a page of `{name}` was built with another voip-runtime: its ABI is {}, and that of this cargo voip \
             is {ABI}. Build it with the voip-runtime of version {}",
            version.abi,
            env!("CARGO_PKG_VERSION")
        ));
    }
    serde_json::from_slice(json).map_err(|error| damaged(name, &error.to_string()))
}

fn damaged(name: &str, why: &str) -> Error {
    Error::new(format!(
        "the section `{SECTION}` of `{name}` is not as voip-runtime {} writes it ({why}): was the module changed, \
         or built with another version?",
        env!("CARGO_PKG_VERSION")
    ))
}

/// The sources of the pages, where they are found.
pub(crate) fn source(page: &Page, workspace: &Workspace) -> Option<std::path::PathBuf> {
    let roots = std::iter::once(workspace.root.as_path());
    let mut roots = roots.chain(workspace.packages.iter().map(crate::cargo::Package::folder));
    roots.find_map(|root| Some(root.join(&page.file)).filter(|file| file.is_file()))
}
