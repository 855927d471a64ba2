//! [`next`], the pure function that chooses the edge to take.

use alloc::vec::Vec;

use super::{Edge, Flow, Via};
use crate::cause::Cause;
use crate::state::State;

/// An event that may take an edge of the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trigger {
    /// The user tapped the call button (Idle and Failed).
    Tap,
    /// The user dismissed the failure (Failed).
    Dismiss,
    /// The step succeeded (the working states).
    Success,
    /// The step failed, or the call was interrupted (the working states and InCall).
    Failure(Cause),
    /// The call ended: either side hung up (InCall).
    End,
}

/// Counts how often one call has taken each recovery edge of its flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RetryCounters(Vec<u16>);

impl RetryCounters {
    /// No counters, for transitions that no recovery edge can take.
    pub const NONE: Self = Self(Vec::new());

    /// Creates the counters of this flow, all zero.
    pub fn of(flow: &Flow) -> Self {
        Self(alloc::vec![0; flow.recoveries])
    }

    /// How often the recovery edge with this counter was taken.
    pub fn count(&self, counter: usize) -> u16 {
        self.0.get(counter).copied().unwrap_or(0)
    }

    /// All counts, by counter.
    #[cfg(feature = "sim")]
    pub(crate) fn counts(&self) -> &[u16] {
        &self.0
    }

    /// No edge with this `via` can be taken any more.
    pub(crate) fn exhaust(&mut self, flow: &Flow, via: Via) {
        for edge in flow.rows.iter().flat_map(|row| row.edges).filter(|edge| edge.via == Some(via)) {
            if let Some((retry, count)) =
                edge.retry.and_then(|retry| Some((retry, self.0.get_mut(retry.counter)?)))
            {
                *count = retry.limit;
            }
        }
    }

    /// Counts that `edge` is taken. An edge without a limit is not counted.
    pub fn take(&mut self, edge: &Edge) {
        if let Some(count) = edge.retry.and_then(|retry| self.0.get_mut(retry.counter)) {
            *count = count.saturating_add(1);
        }
    }
}

