//! The glue without comments, and with short names. Comments and long names are half of its size.

use super::shorten::shorten;
use crate::config::Record;
use crate::runtime::{GLUE, RECORDER};

const HEADER: &str = "// With comments and names: voip-runtime/src/wx/voip.js.\n";

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
    let code: Vec<&str> = source
        .lines()
        .map(str::trim_start)
        .filter(|line| {
            let starts = line.starts_with("/**");
            let is_code = !in_comment && !starts && !line.starts_with("//") && !line.is_empty();
            in_comment = (in_comment || starts) && !line.contains("*/");
            is_code
        })
        .collect();
    format!("{HEADER}{}\n", shorten(&code.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::{GLUE, RECORDER, Record, glue};

    #[test]
    fn only_a_build_that_records_has_the_recorder() {
        let (off, on) = (glue(Record::Off), glue(Record::Redacted));
        for name in ["handleCopyRecording", "setClipboardData", "getRealtimeLogManager", "redacted", ".log"] {
            assert!(on.contains(name) && !off.contains(name), "{name}");
        }
        assert_eq!(on, glue(Record::Full), "the declaration of a page says what is kept");
    }

    #[test]
    fn comments_are_removed() {
        let glue = glue(Record::Off);
        assert!(!glue.contains("/**") && !glue.contains("*/") && !glue.contains("@param"));
        assert!(glue.contains("exports.page=function("));
        // A comment at the end of a line of code is not supported.
        let mut lines = GLUE.lines().chain(RECORDER.lines());
        assert!(lines.all(|line| line.trim_start().starts_with("/*") || !line.contains("/*")));
        assert!(glue.len() * 2 < GLUE.len());
    }
}
