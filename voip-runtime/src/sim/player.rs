//! The host of a replay.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::time::Duration;

use super::clock::Clock;
use crate::cause::Cause;
use crate::error::CallError;
use crate::host::{Host, HostCall, Reply, Watch};
use crate::record::{Chat, RecordedAnswer};

/// A host that answers when the replay calls its methods.
#[derive(Clone, Default)]
pub(super) struct Player(Rc<State>);

#[derive(Default)]
struct State {
    clock: Clock,
    /// The replies, by the number of the host call.
    replies: RefCell<Vec<Reply>>,
    watch: RefCell<Option<Watch>>,
}

impl Player {
    pub(super) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(super) fn answer(&self, answer: &RecordedAnswer) {
        let to = usize::try_from(answer.to).ok();
        let reply = to.and_then(|to| self.0.replies.borrow().get(to).cloned());
        if let Some(reply) = reply {
            reply.answer(answer.answer());
        }
    }

    pub(super) fn chat(&self, chat: &Chat) {
        let Some(watch) = self.0.watch.borrow().clone() else { return };
        match chat {
            Chat::Connected => watch.connected(),
            Chat::Ended => watch.ended(),
            Chat::Interrupted(message) => {
                watch.interrupted(CallError::new(Cause::Interrupted, String::from(message)));
            }
        }
    }
}

impl Host for Player {
    fn call(&self, _: HostCall<'_>, reply: Reply) {
        self.0.replies.borrow_mut().push(reply);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.0.clock.wake_after(duration, reply);
    }

    fn now(&self) -> Duration {
        self.0.clock.now()
    }

    fn watch_call(&self, watch: Watch) {
        *self.0.watch.borrow_mut() = Some(watch);
    }
}
