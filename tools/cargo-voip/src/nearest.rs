//! Suggestions for misspelt names.

use strsim::osa_distance;

const MAX_WORD_LENGTH: usize = 200;

/// A suggestion may differ in every third letter.
const LETTERS_PER_MISTAKE: usize = 3;

/// The known name nearest to `word`. It may differ in case, and in one letter of so many.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str], letters_per_mistake: usize) -> Option<&'a str> {
    // The distance of a very long word takes long to compute.
    if word.len() > MAX_WORD_LENGTH {
        return None;
    }
    let lower = word.to_lowercase();
    known
        .iter()
        .map(|name| (osa_distance(&lower, &name.to_lowercase()), *name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / letters_per_mistake).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The text of a help line with the nearest known name.
pub(crate) fn did_you_mean(word: &str, known: &[&str]) -> Option<String> {
    nearest(word, known, LETTERS_PER_MISTAKE).map(|name| format!("did you mean `{name}`?"))
}

/// The same as a second line of a message; empty if no name is near.
pub(crate) fn help_line(word: &str, known: &[&str]) -> String {
    did_you_mean(word, known).map_or_else(String::new, |help| format!("\nhelp: {help}"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_near_names_are_suggested() {
        let known = ["Idle", "Authorizing", "Enabling"];
        assert_eq!(nearest("Enablng", &known, 3), Some("Enabling"));
        assert_eq!(nearest("idle", &known, 3), Some("Idle"));
        assert_eq!(nearest("Ringing", &known, 3), None);
        assert_eq!(nearest("foo", &["flow"], 3), None);
        assert_eq!(nearest("Unabled", &["Enabled"], 3), Some("Enabled"));
        assert_eq!(nearest("Unables", &["Enabled"], 6), None);
    }
}
