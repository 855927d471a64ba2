//! "Did you mean …?"

use strsim::osa_distance;

/// The known name that `word` was probably meant to be: the same but for case, or a third of its
/// letters away at most.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    // A word can be very long; nothing that long is near a name.
    if word.len() > 200 {
        return None;
    }
    let lower = word.to_lowercase();
    known
        .iter()
        .map(|name| (osa_distance(&lower, &name.to_lowercase()), *name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// ` (did you mean …?)`, or nothing.
pub(crate) fn hint(word: &str, known: &[&str]) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_near_is_suggested() {
        let known = ["Idle", "Authorizing", "Enabling"];
        assert_eq!(nearest("Enablng", &known), Some("Enabling"));
        assert_eq!(nearest("idle", &known), Some("Idle"));
        assert_eq!(nearest("Ringing", &known), None);
        assert_eq!(nearest("foo", &["flow"]), None);
    }
}
