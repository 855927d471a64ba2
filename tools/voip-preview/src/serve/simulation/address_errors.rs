//! The refusal of an address with invalid settings.

use crate::paint::text::visible;
use crate::serve::settings::SettingsError;
use crate::serve::wire::Refusal;

/// How many errors of an address are shown.
const MAX_ERRORS: usize = 5;

/// How many characters of the beginning and of the end of an error are shown: an address can have long keys and values.
const ERROR_PART: usize = 150;

/// The errors in an address, with all invalid keys.
pub(super) fn refusal(command: &'static str, errors: &[(String, SettingsError)]) -> Refusal {
    let first = |text: fn(&SettingsError) -> &str, more: String| {
        let mut shown: Vec<_> = errors.iter().take(MAX_ERRORS).map(|(_, error)| cut(text(error))).collect();
        if errors.len() > MAX_ERRORS {
            shown.push(more);
        }
        shown
    };
    let more = errors.len().saturating_sub(MAX_ERRORS);
    let english = first(|error| &error.english, format!("and {more} more"));
    let chinese = first(|error| &error.chinese, format!("另有 {more} 处"));
    let keys = errors.iter().map(|(key, _)| key.clone()).collect();
    Refusal { keys, ..Refusal::new(command, visible(&english.join("; ")), visible(&chinese.join("；"))) }
}

/// The text without its middle, if it is long. What is valid instead stands at its end.
fn cut(text: &str) -> String {
    let start = text.char_indices().nth(ERROR_PART);
    let end = text.char_indices().nth_back(ERROR_PART);
    match (start, end) {
        (Some((start, _)), Some((end, _))) if start < end => {
            let (start, end) = (text.get(..start), text.get(end..));
            format!("{}…{}", start.unwrap_or_default(), end.unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}
