//! The `index.json` next to the source of a page: settings that are added to the generated ones.

use serde_json::{Map, Value};

use crate::file::display_path;
use crate::page::Template;

/// The settings as lines of JSON, one for each key, without indentation or separators; or the errors. A page with a custom
/// `index.wxml` chooses its own navigation bar.
pub(super) fn read(template: &Template, has_wxml: bool) -> Result<Vec<String>, Vec<String>> {
    let file = display_path(&template.file);
    let text = template.text.trim_start_matches('\u{feff}');
    let settings: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        // The position is in front, as in the other messages.
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        vec![format!("{file}:{}:{}: {message}", error.line(), error.column())]
    })?;
    let errors: Vec<String> = settings
        .keys()
        .filter_map(|key| {
            let help = match key.as_str() {
                "component" => "remove it: the page is always a component",
                "navigationBarTitleText" => "set `title` in `#[voip_page]`",
                "navigationStyle" if !has_wxml => "remove it: the generated page shows its title itself",
                _ => return None,
            };
            Some(format!("{file}: `{key}` is set by cargo voip\nhelp: {help}"))
        })
        .collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(settings.iter().map(|(key, value)| format!("{}: {value}", Value::from(key.as_str()))).collect())
}
