//! What happened on a page, as data. It is written and read as JSON lines, and replayed by `sim::replay`.
//!
//! A `Recorder` is a host around another one, and notes what passes between the page and that host. A page
//! acts only on what reaches it: an input, an answer, a timer or a chat event.

#[cfg(feature = "sim")]
mod lines;
#[cfg(feature = "sim")]
mod recorder;

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "sim")]
pub use self::lines::{OpenIds, Recording, RecordingError};
#[cfg(feature = "sim")]
pub use self::recorder::Recorder;
use crate::cause::Cause;
pub use crate::event::Input;
pub use crate::spec::Change;
use crate::value::Value;

/// One thing that happened, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Milliseconds, in the host's time.
    pub at: u64,
    /// What.
    #[serde(flatten)]
    pub what: RecordKind,
}

/// What can happen.
///
/// `Debug` shows no field's value: it may be personal.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RecordKind {
    /// The user or the mini-program did something.
    Input(Input),
    /// The page made a host call.
    Call(RecordedCall),
    /// The host answered one.
    Answer(RecordedAnswer),
    /// A timer fired that the page or its handler still waited for.
    Timer(RecordedTimer),
    /// The host said how the joined call goes on.
    Chat(Chat),
    /// The state changed.
    Change(Change),
    /// The handler or the page's query set a field.
    Field {
        /// The field's name in Rust.
        name: String,
        /// What it holds now.
        value: Value,
    },
}

impl fmt::Debug for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(input) => input.fmt(f),
            Self::Call(call) => call.fmt(f),
            Self::Answer(answer) => answer.fmt(f),
            Self::Timer(timer) => timer.fmt(f),
            Self::Chat(chat) => chat.fmt(f),
            Self::Change(change) => change.fmt(f),
            Self::Field { name, .. } => f.debug_struct("Field").field("name", name).finish_non_exhaustive(),
        }
    }
}

/// A host call, as it was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedCall {
    /// Which of the recording's host calls it is, from 0.
    pub number: u32,
    /// The host's name for it.
    pub name: String,
    /// Whether the handler made it with [`HostCalls::request`](crate::call::HostCalls::request).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub own: bool,
    /// Its options.
    pub options: Value,
}

/// What a host call answered. There may be several to one call, or none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedAnswer {
    /// The [`RecordedCall::number`] that it answers.
    pub to: u32,
    /// Why it failed, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The host's own words on the failure.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// What it succeeded with.
    #[serde(default)]
    pub result: Value,
}

/// A timer that has fired: a limit, a delay before a retry, or a handler's sleep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedTimer {
    /// How many records of the recording precede the moment at which it was set.
    pub since: u64,
    /// For how many milliseconds it was set.
    pub ms: u64,
}

/// How a joined call goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Chat {
    /// The other side answered.
    Connected,
    /// The call is over.
    Ended,
    /// The call was cut off, with the host's own words.
    Interrupted(String),
}
