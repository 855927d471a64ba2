//! "Did you mean …?"

/// The known name that `word` was probably meant to be, whatever its case: at most a third of its
/// letters differ, or it is the only one that begins with `word`, or with its first letters, as
/// `Enabled` and `Enabling` do.
pub(crate) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let near = known
        .iter()
        .map(|name| (distance(&lower, &name.to_lowercase()), *name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name);
    let only = |start: &str| {
        let mut longer = known.iter().filter(|name| name.to_lowercase().starts_with(start));
        longer.next().copied().filter(|_| !start.is_empty() && longer.next().is_none())
    };
    let first: String = lower.chars().take(4).collect();
    near.or_else(|| only(&lower)).or_else(|| only(&first).filter(|_| first.chars().count() == 4))
}

/// How many letters must be added, dropped, replaced, or swapped with their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for (i, a) in from.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let mut least = (rows[i][j] + usize::from(a != b)).min(row[j] + 1).min(rows[i][j + 1] + 1);
            if i > 0 && j > 0 && *a == to[j - 1] && *b == from[i - 1] {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "ab", 2),
            ("ab", "", 2),
            ("rety", "retry", 1),
            ("titel", "title", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn only_what_is_near_is_suggested() {
        let known = ["Idle", "Authorizing", "Enabling"];
        assert_eq!(nearest("Enablng", &known), Some("Enabling"));
        assert_eq!(nearest("idle", &known), Some("Idle"));
        assert_eq!(nearest("Ringing", &known), None);
        assert_eq!(nearest("foo", &["flow"]), None);
    }

    #[test]
    fn the_beginning_of_one_name_is_enough() {
        let known = ["Idle", "Authorizing", "Enabling", "Joining", "InCall"];
        assert_eq!(nearest("J", &known), Some("Joining"));
        assert_eq!(nearest("auth", &known), Some("Authorizing"));
        assert_eq!(nearest("I", &known), None);
        assert_eq!(nearest("", &["flow"]), None);
        assert_eq!(nearest("Joined", &known), Some("Joining"));
        assert_eq!(nearest("retries", &["on", "retry"]), Some("retry"));
        assert_eq!(nearest("Joe", &known), None);
    }
}
