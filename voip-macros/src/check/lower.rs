//! Rows as they will be emitted: in the order of a call, with recoveries and hooks numbered.

use syn::ExprPath;

use crate::flow::{self, Flow};
use crate::given::At;
use crate::host::State;
use crate::model::{Action, Edge, Retry, Row};
use crate::names;

/// The rows of a flow and the functions that it runs; `None` where a row is missing.
pub(super) fn rows(flow: &Flow) -> Option<([Row; 6], Vec<ExprPath>)> {
    let mut numbers = Numbers { retries: 0, hooks: Vec::new() };
    let mut rows = Vec::new();
    for state in State::ALL {
        let row = flow.rows.iter().find(|row| row.state.value == state)?;
        rows.push(numbers.row(row));
    }
    Some((rows.try_into().ok()?, numbers.hooks))
}

struct Numbers {
    retries: usize,
    hooks: Vec<ExprPath>,
}

impl Numbers {
    fn row(&mut self, row: &flow::Row) -> Row {
        let state = row.state.value;
        Row {
            state: row.state,
            within: row.within.as_ref().map(|within| within.value).or(state.within()),
            edges: row.edges.iter().map(|edge| self.edge(edge)).collect(),
        }
    }

    fn edge(&mut self, edge: &flow::Edge) -> Edge {
        Edge {
            to: edge.to,
            on: edge
                .on
                .as_ref()
                .map_or_else(Vec::new, |on| on.causes.iter().map(|named| named.cause).collect()),
            via: edge.via.as_ref().map(|via| via.recovery),
            retry: edge.retry.as_ref().map(|At { value, .. }| {
                let counter = self.retries;
                self.retries += 1;
                Retry { counter, limit: *value }
            }),
            after: edge.after.as_ref().map(|after| after.value),
            actions: edge.actions.iter().map(|action| self.action(action)).collect(),
        }
    }

    fn action(&mut self, action: &flow::Action) -> Action {
        match action {
            flow::Action::Toast(words) => Action::Toast(words.clone()),
            flow::Action::Run(path) => {
                self.hooks.push(path.clone());
                Action::Run { hook: self.hooks.len() - 1, path: names::path(path) }
            }
        }
    }
}
