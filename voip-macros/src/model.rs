//! A page as it will be emitted: checked, with its defaults, and with numbered hooks and recovery edges.

use proc_macro2::Span;
use syn::{Attribute, ExprPath, Ident, ItemStruct, Lit, LitStr, Path, Type};

use crate::host::{Cause, State, Via};
use crate::kind::Kind;
use crate::names::Runtime;
use crate::parsed::At;
use crate::role::Role;

/// What `#[voip_page]` turns a struct into.
pub(crate) struct Page {
    pub(crate) item: ItemStruct,
    pub(crate) runtime: Runtime,
    pub(crate) spec: Spec,
    /// `None`: the runtime's default handler.
    pub(crate) handler: Option<ExprPath>,
    pub(crate) on_load: Option<ExprPath>,
    pub(crate) fields: Vec<Field>,
    /// One row for each of [`State::ALL`].
    pub(crate) rows: [Row; 6],
    /// The functions that edges run, by their number.
    pub(crate) hooks: Vec<ExprPath>,
    /// The functions that edges spawn, by their number.
    pub(crate) spawned: Vec<ExprPath>,
}

/// The arguments, in the order of the runtime's `Spec`.
pub(crate) struct Spec {
    pub(crate) name: String,
    pub(crate) title: LitStr,
    pub(crate) route: LitStr,
    pub(crate) button: LitStr,
    /// A variant of the runtime's `RoomType`.
    pub(crate) room_type: At<&'static str>,
    pub(crate) background_type: Option<At<u32>>,
    pub(crate) min_window_type: Option<At<u32>>,
    pub(crate) disable_switch_voice: Option<bool>,
    /// Variants of the runtime's `Scope`.
    pub(crate) scopes: Vec<At<&'static str>>,
    pub(crate) receive: Option<Receive>,
    pub(crate) hang_up_on_leave: bool,
}

/// The forms of `receive`.
#[derive(Clone, Copy)]
pub(crate) struct Receive {
    pub(crate) on_show: bool,
    /// The page never calls: it has edges in the rows of Authorizing and Enabling alone.
    pub(crate) only: bool,
}

/// One field.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) name: String,
    /// Its name in the page's data.
    pub(crate) key: String,
    pub(crate) ty: Type,
    pub(crate) kind: Kind,
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) role: Option<Role>,
    pub(crate) label: Option<LitStr>,
    pub(crate) placeholder: Option<LitStr>,
    pub(crate) default: Option<Default>,
    pub(crate) optional: bool,
    /// The name of the parameter in the page's address that sets it.
    pub(crate) query: Option<LitStr>,
    pub(crate) read_only: bool,
    pub(crate) max_length: Option<At<u32>>,
    /// What the page says where it is empty.
    pub(crate) required: Option<LitStr>,
}

/// A field's initial value.
pub(crate) enum Default {
    /// `String`: `String::from("listener")`
    Text(LitStr),
    /// `bool`, integer or float: the literal, with its sign.
    Plain { minus: Option<Span>, literal: Lit },
    /// `RoomType`: `RoomType::Voice`
    RoomType(At<&'static str>),
    /// A type with `#[derive(Choice)]`: the path of the type, and the variant.
    Variant(Path, Ident),
}

/// One row of the flow.
pub(crate) struct Row {
    /// The lines of its doc comments.
    pub(crate) docs: Vec<String>,
    pub(crate) state: At<State>,
    /// In milliseconds.
    pub(crate) within: Option<u64>,
    /// In milliseconds.
    pub(crate) ring: Option<u64>,
    pub(crate) edges: Vec<Edge>,
}

/// One edge of a row.
pub(crate) struct Edge {
    /// The lines of its doc comments.
    pub(crate) docs: Vec<String>,
    pub(crate) to: At<State>,
    pub(crate) on: Vec<At<Cause>>,
    pub(crate) via: Option<At<&'static Via>>,
    pub(crate) retry: Option<Retry>,
    /// In milliseconds.
    pub(crate) after: Option<u64>,
    pub(crate) actions: Vec<Action>,
}

/// The bound of a recovery edge.
#[derive(Clone, Copy)]
pub(crate) struct Retry {
    /// Its number among the recovery edges of the flow.
    pub(crate) counter: usize,
    pub(crate) limit: u16,
}

/// What happens as an edge is taken.
pub(crate) enum Action {
    /// The text, and its duration in milliseconds.
    Toast(LitStr, Option<u64>),
    /// The number of the hook, and its path as the user wrote it.
    Run { hook: usize, path: String },
    /// The same, with the number of the function among those that are spawned.
    Spawn { hook: usize, path: String },
}

impl Row {
    /// The row of a state that the page is never in.
    pub(crate) fn empty(state: State) -> Self {
        let state = At { value: state, span: Span::mixed_site() };
        Self { docs: Vec::new(), state, within: None, ring: None, edges: Vec::new() }
    }
}

impl Edge {
    /// Whether success, the user, or the end of the call takes it.
    pub(crate) fn is_onward(&self, from: State) -> bool {
        self.on.is_empty() && from.legal().onward.contains(&self.to.value)
    }
}

impl Page {
    /// Whether the page can place a call.
    pub(crate) fn calls(&self) -> bool {
        !self.spec.receive.is_some_and(|receive| receive.only)
    }

    /// The onward edges of a call, in the order of the legal transitions.
    pub(crate) fn onward(&self) -> impl Iterator<Item = (At<State>, At<State>)> + '_ {
        self.rows.iter().flat_map(|row| {
            let from = row.state;
            from.value.legal().onward.iter().filter_map(move |to| {
                let edge =
                    row.edges.iter().find(|edge| edge.is_onward(from.value) && edge.to.value == *to)?;
                Some((from, edge.to))
            })
        })
    }
}
