//! The `on_load` function of the page: when it runs, and the tap that waits for it.

use super::{Effect, Machine};
use crate::error::CallError;
use crate::state::State;

/// Where the page is with its `on_load` function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Load {
    /// It has run, or the page has none.
    Done,
    /// It must run: when the page is shown, or before a call.
    Due,
    Running,
}

impl Machine {
    /// Whether the `on_load` function of the page runs.
    pub(crate) fn is_loading(&self) -> bool {
        self.load == Load::Running
    }

    /// The page was opened: runs its `on_load` function, if that is due.
    pub(crate) fn opened(&mut self) {
        if self.load == Load::Due && !self.left {
            self.start_load();
        }
    }

    pub(super) fn start_load(&mut self) {
        self.load = Load::Running;
        if self.state == State::Idle {
            self.show(None);
        }
        self.pending.add(Effect::StartLoad);
    }

    /// The `on_load` function ended. Its failure drops a tap that waits for it.
    pub(crate) fn loaded(&mut self, error: Option<CallError>) {
        self.load = if error.is_some() { Load::Due } else { Load::Done };
        self.pending.add(Effect::Loaded);
        if error.is_some() {
            self.show(error);
            if core::mem::replace(&mut self.tap_waits, false) {
                self.set_busy(false);
            }
        }
        self.resume_tap();
    }

    /// The `on_load` function has panicked.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn load_panicked(&mut self) {
        self.load = Load::Due;
    }
}
