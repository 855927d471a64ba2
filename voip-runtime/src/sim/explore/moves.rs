//! The moves of a path: the answers of the host, and the inputs and events that can come next.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::api::SET_ENABLE_1V1_CHAT;
use crate::cause::Cause;
use crate::event::Input;
use crate::flow::Via;
use crate::sim::script::Step;

/// The kind of a host call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum CallKind {
    /// The host call of a step. The text is the scope of `authorize`, and empty for other steps.
    Step(Step, &'static str),
    /// Switches calls off.
    Disable,
    Via(Via),
    /// A host call of the handler or of a task, by its name.
    Request(String),
    /// A timer of the session, or a sleep of the handler or of a task.
    Sleep,
    /// The timer of a limit of the joined call.
    Limit(Limit),
}

/// A limit of the row InCall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Limit {
    Ring,
    Within,
}

impl CallKind {
    /// Whether it is answered by the time that passes.
    pub(super) fn is_timer(&self) -> bool {
        matches!(self, Self::Sleep | Self::Limit(_))
    }
}

impl fmt::Display for CallKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(step, "") => f.write_str(step.host_call()),
            Self::Step(step, scope) => write!(f, "{}({scope})", step.host_call()),
            Self::Disable => write!(f, "{SET_ENABLE_1V1_CHAT}(enable: false)"),
            Self::Via(via) => f.write_str(via.host_call()),
            Self::Request(name) => f.write_str(name),
            Self::Sleep => f.write_str("a timer"),
            Self::Limit(Limit::Ring) => f.write_str("the limit `ring`"),
            Self::Limit(Limit::Within) => f.write_str("the limit `within`"),
        }
    }
}

/// Who makes a host call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Maker {
    /// The session, for a step, a recovery or a limit.
    Session,
    Handler,
    /// The `on_load` function.
    Load,
    /// A function that the flow spawns.
    Spawned(&'static str),
}

/// An answer to a host call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Answer {
    /// Success, with made-up data; or the end of a sleep.
    Success,
    /// Success, with made-up data in which one thing has another value: the choice with the first number has the alternative
    /// with the second.
    Varied(usize, usize),
    /// Success, with the value at this index of those that the explorer was given.
    Given(usize),
    Failure(Cause),
    /// There is no answer while the path lasts.
    Never,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    /// The answer to the host call at this index.
    Answer(usize, Answer),
    /// The other side answers (`true`) or hangs up, and the host reports the members of the room. Before the join is
    /// answered, this concerns the call that it places.
    Members(bool),
    /// Another page of the app places a call.
    Superseded,
    Interrupted,
    /// Another page of the app enables or disables calls.
    AppReachable(bool),
    /// The page is opened.
    Load,
    Show,
    Tap,
    /// The user taps the button of the contact with this index.
    Call(usize),
    MakeReachable,
    MakeUnreachable,
    HangUp,
    Dismiss,
    Cancel,
    Leave,
}

impl Move {
    /// The input of the user, if it is one.
    pub(super) fn input(self) -> Option<Input> {
        Some(match self {
            Self::Load => Input::Load { query: Vec::new() },
            Self::Show => Input::Show,
            Self::Tap => Input::Tap,
            Self::Call(contact) => Input::Call { contact },
            Self::MakeReachable => Input::MakeReachable,
            Self::MakeUnreachable => Input::MakeUnreachable,
            Self::HangUp => Input::HangUp,
            Self::Dismiss => Input::Dismiss,
            Self::Cancel => Input::Cancel,
            Self::Leave => Input::Leave,
            Self::Answer(..)
            | Self::Members(_)
            | Self::Superseded
            | Self::Interrupted
            | Self::AppReachable(_) => return None,
        })
    }
}
