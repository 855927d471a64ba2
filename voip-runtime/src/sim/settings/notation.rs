//! Scopes, durations and numbers, as the command line and the address of the preview write them.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::time::Duration;

use strsim::osa_distance;

use crate::spec::Scope;

/// One day, in milliseconds.
const MAX_DURATION_MS: u64 = 24 * 60 * 60 * 1000;

/// The name of a scope in the attribute and in `--deny`.
pub fn scope_name(scope: Scope) -> &'static str {
    scope.name().trim_start_matches("scope.")
}

/// Reads `500ms`, `30s` or `2m`. The error says what is expected, after `invalid duration `8`: `.
pub fn duration(text: &str) -> Result<Duration, String> {
    let expected = || "expected a whole number with `ms`, `s` or `m`, e.g. 500ms, 30s or 2m".to_owned();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => return Err(expected()),
    };
    if number.is_empty() {
        return Err(expected());
    }
    let millis = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    millis
        .filter(|millis| *millis <= MAX_DURATION_MS)
        .map(Duration::from_millis)
        .ok_or_else(|| "the maximum is 1440m, one day".to_owned())
}

/// Whether the text is a whole number, of any size.
pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The known name that is most similar to `word`, if at most a third of its letters differ. Case is ignored.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // Comparing is slow for long words, and no name is that long.
    if word.len() > 200 {
        return None;
    }
    let lower = word.to_lowercase();
    known
        .map(|name| (osa_distance(&lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The most similar known name as the end of a message, in English and in Chinese; empty if none is similar.
pub(crate) fn did_you_mean(word: &str, known: &[&str]) -> (String, String) {
    nearest(word, known.iter().copied())
        .map(|near| (format!(": did you mean `{near}`?"), format!("，是否想写 {near}？")))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert_eq!(duration("0s"), Ok(Duration::ZERO));
        for wrong in ["", "5", "s", "-1s", "1.5s", "1h", "5 s", "１s", "99999999999999999999s", "1441m"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn similar_names_are_found() {
        let names = ["NotOpen", "NoCamera", "Timeout"];
        assert_eq!(nearest("notopen", names.into_iter()), Some("NotOpen"));
        assert_eq!(nearest("NoCamra", names.into_iter()), Some("NoCamera"));
        assert_eq!(nearest("Elsewhere", names.into_iter()), None);
        assert_eq!(nearest(&"x".repeat(201), names.into_iter()), None);
    }
}
