//! The inputs of a page, and the events that its subscribers receive.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::error::CallError;
use crate::spec::{Change, FieldSpec};
use crate::value::Value;

/// An input from the user or from the life cycle of the mini-program.
///
/// `Debug` omits the values, which may be personal data.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Input {
    /// The user filled in a field.
    Set {
        /// The field's name in Rust.
        field: String,
        /// Its new value.
        value: Value,
    },
    /// The page was opened with a query. It sets the fields that have the attribute `query`.
    Load {
        /// The names and the values of the parameters, percent-encoded as the host gives them.
        query: Vec<(String, String)>,
    },
    /// The page was shown.
    Show,
    /// The user tapped the call button.
    Tap,
    /// The user tapped the call button of a contact.
    Call {
        /// The index of the contact in the page's list.
        contact: usize,
    },
    /// The user tapped 可接听 (make the app reachable). A recording calls it `receive`.
    #[serde(rename = "receive")]
    MakeReachable,
    /// The user tapped 停止接听 (make the app unreachable). A recording calls it `stopReceiving`.
    #[serde(rename = "stopReceiving")]
    MakeUnreachable,
    /// The user tapped 结束 (hang up).
    HangUp,
    /// The user dismissed the failure.
    Dismiss,
    /// The user tapped 取消 (cancel).
    Cancel,
    /// The user left the page.
    Leave,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set { field, .. } => f.debug_struct("Set").field("field", field).finish_non_exhaustive(),
            Self::Load { query } => {
                let names: Vec<_> = query.iter().map(|(name, _)| name).collect();
                f.debug_struct("Load").field("names", &names).finish_non_exhaustive()
            }
            Self::Show => f.write_str("Show"),
            Self::Tap => f.write_str("Tap"),
            Self::Call { contact } => f.debug_struct("Call").field("contact", contact).finish(),
            Self::MakeUnreachable => f.write_str("MakeUnreachable"),
            Self::MakeReachable => f.write_str("MakeReachable"),
            Self::HangUp => f.write_str("HangUp"),
            Self::Dismiss => f.write_str("Dismiss"),
            Self::Cancel => f.write_str("Cancel"),
            Self::Leave => f.write_str("Leave"),
        }
    }
}

/// The result of [`Session::tap`](crate::Session::tap).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tapped {
    /// The handler started.
    Started,
    /// The page is being made reachable. The handler starts when that ends, even if it fails.
    Queued,
    /// The tap had no effect: a call is in progress, or the page was left.
    Ignored,
    /// This required field is empty. No host call was made.
    Missing(&'static FieldSpec),
}

/// How a joined call has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallEnd {
    /// The user hung up on the page, or the handler did. What the user does in WeChat's window is not reported.
    HungUp,
    /// The other side hung up, or the user did in WeChat's window.
    OtherSide,
    /// Another page of the app placed a call.
    Superseded,
    /// The call was interrupted, for example by a phone call.
    Interrupted,
    /// Nobody answered within `ring`.
    NoAnswer,
    /// The call reached the limit `within`.
    Timeout,
}

/// An event that a subscriber receives. See [`Session::subscribe`](crate::Session::subscribe).
///
/// `Debug` omits the values of fields, which may be personal data.
#[derive(Clone)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The user or the mini-program made an input.
    Input(&'a Input),
    /// The state changed, or a recovery edge entered the same state again.
    Change(&'a Change),
    /// The handler, a task or the page's query set this field to this value.
    Field(&'static FieldSpec, &'a Value),
    /// A call started (`true`: the tap) or ended (`false`: its handler ended, or, if the handler waits for that, the call).
    Busy(bool),
    /// One-to-one calls were switched on (`true`), so other users can call this page, or off.
    Reachable(bool),
    /// The other side answered (`true`), or the answered call ended (`false`).
    Connected(bool),
    /// The failure that the page shows now, or `None`.
    Error(Option<&'a CallError>),
    /// The page's `on_load` function started (`true`) or ended (`false`).
    Loading(bool),
    /// A task failed: a function that the flow spawned, by its path in the flow, or a handler after the end of its call, by the
    /// name `handler`. The page does not change.
    TaskFailed(&'static str, &'a CallError),
    /// An edge that spawns this function was taken again while the function still runs. It is not started a second time.
    SpawnIgnored(&'static str),
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(input) => input.fmt(f),
            Self::Change(change) => change.fmt(f),
            Self::Field(field, _) => f.debug_tuple("Field").field(&field.name).finish_non_exhaustive(),
            Self::Busy(busy) => f.debug_tuple("Busy").field(busy).finish(),
            Self::Reachable(reachable) => f.debug_tuple("Reachable").field(reachable).finish(),
            Self::Connected(connected) => f.debug_tuple("Connected").field(connected).finish(),
            Self::Error(error) => f.debug_tuple("Error").field(error).finish(),
            Self::Loading(loading) => f.debug_tuple("Loading").field(loading).finish(),
            Self::TaskFailed(task, error) => f.debug_tuple("TaskFailed").field(task).field(error).finish(),
            Self::SpawnIgnored(path) => f.debug_tuple("SpawnIgnored").field(path).finish(),
        }
    }
}

/// An event that the host reports.
pub(crate) enum HostEvent {
    /// The number of members in the room of a call.
    Members(usize),
    /// The call is over: another page of the app has placed one.
    Ended,
    /// The call was interrupted.
    Interrupted(CallError),
    /// One-to-one calls were switched on or off in the app. This event belongs to no call.
    Reachable(bool),
    /// Whether this device reports members. This event belongs to no call.
    ReportsMembers(bool),
}
