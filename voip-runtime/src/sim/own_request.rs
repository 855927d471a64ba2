//! A host call that a page makes itself, as its answers are chosen.

use core::fmt;

use crate::host::AnswerType;
use crate::value::Value;

/// A host call that a page makes itself: its handler, its `on_load` function, or a function that its flow spawns. See
/// [`SimHost::on_any_request`](super::SimHost::on_any_request).
pub struct OwnRequest<'a> {
    pub(super) name: &'a str,
    pub(super) options: &'a Value,
    pub(super) answer_type: Option<AnswerType>,
}

impl OwnRequest<'_> {
    /// The name of the host call.
    pub fn name(&self) -> &str {
        self.name
    }

    /// Its options.
    pub fn options(&self) -> &Value {
        self.options
    }

    /// The type that the page expects of the answer, if it is known.
    pub fn answer_type(&self) -> Option<AnswerType> {
        self.answer_type
    }
}

impl fmt::Debug for OwnRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnRequest")
            .field("name", &self.name)
            .field("options", self.options)
            .finish_non_exhaustive()
    }
}
