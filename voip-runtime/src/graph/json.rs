//! JSON, for tools.

use core::fmt::Write as _;
use core::time::Duration;
use std::string::String;
use std::vec::Vec;

use serde::Serialize;

use super::label::{escape, event};
use crate::cause::Cause;
use crate::field::RoomType;
use crate::flow::{self, Action, Edge, Via};
use crate::spec::{FieldSpec, Role, Scope, Spec};
use crate::state::State;

#[derive(Serialize)]
struct Page<'a> {
    name: &'a str,
    title: &'a str,
    route: &'a str,
    button: &'a str,
    room_type: RoomType,
    background_type: Option<u8>,
    min_window_type: Option<u32>,
    disable_switch_voice: Option<bool>,
    scopes: Vec<&'static str>,
    receive: Option<Receive>,
    on_load: bool,
    hang_up_on_leave: bool,
    fields: Vec<Field<'a>>,
    flow: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Receive {
    on_show: bool,
    only: bool,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    key: &'a str,
    role: Option<&'static str>,
    label: Option<&'a str>,
    placeholder: &'a str,
    optional: bool,
    required: bool,
    query: Option<&'a str>,
    read_only: bool,
    max_length: Option<u32>,
    variants: Vec<[&'static str; 2]>,
    kind: &'static str,
}

#[derive(Serialize)]
struct Row<'a> {
    state: State,
    within_ms: Option<u64>,
    ring_ms: Option<u64>,
    edges: Vec<EdgeJson<'a>>,
}

#[derive(Serialize)]
struct EdgeJson<'a> {
    to: State,
    /// The event that takes it if `on` is empty: `tap`, `dismiss`, `success`, `failure`, `cancel` or `end`.
    event: Option<&'static str>,
    on: &'a [Cause],
    via: Option<&'static str>,
    retry: Option<u16>,
    after_ms: Option<u64>,
    actions: Vec<ActionJson<'a>>,
}

#[derive(Default, Serialize)]
struct ActionJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    toast: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spawn: Option<&'a str>,
}

pub(super) fn text(spec: &Spec) -> String {
    let page = Page {
        name: spec.name,
        title: spec.title,
        route: spec.route,
        button: spec.button,
        room_type: spec.room_type,
        background_type: spec.background_type,
        min_window_type: spec.min_window_type,
        disable_switch_voice: spec.disable_switch_voice,
        scopes: spec.scopes.iter().copied().map(Scope::name).collect(),
        receive: spec.receive.map(|it| Receive { on_show: it.on_show, only: it.only }),
        on_load: spec.on_load,
        hang_up_on_leave: spec.hang_up_on_leave,
        fields: spec.fields.iter().map(field).collect(),
        // A page that never calls has only some of the rows.
        flow: State::ALL.iter().map(|state| row(spec, *state)).filter(|row| !row.edges.is_empty()).collect(),
    };
    // This does not fail: the output is memory, and every key is a string.
    let json = serde_json::to_string_pretty(&page).unwrap_or_default();
    let mut text = String::with_capacity(json.len() + 1);
    for letter in json.chars() {
        // JSON allows these characters in a string, but a terminal does not show them. Line feeds are part of the format.
        if letter != '\n' && escape(letter).is_some() {
            let _ = write!(text, "\\u{:04x}", u32::from(letter));
        } else {
            text.push(letter);
        }
    }
    text.push('\n');
    text
}

fn field(spec: &FieldSpec) -> Field<'_> {
    Field {
        name: spec.name,
        key: spec.key,
        role: spec.role.map(Role::name),
        label: spec.label,
        placeholder: spec.placeholder,
        optional: spec.optional,
        required: spec.is_required(),
        query: spec.query,
        read_only: spec.read_only,
        max_length: spec.max_length,
        variants: spec.variants.iter().map(|it| [it.name, it.label]).collect(),
        kind: spec.kind.name(),
    }
}

fn row(spec: &Spec, state: State) -> Row<'_> {
    let row = spec.flow.row(state);
    let edges = row.edges.iter().map(|edge| edge_json(state, row, edge)).collect();
    Row { state, within_ms: row.within.map(millis), ring_ms: row.ring.map(millis), edges }
}

fn edge_json<'a>(from: State, row: &flow::Row, edge: &'a Edge) -> EdgeJson<'a> {
    let actions = edge.actions.iter().map(|action| match *action {
        Action::Toast { title, duration } => {
            ActionJson { toast: Some(title), duration_ms: duration, ..ActionJson::default() }
        }
        Action::Run { path, .. } => ActionJson { run: Some(path), ..ActionJson::default() },
        Action::Spawn { path, .. } => ActionJson { spawn: Some(path), ..ActionJson::default() },
    });
    EdgeJson {
        to: edge.to,
        event: edge.on.is_empty().then(|| event(from, row, edge)),
        on: edge.on,
        via: edge.via.map(Via::name),
        retry: edge.retry.map(|retry| retry.limit),
        after_ms: edge.after.map(millis),
        actions: actions.collect(),
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
