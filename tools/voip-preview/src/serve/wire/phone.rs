//! A phone, for the browser.

use std::collections::BTreeMap;

use serde::Serialize;
use voip_runtime::Change;
use voip_runtime::session::Available;
use voip_runtime::sim::Screen;
use voip_runtime::spec::{FieldSpec, Scope};
use voip_runtime::value::Value;
use voip_runtime::{CallError, State};

use super::causes::Known;

/// A phone, as it is to be drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is something that is shown")]
pub(in crate::serve) struct Phone {
    pub(in crate::serve) state: State,
    pub(in crate::serve) busy: bool,
    pub(in crate::serve) reachable: bool,
    pub(in crate::serve) connected: bool,
    /// Whether the mini-program is open on the page.
    pub(in crate::serve) running: bool,
    /// Whether the page was left.
    pub(in crate::serve) left: bool,
    pub(in crate::serve) error: Option<Failure>,
    pub(in crate::serve) can: Possible,
    pub(in crate::serve) values: BTreeMap<&'static str, Value>,
    /// The field that the last tap asked for.
    pub(in crate::serve) missing: Option<&'static str>,
    pub(in crate::serve) last: Option<Change>,
    pub(in crate::serve) openid: String,
    #[serde(flatten)]
    pub(in crate::serve) screen: Screen,
    pub(in crate::serve) permissions: BTreeMap<&'static str, Option<bool>>,
    pub(in crate::serve) online: bool,
    pub(in crate::serve) callable: bool,
}

/// What is possible now: [`Available`], for the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of the page")]
pub(in crate::serve) struct Possible {
    tap: bool,
    receive: bool,
    hang_up: bool,
    dismiss: bool,
}

impl From<Available> for Possible {
    fn from(Available { tap, make_reachable: receive, hang_up, dismiss, .. }: Available) -> Self {
        Self { tap, receive, hang_up, dismiss }
    }
}

/// What the page shows as its failure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::serve) struct Failure {
    cause: &'static str,
    /// What the page shows.
    sentence: String,
    /// The host's own words.
    message: String,
    #[serde(flatten)]
    known: Known,
}

impl From<&CallError> for Failure {
    fn from(error: &CallError) -> Self {
        Self {
            cause: error.cause().name(),
            sentence: error.sentence().into(),
            message: error.message().into(),
            known: Known::of(error.cause()),
        }
    }
}

/// What a page's fields hold.
pub(in crate::serve) fn values(
    fields: &'static [FieldSpec],
    value: impl Fn(usize) -> Option<Value>,
) -> BTreeMap<&'static str, Value> {
    let named =
        fields.iter().enumerate().map(|(index, field)| (field.name, value(index).unwrap_or_default()));
    named.collect()
}

/// What WeChat remembers of the scopes that a page asks for.
pub(in crate::serve) fn permissions(
    scopes: &[Scope],
    permission: impl Fn(Scope) -> Option<bool>,
) -> BTreeMap<&'static str, Option<bool>> {
    scopes.iter().map(|scope| (scope.name(), permission(*scope))).collect()
}
