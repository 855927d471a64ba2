//! The glue, `voip/voip.js`.

use crate::config::Record;
use crate::runtime::{GLUE, GLUE_THAT_RECORDS};

/// The content of `voip/voip.js`.
pub(super) fn glue(record: Record) -> &'static str {
    match record {
        Record::Off => GLUE,
        // The declaration of a page says what is kept.
        Record::Redacted | Record::Full => GLUE_THAT_RECORDS,
    }
}

#[cfg(test)]
mod tests {
    use super::{Record, glue};

    #[test]
    fn only_a_build_that_records_has_the_recorder() {
        let (off, on) = (glue(Record::Off), glue(Record::Redacted));
        for name in ["handleCopyRecording", "setClipboardData", "getRealtimeLogManager", "redacted", ".log"] {
            assert!(on.contains(name) && !off.contains(name), "{name}");
        }
    }
}
