//! The glue without comments and indentation, which are a third of its size.

use crate::config::Record;
use crate::runtime::{GLUE, RECORDER};

const HEADER: &str = "// With comments: voip-runtime/src/wx/voip.js.\n";

/// The beginning of a comment that is a statement in a build that records.
const RECORD: &str = "// record: ";

/// The content of `voip/voip.js`.
pub(super) fn glue(record: Record) -> String {
    if record == Record::Off {
        return stripped(GLUE);
    }
    stripped(&(GLUE.replace(RECORD, "") + RECORDER))
}

/// The code without comments and indentation. In the source, each comment is on its own lines, and no string spans lines.
fn stripped(source: &str) -> String {
    let mut in_comment = false;
    let code = source.lines().map(str::trim_start).filter(|line| {
        let starts = line.starts_with("/**");
        let is_code = !in_comment && !starts && !line.starts_with("//") && !line.is_empty();
        in_comment = (in_comment || starts) && !line.contains("*/");
        is_code
    });
    let mut glue = String::from(HEADER);
    for line in code {
        glue.push_str(line);
        glue.push('\n');
    }
    glue
}

#[cfg(test)]
mod tests {
    use super::{GLUE, RECORD, RECORDER, Record, glue};

    #[test]
    fn only_a_build_that_records_has_the_recorder() {
        let names: Vec<&str> = GLUE
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix(RECORD))
            .flat_map(|statement| statement.split(|other: char| !other.is_alphanumeric()))
            .filter(|name| RECORDER.contains(&format!("function {name}(")))
            .collect();
        assert!(names.len() > 10, "{names:?}");
        let (off, on) = (glue(Record::Off), glue(Record::Redacted));
        for call in names.iter().map(|name| format!("{name}(")) {
            assert!(on.contains(&call) && !off.contains(&call), "{call}");
        }
        assert!(!off.to_lowercase().contains("recording"));
        assert_eq!(on, glue(Record::Full), "the declaration of a page says what is kept");
    }

    #[test]
    fn comments_are_removed() {
        let glue = glue(Record::Off);
        assert!(!glue.contains("/**") && !glue.contains("*/") && !glue.contains("@param"));
        assert!(glue.contains("exports.page = function (declaration, host) {"));
        // A comment at the end of a line of code is not supported.
        let mut lines = GLUE.lines().chain(RECORDER.lines());
        assert!(lines.all(|line| line.trim_start().starts_with("/*") || !line.contains("/*")));
        assert!(glue.len() * 4 < GLUE.len() * 3);
    }
}
