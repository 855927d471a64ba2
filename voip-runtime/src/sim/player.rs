//! The host of a replay.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::time::Duration;

use crate::cause::Cause;
use crate::error::CallError;
use crate::host::{AppWatch, Host, HostCall, Reply};
use crate::record::{Chat, RecordedAnswer};
use crate::value::Value;

/// A host that answers when the replay calls its methods.
#[derive(Clone, Default)]
pub(super) struct Player(Rc<State>);

#[derive(Default)]
struct State {
    now: Cell<Duration>,
    /// The timers, in the order in which they were set.
    timers: RefCell<Vec<Timer>>,
    /// The replies, by the number of the host call.
    replies: RefCell<Vec<Reply>>,
    /// The reply of the last join: no earlier one can be of the call that the page waits for or is in.
    join: RefCell<Option<Reply>>,
    app: RefCell<Option<AppWatch>>,
}

struct Timer {
    due: Duration,
    duration: Duration,
    reply: Reply,
}

impl Player {
    /// Sets the time without firing timers.
    pub(super) fn skip_to(&self, time: Duration) {
        self.0.now.set(self.0.now.get().max(time));
    }

    /// Fires the next timer that is due by `end`. Returns `false` if there is none.
    pub(super) fn fire_due(&self, end: Duration) -> bool {
        self.fire(|timer| timer.due <= end)
    }

    /// Fires the next timer with this duration, even if it is not due yet. Returns `false` if there is none.
    pub(super) fn fire_with(&self, duration: Duration) -> bool {
        self.fire(|timer| timer.duration == duration)
    }

    fn fire(&self, may_fire: impl Fn(&Timer) -> bool) -> bool {
        let mut timers = self.0.timers.borrow_mut();
        timers.retain(|timer| timer.reply.is_live());
        let candidates = timers.iter().enumerate().filter(|(_, timer)| may_fire(timer));
        // The first of those that are due at the same time.
        let next = candidates.min_by_key(|(_, timer)| timer.due).map(|(place, _)| place);
        let Some(next) = next else { return false };
        let timer = timers.remove(next);
        drop(timers);
        self.skip_to(timer.due);
        timer.reply.answer(Ok(Value::Null));
        true
    }

    pub(super) fn answer(&self, answer: &RecordedAnswer) {
        let to = usize::try_from(answer.to).ok();
        let reply = to.and_then(|to| self.0.replies.borrow().get(to).cloned());
        if let Some(reply) = reply {
            reply.answer(answer.answer());
        }
    }

    /// Notifies the page of the event of a call. Returns `false` if it never placed one.
    pub(super) fn chat(&self, chat: &Chat) -> bool {
        let Some(watch) = self.0.join.borrow().as_ref().map(Reply::watch) else { return false };
        match chat {
            Chat::Members(count) => watch.members(usize::try_from(*count).unwrap_or(usize::MAX)),
            Chat::Ended => watch.ended(),
            Chat::Interrupted(message) => {
                watch.interrupted(CallError::new(Cause::Interrupted, String::from(message)));
            }
        }
        true
    }

    pub(super) fn set_reachable(&self, reachable: bool) {
        let app = self.0.app.borrow().clone();
        if let Some(app) = app {
            app.set_reachable(reachable);
        }
    }

    pub(super) fn set_reports_members(&self, reports: bool) {
        let app = self.0.app.borrow().clone();
        if let Some(app) = app {
            app.set_reports_members(reports);
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
        let due = self.now().saturating_add(duration);
        self.0.timers.borrow_mut().push(Timer { due, duration, reply });
    }

    fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn watch_app(&self, watch: AppWatch) {
        *self.0.app.borrow_mut() = Some(watch);
    }
}
