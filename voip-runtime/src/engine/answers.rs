//! Who is waited for, and what the host's answers come to.

use core::cell::Cell;

use super::{Engine, Phase};
use crate::error::{CallError, Cause};
use crate::host::{Arrived, ChatEvent, Receiver, Reply};

impl Engine {
    pub(super) fn number(&self) -> u32 {
        let next = self.last_number.get().checked_add(1).unwrap_or(1);
        self.last_number.set(next);
        next
    }

    pub(super) fn reply(&self, waiting: &Cell<u32>) -> Reply {
        let number = self.number();
        waiting.set(number);
        Reply::new(self.me.clone(), number)
    }

    /// For a host call whose answer does not matter.
    pub(super) fn nobody(&self) -> Reply {
        Reply::new(self.me.clone(), 0)
    }

    /// No answer is awaited any more.
    pub(super) fn give_up_waiting(&self) {
        self.give_up_join();
        self.awaited.set(0);
        self.timer.set(0);
        self.phase.set(Phase::Rest);
        self.answered.set(false);
        self.failure.set(None);
        self.delayed.set(None);
    }

    /// Works off what arrived; `false` if nothing had.
    #[inline]
    pub(super) fn pump(&self) -> bool {
        let any = self.answered.get() || self.has_chat();
        if any {
            self.work_off();
        }
        any
    }

    fn has_chat(&self) -> bool {
        let over = self.chat_over.take();
        let any = over.is_some() || self.chat_connected.get();
        self.chat_over.set(over);
        any
    }

    pub(super) fn work_off(&self) {
        loop {
            if self.answered.replace(false) {
                self.go_on(self.failure.take());
            } else if self.has_chat() {
                if self.chat_connected.replace(false) {
                    self.chat_went_on(ChatEvent::Connected);
                }
                self.chat_over.take().into_iter().for_each(|over| self.chat_went_on(over));
            } else {
                return;
            }
        }
    }

    /// The timer that was awaited rang: too late for a step, and time to go on otherwise.
    pub(super) fn timer_rang(&self) -> Option<CallError> {
        if self.phase.get() != Phase::Step {
            return None;
        }
        self.give_up_join();
        Some(Cause::Timeout.into())
    }
}

impl Receiver for Engine {
    fn answer(&self, number: u32, answer: Arrived) {
        let failure = match number {
            0 => return,
            awaited if awaited == self.awaited.get() => answer.err(),
            timer if timer == self.timer.get() => self.timer_rang(),
            stray if self.stray_joins.remove(stray) => return self.stray_join_answered(answer.is_ok()),
            _ => return,
        };
        self.awaited.set(0);
        self.timer.set(0);
        self.failure.set(failure);
        self.answered.set(true);
        self.drive();
    }

    fn awaits(&self, number: u32) -> bool {
        number != 0 && [&self.awaited, &self.timer, &self.watch].iter().any(|awaited| awaited.get() == number)
            || self.stray_joins.contains(number)
    }

    fn chat(&self, number: u32, event: ChatEvent) {
        if number == 0 || number != self.watch.get() {
            return;
        }
        match event {
            ChatEvent::Connected => self.chat_connected.set(true),
            over => self.chat_over.set(self.chat_over.take().or(Some(over))),
        }
        self.drive();
    }
}
