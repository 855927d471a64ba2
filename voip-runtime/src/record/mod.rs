//! Recordings: what happened on a page, as data. A recording is a text of JSON lines, and `sim::replay` plays it again.
//!
//! A `Recorder` is a host that wraps another host and records what passes between the page and that host. That is
//! enough to play the page again, since a page acts only on inputs, answers, timers and events of its call and of the app. On a phone,
//! the recorder of a mini-program that was built with `--record` writes the same format.
//!
//! # The format
//!
//! The first line is a header, and each other line is one [`Record`]: its time and one member with its kind. The times never
//! decrease.
//!
//! ```json
//! {"voip":4,"page":"VideoCall","redacted":true}
//! {"at":0,"input":"show"}
//! {"at":812,"input":{"set":{"field":"caller_name","value":"text#1"}}}
//! {"at":2050,"input":"tap"}
//! {"at":2051,"change":{"from":"Idle","to":"Authorizing"}}
//! {"at":2052,"call":{"number":0,"name":"authorize","options":{"scope":"scope.record"}}}
//! {"at":3471,"answer":{"to":0,"result":null,"raw":{"errMsg":"authorize:ok"}}}
//! ```
//!
//! | in the header | meaning |
//! | --- | --- |
//! | `voip` | the version, 4 |
//! | `page` | the name of the page's struct |
//! | `redacted` | whether private values are redacted. Only a recording of a phone has it |
//! | others | what a phone says about itself, for readers |
//!
//! | kind | value |
//! | --- | --- |
//! | `input` | an [`Input`]: `"show"`, `"tap"`, `{"call":{"contact":…}}`, `"receive"`, `"stopReceiving"`, `"hangUp"`, `"dismiss"`, `"cancel"`, `"leave"`, `{"set":{"field":…,"value":…}}`, `{"load":{"query":[[name,value],…]}}`. A field has its name in Rust or in the page's data. A contact is its index, and a query is percent-encoded |
//! | `call` | a [`RecordedCall`]. The numbers count up from 0. `own` is `true` for a host call of the handler, of the `on_load` function or of a function that the flow spawned |
//! | `answer` | a [`RecordedAnswer`]. `raw` is the answer of a phone's host as it came; a handler's own success has it as `result` |
//! | `timer` | a [`RecordedTimer`]: a time limit, a delay, a sleep, or a limit of the joined call (`ring`, `within`). `since` counts the records without notes. On a phone, a timer is a record if it has an effect |
//! | `chat` | a [`Chat`]: `{"members":2}`, `"ended"`, `{"interrupted":message}` |
//! | `reachable` | whether calls are enabled in the app |
//! | `reportsMembers` | whether the host reports the members of rooms on this device, if that is not or no longer known |
//! | `change` | a [`Change`] of the state |
//! | `field` | `{"name":…,"value":…}`: the handler, a task or the query set a field. Contacts are a list of `{"nickname":…,"headImage":…,"callable":…}`, without openids |
//! | `taskFailed` | a [`FailedTask`]: a function that the flow spawned, or a handler after its call |
//! | `spawnIgnored` | the path of a function that an edge spawns and that still runs |
//! | `note` | anything else that was observed, which the page does not react to: `"hide"` of the page (in version 3, `"show"` too), `"full"` where a recording is too long, `{"chatState":{…}}` (`onVoIPChatStateChanged`), and an event of the host as it came. A replay skips it |
//!
//! Openids are aliases, `openid#1`. In a redacted recording, so is what the user and servers wrote: in text fields, contacts and
//! queries, and in the options, answers and messages of `own` host calls, a text is `text#2`, a number is 0 and a boolean is
//! `false`. The same text always has the same alias. A replay accepts any value of the same kind in their place.

#[cfg(feature = "sim")]
mod aliases;
#[cfg(feature = "sim")]
mod lines;
#[cfg(feature = "sim")]
mod reclassify;
#[cfg(feature = "sim")]
mod recorder;

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "sim")]
pub(crate) use self::lines::{EARLIER_THAN_BEFORE, numbered, text_of, wrong_page};
#[cfg(feature = "sim")]
pub use self::lines::{OpenIds, Recording, RecordingError};
#[cfg(feature = "sim")]
pub use self::reclassify::Reclassified;
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
    /// Whether the host reports the members of rooms on this device.
    ReportsMembers(bool),
    /// The state changed.
    Change(Change),
    /// The handler, a task or the page's query set a field.
    Field {
        /// The field's name in Rust.
        name: String,
        /// The new value.
        value: Value,
    },
    /// A task of the page failed.
    TaskFailed(FailedTask),
    /// An edge was taken that spawns this function, which still ran. It was not started again.
    SpawnIgnored(String),
    /// Something that was observed and that the page does not react to.
    Note(Value),
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
            Self::ReportsMembers(on) => f.debug_tuple("ReportsMembers").field(on).finish(),
            Self::Change(change) => change.fmt(f),
            Self::TaskFailed(task) => task.fmt(f),
            Self::SpawnIgnored(path) => f.debug_tuple("SpawnIgnored").field(path).finish(),
            Self::Field { name, .. } => f.debug_struct("Field").field("name", name).finish_non_exhaustive(),
            Self::Note(value) => f.debug_tuple("Note").field(value).finish(),
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
    /// Whether the page's own code made it with [`HostCalls::request`](crate::call::HostCalls::request): the handler, the
    /// `on_load` function, or a function that the flow spawned.
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
    /// The answer of a phone's host as it came, with all its members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<Value>,
}

/// A timer that fired: a time limit, a delay before a retry, a sleep of the page's own code, or a limit of the joined call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedTimer {
    /// How many records there were when it was set.
    pub since: u64,
    /// The duration of the timer, in milliseconds.
    pub ms: u64,
}

/// A task of a page that failed: a function that the flow spawned, or a handler after its call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedTask {
    /// The path of the function in the flow, or `handler`.
    pub task: String,
    /// The cause of the failure.
    pub cause: Cause,
    /// The message of the failure, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
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
