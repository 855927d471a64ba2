//! The flow of a page as data, and [`next`], the pure function that chooses the edge to take.

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
    /// How many recovery edges there are: the number of retry counters.
    recoveries: usize,
}

impl Flow {
    /// Creates a flow from its rows, in the order of [`State::ALL`].
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

    /// Whether a toast has a duration.
    pub(crate) const fn has_timed_toast(&self) -> bool {
        let mut row = 0;
        while row < self.rows.len() {
            let mut edge = 0;
            while edge < self.rows[row].edges.len() {
                let actions = self.rows[row].edges[edge].actions;
                let mut action = 0;
                while action < actions.len() {
                    if matches!(actions[action], Action::Toast { duration: Some(_), .. }) {
                        return true;
                    }
                    action += 1;
                }
                edge += 1;
            }
            row += 1;
        }
        false
    }

    /// The row of `state`.
    pub const fn row(&self, state: State) -> &Row {
        &self.rows[state as usize]
    }
}

/// The row of one state: its time limits and its edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// In a working state, the time limit of each host call that is made there; in InCall, that of the call, from the
    /// success of the join. `None` for no limit.
    pub within: Option<Duration>,
    /// In InCall, how long it may ring: the time from the success of the join to the answer of the other side. `None` for no
    /// limit. It ends no call where the host does not report members.
    pub ring: Option<Duration>,
    /// The edges from this state, in the order of the declaration.
    pub edges: &'static [Edge],
}

impl Row {
    /// Creates a row without a time limit.
    pub const fn new(edges: &'static [Edge]) -> Self {
        Self { within: None, ring: None, edges }
    }

    /// Sets how long a call may ring, in milliseconds.
    #[must_use]
    pub const fn ring(mut self, millis: u64) -> Self {
        self.ring = Some(Duration::from_millis(millis));
        self
    }

    /// Sets the time limit, in milliseconds.
    #[must_use]
    pub const fn within(mut self, millis: u64) -> Self {
        self.within = Some(Duration::from_millis(millis));
        self
    }

    /// The edge to this state that names no causes.
    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    pub fn plain(&self, to: State) -> Option<&'static Edge> {
        self.edges.iter().find(|edge| edge.to == to && edge.on.is_empty())
    }
}

/// An edge from one state to another. A recovery edge may lead to the same state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// The state that it leads to.
    pub to: State,
    /// The causes that take it. A plain edge has none: it is taken on success, by an input of the user, or, if it
    /// leads to Failed, by every cause that no other edge names.
    pub on: &'static [Cause],
    /// The host call that is made before the step is tried again.
    pub via: Option<Via>,
    /// How often one call may take it, counted from the tap. Every recovery edge has a limit.
    pub retry: Option<Retry>,
    /// The delay before it is taken.
    pub after: Option<Duration>,
    /// The actions that run when it is taken, in order.
    pub actions: &'static [Action],
}

// The macro writes an edge with these: it calls only the setters for which the flow has a keyword.
impl Edge {
    /// Creates a plain edge to this state.
    pub const fn to(to: State) -> Self {
        Self { to, on: &[], via: None, retry: None, after: None, actions: &[] }
    }

    /// Sets the causes that take it.
    #[must_use]
    pub const fn on(mut self, causes: &'static [Cause]) -> Self {
        self.on = causes;
        self
    }

    /// Sets the host call that is made before the step is tried again.
    #[must_use]
    pub const fn via(mut self, via: Via) -> Self {
        self.via = Some(via);
        self
    }

    /// Allows at most `limit` uses in one call, counted by this retry counter.
    #[must_use]
    pub const fn retry(mut self, counter: usize, limit: u16) -> Self {
        self.retry = Some(Retry { counter, limit });
        self
    }

    /// Sets the delay before it is taken, in milliseconds.
    #[must_use]
    pub const fn after(mut self, millis: u64) -> Self {
        self.after = Some(Duration::from_millis(millis));
        self
    }

    /// Sets the actions that run when it is taken.
    #[must_use]
    pub const fn then(mut self, actions: &'static [Action]) -> Self {
        self.actions = actions;
        self
    }
}

/// The limit of a recovery edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Retry {
    /// The index of the retry counter, from 0. Each recovery edge of a flow has its own.
    pub counter: usize,
    /// How often one call may take the edge.
    pub limit: u16,
}

/// The host call that a recovery edge makes before its step is tried again.
///
/// Its answer is ignored: the next attempt of the step shows whether it helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Via {
    /// `open_setting`: ask the user, then open the settings page. This is the only way to turn on a scope that the
    /// user has refused.
    OpenSetting,
    /// `exit_room`: leave the room that the host reports as open.
    ExitRoom,
}

impl Via {
    /// Every value.
    pub const ALL: &'static [Self] = &[Self::OpenSetting, Self::ExitRoom];

    /// The name, as a flow writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenSetting => "open_setting",
            Self::ExitRoom => "exit_room",
        }
    }

    /// The name of the host call.
    pub const fn host_call(self) -> &'static str {
        match self {
            Self::OpenSetting => api::OPEN_SETTING,
            Self::ExitRoom => api::EXIT_VOIP_CHAT,
        }
    }

    /// The cause that it helps against. A flow may use it for no other.
    pub const fn cause(self) -> Cause {
        match self {
            Self::OpenSetting => Cause::Denied,
            Self::ExitRoom => Cause::AlreadyInRoom,
        }
    }

    /// The time limit of the host call. There is none while the user decides.
    pub const fn limit(self) -> Option<Duration> {
        match self {
            Self::OpenSetting => None,
            Self::ExitRoom => Some(Duration::from_secs(5)),
        }
    }
}

/// An action that runs when an edge is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Show a text (`wx.showToast`).
    Toast {
        /// The text.
        title: &'static str,
        /// How long it is shown, in milliseconds; `None` for the host's default, 1,500.
        duration: Option<u32>,
    },
    /// Run a function of the page's author.
    Run {
        /// The index of the function, for [`Fields::run`](crate::spec::Fields::run).
        hook: usize,
        /// The path of the function, as the flow writes it.
        path: &'static str,
    },
    /// Start an `async` function of the page's author, which runs beside the call.
    Spawn {
        /// The index of the function among those that the flow spawns.
        hook: usize,
        /// The path of the function, as the flow writes it.
        path: &'static str,
    },
}

impl Action {
    /// Shows this text for the host's default time.
    pub const fn toast(title: &'static str) -> Self {
        Self::Toast { title, duration: None }
    }

    /// Shows this text for this many milliseconds.
    pub const fn toast_for(title: &'static str, millis: u32) -> Self {
        Self::Toast { title, duration: Some(millis) }
    }
}

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
