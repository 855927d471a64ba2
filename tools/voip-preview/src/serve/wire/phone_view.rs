//! The state of a phone, as the browser draws it.

use std::collections::BTreeMap;

use serde::Serialize;
use voip_runtime::Change;
use voip_runtime::session::Available;
use voip_runtime::sim::Screen;
use voip_runtime::spec::FieldSpec;
use voip_runtime::value::Value;
use voip_runtime::{CallError, State};

use super::causes::CauseText;
use crate::answers::{Seen, Source, json};

/// The longest answer that is shown, as JSON.
const MAX_ANSWER_BYTES: usize = 10_000;

/// The state of a phone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is shown on its own")]
pub(in crate::serve) struct PhoneView {
    /// The name of the page that the phone shows.
    pub(in crate::serve) page: &'static str,
    pub(in crate::serve) state: State,
    pub(in crate::serve) busy: bool,
    /// Whether the page's `on_load` function runs.
    pub(in crate::serve) loading: bool,
    /// Whether the page is being made reachable because the user asked for it.
    pub(in crate::serve) receiving: bool,
    pub(in crate::serve) reachable: bool,
    pub(in crate::serve) connected: bool,
    /// Whether the mini-program is open on the page.
    pub(in crate::serve) running: bool,
    /// Whether the mini-program is in the background.
    pub(in crate::serve) background: bool,
    /// Whether the user has left the page.
    pub(in crate::serve) left: bool,
    pub(in crate::serve) error: Option<Failure>,
    pub(in crate::serve) available: AvailableActions,
    pub(in crate::serve) values: BTreeMap<&'static str, Value>,
    /// The required field that was empty at the last tap.
    pub(in crate::serve) empty_field: Option<&'static str>,
    pub(in crate::serve) last: Option<Change>,
    pub(in crate::serve) openid: String,
    #[serde(flatten)]
    pub(in crate::serve) screen: Screen,
    pub(in crate::serve) permissions: BTreeMap<&'static str, Option<bool>>,
    pub(in crate::serve) online: bool,
    pub(in crate::serve) callable: bool,
    /// The host calls that the page has made itself.
    pub(in crate::serve) requests: Vec<OwnRequestView>,
}

/// A host call that the page has made itself, and its last answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) struct OwnRequestView {
    /// The key of a setting that answers it: `login`, or `request:/login`.
    call: String,
    source: &'static str,
    /// The answer; `None` if it failed, or is too long to be shown.
    answer: Option<Value>,
}

impl OwnRequestView {
    pub(in crate::serve) fn of(Seen { target, source, answer, .. }: &Seen) -> Self {
        let source = match source {
            Source::Given => "given",
            Source::Code => "code",
            Source::MadeUp => "madeUp",
        };
        let answer = answer.clone().filter(|answer| json(answer).len() <= MAX_ANSWER_BYTES);
        Self { call: target.written(), source, answer }
    }
}

/// The actions that are available now: [`Available`], for the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of the page")]
pub(in crate::serve) struct AvailableActions {
    pub(in crate::serve) tap: bool,
    /// The button of each contact.
    pub(in crate::serve) call: bool,
    pub(in crate::serve) receive: bool,
    pub(in crate::serve) stop_receiving: bool,
    pub(in crate::serve) hang_up: bool,
    pub(in crate::serve) dismiss: bool,
    pub(in crate::serve) cancel: bool,
}

impl From<Available> for AvailableActions {
    fn from(available: Available) -> Self {
        Self {
            tap: available.tap,
            call: available.call,
            receive: available.make_reachable,
            stop_receiving: available.make_unreachable,
            hang_up: available.hang_up,
            dismiss: available.dismiss,
            cancel: available.cancel,
        }
    }
}

/// The failure that the page shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::serve) struct Failure {
    cause: &'static str,
    /// The sentence on the page.
    sentence: String,
    /// The host's message.
    message: String,
    #[serde(flatten)]
    text: CauseText,
}

impl From<&CallError> for Failure {
    fn from(error: &CallError) -> Self {
        Self {
            cause: error.cause().name(),
            sentence: error.sentence().into(),
            message: error.message().into(),
            text: CauseText::of(error.cause()),
        }
    }
}

/// The values of the page's fields.
pub(in crate::serve) fn values(
    fields: &'static [FieldSpec],
    value: impl Fn(usize) -> Option<Value>,
) -> BTreeMap<&'static str, Value> {
    let named =
        fields.iter().enumerate().map(|(index, field)| (field.name, value(index).unwrap_or_default()));
    named.collect()
}
