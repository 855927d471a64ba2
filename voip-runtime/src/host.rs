//! The only interface between a page and the world: host calls, with the names and options of WeChat's
//! official type package (`miniprogram-api-typings`) and Taro's.

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::any::Any;
use core::fmt;
use core::time::Duration;

use serde::{Serialize, Serializer};

use crate::api;
use crate::error::CallError;
use crate::event::ChatEvent;
use crate::field::RoomType;
pub use crate::spec::User;
use crate::spec::{Parties, Spec};
use crate::value::Value;

/// What a page needs of a host: host calls, time, and how a joined call goes on.
///
/// A host may answer late, twice or never: only a reply's first answer counts, and none once the page has
/// gone on.
///
/// A host that prints what another one is called for:
///
/// ```
/// use std::time::Duration;
/// use voip_runtime::host::{Host, HostCall, Reply, Watch};
///
/// struct Printing<H>(H);
///
/// impl<H: Host> Host for Printing<H> {
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
///     fn watch_call(&self, watch: Watch) {
///         self.0.watch_call(watch);
///     }
/// }
/// ```
pub trait Host {
    /// Starts this host call and returns; the answer comes through the [`Reply`], at once or later.
    fn call(&self, call: HostCall<'_>, reply: Reply);

    /// Answers once `duration` has passed.
    fn sleep(&self, duration: Duration, reply: Reply);

    /// The time since some moment that this host chose; it never goes back.
    fn now(&self) -> Duration;

    /// Notifies `watch` of how the call goes on that was joined just now. A host keeps the newest watch
    /// alone. (`wx.onVoIPChatMembersChanged`, `wx.onVoIPChatInterrupted`.)
    fn watch_call(&self, watch: Watch);
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

            fn watch_call(&self, watch: Watch) {
                (**self).watch_call(watch);
            }
        }
    )*};
}

host_of_pointer! { Box Rc }

/// A host call with its options.
///
/// It serializes as its options: `null` where there are none.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum HostCall<'a> {
    /// `wx.authorize`: asks the user for one scope.
    Authorize(AuthorizeOptions<'a>),
    /// `wx.setEnable1v1Chat`: switches one-to-one calls on.
    SetEnable1v1Chat(SetEnable1v1ChatOptions),
    /// `wx.join1v1Chat`: places the call.
    Join1v1Chat(Join1v1ChatOptions<'a>),
    /// `wx.openSetting`, after asking the user with a modal: the host opens it only out of a tap.
    OpenSetting,
    /// `wx.exitVoIPChat`: leaves the room.
    ExitVoipChat,
    /// `wx.showToast`: shows a few words for a moment. Nobody waits for its answer.
    ShowToast(ShowToastOptions<'a>),
    /// Any other host call by its name, such as `login` or `request`: a handler's own.
    Other(&'a str, &'a Value),
}

impl<'a> HostCall<'a> {
    /// The host's name for it.
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
    /// One scope, such as `scope.record`.
    pub scope: &'a str,
}

/// The options of `wx.setEnable1v1Chat`; what is `None` is left to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetEnable1v1ChatOptions {
    /// Whether calls are switched on.
    pub enable: bool,
    /// The colour of the call window, 0 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_type: Option<u8>,
    /// The smallest form of the call window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_window_type: Option<u32>,
}

impl SetEnable1v1ChatOptions {
    /// Switches calls on, as the page declares it.
    pub(crate) const fn new(spec: &Spec) -> Self {
        Self { enable: true, background_type: spec.background_type, min_window_type: spec.min_window_type }
    }
}

/// The options of `wx.join1v1Chat`; what is `None` is left to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Join1v1ChatOptions<'a> {
    /// Who calls.
    pub caller: User<'a>,
    /// Who is called.
    pub listener: User<'a>,
    /// Voice or video.
    pub room_type: RoomType,
    /// The colour of the call window, 0 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_type: Option<u8>,
    /// The smallest form of the call window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_window_type: Option<u32>,
    /// Whether the user may not switch between voice and video.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_switch_voice: Option<bool>,
}

