//! The handler at work: when it is polled, and what becomes of a call that it loses.

use alloc::sync::Arc;
use alloc::task::Wake;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll};

use super::{Engine, Phase};
use crate::error::{CallError, Cause};
use crate::host::Host;
use crate::state::State;

/// How many times in a row a handler may wake itself with nothing else happening.
const SELF_WAKES: u32 = 100;

impl Engine {
    pub(crate) fn is_current(&self, generation: u32) -> bool {
        !self.left.get() && self.generation.get() == generation
    }

    pub(crate) fn has_left(&self) -> bool {
        self.left.get()
    }

    pub(super) fn new_generation(&self) {
        self.generation.set(self.generation.get().wrapping_add(1));
    }

    /// Works off what arrived and polls the handler, until nothing moves.
    #[inline]
    pub(crate) fn drive(&self) {
        if !self.driving.get() {
            self.drive_now();
        }
    }

    pub(super) fn drive_now(&self) {
        self.driving.set(true);
        let unwinding = Unwinding::of(self);
        let mut self_wakes = 0;
        loop {
            if self.pump() {
                self_wakes = 0;
            }
            if self_wakes == SELF_WAKES || !self.woken.take() {
                if !self.take_waiting_tap() {
                    break;
                }
                continue;
            }
            self_wakes += 1;
            self.poll_handler();
        }
        unwinding.averted();
        self.driving.set(false);
        let waits = self.phase.get() != Phase::Rest || self.promises.get() > 0;
        if self.busy.get() && !waits && !self.left.get() {
            self.settle(Unsettled::Waits);
            self.set_busy(false);
        }
    }

    pub(super) fn poll_handler(&self) {
        let Some(mut handling) = self.handler.take() else { return };
        if self.left.get() {
            return;
        }
        let generation = self.generation.get();
        let polled = handling.poll(&mut Context::from_waker(&self.waker));
        if !self.is_current(generation) {
            return;
        }
        match polled {
            Poll::Pending => self.handler.set(Some(handling)),
            Poll::Ready(ended) => {
                drop(handling);
                let in_its_call = ended.is_ok_and(|tap| {
                    core::ptr::eq(&raw const *tap.engine, self) && self.is_current(tap.generation)
                });
                if !(in_its_call && self.state.get() == State::InCall) {
                    self.settle(Unsettled::Ended);
                }
                self.set_busy(false);
            }
        }
    }

    /// Brings a call to an end that its handler has lost. One that has come to its end stays as it is.
    pub(super) fn settle(&self, why: Unsettled) {
        if self.settled.get() {
            return;
        }
        self.watch.set(0);
        if self.state.get() == State::InCall {
            self.host().exit_voip_chat(self.nobody());
        }
        self.give_up_waiting();
        self.stop(Some(CallError::new(Cause::App, why.words())));
    }

    /// A tap that came while the page was being made reachable starts once that is done.
    pub(super) fn take_waiting_tap(&self) -> bool {
        if self.receiving.get() || !self.tap_waits.replace(false) || self.left.get() {
            return false;
        }
        if self.missing().is_some() {
            self.set_busy(false);
            return false;
        }
        self.begin_handler();
        true
    }
}

/// A panic in a handler, a hook or a subscriber passes through: the session must not be left in the
/// middle of its work, where nothing would ever be possible again.
pub(super) struct Unwinding<'a>(&'a Engine);

impl<'a> Unwinding<'a> {
    pub(super) fn of(engine: &'a Engine) -> Self {
        Self(engine)
    }

    /// There was no panic.
    pub(super) fn averted(self) {
        core::mem::forget(self);
    }
}

impl Drop for Unwinding<'_> {
    fn drop(&mut self) {
        let engine = self.0;
        engine.driving.set(false);
        engine.busy.set(false);
        engine.watch.set(0);
        if !engine.settled.replace(true) {
            let joined = engine.state.replace(State::Failed) == State::InCall;
            engine.error.set(Some(CallError::new(Cause::App, Unsettled::Panicked.words())));
            engine.give_up_waiting();
            if joined {
                engine.host().exit_voip_chat(engine.nobody());
            }
        }
    }
}

/// How a handler can lose its call, which its types cannot rule out.
#[derive(Clone, Copy)]
pub(crate) enum Unsettled {
    Waits,
    Ended,
    Dropped,
    Panicked,
}

impl Unsettled {
    #[cfg(feature = "std")]
    pub(crate) const ALL: [Self; 4] = [Self::Waits, Self::Ended, Self::Dropped, Self::Panicked];

    /// What the page's error says, for the developer.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Waits => "the handler waits for something that no host call promised",
            Self::Ended => "the handler ended without bringing its call to an end",
            Self::Dropped => "the handler dropped a step before it had ended",
            Self::Panicked => "the handler, a hook or a subscriber panicked",
        }
    }
}

#[derive(Default)]
pub(super) struct Flag(AtomicBool);

impl Flag {
    /// There is one thread, so this need not be one instruction, which would cost more.
    pub(super) fn take(&self) -> bool {
        let set = self.0.load(Ordering::Relaxed);
        self.0.store(false, Ordering::Relaxed);
        set
    }

    pub(super) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.set();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.set();
    }
}
