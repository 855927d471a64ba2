//! Who is waited for, and what the host's answers come to.

use alloc::rc::Rc;
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
        let any = self.answered.get() || self.chatted.get();
        if any {
            self.work_off();
        }
        any
    }

    pub(super) fn work_off(&self) {
        loop {
            if self.answered.replace(false) {
                self.go_on(self.failure.take());
            } else if self.chatted.replace(false) {
                self.chat.take().into_iter().for_each(|event| self.chat_went_on(event));
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
    fn answer(self: Rc<Self>, number: u32, answer: Arrived) {
        let failure = match number {
            0 => return,
            awaited if awaited == self.awaited.get() => answer.err(),
            timer if timer == self.timer.get() => self.timer_rang(),
            stray if self.stray_joins.contains(stray) => {
                return self.stray_join_answered(stray, answer.is_ok());
            }
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

    fn chat(self: Rc<Self>, number: u32, event: ChatEvent) {
        if number == 0 || number != self.watch.get() {
            return;
        }
        let mut chat = self.chat.take();
        chat.push(event);
        self.chat.set(chat);
        self.chatted.set(true);
        self.drive();
    }
}
