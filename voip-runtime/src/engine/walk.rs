//! The walk along a flow: what a `Call` asks for, and the edges that answers take.

use core::task::{Poll, Waker};

use super::handler::Unsettled;
use super::{Engine, Phase};
use crate::error::{CallError, Cause};
use crate::event::Event;
use crate::flow::{Action, Edge, Happening, Recovery, Tries, next};
use crate::host::{ChatEvent, Host, Icon, ShowToastOptions, Watch};
use crate::spec::Change;
use crate::state::State;

/// How many characters WeChat shows under an icon.
const TOAST_WITH_ICON: usize = 7;

impl Engine {
    // --- What a `Call` does ---

    /// The call of this tap begins: Idle (or Failed) → Authorizing.
    pub(crate) fn begin(&self, generation: u32) {
        if self.is_current(generation) && !self.settled.get() {
            self.user_edge(Happening::Tap);
        }
    }

    /// Starts the step from `from`, whose success leads to `goal`.
    pub(crate) fn start_step(&self, generation: u32, from: State, goal: State) {
        if self.is_current(generation) && !self.settled.get() && self.state.get() == from {
            self.at.set(from);
            self.goal.set(goal);
            self.host_call();
            self.pump();
        }
    }

    /// How the step to `goal` is getting on; `Err` once its call has stopped.
    pub(crate) fn step_progress(&self, generation: u32, goal: State, waker: &Waker) -> Poll<Result<(), ()>> {
        if !self.is_current(generation) || self.settled.get() {
            return Poll::Ready(Err(()));
        }
        if self.state.get() == goal && self.phase.get() == Phase::Rest {
            return Poll::Ready(Ok(()));
        }
        self.step_waker.set(Some(waker.clone()));
        Poll::Pending
    }

    /// The failure that the call of this tap stopped with.
    pub(crate) fn failure_of(&self, generation: u32) -> Option<CallError> {
        (self.is_current(generation) && self.state.get() == State::Failed).then(|| self.error()).flatten()
    }

    /// The step was dropped before it arrived: nobody can go on with this call.
    pub(crate) fn abandon_step(&self, generation: u32) {
        if self.is_current(generation) {
            self.settle(Unsettled::Dropped);
        }
    }

    /// The handler stops its call: to Failed with an error, to Idle without.
    pub(crate) fn stop_by_handler(&self, generation: u32, error: Option<CallError>) {
        if self.is_current(generation) && !self.settled.get() {
            self.stop(error);
        }
    }

    /// Ends the call under way: to Failed with an error, to Idle without.
    pub(super) fn stop(&self, error: Option<CallError>) {
        let from = self.state.get();
        let to = if error.is_some() { State::Failed } else { State::Idle };
        let actions = self.spec.flow.row(from).plain(to).map_or(&[][..], |edge| edge.actions);
        self.go(to, error, actions);
    }

    // --- Edges ---

    /// Takes the plain edge of what the user did.
    pub(super) fn user_edge(&self, happening: Happening) {
        if let Some(edge) = next(&self.spec.flow, self.state.get(), happening, &Tries::NONE) {
            self.go(edge.to, None, edge.actions);
        }
    }

    /// The joined call is over.
    pub(super) fn end_of_call(&self, happening: Happening, error: Option<CallError>) {
        if let Some(edge) = next(&self.spec.flow, State::InCall, happening, &Tries::NONE) {
            self.go(edge.to, error, edge.actions);
        }
    }

    /// The page's state changes. In Failed the page holds the error; anywhere else it has none.
    fn go(&self, to: State, error: Option<CallError>, actions: &'static [Action]) {
        let from = self.state.replace(to);
        self.at.set(to);
        if matches!(to, State::Idle | State::Failed) {
            self.settled.set(true);
            self.watch.set(0);
        }
        let change = change(from, to, error.as_ref());
        let other_error = self.replace_error(error.filter(|_| to == State::Failed));
        let was_connected = self.connected.replace(false);
        self.tell(&Event::Change(&change));
        if other_error {
            self.tell_error();
        }
        if was_connected {
            self.tell(&Event::Connected(false));
        }
        for action in actions {
            // A subscriber or a hook may have left the page.
            if self.left.get() {
                return;
            }
            match *action {
                Action::Toast(title) => self.toast(title),
                Action::Run { hook, .. } => self.page().run(hook, &change),
            }
        }
    }

