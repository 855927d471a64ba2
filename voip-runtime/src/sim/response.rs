//! The scripted answers of a simulated host to the host calls of handlers.

use core::time::Duration;

use crate::error::CallError;
use crate::host::Answer;
use crate::value::Value;

/// A scripted answer to one host call of a handler. See [`SimHost::play_request`](super::SimHost::play_request).
///
/// ```
/// use std::time::Duration;
/// use voip_runtime::Cause;
/// use voip_runtime::sim::{Response, SimHost};
///
/// let host = SimHost::new();
/// let slow = Response::succeed("openid-of-patient").late(Duration::from_secs(2));
/// host.play_request("login", [Response::fail(Cause::System), slow]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// `None` if it is never answered.
    pub(super) answer: Option<Answer>,
    pub(super) late: Duration,
}

impl Response {
    const fn new(answer: Option<Answer>) -> Self {
        Self { answer, late: Duration::ZERO }
    }

    /// The host call succeeds with this result.
    pub fn succeed(result: impl Into<Value>) -> Self {
        Self::new(Some(Ok(result.into())))
    }

    /// The host call fails.
    pub fn fail(error: impl Into<CallError>) -> Self {
        Self::new(Some(Err(error.into())))
    }

    /// The host call is never answered.
    pub const fn never() -> Self {
        Self::new(None)
    }

    /// Delays the answer by this much more than usual.
    #[must_use]
    pub const fn late(mut self, by: Duration) -> Self {
        self.late = by;
        self
    }
}
