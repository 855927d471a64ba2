//! The facts about the host that the macro checks against.
//!
//! The macro cannot depend on the runtime, so these are its own. They are plain data without any
//! token types: a test of the workspace includes this file and compares it with the runtime's.

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Idle,
    Authorizing,
    Enabling,
    Joining,
    InCall,
    Failed,
}

use State::{Authorizing, Enabling, Failed, Idle, InCall, Joining};

impl State {
    /// Every state, in the order of a call.
    pub(crate) const ALL: [Self; 6] = [Idle, Authorizing, Enabling, Joining, InCall, Failed];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Idle => "Idle",
            Authorizing => "Authorizing",
            Enabling => "Enabling",
            Joining => "Joining",
            InCall => "InCall",
            Failed => "Failed",
        }
    }

    /// Whether a host call is made in this state.
    pub(crate) const fn is_working(self) -> bool {
        matches!(self, Authorizing | Enabling | Joining)
    }

    /// How long a host call made in this state may take unless its row says otherwise, in
    /// milliseconds. Authorizing waits for a person reading, so it has no limit.
    pub(crate) const fn within(self) -> Option<u64> {
        match self {
            Enabling => Some(15_000),
            Joining => Some(60_000),
            _ => None,
        }
    }

    /// What the host allows from here.
    pub(crate) const fn ways(self) -> &'static Ways {
        &LEGAL[self as usize]
    }
}

/// What the host allows from one state, whatever a flow declares.
pub(crate) struct Ways {
    pub(crate) from: State,
    /// Success, or what the user does.
    pub(crate) onward: &'static [State],
    /// Recoveries: they name their causes and are bounded.
    pub(crate) back: &'static [State],
    /// Where the call ends.
    pub(crate) stop: &'static [State],
}

impl Ways {
    /// Every state that any kind of edge may lead to, each once.
    pub(crate) fn all(&self) -> impl Iterator<Item = State> + '_ {
        [self.onward, self.back, self.stop].into_iter().flatten().copied()
    }
}

/// The legal graph, one entry for each of [`State::ALL`].
pub(crate) const LEGAL: [Ways; 6] = [
    Ways { from: Idle, onward: &[Authorizing], back: &[], stop: &[] },
    Ways { from: Authorizing, onward: &[Enabling], back: &[Authorizing], stop: &[Idle, Failed] },
    Ways { from: Enabling, onward: &[Joining], back: &[Enabling, Authorizing], stop: &[Idle, Failed] },
    Ways { from: Joining, onward: &[InCall], back: &[Joining, Enabling, Authorizing], stop: &[Idle, Failed] },
    Ways { from: InCall, onward: &[Idle], back: &[], stop: &[Failed] },
    Ways { from: Failed, onward: &[Idle, Authorizing], back: &[], stop: &[] },
];

/// A cause that has a name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    /// The host's code for it, where it has one.
    pub(crate) code: Option<i32>,
    /// The states in which it can come up.
    pub(crate) steps: &'static [State],
}

const ANY_STEP: &[State] = &[Authorizing, Enabling, Joining];
const CALLS: &[State] = &[Enabling, Joining];

const fn known(name: &'static str, code: i32, steps: &'static [State]) -> Known {
    Known { name, code: Some(code), steps }
}

const fn named(name: &'static str, steps: &'static [State]) -> Known {
    Known { name, code: None, steps }
}

/// Every cause that a row can name, in the order in which messages list them.
pub(crate) const CAUSES: [Known; 20] = [
    named("Denied", &[Authorizing]),
    named("PrivacyRefused", ANY_STEP),
    named("PrivacyUndeclared", ANY_STEP),
    named("Unsupported", ANY_STEP),
    known("NotOpen", -20000, CALLS),
    known("DeviceNotSupported", -20001, CALLS),
    known("OnCall", -20002, CALLS),
    known("OccupiedByOther", -20003, CALLS),
    known("WechatNoCamera", -30001, CALLS),
    known("WechatNoRecord", -30002, CALLS),
    known("NoRecord", -30003, CALLS),
    known("NoCamera", -30004, CALLS),
    known("RecorderOccupied", -2, CALLS),
    known("System", -1000, ANY_STEP),
    known("Internal", -30000, ANY_STEP),
    named("Timeout", CALLS),
    known("AlreadyInRoom", -1, &[Joining]),
    known("LeftWhileJoining", -3, &[Joining]),
    named("Interrupted", &[InCall]),
    // The handler's own `fail`. It ends the call whatever the flow says, so no row can name it.
    named("App", &[]),
];

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

    /// The states in which it can come up: each host call may answer a code without a name.
    pub(crate) const fn steps(self) -> &'static [State] {
        match self {
            Self::Named(known) => known.steps,
            Self::Other(_) => ANY_STEP,
        }
    }
}

/// What can be done before a step is tried again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Recovery {
    /// As a flow writes it.
    pub(crate) name: &'static str,
    /// As the runtime names it.
    pub(crate) variant: &'static str,
    /// The only cause that it helps against.
    pub(crate) cause: &'static str,
}

pub(crate) const RECOVERIES: [Recovery; 2] = [
    Recovery { name: "open_setting", variant: "OpenSetting", cause: "Denied" },
    Recovery { name: "exit_room", variant: "ExitRoom", cause: "AlreadyInRoom" },
];

/// The scopes that can be asked for: as a page writes them, and as the runtime names them.
pub(crate) const SCOPES: [(&str, &str); 2] = [("record", "Record"), ("camera", "Camera")];

/// The kinds of call: as a page writes them, and as the runtime names them.
pub(crate) const ROOM_TYPES: [(&str, &str); 2] = [("video", "Video"), ("voice", "Voice")];

/// The host's colours of the call window are numbered from 0 to this.
pub(crate) const LAST_BACKGROUND: u8 = 5;

/// The longest time that the host's timers hold, in milliseconds: beyond it they fire at once.
pub(crate) const LONGEST: u64 = i32::MAX as u64;

/// What a page keeps for itself in its data and among its handlers.
pub(crate) const KEPT: [&str; 9] = [
    "state",
    "busy",
    "error",
    "reachable",
    "connected",
    "handleCall",
    "handleHangUp",
    "handleDismiss",
    "handleReceive",
];
