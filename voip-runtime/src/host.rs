//! The host of a page: its only interface to the outside. Host calls have the names and options of WeChat's official
//! type package (`miniprogram-api-typings`) and Taro's.

mod reply;

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::time::Duration;

use serde::{Serialize, Serializer};

#[cfg(feature = "sim")]
pub use self::reply::AnswerType;
pub use self::reply::{Answer, AppWatch, Reply, Watch};
pub(crate) use self::reply::{BoxedAnswer, ReplyTarget, value};
use crate::api;
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
