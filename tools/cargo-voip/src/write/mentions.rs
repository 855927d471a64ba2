//! What in `app.json` still names a page or a subpackage that is gone: `entryPagePath`, `tabBar`, `preloadRule`, ….

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged as _;

use crate::error::Result;
use crate::write::json::{location, object};
use crate::write::page_list::PageList;

/// A page that was removed from `app.json`.
#[derive(Debug)]
pub(super) struct Gone {
    pub(super) route: String,
    /// The route that it has now.
    pub(super) new: Option<String>,
}

/// A message for each text that names one of the pages `gone`, or a subpackage that had pages `before` and has none now.
/// WeChat accepts neither.
pub(super) fn mentions(
    json: &str,
    gone: &[Gone],
    before: &[PageList],
    now: &[PageList],
    file: &str,
) -> Result<Vec<String>> {
    let root = object(json, file)?;
    let mut texts = Vec::new();
    for property in &root.properties {
        if !["pages", "subpackages", "subPackages"].contains(&property.name.as_str()) {
            gather(&property.value, &mut texts);
        }
    }
    let mut messages = Vec::new();
    for (text, start) in &texts {
        let Some(gone) = gone.iter().find(|gone| gone.route == text.trim_start_matches('/')) else {
            continue;
        };
        let help =
            gone.new.as_ref().map_or_else(|| "remove it".into(), |new| format!("change it to `{new}`"));
        messages
            .push(format!("{}: `{text}` is no longer a page\nhelp: {help}", location(json, *start, file)));
    }
    texts.clear();
    if let Some(rules) = root.properties.iter().rfind(|property| property.name.as_str() == "preloadRule") {
        gather(&rules.value, &mut texts);
    }
    let emptied = now.iter().filter(|list| list.pages.is_empty() && !list.root.is_empty());
    for list in emptied.filter(|list| before.iter().any(|old| old.root == list.root && !old.pages.is_empty()))
    {
        for (text, start) in &texts {
            if *text == list.name || text.trim_matches('/') == list.root.trim_matches('/') {
                messages.push(format!(
                    "{}: `preloadRule` names the subpackage `{text}`, which has no page now\nhelp: remove it",
                    location(json, *start, file)
                ));
            }
        }
    }
    Ok(messages)
}

/// All texts in a value, names of members included, and where they begin.
fn gather(value: &Value<'_>, texts: &mut Vec<(String, usize)>) {
    match value {
        Value::StringLit(text) => texts.push((text.value.to_string(), text.start())),
        Value::Array(array) => array.elements.iter().for_each(|element| gather(element, texts)),
        Value::Object(object) => {
            for property in &object.properties {
                if let ObjectPropName::String(name) = &property.name {
                    texts.push((name.value.to_string(), name.start()));
                }
                gather(&property.value, texts);
            }
        }
        Value::NumberLit(_) | Value::BooleanLit(_) | Value::NullKeyword(_) => {}
    }
}
