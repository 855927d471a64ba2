//! The host of a replay.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::time::Duration;

use super::clock::Clock;
use crate::cause::Cause;
use crate::error::CallError;
use crate::host::{AppWatch, Host, HostCall, Reply};
use crate::record::{Chat, RecordedAnswer};

/// A host that answers when the replay calls its methods.
#[derive(Clone, Default)]
pub(super) struct Player(Rc<State>);

#[derive(Default)]
struct State {
    clock: Clock,
    /// The replies, by the number of the host call.
    replies: RefCell<Vec<Reply>>,
    /// The reply of the join whose call the events belong to.
    join: RefCell<Option<Reply>>,
    app: RefCell<Option<AppWatch>>,
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
        let Some(watch) = self.0.join.borrow().as_ref().map(Reply::watch) else { return };
        match chat {
            Chat::Members(count) => watch.members(usize::try_from(*count).unwrap_or(usize::MAX)),
            Chat::Ended => watch.ended(),
            Chat::Interrupted(message) => {
                watch.interrupted(CallError::new(Cause::Interrupted, String::from(message)));
            }
        }
    }

    pub(super) fn set_reachable(&self, reachable: bool) {
        let app = self.0.app.borrow().clone();
        if let Some(app) = app {
            app.set_reachable(reachable);
        }
    }
}

impl Host for Player {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        if matches!(call, HostCall::Join1v1Chat(_)) {
            *self.0.join.borrow_mut() = Some(reply.clone());
        }
        self.0.replies.borrow_mut().push(reply);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.0.clock.wake_after(duration, reply);
    }

    fn now(&self) -> Duration {
        self.0.clock.now()
    }

    fn watch_app(&self, watch: AppWatch) {
        *self.0.app.borrow_mut() = Some(watch);
    }
}
