//! What the host of an explored page is called for, how it can answer, and what else can happen.

use alloc::string::String;
use core::fmt;

use crate::cause::Cause;
use crate::flow::Via;
use crate::sim::script::Step;

/// What a host call is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    /// A step; with its scope, if it is an authorization.
    Step(Step, &'static str),
    Via(Via),
    /// A host call of the handler's own, by its name.
    Request(String),
    Sleep,
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(step, "") => f.write_str(step.host_call()),
            Self::Step(step, scope) => write!(f, "{}({scope})", step.host_call()),
            Self::Via(recovery) => f.write_str(recovery.host_call()),
            Self::Request(name) => f.write_str(name),
            Self::Sleep => f.write_str("a timer"),
        }
    }
}

/// How a host call is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Answer {
    /// With success and made-up data; a sleep ends.
    Success,
    /// With the value at this index of those that the explorer was given.
    Given(usize),
    Failure(Cause),
}

impl Answer {
    pub(super) fn failure(self) -> Option<Cause> {
        match self {
            Self::Failure(cause) => Some(cause),
            _ => None,
        }
    }
}

/// One thing that can happen next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    /// The host answers the host call at this index.
    Answer(usize, Answer),
    Connected,
    Ended,
    Interrupted,
    Tap,
    Receive,
    HangUp,
    Dismiss,
    Leave,
}
