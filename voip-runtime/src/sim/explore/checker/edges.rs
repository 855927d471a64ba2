//! The edges of the flow, as the checker looks them up.

use super::Checker;
use crate::cause::Cause;
use crate::flow::Edge;
use crate::record::Change;
use crate::spec::Spec;
use crate::state::State;

impl Checker {
    pub(super) fn take(&mut self, spec: &Spec, from: State, edge: &'static Edge) {
        self.retries.take(edge);
        self.via = edge.via;
        let same = |other: &Edge| core::ptr::eq(other, edge);
        self.taken.extend(spec.flow.row(from).edges.iter().position(same).map(|index| (from, index)));
    }

    /// The edge that names this cause and has not reached its limit.
    pub(super) fn edge_on(&self, spec: &Spec, from: State, cause: Cause) -> Option<&'static Edge> {
        let may =
            |edge: &&Edge| edge.retry.is_none_or(|retry| self.retries.count(retry.counter) < retry.limit);
        spec.flow.row(from).edges.iter().filter(may).find(|edge| edge.on.contains(&cause))
    }

    /// The edge of the flow for this change, if there is one.
    pub(super) fn edge(&self, spec: &Spec, change: &Change) -> Option<&'static Edge> {
        let named = change.cause.and_then(|cause| self.edge_on(spec, change.from, cause));
        let success = |to: State| match change.from {
            State::Authorizing | State::Enabling | State::Joining => to != State::Failed,
            _ => true,
        };
        let plain = || {
            spec.flow.row(change.from).edges.iter().find(|edge| {
                edge.on.is_empty()
                    && edge.to == change.to
                    && (change.cause.is_none() == success(edge.to) || change.from == State::InCall)
            })
        };
        named.or_else(plain).filter(|edge| edge.to == change.to)
    }
}
