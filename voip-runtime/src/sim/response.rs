//! What a simulated host answers to the host calls of handlers.

use core::time::Duration;

use crate::error::CallError;
use crate::host::Answer;
use crate::value::Value;

/// How a simulated host answers one host call of a handler's own, as [`Play`](super::Play) says it of
/// a step.
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
    /// `None` where it is never answered.
    pub(super) answer: Option<Answer>,
    pub(super) late: Duration,
}

impl Response {
    const fn new(answer: Option<Answer>) -> Self {
        Self { answer, late: Duration::ZERO }
    }

    /// `success` is called with this.
    pub fn succeed(result: impl Into<Value>) -> Self {
        Self::new(Some(Ok(result.into())))
    }

    /// `fail` is called.
    pub fn fail(error: impl Into<CallError>) -> Self {
        Self::new(Some(Err(error.into())))
    }

    /// Neither is ever called.
    pub const fn never() -> Self {
        Self::new(None)
    }

    /// The same answer, so much later than usual.
    #[must_use]
    pub const fn late(mut self, by: Duration) -> Self {
        self.late = by;
        self
    }
}
