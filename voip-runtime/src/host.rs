//! The host of a page: its only interface to the outside. Host calls have the names and options of WeChat's official
//! type package (`miniprogram-api-typings`) and Taro's.

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::any::Any;
use core::fmt;
use core::time::Duration;

use serde::{Serialize, Serializer};

use crate::api;
use crate::error::CallError;
use crate::event::HostEvent;
use crate::field::RoomType;
pub use crate::spec::User;
use crate::spec::{Parties, Spec};
use crate::value::Value;

/// A host: makes host calls, measures time, and notifies pages of events.
///
/// A host may answer late, twice or never. Only the first answer counts, and only while the page waits for it.
///
/// One host serves all pages of an app, which share two things: there is one room, and one-to-one calls are enabled for the
/// app. A host therefore
///
/// - gives the room to the page whose `join1v1Chat` succeeds, and only then notifies the page that had it
///   ([`Watch::ended`]); a join that fails ends no call
/// - notifies every page when calls are enabled or disabled ([`AppWatch::set_reachable`]), whichever page asked for it
///
/// This host prints each host call and passes it on to another host:
///
/// ```
/// use std::time::Duration;
/// use voip_runtime::host::{AppWatch, Host, HostCall, Reply};
///
/// struct PrintingHost<H>(H);
///
/// impl<H: Host> Host for PrintingHost<H> {
///     fn call(&self, call: HostCall<'_>, reply: Reply) {
///         println!("{}", call.name());
///         self.0.call(call, reply);
///     }
///
///     fn sleep(&self, duration: Duration, reply: Reply) {
///         self.0.sleep(duration, reply);
///     }
///
///     fn now(&self) -> Duration {
///         self.0.now()
///     }
///
///     fn watch_app(&self, watch: AppWatch) {
///         self.0.watch_app(watch);
///     }
/// }
/// ```
pub trait Host {
    /// Starts a host call and returns. The host answers through the [`Reply`], at once or later.
    ///
    /// The reply of `join1v1Chat` also has the [`watch`](Reply::watch) of the call that it places.
    fn call(&self, call: HostCall<'_>, reply: Reply);

    /// Answers with success after `duration`.
    fn sleep(&self, duration: Duration, reply: Reply);

    /// The time since a fixed moment that the host chooses. It never decreases.
    fn now(&self) -> Duration;

    /// A page was opened: from now on, notifies `watch` of what concerns the whole app.
    ///
    /// If calls are enabled already, the host says so at once.
    fn watch_app(&self, watch: AppWatch);
}

macro_rules! host_of_pointer {
    ($($pointer:ident)*) => {$(
        impl<H: Host + ?Sized> Host for $pointer<H> {
            fn call(&self, call: HostCall<'_>, reply: Reply) {
                (**self).call(call, reply);
            }

            fn sleep(&self, duration: Duration, reply: Reply) {
                (**self).sleep(duration, reply);
            }

            fn now(&self) -> Duration {
                (**self).now()
            }

            fn watch_app(&self, watch: AppWatch) {
                (**self).watch_app(watch);
            }
        }
    )*};
}

host_of_pointer! { Box Rc }

/// A host call with its options.
///
/// It serializes as its options, or as `null` if it has none.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum HostCall<'a> {
    /// `wx.authorize`: asks the user for one scope.
    Authorize(AuthorizeOptions<'a>),
    /// `wx.setEnable1v1Chat`: switches one-to-one calls on.
    SetEnable1v1Chat(SetEnable1v1ChatOptions),
    /// `wx.join1v1Chat`: places the call.
    Join1v1Chat(Join1v1ChatOptions<'a>),
    /// `wx.openSetting`, after a modal that asks the user: the host opens the settings page only in response to a
    /// tap.
    OpenSetting,
    /// `wx.exitVoIPChat`: leaves the room.
    ExitVoipChat,
    /// `wx.showToast`: shows a short text for a moment. The page ignores its answer.
    ShowToast(ShowToastOptions<'a>),
    /// A host call that the handler makes, by its name, such as `login` or `request`.
    Other(&'a str, &'a Value),
}

impl<'a> HostCall<'a> {
    /// The name of the host call.
    pub const fn name(&self) -> &'a str {
        match self {
            Self::Authorize(_) => api::AUTHORIZE,
            Self::SetEnable1v1Chat(_) => api::SET_ENABLE_1V1_CHAT,
            Self::Join1v1Chat(_) => api::JOIN_1V1_CHAT,
            Self::OpenSetting => api::OPEN_SETTING,
            Self::ExitVoipChat => api::EXIT_VOIP_CHAT,
            Self::ShowToast(_) => api::SHOW_TOAST,
            Self::Other(name, _) => name,
        }
    }
}

impl Serialize for HostCall<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Authorize(options) => options.serialize(serializer),
            Self::SetEnable1v1Chat(options) => options.serialize(serializer),
            Self::Join1v1Chat(options) => options.serialize(serializer),
            Self::ShowToast(options) => options.serialize(serializer),
            Self::OpenSetting | Self::ExitVoipChat => serializer.serialize_unit(),
            Self::Other(_, options) => options.serialize(serializer),
        }
    }
}

/// The options of `wx.authorize`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuthorizeOptions<'a> {
    /// The scope, such as `scope.record`.
    pub scope: &'a str,
}

/// The options of `wx.setEnable1v1Chat`. The host chooses those that are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetEnable1v1ChatOptions {
    /// Whether to switch calls on or off.
    pub enable: bool,
    /// The colour of the call window, 0 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_type: Option<u8>,
    /// The form of the minimized call window (`minWindowType`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_window_type: Option<u32>,
}

impl SetEnable1v1ChatOptions {
    /// Switches calls on, with the options that the page declares.
    pub(crate) const fn new(spec: &Spec) -> Self {
        Self { enable: true, background_type: spec.background_type, min_window_type: spec.min_window_type }
    }
}

/// The options of `wx.join1v1Chat`. The host chooses those that are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Join1v1ChatOptions<'a> {
    /// The user who calls.
    pub caller: User<'a>,
    /// The user who is called.
    pub listener: User<'a>,
    /// Voice or video.
    pub room_type: RoomType,
    /// The colour of the call window, 0 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_type: Option<u8>,
    /// The form of the minimized call window (`minWindowType`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_window_type: Option<u32>,
    /// Whether the user cannot switch between voice and video.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_switch_voice: Option<bool>,
}

impl<'a> Join1v1ChatOptions<'a> {
    /// A call between these parties, with the options that the page declares.
    pub(crate) fn new(spec: &Spec, parties: Parties<'a>) -> Self {
        Self {
            caller: parties.caller,
            listener: parties.listener,
            room_type: parties.room_type.unwrap_or(spec.room_type),
            background_type: spec.background_type,
            min_window_type: spec.min_window_type,
            disable_switch_voice: spec.disable_switch_voice,
        }
    }
}

/// The options of `wx.showToast`. The host chooses the icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ShowToastOptions<'a> {
    /// The text.
    pub title: &'a str,
    /// How long it is shown, in milliseconds. The host's default is 1,500.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
}

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
    /// Whether this is the number of the timer of a limit of a joined call.
    #[cfg(feature = "sim")]
    fn is_limit(&self, _number: u32) -> bool {
        false
    }
    /// An event of the call whose join has this number. An event of the app has the number 0.
    fn event(&self, number: u32, event: HostEvent);
}
