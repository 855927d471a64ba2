//! A page's flow as data, and [`next`], the pure function that chooses which edge is taken.

use alloc::vec::Vec;
use core::time::Duration;

use crate::api;
use crate::cause::Cause;
use crate::state::State;

/// The flow of a page: one row for each state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The rows, in the order of [`State::ALL`].
    pub rows: [Row; 6],
    recoveries: usize,
}

impl Flow {
    /// A flow of these rows, in the order of [`State::ALL`].
    pub const fn new(rows: [Row; 6]) -> Self {
        let mut recoveries = 0;
        let mut row = 0;
        while row < rows.len() {
            let mut edge = 0;
            while edge < rows[row].edges.len() {
                recoveries += rows[row].edges[edge].retry.is_some() as usize;
                edge += 1;
            }
            row += 1;
        }
        Self { rows, recoveries }
    }

    /// The row of `state`.
    pub const fn row(&self, state: State) -> &Row {
        &self.rows[state as usize]
    }
}

/// What can happen in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// How long one host call made in this state may take, or as long as it likes.
    pub within: Option<Duration>,
    /// The ways out, in the order in which they were written.
    pub edges: &'static [Edge],
}

impl Row {
    /// A row of these edges, without a limit.
    pub const fn new(edges: &'static [Edge]) -> Self {
        Self { within: None, edges }
    }

    /// Each host call made in it may take so many milliseconds.
    #[must_use]
    pub const fn within(mut self, millis: u64) -> Self {
        self.within = Some(Duration::from_millis(millis));
        self
    }

    /// The edge to this state that names no causes.
    pub fn plain(&self, to: State) -> Option<&'static Edge> {
        self.edges.iter().find(|edge| edge.to == to && edge.on.is_empty())
    }
}

/// One way from a state to another (or, for a recovery, to the same one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// Where it leads.
    pub to: State,
    /// The causes that take it; none for the plain edge (success, what the user does, or, to
    /// Failed, every cause that no other edge names).
    pub on: &'static [Cause],
    /// What is done on the way, before the state is entered again.
    pub via: Option<Via>,
    /// How often one call, from its tap, may take it; a recovery always has a bound.
    pub retry: Option<Retry>,
    /// How long to wait before it is taken.
    pub after: Option<Duration>,
    /// What happens as it is taken, in order.
    pub actions: &'static [Action],
}

/// As the macro writes an edge: only what its flow says of it.
impl Edge {
    /// The plain edge to this state.
    pub const fn to(to: State) -> Self {
        Self { to, on: &[], via: None, retry: None, after: None, actions: &[] }
    }

    /// Taken by these causes.
    #[must_use]
    pub const fn on(mut self, causes: &'static [Cause]) -> Self {
        self.on = causes;
        self
    }

    /// With this on the way.
    #[must_use]
    pub const fn via(mut self, recovery: Via) -> Self {
        self.via = Some(recovery);
        self
    }

    /// At most `limit` times a call, counted by this counter.
    #[must_use]
    pub const fn retry(mut self, counter: usize, limit: u16) -> Self {
        self.retry = Some(Retry { counter, limit });
        self
    }

    /// After so many milliseconds.
    #[must_use]
    pub const fn after(mut self, millis: u64) -> Self {
        self.after = Some(Duration::from_millis(millis));
        self
    }

    /// With these actions.
    #[must_use]
    pub const fn then(mut self, actions: &'static [Action]) -> Self {
        self.actions = actions;
        self
    }
}

/// The bound of a recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Retry {
    /// Which of the flow's counters this edge uses, from 0; each recovery has its own.
    pub counter: usize,
    /// How often one call may take the edge.
    pub limit: u16,
}

/// What a recovery does before its step is tried again. What it answers is ignored: the step tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Via {
    /// `open_setting`: ask the user, then open the settings page, the only way to turn on a scope
    /// that was refused once.
    OpenSetting,
    /// `exit_room`: leave the room that the host thinks we are in.
    ExitRoom,
}

