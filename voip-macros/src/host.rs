//! The facts about the host that the macro checks against.
//!
//! The macro cannot depend on the runtime, whose facts they are: `tables.rs` is generated from it.

#[rustfmt::skip]
#[expect(clippy::unreadable_literal, reason = "it is generated")]
mod tables;

pub(crate) use self::tables::{
    CAUSES, LEGAL, MAX_BACKGROUND_TYPE, MAX_TIMEOUT_MS, RESERVED_NAMES, ROLES, ROOM_TYPES, Role, SCOPES,
    State, VIAS,
};

impl State {
    pub(crate) const fn name(self) -> &'static str {
        self.legal().name
    }

    /// Whether a host call is made in this state.
    pub(crate) const fn is_working(self) -> bool {
        self.legal().is_working
    }

    /// How long a host call made in this state may take unless its row says otherwise, in
    /// milliseconds.
    pub(crate) const fn within(self) -> Option<u64> {
        self.legal().within
    }

    /// What the host allows from here.
    pub(crate) const fn legal(self) -> &'static LegalTransitions {
        &LEGAL[self as usize]
    }
}

/// What the host allows from one state, whatever a flow declares.
pub(crate) struct LegalTransitions {
    pub(crate) from: State,
    name: &'static str,
    is_working: bool,
    within: Option<u64>,
    /// Success, or what the user does.
    pub(crate) onward: &'static [State],
    /// Recoveries: they name their causes and are bounded.
    pub(crate) back: &'static [State],
    /// Where the call ends.
    pub(crate) stop: &'static [State],
}

impl LegalTransitions {
    /// Every state that any kind of edge may lead to, each once.
    pub(crate) fn all(&self) -> impl Iterator<Item = State> + '_ {
        [self.onward, self.back, self.stop].into_iter().flatten().copied()
    }
}

/// A cause that has a name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    /// The host's code for it, where it has one.
    pub(crate) code: Option<i32>,
    /// The states in which it can come up.
    pub(crate) steps: &'static [State],
}

/// Why a step did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Named(&'static Known),
    /// A code without a name.
    Other(i32),
}

impl Cause {
    /// A code that has a name is that cause.
    pub(crate) fn of_code(code: i32) -> Self {
        CAUSES.iter().find(|known| known.code == Some(code)).map_or(Self::Other(code), Self::Named)
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        CAUSES.iter().find(|known| known.name == name).map(Self::Named)
    }

    /// The states in which it can come up.
    pub(crate) const fn steps(self) -> &'static [State] {
        match self {
            Self::Named(known) => known.steps,
            Self::Other(_) => tables::OTHER_CODE,
        }
    }
}

/// What can be done before a step is tried again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Via {
    /// As a flow writes it.
    pub(crate) name: &'static str,
    /// As the runtime names it.
    pub(crate) variant: &'static str,
    /// The only cause that it helps against.
    pub(crate) cause: &'static str,
}
