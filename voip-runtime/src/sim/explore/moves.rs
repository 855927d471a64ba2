//! The moves of a path: the answers of the host, and the inputs and events that can come next.

use alloc::string::String;
use core::fmt;

use crate::cause::Cause;
use crate::flow::Via;
use crate::sim::script::Step;

/// The kind of a host call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum CallKind {
    /// The host call of a step. The text is the scope of `authorize`, and empty for other steps.
    Step(Step, &'static str),
    Via(Via),
    /// A host call of the handler, by its name.
    Request(String),
    Sleep,
}

impl fmt::Display for CallKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(step, "") => f.write_str(step.host_call()),
            Self::Step(step, scope) => write!(f, "{}({scope})", step.host_call()),
            Self::Via(via) => f.write_str(via.host_call()),
            Self::Request(name) => f.write_str(name),
            Self::Sleep => f.write_str("a timer"),
        }
    }
}

/// An answer to a host call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Answer {
    /// Success, with made-up data; or the end of a sleep.
    Success,
    /// Success, with the value at this index of those that the explorer was given.
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

/// An answer, an event or an input that can come next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    /// The answer to the host call at this index.
    Answer(usize, Answer),
    /// The other side answers (`true`) or hangs up, and the host reports the members of the room. Before the join is
    /// answered, this concerns the call that it places.
    Members(bool),
    /// Another page of the app places a call.
    Superseded,
    Interrupted,
    Tap,
    MakeReachable,
    HangUp,
    Dismiss,
    Cancel,
    Leave,
}
