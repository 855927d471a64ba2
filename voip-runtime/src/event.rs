//! What reaches a page, and what its subscribers are notified of.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::error::CallError;
use crate::spec::Change;
use crate::spec::FieldSpec;
use crate::value::Value;

/// What reached the page from its user or from the mini-program's life cycle.
///
/// `Debug` shows no values: they may be personal.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Input {
    /// A field was filled in.
    Set {
        /// The field's name in Rust.
        field: String,
        /// Its new value.
        value: Value,
    },
    /// The page was opened with a query that names some of its fields.
    Load {
        /// The names and values.
        query: Vec<(String, String)>,
    },
    /// The call button was tapped.
    Tap,
    /// 可接听 was tapped.
    #[serde(rename = "receive")]
    MakeReachable,
    /// 结束 was tapped.
    HangUp,
    /// The failure was dismissed.
    Dismiss,
    /// The page was left.
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
            Self::Tap => f.write_str("Tap"),
            Self::MakeReachable => f.write_str("MakeReachable"),
            Self::HangUp => f.write_str("HangUp"),
            Self::Dismiss => f.write_str("Dismiss"),
            Self::Leave => f.write_str("Leave"),
        }
    }
}

/// The result of a tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tapped {
    /// The handler runs.
    Started,
    /// The handler runs as soon as the page is reachable, or could not be made so.
    Queued,
    /// Nothing changed: a call is in progress, or the page was left.
    Ignored,
    /// This field must be filled in first; no host call was made.
    Missing(&'static FieldSpec),
}

/// What a subscriber is notified of.
///
/// `Debug` shows no field's value: it may be personal.
#[derive(Clone)]
#[non_exhaustive]
pub enum Event<'a> {
    /// The user or the mini-program did something.
    Input(&'a Input),
    /// The state changed (or a recovery entered the same one again).
    Change(&'a Change),
    /// The handler or the page's query set this field.
    Field(&'static FieldSpec, &'a Value),
    /// Whether a call is in progress, from the tap to the end of its handler.
    Busy(bool),
    /// One-to-one calls are switched on, so this page can be called.
    Reachable(bool),
    /// The other side answered, or the call it answered is over.
    Connected(bool),
    /// What the page shows as its failure.
    Error(Option<&'a CallError>),
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
        }
    }
}

/// How a joined call goes on.
pub(crate) enum ChatEvent {
    Connected,
    Ended,
    Interrupted(CallError),
}