impl Via {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::OpenSetting, Self::ExitRoom];

    /// The recovery's name, as a flow writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenSetting => "open_setting",
            Self::ExitRoom => "exit_room",
        }
    }

    /// The host's name for what it asks for.
    pub const fn host_call(self) -> &'static str {
        match self {
            Self::OpenSetting => api::OPEN_SETTING,
            Self::ExitRoom => api::EXIT_VOIP_CHAT,
        }
    }

    /// The only cause that it helps against.
    pub const fn cause(self) -> Cause {
        match self {
            Self::OpenSetting => Cause::Denied,
            Self::ExitRoom => Cause::AlreadyInRoom,
        }
    }

    /// How long it may take; a person who is asked has as long as they like.
    pub const fn limit(self) -> Option<Duration> {
        match self {
            Self::OpenSetting => None,
            Self::ExitRoom => Some(Duration::from_secs(5)),
        }
    }
}

/// What happens as an edge is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Show these words for a moment.
    Toast(&'static str),
    /// Run a function of the page's author.
    Run {
        /// Which one, for [`Fields::run`](crate::spec::Fields::run).
        hook: usize,
        /// Its path, as it was written.
        path: &'static str,
    },
}

/// Something that happened to a call, as the flow sees it.
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

/// How often one call has taken each recovery edge of its flow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RetryCounters(Vec<u16>);

impl RetryCounters {
    /// Those of a flow that takes no recovery.
    pub const NONE: Self = Self(Vec::new());

    /// Those of this flow, none taken yet.
    pub fn of(flow: &Flow) -> Self {
        Self(alloc::vec![0; flow.recoveries])
    }

    /// How often the recovery with this counter was taken.
    pub fn count(&self, counter: usize) -> u16 {
        self.0.get(counter).copied().unwrap_or(0)
    }

    /// Notes that `edge` is taken; an edge without a bound is not counted.
    pub fn take(&mut self, edge: &Edge) {
        if let Some(count) = edge.retry.and_then(|retry| self.0.get_mut(retry.counter)) {
            *count = count.saturating_add(1);
        }
    }
}

/// The edge that `trigger` takes from `from`, after these `counters`; `None` where it means nothing there.
///
/// A cause takes the edge that names it as long as that edge's bound is not spent, and else the
/// row's plain failure edge: to Failed in the working states, the call's ordinary end in InCall.
#[inline]
pub fn next(flow: &Flow, from: State, trigger: Trigger, counters: &RetryCounters) -> Option<&'static Edge> {
    let row = flow.row(from);
    let to = match (from, trigger) {
        (State::Idle | State::Failed, Trigger::Tap) => State::Authorizing,
        (State::Failed, Trigger::Dismiss) | (State::InCall, Trigger::End) => State::Idle,
        (State::Authorizing, Trigger::Success) => State::Enabling,
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
    use super::*;
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
            Edge::to(Failed).then(&[Action::Toast("no")]),
        ])
        .within(60_000),
        Row::new(&[Edge::to(Failed).on(&[Cause::Interrupted]), Edge::to(Idle)]),
        Row::new(&[Edge::to(Idle), Edge::to(Authorizing)]),
    ]);

    /// What is not listed has no effect.
    #[test]
    fn every_happening_in_every_state() {
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

    /// A plain edge is not the one that names a cause, even if both lead to the same state.
    #[test]
    fn the_plain_edge_names_no_cause() {
        let plain = FLOW.row(Joining).plain(Failed).expect("an edge");
        assert_eq!((plain.on, plain.actions), (&[][..], &[Action::Toast("no")][..]));
        assert_eq!(FLOW.row(Joining).plain(Idle), None);
    }

    /// Each recovery has its own count, and after its bound the cause is a failure as any other.
    #[test]
    fn a_recovery_is_taken_up_to_its_bound() {
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
    fn what_a_recovery_asks_of_the_host() {
        let facts = Via::ALL.iter().map(|it| (it.name(), it.host_call(), it.cause(), it.limit()));
        let open_setting = ("open_setting", "openSetting", Cause::Denied, None);
        let exit_room = ("exit_room", "exitVoIPChat", Cause::AlreadyInRoom, Some(Duration::from_secs(5)));
        assert!(facts.eq([open_setting, exit_room]));
    }
}