/// Chooses the edge that `trigger` takes from `from`, or `None` if it takes none.
///
/// A failure takes the edge that names its cause, as long as `counters` have not reached the limit of that edge.
/// Otherwise it takes the plain failure edge: to Failed from a working state, to Idle from InCall.
///
/// ```
/// use voip_runtime::State::{Authorizing, Enabling, Failed};
/// use voip_runtime::flow::{Edge, Flow, RetryCounters, Row, Trigger, Via, next};
/// use voip_runtime::{Cause, State};
///
/// const AUTHORIZING: Row = Row::new(&[
///     Edge::to(Enabling),
///     Edge::to(Authorizing).on(&[Cause::Denied]).via(Via::OpenSetting).retry(0, 1),
///     Edge::to(Failed),
/// ]);
/// const OTHER: Row = Row::new(&[]); // The rows of the other states, which this example does not use.
/// let flow = Flow::new([OTHER, AUTHORIZING, OTHER, OTHER, OTHER, OTHER]);
///
/// let denied = Trigger::Failure(Cause::Denied);
/// let mut counters = RetryCounters::of(&flow);
/// let first = next(&flow, Authorizing, denied, &counters).unwrap();
/// assert_eq!(first.to, State::Authorizing);
/// counters.take(first);
/// assert_eq!(next(&flow, Authorizing, denied, &counters).unwrap().to, State::Failed);
/// ```
#[inline]
pub fn next(flow: &Flow, from: State, trigger: Trigger, counters: &RetryCounters) -> Option<&'static Edge> {
    let row = flow.row(from);
    let to = match (from, trigger) {
        (State::Idle | State::Failed, Trigger::Tap) => State::Authorizing,
        (State::Failed, Trigger::Dismiss) | (State::InCall, Trigger::End) => State::Idle,
        (State::Authorizing, Trigger::Success) => State::Enabling,
        // A page that never calls is reachable then, and has no other row.
        (State::Enabling, Trigger::Success) if flow.row(State::Joining).edges.is_empty() => State::Idle,
        (State::Enabling, Trigger::Success) => State::Joining,
        (State::Joining, Trigger::Success) => State::InCall,
        (State::Authorizing | State::Enabling | State::Joining | State::InCall, Trigger::Failure(cause)) => {
            let named = row.edges.iter().find(|edge| {
                edge.on.contains(&cause)
                    && edge.retry.is_none_or(|retry| counters.count(retry.counter) < retry.limit)
            });
            if named.is_some() {
                return named;
            }
            if from == State::InCall { State::Idle } else { State::Failed }
        }
        _ => return None,
    };
    row.plain(to)
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::flow::{Action, Row};
    use State::{Authorizing, Enabling, Failed, Idle, InCall, Joining};

    const FLOW: Flow = Flow::new([
        Row::new(&[Edge::to(Authorizing)]),
        Row::new(&[
            Edge::to(Enabling),
            Edge::to(Authorizing).on(&[Cause::Denied]).via(Via::OpenSetting).retry(0, 1),
            Edge::to(Failed),
        ]),
        Row::new(&[Edge::to(Joining), Edge::to(Failed)]),
        Row::new(&[
            Edge::to(InCall),
            Edge::to(Idle).on(&[Cause::LeftWhileJoining]),
            Edge::to(Joining).on(&[Cause::System]).retry(1, 2).after(1_000),
            Edge::to(Failed).then(&[Action::toast("no")]),
        ])
        .within(60_000),
        Row::new(&[Edge::to(Failed).on(&[Cause::Interrupted]), Edge::to(Idle)]),
        Row::new(&[Edge::to(Idle), Edge::to(Authorizing)]),
    ]);

    /// A trigger that is not listed has no effect.
    #[test]
    fn every_trigger_in_every_state() {
        use Trigger::{Dismiss, End, Failure, Success, Tap};
        let expected = [
            (Idle, Tap, Authorizing),
            (Authorizing, Success, Enabling),
            (Authorizing, Failure(Cause::Denied), Authorizing),
            (Authorizing, Failure(Cause::System), Failed),
            (Authorizing, Failure(Cause::Interrupted), Failed),
            (Enabling, Success, Joining),
            (Enabling, Failure(Cause::Denied), Failed),
            (Enabling, Failure(Cause::System), Failed),
            (Enabling, Failure(Cause::Interrupted), Failed),
            (Joining, Success, InCall),
            (Joining, Failure(Cause::Denied), Failed),
            (Joining, Failure(Cause::System), Joining),
            (Joining, Failure(Cause::Interrupted), Failed),
            (InCall, End, Idle),
            (InCall, Failure(Cause::Denied), Idle),
            (InCall, Failure(Cause::System), Idle),
            (InCall, Failure(Cause::Interrupted), Failed),
            (Failed, Tap, Authorizing),
            (Failed, Dismiss, Idle),
        ];
        let failures = [Cause::Denied, Cause::System, Cause::Interrupted].map(Failure);
        for from in State::ALL {
            for trigger in [Tap, Dismiss, Success, End].into_iter().chain(failures) {
                let edge = next(&FLOW, from, trigger, &RetryCounters::of(&FLOW));
                let listed = expected.iter().find(|(state, what, _)| (*state, *what) == (from, trigger));
                assert_eq!(edge.map(|edge| edge.to), listed.map(|(.., to)| *to), "{from}: {trigger:?}");
            }
        }
    }

    /// An edge that names a cause is not the plain edge, even if both lead to the same state.
    #[test]
    fn the_plain_edge_names_no_cause() {
        let plain = FLOW.row(Joining).plain(Failed).expect("an edge");
        assert_eq!((plain.on, plain.actions), (&[][..], &[Action::toast("no")][..]));
        assert_eq!(FLOW.row(Joining).plain(Idle), None);
    }

    /// Each recovery edge has its own counter. At its limit, the cause takes the plain failure edge.
    #[test]
    fn a_recovery_edge_is_taken_up_to_its_limit() {
        let mut counters = RetryCounters::of(&FLOW);
        for taken in 0..2 {
            let edge = next(&FLOW, Joining, Trigger::Failure(Cause::System), &counters).expect("an edge");
            assert_eq!((edge.to, counters.count(1)), (Joining, taken));
            assert_eq!(edge.after, Some(Duration::from_secs(1)));
            counters.take(edge);
        }
        let failed = next(&FLOW, Joining, Trigger::Failure(Cause::System), &counters).expect("an edge");
        counters.take(failed);
        assert_eq!((failed.to, counters.count(0), counters.count(1)), (Failed, 0, 2));
        let denied = next(&FLOW, Authorizing, Trigger::Failure(Cause::Denied), &counters).expect("an edge");
        assert_eq!((denied.to, denied.via), (Authorizing, Some(Via::OpenSetting)));
        assert_eq!(FLOW.row(Joining).within, Some(Duration::from_secs(60)));
    }

    #[test]
    fn the_host_calls_of_recovery_edges() {
        let facts = Via::ALL.iter().map(|it| (it.name(), it.host_call(), it.cause(), it.limit()));
        let open_setting = ("open_setting", "openSetting", Cause::Denied, None);
        let exit_room = ("exit_room", "exitVoIPChat", Cause::AlreadyInRoom, Some(Duration::from_secs(5)));
        assert!(facts.eq([open_setting, exit_room]));
    }
}
