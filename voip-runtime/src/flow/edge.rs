//! An edge of a flow: where it leads, and what takes it.

use core::time::Duration;

use super::Action;
use crate::api;
use crate::cause::Cause;
use crate::state::State;

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
