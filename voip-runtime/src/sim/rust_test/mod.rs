//! A recording as the source of a Rust test, which plays it on a simulated phone.
//!
//! [`story`] reads from the recording what reached the page and what the page did; [`times`] gives each its
//! time in the test; [`plan`] makes statements of that; and [`source`] writes them.

mod literal;
mod plan;
mod source;
mod statement;
mod story;
#[cfg(test)]
mod tests;
mod times;

use alloc::string::String;
use core::fmt;

use crate::record::Recording;
use crate::spec::Spec;

/// Why there is no test of a recording: a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToTestError(String);

impl ToTestError {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }

    /// The line, from 1, of the record at this place; the header is the first.
    fn at(index: usize, why: impl fmt::Display) -> Self {
        Self(format!("line {}: {why}", index + 2))
    }
}

impl fmt::Display for ToTestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for ToTestError {}

// Here, so that `record` knows nothing of the simulated host.
impl Recording {
    /// The source of a test called `name` that plays this recording on a
    /// [`SimHost`](crate::sim::SimHost) and asserts the changes of the page's state: for a project's
    /// own tests, after the fault that it found is fixed.
    ///
    /// `page` is the path of the page's struct. [`core::any::type_name`] gives one, which leads there
    /// from another crate if each of its modules is public; it stands in one line of the test. All else
    /// that the test needs stands in it, so it can be pasted anywhere. It needs `voip_runtime` with its
    /// feature `sim`.
    ///
    /// Openids stand in the test as they stand here, so give it an [aliased](Self::aliased) recording.
    /// What the host said of a failure of a step, and what came after the page was left, is not in it.
    ///
    /// # Errors
    ///
    /// If this cannot be a test: the recording is of another page, begins in the middle or contradicts
    /// itself; it is of version 1, which has no timers, and one mattered; more happened within one
    /// millisecond than a test can keep in its order; or `page` is not a path or `name` not a test's name.
    pub fn to_test(&self, spec: &Spec, page: &str, name: &str) -> Result<String, ToTestError> {
        if self.page != spec.name {
            return Err(ToTestError::new(format!(
                "the recording is of the page {}, not of {}",
                self.page, spec.name
            )));
        }
        source::check_path(page)?;
        source::check_name(name)?;
        let plan = plan::Plan::of(spec, &self.records)?;
        Ok(source::write(&plan, page, name))
    }
}
