//! The dataset of a tap that calls: a key that is the name of a field sets that field. Other keys have no effect, so a misspelt
//! one would call whom the page called before.

use crate::nearest::nearest;
use crate::page::{FieldKind, Page, uses};

/// A field with a shorter name is easily near to a key that has another purpose.
const MIN_LETTERS: usize = 5;

/// Fewer mistakes than in a suggestion, since this is an error: `callTime` has its own purpose beside the field `callName`.
const LETTERS_PER_MISTAKE: usize = 6;

/// The error of an attribute `data-…` that is near to a field but does not set it. The page's own script may read it.
pub(super) fn error(attribute: &str, page: &Page, script: &str) -> Option<String> {
    let key = key_of(attribute.strip_prefix("data-")?);
    let fields = page.fields.iter().filter(|field| field.kind != FieldKind::Contacts);
    let contact = page.has_contacts().then_some("voipContact");
    let known: Vec<&str> = fields.map(|field| field.key.as_str()).chain(contact).collect();
    if known.contains(&key.as_str()) || uses(script, &key) {
        return None;
    }
    let same = known.iter().copied().find(|name| letters(name) == letters(&key));
    let long: Vec<&str> = known.into_iter().filter(|name| name.len() >= MIN_LETTERS).collect();
    let near = same.or_else(|| nearest(&key, &long, LETTERS_PER_MISTAKE))?;
    Some(format!(
        "`{attribute}` sets no field: its key is `{key}`\nhelp: write `data-{}`",
        attribute_of(near)
    ))
}

/// The key in the dataset, as WeChat makes it of the rest of an attribute: `element-type` is `elementType`, and `elementType`
/// is `elementtype`.
fn key_of(name: &str) -> String {
    let mut parts = name.split('-').map(str::to_lowercase);
    let mut key = parts.next().unwrap_or_default();
    for part in parts {
        let mut rest = part.chars();
        key.extend(rest.next().into_iter().flat_map(char::to_uppercase));
        key.push_str(rest.as_str());
    }
    key
}

/// The rest of the attribute that gives this key.
fn attribute_of(key: &str) -> String {
    let dashed =
        |letter: char| if letter.is_ascii_uppercase() { format!("-{letter}") } else { letter.into() };
    key.chars().map(dashed).collect::<String>().to_ascii_lowercase()
}

fn letters(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
