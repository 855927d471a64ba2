//! How scopes, durations and numbers are written on the command line and in the preview's URL.

use std::time::Duration;

use strsim::osa_distance;
use voip_runtime::spec::Scope;

/// A day, in milliseconds.
const MAX_DURATION_MS: u64 = 24 * 60 * 60 * 1000;

/// A scope as the attribute and `--deny` write it.
pub(crate) fn scope_name(scope: Scope) -> &'static str {
    scope.name().trim_start_matches("scope.")
}

/// Reads `500ms`, `30s` or `2m`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let form =
        || format!("`{text}` is no duration: a whole number with ms, s or m, such as 500ms, 30s or 2m");
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => return Err(form()),
    };
    if number.is_empty() {
        return Err(form());
    }
    let millis = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    millis
        .filter(|millis| *millis <= MAX_DURATION_MS)
        .map(Duration::from_millis)
        .ok_or_else(|| format!("`{text}` is too long: at most 1440m, a day"))
}

/// Whether the text is a whole number of any size.
pub(crate) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The known name that `word` probably stands for: equal but for case, or with at most a third of its letters
/// different.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // No name is similar to a very long word.
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
    fn a_misspelt_name_is_found() {
        let names = ["NotOpen", "NoCamera", "Timeout"];
        assert_eq!(nearest("notopen", names.into_iter()), Some("NotOpen"));
        assert_eq!(nearest("NoCamra", names.into_iter()), Some("NoCamera"));
        assert_eq!(nearest("Elsewhere", names.into_iter()), None);
        assert_eq!(nearest(&"x".repeat(201), names.into_iter()), None);
    }
}
