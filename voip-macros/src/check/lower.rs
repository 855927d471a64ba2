//! Rows as they will be emitted: in the order of a call, with recovery edges and hooks numbered.

use syn::ExprPath;

use crate::flow::{self, Flow};
use crate::found::code_of;
use crate::host::State;
use crate::model::{Action, Edge, Retry, Row};
use crate::parsed::{At, Parsed};

/// The rows of a flow, and the functions that its edges run and spawn.
pub(super) struct Lowered {
    pub(super) rows: [Row; 6],
    pub(super) hooks: Vec<ExprPath>,
    pub(super) spawned: Vec<ExprPath>,
}

/// Lowers a flow; `None` if an edge could not be read. A row that the flow lacks is empty: a page that never calls has only
/// some of the rows.
pub(super) fn rows(flow: &Flow) -> Option<Lowered> {
    let mut counters = Counters { retries: 0, hooks: Vec::new(), spawned: Vec::new() };
    let mut rows = Vec::new();
    for state in State::ALL {
        let row = flow.rows.iter().find(|row| row.state == Parsed::Value(state));
        rows.push(match row {
            None => Row::empty(state),
            Some(row) => counters.row(state, row)?,
        });
    }
    let Counters { hooks, spawned, .. } = counters;
    Some(Lowered { rows: rows.try_into().ok()?, hooks, spawned })
}

struct Counters {
    retries: usize,
    hooks: Vec<ExprPath>,
    spawned: Vec<ExprPath>,
}

impl Counters {
    fn row(&mut self, state: State, row: &flow::Row) -> Option<Row> {
        Some(Row {
            docs: row.docs.clone(),
            state: At { value: state, span: row.span },
            within: row.within.value().map(|within| within.value).or(state.within()),
            ring: row.ring.value().map(|ring| ring.value),
            edges: row.edges.value()?.iter().map(|edge| self.edge(edge)).collect::<Option<_>>()?,
        })
    }

    fn edge(&mut self, edge: &flow::Edge) -> Option<Edge> {
        let causes = edge.on.value().into_iter().flat_map(|on| &on.value);
        Some(Edge {
            docs: edge.docs.clone(),
            to: At { value: *edge.to.value()?, span: edge.span },
            on: causes.map(|named| named.cause).collect(),
            via: edge.via.value().map(|via| via.value),
            retry: edge.retry.value().map(|At { value, .. }| {
                let counter = self.retries;
                self.retries += 1;
                Retry { counter, limit: *value }
            }),
            after: edge.after.value().map(|after| after.value),
            actions: edge.actions.iter().map(|action| self.action(action)).collect(),
        })
    }

    fn action(&mut self, action: &flow::Action) -> Action {
        match action {
            flow::Action::Toast(text, duration) => Action::Toast(text.clone(), *duration),
            flow::Action::Run(path) => {
                self.hooks.push(path.clone());
                Action::Run { hook: self.hooks.len() - 1, path: code_of(path) }
            }
            flow::Action::Spawn(path) => {
                self.spawned.push(path.clone());
                Action::Spawn { hook: self.spawned.len() - 1, path: code_of(path) }
            }
        }
    }
}
