//! The effects of an input outside the machine.

use crate::error::CallError;
use crate::flow::Action;
use crate::spec::Change;
use crate::state::State;

/// An effect of an input outside the machine.
///
/// Effects are pulled in the order of the variants. The machine holds the data of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Leave the room; the answer is ignored.
    ExitRoom,
    /// Disable calls, with the reply of `Machine::disable_number`.
    Disable,
    /// Drop the handler. Its `Call` has no effect from now on.
    DropHandler,
    /// Notify subscribers that a call is in progress.
    Busy,
    /// Notify subscribers that the `on_load` function does not run any more.
    Loaded,
    /// Notify subscribers whether the page is reachable.
    Reachable,
    /// Notify subscribers of the transition in `Machine::change`, and wake the step of the handler.
    Change,
    /// Notify subscribers of the page's error, which may be none.
    Error,
    /// Notify subscribers that the other side is no longer connected.
    Disconnected,
    /// Notify subscribers that the other side has answered.
    Connected,
    /// Run the actions of `Machine::take_edge`.
    Actions,
    /// Start the operation of `Machine::pending_operation`.
    HostCall,
    /// Notify subscribers that the `on_load` function runs, and start it.
    StartLoad,
    /// Start the handler.
    StartHandler,
    /// Make the tap that waited until the page was reachable and loaded.
    WaitingTap,
    /// Notify subscribers that no call is in progress.
    NotBusy,
}

impl Effect {
    /// The effect at this position in the order.
    pub(super) const fn at(position: u32) -> Option<Self> {
        Some(match position {
            0 => Self::ExitRoom,
            1 => Self::Disable,
            2 => Self::DropHandler,
            3 => Self::Busy,
            4 => Self::Loaded,
            5 => Self::Reachable,
            6 => Self::Change,
            7 => Self::Error,
            8 => Self::Disconnected,
            9 => Self::Connected,
            10 => Self::Actions,
            11 => Self::HostCall,
            12 => Self::StartLoad,
            13 => Self::StartHandler,
            14 => Self::WaitingTap,
            15 => Self::NotBusy,
            _ => return None,
        })
    }
}

/// The effects that have not been pulled, and the edge that some of them belong to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PendingEffects {
    /// One bit for each effect, the first in the lowest bit.
    effects: u32,
    pub(super) taken: Option<TakenEdge>,
}

impl PendingEffects {
    pub(super) const NONE: Self = Self { effects: 0, taken: None };

    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    pub(super) fn add(&mut self, effect: Effect) {
        self.effects |= 1 << effect as u32;
    }

    /// Removes an effect, and returns whether it was pending.
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

    /// Removes every effect but `ExitRoom`.
    pub(super) fn discard(&mut self) {
        self.effects &= 1 << Effect::ExitRoom as u32;
        self.taken = None;
    }
}

/// An edge that was taken, for the effects `Change` and `Actions`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TakenEdge {
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) error: Option<CallError>,
    pub(crate) actions: &'static [Action],
    /// `false` while the page is being made reachable. Then the state does not change, so no `run` function is called.
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