    /// WeChat cuts a toast with an icon after seven characters.
    #[cold]
    fn toast(&self, title: &str) {
        // Counted by first bytes: what walks characters is a hundred times this on a phone.
        let characters = title.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
        let icon = if characters <= TOAST_WITH_ICON { Icon::Error } else { Icon::None };
        self.host().show_toast(&ShowToastOptions { title, icon });
    }

    // --- Answers ---

    #[cold]
    pub(super) fn chat_went_on(&self, event: ChatEvent) {
        if self.state.get() != State::InCall {
            return;
        }
        match event {
            ChatEvent::Connected if self.connected.replace(true) => {}
            ChatEvent::Connected => self.tell(&Event::Connected(true)),
            ChatEvent::Ended => self.end_of_call(Happening::End, None),
            ChatEvent::Interrupted(error) => {
                self.end_of_call(Happening::Failure(Cause::Interrupted), Some(error));
            }
        }
    }

    /// What was waited for has come.
    pub(super) fn go_on(&self, failure: Option<CallError>) {
        match self.phase.replace(Phase::Rest) {
            Phase::Step => match failure {
                None => self.succeeded(),
                Some(error) => self.failed(error),
            },
            Phase::After => {
                if let Some((edge, error)) = self.delayed.take() {
                    self.take(edge, Some(error));
                }
            }
            Phase::Before => self.host_call(),
            Phase::Rest => {}
        }
    }

    fn succeeded(&self) {
        match self.at.get() {
            State::Authorizing if self.scope.get() < self.spec.scopes.len() => return self.next_scope(),
            State::Enabling if !self.reachable.replace(true) => self.tell(&Event::Reachable(true)),
            State::Joining => self.newer_join_succeeded(),
            _ => {}
        }
        if let Some(edge) = next(&self.spec.flow, self.at.get(), Happening::Success, &Tries::NONE) {
            self.take(edge, None);
        }
    }

    #[cold]
    pub(super) fn failed(&self, error: CallError) {
        self.newer_join_failed();
        let mut tries = self.tries.take();
        let edge = next(&self.spec.flow, self.at.get(), Happening::Failure(error.cause()), &tries);
        if let Some(edge) = edge {
            tries.take(edge);
        }
        self.tries.set(tries);
        match edge {
            Some(edge @ Edge { after: Some(after), .. }) => {
                self.delayed.set(Some((edge, error)));
                self.phase.set(Phase::After);
                self.host().sleep(*after, self.reply(&self.timer));
            }
            Some(edge) => self.take(edge, Some(error)),
            None => {}
        }
    }

    fn take(&self, edge: &'static Edge, error: Option<CallError>) {
        // A subscriber may have left the page.
        if self.left.get() {
            return;
        }
        if self.receiving.get() {
            self.take_while_receiving(edge, error);
        } else {
            self.go(edge.to, error, edge.actions);
        }
        if self.left.get() {
            return;
        }
        if !edge.to.is_working() || edge.to == self.goal.get() {
            return self.arrived();
        }
        match edge.via {
            Some(Recovery::OpenSetting) => {
                self.phase.set(Phase::Before);
                self.host().open_setting(self.reply(&self.awaited));
            }
            Some(Recovery::ExitRoom) => self.leave_room(),
            None => self.host_call(),
        }
    }

    fn arrived(&self) {
        if self.state.get() == State::InCall {
            let number = self.number();
            self.watch.set(number);
            self.host().chat_ended(Watch::new(self.me.clone(), number));
        }
        if let Some(waker) = self.step_waker.take() {
            waker.wake();
        }
    }

    /// Making a page reachable walks the same rows, but is no call: the page's state stays, and a
    /// failure is shown without being Failed.
    #[cold]
    fn take_while_receiving(&self, edge: &'static Edge, error: Option<CallError>) {
        self.at.set(edge.to);
        for action in edge.actions {
            if let Action::Toast(title) = *action {
                self.toast(title);
            }
        }
        if edge.to == State::Failed {
            self.set_error(error);
        }
        if matches!(edge.to, State::Failed | State::Idle | State::Joining) {
            self.receiving.set(false);
        }
    }
}

/// The change from one state to another, for hooks and subscribers.
fn change(from: State, to: State, error: Option<&CallError>) -> Change {
    Change {
        from,
        to,
        cause: error.map(CallError::cause),
        message: error.map_or_else(Default::default, |error| error.message().into()),
    }
}
