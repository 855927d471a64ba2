//! Turns a recording into the source of a Rust test, which plays it on a simulated phone.
//!
//! [`trace`] reads from the recording which events reached the page and what the page did; [`schedule`] computes the times
//! of the events in the test; [`test_case`] makes statements of them; and [`source`] writes the source.

mod literal;
mod schedule;
mod source;
mod statement;
mod test_case;
#[cfg(test)]
mod tests;
mod trace;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::record::{Record, RecordKind, Recording, wrong_page};
use crate::spec::Spec;

/// The error of turning a recording into a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToTestError {
    /// The index of the record, if it is about one.
    index: Option<usize>,
    why: String,
}

impl ToTestError {
    fn new(why: impl Into<String>) -> Self {
        Self { index: None, why: why.into() }
    }

    /// An error at the record with this index.
    fn at(index: usize, why: impl Into<String>) -> Self {
        Self { index: Some(index), why: why.into() }
    }
}

impl fmt::Display for ToTestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(index) = self.index {
            // The header is the first line.
            write!(f, "line {}: ", index + 2)?;
        }
        f.write_str(&self.why)
    }
}

impl core::error::Error for ToTestError {}

// In this module, so that `record` does not depend on the simulated host.
impl Recording {
    /// Returns the source of a test function that plays this recording on a [`SimHost`](crate::sim::SimHost) and asserts the
    /// transitions of the page. Use it for a regression test after a bug is fixed.
    ///
    /// `name` is the name of the function. `page` is the path of the page's struct, such as
    /// [`core::any::type_name`] returns; it works in another crate if each module of the path is public. The test needs
    /// no other code, only `voip_runtime` with the feature `sim`.
    ///
    /// The test has the same openids as the recording, so [alias](Self::aliased) them first. It does not have the host's
    /// messages of failed steps, or what happened after the page was left. Redacted values stay redacted; if the handler needs
    /// others, write them into its answers.
    ///
    /// # Errors
    ///
    /// - If the recording is of another page, does not start with a new page, or contradicts itself.
    /// - If it is of version 1, which has no timers, and a timer had an effect.
    /// - If there are too many events in one millisecond to keep their order.
    /// - If `page` is not a path, or `name` is not a valid name for a test.
    pub fn to_test(&self, spec: &Spec, page: &str, name: &str) -> Result<String, ToTestError> {
        if self.page != spec.name {
            return Err(ToTestError::new(wrong_page(spec.name, &self.page)));
        }
        source::check_path(page)?;
        source::check_name(name)?;
        let is_note = |record: &Record| matches!(record.what, RecordKind::Note(_));
        let (lines, records): (Vec<_>, Vec<_>) =
            self.records.iter().cloned().enumerate().filter(|(_, record)| !is_note(record)).unzip();
        let of_phone = self.is_of_phone();
        let test = test_case::TestCase::of(spec, &records, of_phone).map_err(|error| ToTestError {
            index: error.index.and_then(|index| lines.get(index).copied()),
            ..error
        })?;
        Ok(source::write(&test, page, name, self.is_redacted()))
    }
}
