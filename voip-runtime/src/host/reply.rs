//! What a host answers and notifies: replies to host calls, the watch of a call, and that of an app.

use alloc::boxed::Box;
use alloc::rc::Weak;
use core::any::Any;
use core::fmt;

use crate::error::CallError;
use crate::event::HostEvent;
use crate::value::Value;

/// The answer to a host call: the result of `success`, or the error of `fail`.
pub type Answer = Result<Value, CallError>;

/// An [`Answer`] whose result, a [`Value`], is boxed without its type. It is small, since few host calls have a
/// result, and only code that reads the result needs to know the type.
pub(crate) type BoxedAnswer = Result<Option<Box<dyn Any>>, CallError>;

/// The result of a [`BoxedAnswer`].
pub(crate) fn value(result: Option<Box<dyn Any>>) -> Value {
    result.and_then(|result| result.downcast().ok()).map_or(Value::Null, |value| *value)
}

/// Through this a host answers a host call.
///
/// It does not keep the page alive, and an answer that the page does not wait for has no effect. So a host may keep
/// it, answer twice, or drop it.
///
/// ```
/// use voip_runtime::host::Reply;
/// use voip_runtime::value::Value;
/// use voip_runtime::{CallError, Cause};
///
/// fn answer(reply: &Reply, is_online: bool) {
///     if is_online {
///         reply.answer(Ok(Value::Null));
///     } else {
///         reply.answer(Err(CallError::new(Cause::System, "join1v1Chat:fail no network")));
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Reply {
    to: Weak<dyn ReplyTarget>,
    number: u32,
}

impl Reply {
    pub(crate) fn new(to: Weak<dyn ReplyTarget>, number: u32) -> Self {
        Self { to, number }
    }

    /// Answers the host call.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "a module whose results are all empty then has no code for results"
    )]
    pub fn answer(&self, answer: Answer) {
        self.answer_boxed(match answer {
            Ok(nothing @ Value::Null) => {
                // There is nothing to drop, but the compiler would call the drop code.
                core::mem::forget(nothing);
                Ok(None)
            }
            Ok(result) => Ok(Some(Box::new(result))),
            Err(error) => Err(error),
        });
    }

    fn answer_boxed(&self, answer: BoxedAnswer) {
        if let Some(to) = self.to.upgrade() {
            to.answer(self.number, answer);
        }
    }

    /// The watch of the call that this join places: through it the host notifies the page of the events of the call.
    ///
    /// It works from the time of the host call on, since members may be reported before the join is answered.
    #[must_use]
    pub fn watch(&self) -> Watch {
        Watch { to: self.to.clone(), number: self.number }
    }

    /// Whether the page ignores the answer.
    #[cfg(feature = "sim")]
    pub(crate) fn is_ignored(&self) -> bool {
        self.number == 0
    }

    /// Whether the handler made the host call, and not the session.
    #[cfg(feature = "sim")]
    pub(crate) fn is_handlers(&self) -> bool {
        self.to.upgrade().is_some_and(|to| to.is_handlers())
    }

    /// The type of the answer, if the page itself made the host call.
    #[cfg(feature = "sim")]
    pub(crate) fn answer_type(&self) -> Option<AnswerType> {
        self.to.upgrade()?.answer_type()
    }

    /// Whether it is the timer of a limit of a joined call.
    #[cfg(feature = "sim")]
    pub(crate) fn is_limit(&self) -> bool {
        self.to.upgrade().is_some_and(|to| to.is_limit(self.number))
    }

    /// Whether the page still waits for the answer.
    pub fn is_live(&self) -> bool {
        self.to.upgrade().is_some_and(|to| to.awaits(self.number))
    }

    /// The address of the page and the number of the reply, as the glue uses them.
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    pub(crate) fn address(&self) -> (*const (), u32) {
        (self.to.as_ptr().cast(), self.number)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("is_live", &self.is_live()).finish_non_exhaustive()
    }
}

/// The type that a page expects of the answer to its own host call.
#[cfg(feature = "sim")]
#[derive(Clone, Copy)]
pub struct AnswerType {
    example: fn() -> Option<Value>,
    check: fn(Value) -> Result<(), CallError>,
}

#[cfg(feature = "sim")]
impl AnswerType {
    pub(crate) fn of<T: serde::de::DeserializeOwned>() -> Self {
        Self { example: crate::value::sample::example::<T>, check: |value| value.into_type::<T>().map(drop) }
    }

