//! The `index.json` next to the source of a page: settings that are added to the generated ones.

use serde_json::{Map, Value};

use crate::file::display_path;
use crate::page::Template;

/// Settings that only an `app.json` has, besides `window`.
const APP: [&str; 10] = [
    "entryPagePath",
    "networkTimeout",
    "pages",
    "permission",
    "plugins",
    "requiredPrivateInfos",
    "sitemapLocation",
    "subPackages",
    "subpackages",
    "tabBar",
];

/// The settings as lines of JSON, one for each key, without indentation or separators; or the errors. A page with a custom
/// `index.wxml` chooses its own navigation bar.
pub(super) fn read(template: &Template, has_wxml: bool) -> Result<Vec<String>, Vec<String>> {
    let file = display_path(&template.file);
    let settings =
        object(&file, template.text.trim_start_matches('\u{feff}')).map_err(|error| vec![error])?;
    let mut errors: Vec<String> = settings
        .keys()
        .filter_map(|key| {
            let (problem, help) = match key.as_str() {
                "component" => ("set by cargo voip", "remove it: the page is always a component"),
                "navigationBarTitleText" => ("set by cargo voip", "set `title` in `#[voip_page]`"),
                "navigationStyle" if !has_wxml => {
                    ("set by cargo voip", "remove it: the generated page shows its title itself")
                }
                "window" => ("not a setting of a page", "move its keys out of it, into the file itself"),
                key if APP.contains(&key) => ("not a setting of a page", "move it to `app.json`"),
                _ => return None,
            };
            Some(format!("{file}: `{key}` is {problem}\nhelp: {help}"))
        })
        .collect();
    errors.extend(settings.get("usingComponents").into_iter().flat_map(|components| {
        let wrong = wrong_components(components);
        wrong.into_iter().map(|wrong| {
            let help = "help: an example is `\"usingComponents\": { \"my-list\": \"/components/my-list\" }`";
            format!("{file}: {wrong}\n{help}")
        })
    }));
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(settings.iter().map(|(key, value)| format!("{}: {value}", Value::from(key.as_str()))).collect())
}

/// Reads the file, which contains an object.
fn object(file: &str, text: &str) -> Result<Map<String, Value>, String> {
    const HELP: &str = "help: the smallest `index.json` is `{}`";
    if text.trim().is_empty() {
        return Err(format!("{file}: the file is empty\n{HELP}"));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(settings)) => Ok(settings),
        Ok(other) => Err(format!("{file}: expected an object, found {}\n{HELP}", kind(&other))),
        Err(error) => {
            let message = error.to_string();
            // The position is in front, as in the other messages. The column of the error is in bytes; it is 0 at the end of a file
            // whose last line is empty.
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
            let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
            let column = line.char_indices().filter(|(at, _)| *at < error.column()).count().max(1);
            Err(format!("{file}:{}:{column}: {message}", error.line()))
        }
    }
}

/// What is wrong with the value of `usingComponents`: an object with the path of each component.
fn wrong_components(components: &Value) -> Vec<String> {
    let Value::Object(components) = components else {
        return vec![format!("`usingComponents` is {}: expected an object", kind(components))];
    };
    let wrong = components.iter().filter(|(_, path)| !path.is_string());
    wrong
        .map(|(name, path)| format!("`{name}` in `usingComponents` is {}: expected a path", kind(path)))
        .collect()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