impl<'a> Join1v1ChatOptions<'a> {
    /// A call between these two, as the page declares it.
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

/// The options of `wx.showToast`. The icon above the words is the host's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ShowToastOptions<'a> {
    /// The words.
    pub title: &'a str,
}

/// What a host call answers: `success` with its result, or `fail`.
pub type Answer = Result<Value, CallError>;

/// An answer on its way: small, since there is seldom a result.
/// It is a [`Value`], for whoever wants one.
pub(crate) type Arrived = Result<Option<Box<dyn Any>>, CallError>;

/// The result that has arrived.
pub(crate) fn value(result: Option<Box<dyn Any>>) -> Value {
    result.and_then(|result| result.downcast().ok()).map_or(Value::Null, |value| *value)
}

/// Where a host leaves its answer. Weak and numbered: an answer that nobody waits for any more
/// goes nowhere, so it may be kept, called again, or dropped.
#[derive(Clone)]
pub struct Reply {
    to: Weak<dyn Receiver>,
    number: u32,
}

impl Reply {
    pub(crate) fn new(to: Weak<dyn Receiver>, number: u32) -> Self {
        Self { to, number }
    }

    /// The host call's answer.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a success without a result is then no more than that")]
    pub fn answer(&self, answer: Answer) {
        self.arrive(match answer {
            Ok(nothing @ Value::Null) => {
                // It owns nothing; to drop it would be a call all the same.
                core::mem::forget(nothing);
                Ok(None)
            }
            Ok(result) => Ok(Some(Box::new(result))),
            Err(error) => Err(error),
        });
    }

    fn arrive(&self, arrived: Arrived) {
        if let Some(to) = self.to.upgrade() {
            to.answer(self.number, arrived);
        }
    }

    /// Whether the handler made the host call, and not the session.
    #[cfg(feature = "sim")]
    pub(crate) fn is_handlers(&self) -> bool {
        self.to.upgrade().is_some_and(|to| to.is_handlers())
    }

    /// Whether an answer would still have an effect.
    pub fn is_live(&self) -> bool {
        self.to.upgrade().is_some_and(|to| to.awaits(self.number))
    }

    /// Who waits, as a phone knows a page, and for what.
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

/// Where a host says how a joined call goes on. Weak and numbered, as [`Reply`] is.
#[derive(Clone)]
pub struct Watch {
    to: Weak<dyn Receiver>,
    number: u32,
}

impl Watch {
    pub(crate) fn new(to: Weak<dyn Receiver>, number: u32) -> Self {
        Self { to, number }
    }

    /// The other side answered.
    pub fn connected(&self) {
        self.notify(ChatEvent::Connected);
    }

    /// The call is over.
    pub fn ended(&self) {
        self.notify(ChatEvent::Ended);
    }

    /// The call was cut off, by a phone call for instance; with the host's own words.
    pub fn interrupted(&self, error: CallError) {
        self.notify(ChatEvent::Interrupted(error));
    }

    /// Whether the page still watches this call.
    pub fn is_live(&self) -> bool {
        self.to.upgrade().is_some_and(|to| to.awaits(self.number))
    }

    /// Who watches, as a phone knows a page, and what.
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    pub(crate) fn address(&self) -> (*const (), u32) {
        (self.to.as_ptr().cast(), self.number)
    }

    pub(crate) fn notify(&self, event: ChatEvent) {
        if let Some(to) = self.to.upgrade() {
            to.chat(self.number, event);
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("is_live", &self.is_live()).finish_non_exhaustive()
    }
}

/// Who receives answers: an engine, a host call or a sleep of a handler, or a recorder in between.
pub(crate) trait Receiver {
    fn answer(&self, number: u32, answer: Arrived);
    fn awaits(&self, number: u32) -> bool;
    /// Whether these are host calls of a handler's own.
    #[cfg(feature = "sim")]
    fn is_handlers(&self) -> bool {
        false
    }
    fn chat(&self, number: u32, event: ChatEvent);
}
