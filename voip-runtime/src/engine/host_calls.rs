//! The host call of each state.

use core::time::Duration;

use super::{Engine, Phase};
use crate::error::CallError;
use crate::host::{AuthorizeOptions, Host, Join1v1ChatOptions, SetEnable1v1ChatOptions};
use crate::spec::FieldSpec;
use crate::state::State;

/// How long leaving a room is waited for.
const EXIT_ROOM: Duration = Duration::from_secs(5);

impl Engine {
    /// The host call of the state that the walk is in.
    pub(super) fn host_call(&self) {
        match self.at.get() {
            State::Authorizing => {
                self.scope.set(0);
                self.next_scope();
            }
            State::Enabling => {
                let options = SetEnable1v1ChatOptions {
                    enable: true,
                    background_type: self.spec.background_type,
                    min_window_type: self.spec.min_window_type,
                };
                self.phase.set(Phase::Step);
                self.host().set_enable_1v1_chat(&options, self.reply(&self.awaited));
                self.bound();
            }
            State::Joining => self.join(),
            _ => {}
        }
    }

    pub(super) fn next_scope(&self) {
        let Some(scope) = self.spec.scopes.get(self.scope.get()) else { return };
        self.scope.set(self.scope.get() + 1);
        self.phase.set(Phase::Step);
        self.host().authorize(&AuthorizeOptions { scope: scope.name() }, self.reply(&self.awaited));
    }

    #[inline(never)]
    pub(super) fn join(&self) {
        if self.stray_joins.take_unsure() {
            return self.leave_room();
        }
        // The host would ring nobody, or not say who calls.
        if let Some(field) = self.empty(FieldSpec::is_openid) {
            return self.failed(CallError::app(field.missing));
        }
        let page = self.page();
        let parties = page.parties();
        let options = Join1v1ChatOptions {
            caller: parties.caller,
            listener: parties.listener,
            room_type: parties.room_type.unwrap_or(self.spec.room_type),
            background_type: self.spec.background_type,
            min_window_type: self.spec.min_window_type,
            disable_switch_voice: self.spec.disable_switch_voice,
        };
        self.phase.set(Phase::Step);
        self.host().join_1v1_chat(&options, self.reply(&self.awaited));
        self.bound();
    }

    #[cold]
    pub(super) fn leave_room(&self) {
        self.phase.set(Phase::Before);
        self.host().exit_voip_chat(self.reply(&self.awaited));
        self.bound_by(EXIT_ROOM);
    }

    /// The host call just made has the time of its row.
    pub(super) fn bound(&self) {
        if self.awaited.get() != 0
            && let Some(within) = self.spec.flow.row(self.at.get()).within
        {
            self.bound_by(within);
        }
    }

    pub(super) fn bound_by(&self, limit: Duration) {
        if self.awaited.get() != 0 {
            self.host().sleep(limit, self.reply(&self.timer));
        }
    }
}