    /// What [`Value::any`] becomes in this type; `None` if nothing can be made up.
    pub fn example(self) -> Option<Value> {
        (self.example)()
    }

    /// Checks that the answer has this type.
    ///
    /// # Errors
    ///
    /// If it has another type; the message says why.
    pub fn check(self, answer: &Value) -> Result<(), CallError> {
        (self.check)(answer.clone())
    }
}

#[cfg(feature = "sim")]
impl fmt::Debug for AnswerType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerType").field("example", &self.example()).finish_non_exhaustive()
    }
}

/// Through this a host notifies the page of the events of a call. [`Reply::watch`] returns it.
///
/// Like a [`Reply`], it does not keep the page alive, and an event of another call has no effect.
///
/// The events come from `wx.onVoIPChatMembersChanged` and `wx.onVoIPChatInterrupted`. They may come before, with or after
/// the answer of the join, and twice.
#[derive(Clone)]
pub struct Watch {
    to: Weak<dyn ReplyTarget>,
    number: u32,
}

impl Watch {
    /// The room has this many members. Two or more mean that the other side has answered. Fewer than two after that
    /// mean that the call has ended.
    pub fn members(&self, count: usize) {
        self.notify(HostEvent::Members(count));
    }

    /// The call is over: another page of the app has placed one.
    pub fn ended(&self) {
        self.notify(HostEvent::Ended);
    }

    /// The call was interrupted, for example by a phone call; `error` has the host's message.
    pub fn interrupted(&self, error: CallError) {
        self.notify(HostEvent::Interrupted(error));
    }

    /// Whether the page still waits for the join or is in its call.
    pub fn is_live(&self) -> bool {
        self.to.upgrade().is_some_and(|to| to.watches(self.number))
    }

    pub(crate) fn notify(&self, event: HostEvent) {
        if let Some(to) = self.to.upgrade() {
            to.event(self.number, event);
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("is_live", &self.is_live()).finish_non_exhaustive()
    }
}

/// Through this a host notifies a page of what concerns the whole app. It does not keep the page alive.
#[derive(Clone)]
pub struct AppWatch {
    to: Weak<dyn ReplyTarget>,
}

impl AppWatch {
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn new(to: Weak<dyn ReplyTarget>) -> Self {
        Self { to }
    }

    /// One-to-one calls are now enabled in the app, or disabled (`setEnable1v1Chat`).
    pub fn set_reachable(&self, reachable: bool) {
        if let Some(to) = self.to.upgrade() {
            to.event(0, HostEvent::Reachable(reachable));
        }
    }

    /// Whether this device reports the members of rooms ([`Watch::members`]). Not every phone does, and where none are
    /// reported, the limit `ring` of a flow ends no call: the other side may have answered.
    ///
    /// A page takes it as `true` until the host says `false`.
    pub fn set_reports_members(&self, reports: bool) {
        if let Some(to) = self.to.upgrade() {
            to.event(0, HostEvent::ReportsMembers(reports));
        }
    }

    /// Whether the page still exists.
    pub fn is_live(&self) -> bool {
        self.to.strong_count() > 0
    }
}

impl fmt::Debug for AppWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppWatch").field("is_live", &self.is_live()).finish_non_exhaustive()
    }
}

/// The target of a [`Reply`] or a [`Watch`]: an engine, a host call or a sleep of a handler, or a recorder in
/// between.
pub(crate) trait ReplyTarget {
    fn answer(&self, number: u32, answer: BoxedAnswer);
    /// Whether the answer with this number is awaited. On a phone, only a handler's host calls are asked for that.
    fn awaits(&self, _number: u32) -> bool {
        false
    }
    /// Whether the page waits for the join with this number or is in its call.
    fn watches(&self, _number: u32) -> bool {
        false
    }
    /// Whether the handler made the host call.
    #[cfg(feature = "sim")]
    fn is_handlers(&self) -> bool {
        false
    }
    /// The type of the answer, if the page itself made the host call.
    #[cfg(feature = "sim")]
    fn answer_type(&self) -> Option<AnswerType> {
        None
    }
    /// Whether this is the number of the timer of a limit of a joined call.
    #[cfg(feature = "sim")]
    fn is_limit(&self, _number: u32) -> bool {
        false
    }
    /// An event of the call whose join has this number. An event of the app has the number 0.
    fn event(&self, number: u32, event: HostEvent);
}
