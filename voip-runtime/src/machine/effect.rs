//! What an input leads to outside the machine.

use crate::error::CallError;
use crate::flow::Action;
use crate::spec::Change;
use crate::state::State;

/// What an input leads to outside the machine. The order of the variants is the order in which they are
/// pulled; what belongs to one stays in the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The room is left; nobody waits for the answer.
    ExitRoom,
    /// Subscribers hear that a call is in progress.
    Busy,
    /// Subscribers hear that the page is reachable.
    Reachable,
    /// Subscribers hear of the transition in [`Machine::change`], and the handler's step of its progress.
    Change,
    /// Subscribers hear what the page's error is now.
    Error,
    /// Subscribers hear that the other side is no longer connected.
    Disconnected,
    /// Subscribers hear that the other side has answered.
    Connected,
    /// The actions in [`Machine::take_edge`] are performed.
    Actions,
    /// What [`Machine::asking`] says is asked of the host.
    HostCall,
    /// The joined call is watched.
    Watch,
    /// The handler is started.
    Start,
    /// The tap that waited until the page was reachable is made.
    WaitingTap,
    /// Subscribers hear that no call is in progress.
    Free,
}

impl Effect {
    /// The one at this place of the order.
    pub(super) const fn at(place: u32) -> Option<Self> {
        Some(match place {
            0 => Self::ExitRoom,
            1 => Self::Busy,
            2 => Self::Reachable,
            3 => Self::Change,
            4 => Self::Error,
            5 => Self::Disconnected,
            6 => Self::Connected,
            7 => Self::Actions,
            8 => Self::HostCall,
            9 => Self::Watch,
            10 => Self::Start,
            11 => Self::WaitingTap,
            12 => Self::Free,
            _ => return None,
        })
    }
}

/// The effects that are still to be pulled, and the edge that some of them are of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PendingEffects {
    /// One bit for each, in their order.
    effects: u32,
    pub(super) taken: Option<TakenEdge>,
}

impl PendingEffects {
    pub(super) const NONE: Self = Self { effects: 0, taken: None };

    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    pub(super) fn add(&mut self, effect: Effect) {
        self.effects |= 1 << effect as u32;
    }

    /// Whether this was pending; it is no more.
    pub(super) fn remove(&mut self, effect: Effect) -> bool {
        let pending = self.contains(effect);
        self.effects &= !(1 << effect as u32);
        pending
    }

    #[inline]
    pub(super) fn next(&mut self) -> Option<Effect> {
        let effect = Effect::at(self.effects.trailing_zeros());
        self.effects &= self.effects.wrapping_sub(1);
        effect
    }

    pub(super) fn is_empty(&self) -> bool {
        self.effects == 0
    }

    pub(super) fn contains(&self, effect: Effect) -> bool {
        self.effects & 1 << effect as u32 != 0
    }

    /// Nothing is pending any more, but that the room is left.
    pub(super) fn discard(&mut self) {
        self.effects &= 1 << Effect::ExitRoom as u32;
        self.taken = None;
    }
}

/// An edge that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TakenEdge {
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) error: Option<CallError>,
    pub(crate) actions: &'static [Action],
    /// `false` while the page is made reachable: then there is no transition to run a function for.
    pub(crate) in_call: bool,
}

impl TakenEdge {
    pub(crate) fn change(&self) -> Change {
        let error = self.error.as_ref();
        Change {
            from: self.from,
            to: self.to,
            cause: error.map(CallError::cause),
            message: error.map_or_else(Default::default, |error| error.message().into()),
        }
    }
}
