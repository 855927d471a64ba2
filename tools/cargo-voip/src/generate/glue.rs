//! The glue, `voip/voip.js`.

use crate::config::Record;
use crate::generate::File;
use crate::runtime::{GLUE, GLUE_OPEN, GLUE_THAT_RECORDS};

/// The content of `voip/voip.js`.
pub(super) fn glue(record: Record) -> &'static str {
    match record {
        Record::Off => GLUE,
        // The declaration of a page says what is kept.
        Record::Redacted | Record::Full => GLUE_THAT_RECORDS,
    }
}

/// The glue of a project with scripts of its own, which may open a page without a component.
pub(super) fn with_open(record: Record) -> String {
    format!("{}{GLUE_OPEN}", glue(record))
}

/// Replaces the glue among the files of a mini-program.
pub(crate) fn add_open(files: &mut [File], record: Record) {
    for file in files.iter_mut().filter(|file| file.bytes == glue(record).as_bytes()) {
        file.bytes = with_open(record).into_bytes();
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
