//! What the user does, and the mini-program's life cycle.

use alloc::string::String;

use super::{Engine, Phase, Tap};
use crate::error::CallError;
use crate::event::Tapped;
use crate::field::FieldError;
use crate::flow::{Happening, Tries};
use crate::host::Host;
use crate::spec::{FieldSpec, Fields, Parties, Role};
use crate::state::State;
use crate::value::Value;

impl Engine {
    pub(crate) fn input(&self, index: usize, value: &Value) -> Result<(), FieldError> {
        let mut result = Ok(());
        if !self.left.get() {
            self.change_page(&mut |page| result = set(page, index, value));
        }
        result
    }

    pub(crate) fn load(&self, query: &[(String, String)]) -> Result<(), FieldError> {
        if self.left.get() {
            return Ok(());
        }
        let before = self.page();
        let mut result = Ok(());
        self.change_page(&mut |page| {
            for (name, value) in query {
                let Some(index) = self.spec.find(name) else { continue };
                let taken = set(page, index, &Value::from(value.as_str()));
                if result.is_ok() {
                    result = taken;
                }
            }
        });
        self.tell_differences(before.as_ref());
        result
    }

    pub(crate) fn tap(&self) -> Tapped {
        if !self.may_tap() {
            return Tapped::Ignored;
        }
        if let Some(missing) = self.missing() {
            return missing;
        }
        self.set_busy(true);
        if self.receiving.get() {
            self.tap_waits.set(true);
            return Tapped::Queued;
        }
        self.begin_handler();
        self.drive();
        Tapped::Started
    }

    /// A call that is joined or on its way is the only one.
    pub(crate) fn may_tap(&self) -> bool {
        !self.left.get() && !self.busy.get() && matches!(self.state.get(), State::Idle | State::Failed)
    }

    /// The first required field that is empty; the page then says which.
    pub(super) fn missing(&self) -> Option<Tapped> {
        let field = self.empty(FieldSpec::is_required)?;
        self.set_error(Some(CallError::app(field.missing)));
        Some(Tapped::Missing(field))
    }

    /// The first of these fields whose role wants text and that has none.
    pub(super) fn empty(&self, wanted: fn(&FieldSpec) -> bool) -> Option<&'static FieldSpec> {
        let page = self.page();
        let Parties { caller, listener, .. } = page.parties();
        self.spec.fields.iter().find(|field| {
            let text = match field.role {
                Some(Role::ListenerOpenid) => listener.openid,
                Some(Role::ListenerNickname) => listener.nickname,
                Some(Role::CallerOpenid) => caller.openid,
                Some(Role::CallerNickname) => caller.nickname,
                _ => return false,
            };
            text.is_empty() && wanted(field)
        })
    }

    pub(super) fn begin_handler(&self) {
        // What is left of a handler that never came to an end goes now, and its `Call` with it.
        self.new_generation();
        drop(self.handler.take());
        if self.state.get() == State::Failed
            && self.spec.flow.row(State::Failed).plain(State::Authorizing).is_none()
        {
            self.user_edge(Happening::Dismiss);
        } else if self.state.get() == State::Idle {
            self.set_error(None);
        }
        self.settled.set(false);
        self.tries.set(Tries::of(&self.spec.flow));
        self.phase.set(Phase::Rest);
        let Some(engine) = self.me.upgrade() else { return };
        let tap = Tap { engine, generation: self.generation.get() };
        let handling = (self.start)(tap);
        self.handler.set(Some(handling));
        self.woken.set();
    }

    pub(crate) fn may_receive(&self) -> bool {
        self.spec.receive
            && !self.left.get()
            && !self.busy.get()
            && !self.receiving.get()
            && !self.reachable.get()
            && self.state.get() == State::Idle
    }

    pub(crate) fn receive(&self) -> bool {
        if !self.may_receive() {
            return false;
        }
        self.tries.set(Tries::of(&self.spec.flow));
        self.receiving.set(true);
        self.set_error(None);
        if self.left.get() {
            return false;
        }
        self.at.set(State::Authorizing);
        self.goal.set(State::Joining);
        self.host_call();
        self.drive();
        true
    }

    pub(crate) fn hang_up(&self) -> bool {
        if self.left.get() || self.state.get() != State::InCall {
            return false;
        }
        // The host may say at once that the call has ended: that is this end.
        self.watch.set(0);
        self.host().exit_voip_chat(self.nobody());
        self.end_of_call(Happening::End, None);
        true
    }

    pub(crate) fn may_dismiss(&self) -> bool {
        !self.left.get()
            && !self.busy.get()
            && match self.state.get() {
                State::Failed => self.spec.flow.row(State::Failed).plain(State::Idle).is_some(),
                State::Idle => self.error().is_some(),
                _ => false,
            }
    }

    pub(crate) fn dismiss(&self) -> bool {
        if !self.may_dismiss() {
            return false;
        }
        if self.state.get() == State::Failed {
            self.user_edge(Happening::Dismiss);
        } else {
            self.set_error(None);
        }
        true
    }

    /// The page is gone: nothing has an effect any more, but for a join that may still succeed.
    pub(crate) fn leave(&self) {
        if self.left.replace(true) {
            return;
        }
        self.new_generation();
        let handler = self.handler.take();
        self.watch.set(0);
        if self.state.get() == State::InCall && self.spec.hang_up_on_leave {
            self.host().exit_voip_chat(self.nobody());
        }
        self.give_up_waiting();
        self.busy.set(false);
        if !self.stray_joins.is_empty() {
            self.keep.set(self.me.upgrade());
        }
        drop(handler);
    }
}

/// Sets a field; one that the page does not have is left alone.
fn set(page: &mut dyn Fields, index: usize, value: &Value) -> Result<(), FieldError> {
    page.field_mut(index).map_or(Ok(()), |field| field.set(value))
}
