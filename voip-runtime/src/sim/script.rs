//! The scripted answers of a simulated host, and its pace.

use core::time::Duration;

pub use crate::api::Step;
use crate::cause::Cause;
use crate::host::Answer;
use crate::value::Value;

/// A scripted answer to one host call of a step or a `via`. See [`SimHost::play`](super::SimHost::play).
///
/// ```
/// use std::time::Duration;
/// use voip_runtime::Cause;
/// use voip_runtime::sim::Play;
///
/// let slow_failure = Play::fail(Cause::System).late(Duration::from_secs(40));
/// let contradiction = Play::succeed().then_fail(Cause::System);
/// # let _ = (slow_failure, contradiction);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Play {
    pub(super) answer: Result<(), Cause>,
    pub(super) late: Duration,
    pub(super) never: bool,
    pub(super) again: Option<Result<(), Cause>>,
}

impl Play {
    const fn new(answer: Result<(), Cause>) -> Self {
        Self { answer, late: Duration::ZERO, never: false, again: None }
    }

    /// The host call succeeds.
    pub const fn succeed() -> Self {
        Self::new(Ok(()))
    }

    /// The host call fails, with the code and the message of `cause`.
    pub const fn fail(cause: Cause) -> Self {
        Self::new(Err(cause))
    }

    /// The host call is never answered.
    pub const fn never() -> Self {
        Self { never: true, ..Self::new(Ok(())) }
    }

    /// Delays the answer by this much more than usual.
    #[must_use]
    pub const fn late(mut self, by: Duration) -> Self {
        self.late = by;
        self
    }

    /// Gives the same answer twice.
    #[must_use]
    pub const fn twice(mut self) -> Self {
        self.again = Some(self.answer);
        self
    }

    /// Answers a second time, with success.
    #[must_use]
    pub const fn then_succeed(mut self) -> Self {
        self.again = Some(Ok(()));
        self
    }

    /// Answers a second time, with a failure.
    #[must_use]
    pub const fn then_fail(mut self, cause: Cause) -> Self {
        self.again = Some(Err(cause));
        self
    }
}

/// The answer as the host call `name` gives it.
pub(super) fn answer_of(name: &str, answer: Result<(), Cause>) -> Answer {
    answer.map(|()| Value::Null).map_err(|cause| failure(name, cause))
}

/// A failure of `name` with the host's message, as far as messages of real phones are known.
pub(super) fn failure(name: &str, cause: Cause) -> crate::CallError {
    let message = match cause {
        Cause::Denied => "auth deny".into(),
        Cause::PrivacyRefused => "privacy permission is not authorized".into(),
        Cause::PrivacyUndeclared => "api scope is not declared in the privacy agreement".into(),
        Cause::DeviceNotSupported => "device not support".into(),
        Cause::AlreadyInRoom => "Already in room!".into(),
        Cause::System => "-10086, -5, join room callback failed: 13".into(),
        Cause::Unsupported => "not supported".into(),
        Cause::InvalidOptions => "jsapi invalid request data".into(),
        Cause::InvalidOpenid => "invalid openid".into(),
        Cause::Network => "cgi failed for network issues".into(),
        Cause::NotInForeground => "illegal operation in background".into(),
        other => match other.code() {
            Some(code) => alloc::format!("{code}"),
            None => alloc::string::String::from(other.name()),
        },
    };
    crate::CallError::new(cause, alloc::format!("{name}:fail {message}"))
}

/// How long a simulated host and its users take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The time until the user answers a dialog.
    pub user: Duration,
    /// The time of a host call that stays on the phone.
    pub host: Duration,
    /// The time of a host call that uses the network.
    pub network: Duration,
    /// The time that the other side rings until it answers.
    pub pick_up: Duration,
}

impl Pace {
    /// Likely times on a good network.
    pub const LIKELY: Self = Self {
        user: Duration::from_millis(1200),
        host: Duration::from_millis(80),
        network: Duration::from_millis(400),
        pick_up: Duration::from_millis(2500),
    };

    /// Every answer comes at once.
    pub const INSTANT: Self =
        Self { user: Duration::ZERO, host: Duration::ZERO, network: Duration::ZERO, pick_up: Duration::ZERO };
}
