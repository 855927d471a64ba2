//! What a simulated host answers.

use core::time::Duration;

pub use crate::api::Step;
use crate::cause::Cause;
use crate::host::Answer;
use crate::value::Value;

/// How a simulated host answers one host call: at its usual pace and with success, unless told
/// otherwise.
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

    /// `success` is called.
    pub const fn succeed() -> Self {
        Self::new(Ok(()))
    }

    /// `fail` is called, with the code and words of `cause`.
    pub const fn fail(cause: Cause) -> Self {
        Self::new(Err(cause))
    }

    /// Neither is ever called.
    pub const fn never() -> Self {
        Self { never: true, ..Self::new(Ok(())) }
    }

    /// The same answer, so much later than usual.
    #[must_use]
    pub const fn late(mut self, by: Duration) -> Self {
        self.late = by;
        self
    }

    /// The same answer, twice.
    #[must_use]
    pub const fn twice(mut self) -> Self {
        self.again = Some(self.answer);
        self
    }

    /// `success` is called afterwards, whatever came first.
    #[must_use]
    pub const fn then_succeed(mut self) -> Self {
        self.again = Some(Ok(()));
        self
    }

    /// `fail` is called afterwards, whatever came first.
    #[must_use]
    pub const fn then_fail(mut self, cause: Cause) -> Self {
        self.again = Some(Err(cause));
        self
    }
}

/// The answer as `name`'s own callback would have it.
pub(super) fn answer_of(name: &str, answer: Result<(), Cause>) -> Answer {
    answer.map(|()| Value::Null).map_err(|cause| failure(name, cause))
}

/// A failure of `name` in the host's own words, as far as they are known from the field.
pub(super) fn failure(name: &str, cause: Cause) -> crate::CallError {
    let words = match cause {
        Cause::Denied => "auth deny".into(),
        Cause::PrivacyRefused => "privacy permission is not authorized".into(),
        Cause::PrivacyUndeclared => "api scope is not declared in the privacy agreement".into(),
        Cause::DeviceNotSupported => "device not support".into(),
        Cause::AlreadyInRoom => "Already in room!".into(),
        Cause::System => "-10086, -5, join room callback failed: 13".into(),
        Cause::Unsupported => "not supported".into(),
        other => match other.code() {
            Some(code) => alloc::format!("{code}"),
            None => alloc::string::String::from(other.name()),
        },
    };
    crate::CallError::new(cause, alloc::format!("{name}:fail {words}"))
}

/// How long a simulated host and its people take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// A person who is asked something.
    pub person: Duration,
    /// A host call that only talks to the phone.
    pub host: Duration,
    /// A host call that goes over the network.
    pub network: Duration,
    /// From the ringing to the other side's answer.
    pub pick_up: Duration,
}

impl Pace {
    /// As it might be on a good day.
    pub const LIKELY: Self = Self {
        person: Duration::from_millis(1200),
        host: Duration::from_millis(80),
        network: Duration::from_millis(400),
        pick_up: Duration::from_millis(2500),
    };

    /// No time at all.
    pub const INSTANT: Self = Self {
        person: Duration::ZERO,
        host: Duration::ZERO,
        network: Duration::ZERO,
        pick_up: Duration::ZERO,
    };
}
