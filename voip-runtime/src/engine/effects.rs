//! Performs the effects of the machine: host calls, notifications and actions.

use super::Engine;
use super::tap::Tap;
use super::unwinding::Unwinding;
use crate::error::CallError;
use crate::event::Event;
use crate::flow::{Action, Via};
use crate::host::{
    AuthorizeOptions, HostCall, Join1v1ChatOptions, Reply, SetEnable1v1ChatOptions, ShowToastOptions,
};
use crate::machine::{Effect, Id, Machine, Operation, PendingOperation};
use crate::spec::FieldSpec;

impl Engine {
    /// Performs the pending effects. Returns `false` if there were none.
    #[inline]
    pub(crate) fn perform_effects(&self) -> bool {
        let has_effects = self.with(|machine| machine.has_pending_effects());
        if has_effects {
            self.perform_from(None);
        }
        has_effects
    }

    #[inline(never)]
    pub(super) fn perform_from(&self, first: Option<Effect>) {
        let mut next = first.or_else(|| self.with(Machine::next_effect));
        while let Some(effect) = next {
            self.perform(effect);
            next = self.with(Machine::next_effect);
        }
    }

    fn perform(&self, effect: Effect) {
        if let Some(extension) = self.extension.get() {
            extension.perform(self, effect);
        }
        match effect {
            Effect::ExitRoom => self.host.call(HostCall::ExitVoipChat, self.reply(Id::NONE)),
            Effect::DropHandler => {
                self.next_generation();
                let unwinding = Unwinding(self);
                drop(self.handler.take());
                unwinding.disarm();
            }
            Effect::Busy | Effect::NotBusy => self.notify(&Event::Busy(effect == Effect::Busy)),
            Effect::Reachable => self.notify(&Event::Reachable(self.with(|machine| machine.reachable()))),
            Effect::Connected | Effect::Disconnected => {
                self.notify(&Event::Connected(effect == Effect::Connected));
            }
            Effect::Error => {
                let error = self.with(|machine| machine.error());
                self.notify(&Event::Error(error.as_ref()));
            }
            Effect::Change => {
                if let Some(change) = self.with(Machine::change) {
                    self.notify(&Event::Change(&change));
                }
                if let Some(waker) = self.step_waker.take() {
                    waker.wake();
                }
            }
            Effect::Actions => self.perform_actions(),
            Effect::HostCall => self.start_operation(),
            Effect::StartLoad | Effect::Loaded | Effect::Disable => {}
            Effect::StartHandler => self.start_handler(),
            Effect::WaitingTap => {
                let empty = self.empty_field(FieldSpec::is_required);
                self.with(|machine| machine.make_waiting_tap(self.spec, empty));
            }
        }
    }

    // Inlined, so that a module without durations does not contain their code.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the module is smaller")]
    pub(crate) fn toast(&self, title: &'static str, duration: Option<u32>) {
        let toast = ShowToastOptions { title, duration };
        self.host.call(HostCall::ShowToast(toast), self.reply(Id::NONE));
    }

    #[cold]
    fn perform_actions(&self) {
        let Some(taken) = self.with(Machine::take_edge) else { return };
        for action in taken.actions {
            // A subscriber or the function of a `run` action may have left the page.
            if self.with(|machine| machine.has_left()) {
                return;
            }
            match *action {
                Action::Toast { title, duration: None } => self.toast(title, None),
                Action::Run { hook, .. } if taken.in_call => self.page().run(hook, &taken.change()),
                Action::Run { .. } => {}
                Action::Toast { .. } | Action::Spawn { .. } => {
                    if let Some(perform) = self.features.action {
                        perform(self, action, &taken);
                    }
                }
            }
        }
    }

    fn start_handler(&self) {
        // The handler of an earlier tap may still be pending. It is dropped, and its `Call` with it.
        let generation = self.next_generation();
        drop(self.handler.take());
        let Some(engine) = self.me.upgrade().filter(|_| self.is_newest(generation)) else { return };
        let handling = (self.features.handler)(Tap { engine, generation });
        // The drop of the old handler, or `start` of the new one, may have left the page.
        if self.is_newest(generation) {
            self.handler.set(Some(handling));
            self.woken.set();
        }
    }

    /// Makes the pending host call, and starts its timer unless the host has already answered.
    #[inline]
    fn start_operation(&self) {
        let Some(PendingOperation { what, answer, timer, limit }) =
            self.with(|machine| machine.pending_operation(self.spec))
        else {
            return;
        };
        let reply = self.reply(answer);
        match what {
            Operation::Authorize(scope) => {
                if let Some(scope) = self.spec.scopes.get(scope) {
                    self.host.call(HostCall::Authorize(AuthorizeOptions { scope: scope.name() }), reply);
                }
            }
            Operation::Enable => {
                self.host.call(HostCall::SetEnable1v1Chat(SetEnable1v1ChatOptions::new(self.spec)), reply);
            }
            Operation::Join => self.join(answer, reply),
            Operation::Via(Via::OpenSetting) => self.host.call(HostCall::OpenSetting, reply),
            Operation::Via(Via::ExitRoom) => self.host.call(HostCall::ExitVoipChat, reply),
            Operation::Delay => {}
        }
        if let Some(limit) = limit
            && self.with(|machine| machine.attempt_awaits(timer.number()))
        {
            self.host.sleep(limit, self.reply(timer));
        }
    }

    fn join(&self, answer: Id, reply: Reply) {
        // With an empty openid, the host would ring no phone or show no caller.
        if let Some(field) = self.empty_field(FieldSpec::is_openid) {
            let error = CallError::app(field.required_message);
            return self.with(|machine| machine.answer(self.spec, answer.number(), Some(error)));
        }
        let page = self.calling_page();
        let options = Join1v1ChatOptions::new(self.spec, page.parties());
        self.host.call(HostCall::Join1v1Chat(options), reply);
    }
}
