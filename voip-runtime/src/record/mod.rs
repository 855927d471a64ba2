//! Recordings: what happened on a page, as data. A recording is a text of JSON lines, and `sim::replay` plays it again.
//!
//! A `Recorder` is a host that wraps another host and records what passes between the page and that host. That is
//! enough to play the page again, since a page acts only on inputs, answers, timers and events of a joined call.

#[cfg(feature = "sim")]
mod lines;
#[cfg(feature = "sim")]
mod recorder;

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "sim")]
pub(crate) use self::lines::{EARLIER_THAN_BEFORE, wrong_page};
#[cfg(feature = "sim")]
pub use self::lines::{OpenIds, Recording, RecordingError};
#[cfg(feature = "sim")]
pub use self::recorder::Recorder;
use crate::cause::Cause;
pub use crate::event::Input;
pub use crate::spec::Change;
use crate::value::Value;

/// A record: one thing that happened on a page, and its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The time, in milliseconds of [`Host::now`](crate::Host::now).
    pub at: u64,
    /// What happened.
    #[serde(flatten)]
    pub what: RecordKind,
}

/// The kinds of records.
///
/// `Debug` omits the values of fields, which may be personal data.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RecordKind {
    /// The user or the mini-program made an input.
    Input(Input),
    /// The page made a host call.
    Call(RecordedCall),
    /// The host answered a host call.
    Answer(RecordedAnswer),
    /// A timer fired that the page or its handler waited for.
    Timer(RecordedTimer),
    /// The host reported an event of the call.
    Chat(Chat),
    /// The host reported that calls were enabled in the app (`true`) or disabled.
    Reachable(bool),
    /// The state changed.
    Change(Change),
    /// The handler or the page's query set a field.
    Field {
        /// The field's name in Rust.
        name: String,
        /// The new value.
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
            Self::Reachable(on) => f.debug_tuple("Reachable").field(on).finish(),
            Self::Change(change) => change.fmt(f),
            Self::Field { name, .. } => f.debug_struct("Field").field("name", name).finish_non_exhaustive(),
        }
    }
}

/// A host call that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedCall {
    /// The number of the host call in the recording, from 0.
    pub number: u32,
    /// The name of the host call.
    pub name: String,
    /// Whether the handler made it with [`HostCalls::request`](crate::call::HostCalls::request).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub own: bool,
    /// Its options.
    pub options: Value,
}

/// An answer to a host call. A host call may have several answers, or none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedAnswer {
    /// The [`RecordedCall::number`] of the host call.
    pub to: u32,
    /// The cause of the failure; `None` if the host call succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The host's message on the failure (`errMsg`), or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// The result, if the host call succeeded.
    #[serde(default)]
    pub result: Value,
}

/// A timer that fired: a time limit, a delay before a retry, or a sleep of the handler.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedTimer {
    /// How many records there were when it was set.
    pub since: u64,
    /// The duration of the timer, in milliseconds.
    pub ms: u64,
}

/// An event of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Chat {
    /// The number of members in the room.
    Members(u32),
    /// The call is over: another page of the app placed one.
    Ended,
    /// The call was interrupted, with the host's message.
    Interrupted(String),
}
