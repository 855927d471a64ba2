//! The facts about the host that the macro checks against.
//!
//! The runtime has these facts, and the macro cannot depend on it: `tables.rs` is generated from it.

#[rustfmt::skip]
#[expect(clippy::unreadable_literal, reason = "it is generated")]
mod tables;

pub(crate) use self::tables::{
    CAUSES, LEGAL, MAX_BACKGROUND_TYPE, MAX_TIMEOUT_MS, RESERVED_NAMES, ROLES, ROLES_CHINESE, ROOM_TYPES,
    Role, SCOPES, State, VIAS,
};

/// Members of a component in WeChat's newer engine, `glass-easel`: it does not run a component with a property of such a name.
pub(crate) const COMPONENT_MEMBERS: [&str; 15] = [
    "data",
    "dataset",
    "setData",
    "triggerEvent",
    "tagName",
    "classList",
    "parentNode",
    "parentIndex",
    "childNodes",
    "slotNodes",
    "shadowRoot",
    "ownerShadowRoot",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
];

impl State {
    pub(crate) const fn name(self) -> &'static str {
        self.legal().name
    }

    /// Whether a host call is made in this state.
    pub(crate) const fn is_working(self) -> bool {
        self.legal().is_working
    }

    /// The time limit of a host call in this state, in milliseconds, if its row has no `within`.
    pub(crate) const fn within(self) -> Option<u64> {
        self.legal().within
    }

    /// The legal transitions from this state.
    pub(crate) const fn legal(self) -> &'static LegalTransitions {
        &LEGAL[self as usize]
    }
}

/// The rows that the flow of a page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Every state of a call.
    #[default]
    Call,
    /// Those of a page with `receive(only)`: it is made reachable, and that is all.
    Receive,
}

impl Rows {
    /// The legal transitions from each state with a row.
    pub(crate) const fn all(self) -> &'static [LegalTransitions] {
        const RECEIVE: &[LegalTransitions] = &[
            LEGAL[State::Authorizing as usize],
            LegalTransitions { onward: &[State::Idle], ..LEGAL[State::Enabling as usize] },
        ];
        match self {
            Self::Call => &LEGAL,
            Self::Receive => RECEIVE,
        }
    }

    /// The legal transitions from this state, if it has a row.
    pub(crate) fn of(self, state: State) -> Option<&'static LegalTransitions> {
        self.all().iter().find(|legal| legal.from == state)
    }
}

/// What the host allows from one state.
#[derive(Clone, Copy)]
pub(crate) struct LegalTransitions {
    pub(crate) from: State,
    name: &'static str,
    is_working: bool,
    within: Option<u64>,
    /// Success, or what the user does.
    pub(crate) onward: &'static [State],
    /// Recovery edges: they name their causes and are bounded.
    pub(crate) back: &'static [State],
    /// The call ends.
    pub(crate) stop: &'static [State],
}

impl LegalTransitions {
    /// Every state that an edge may lead to, each once.
    pub(crate) fn all(&self) -> impl Iterator<Item = State> + '_ {
        let stop = self.stop.iter().filter(|state| !self.onward.contains(state));
        self.onward.iter().chain(self.back).chain(stop).copied()
    }
}

/// A cause that has a name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    /// The host's codes for it: `errCode` and `errno`.
    pub(crate) codes: &'static [i32],
    /// The states in which it can occur.
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
        CAUSES.iter().find(|known| known.codes.contains(&code)).map_or(Self::Other(code), Self::Named)
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        CAUSES.iter().find(|known| known.name == name).map(Self::Named)
    }

    /// The states in which it can occur.
    pub(crate) const fn steps(self) -> &'static [State] {
        match self {
            Self::Named(known) => known.steps,
            Self::Other(_) => tables::OTHER_CODE,
        }
    }
}

/// What `via` names: the host call before a step is tried again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Via {
    /// Its name in a flow.
    pub(crate) name: &'static str,
    /// Its name in the runtime.
    pub(crate) variant: &'static str,
    /// The only cause that it helps with.
    pub(crate) cause: &'static str,
}
