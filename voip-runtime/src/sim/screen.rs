//! The dialogs and windows that WeChat shows on a simulated phone, above the page.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::field::RoomType;

/// What WeChat shows above the page. See [`SimHost::screen`](super::SimHost::screen).
///
/// ```
/// use voip_runtime::sim::{Screen, SimHost};
///
/// let phone = SimHost::new();
/// phone.make_interactive();
/// assert_eq!(phone.screen(), Screen::default());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Screen {
    /// The dialog, if there is one. It is always `None` unless the phone is
    /// [interactive](super::SimHost::make_interactive).
    pub dialog: Option<Dialog>,
    /// The call window, if there is a call.
    pub call: Option<CallWindow>,
}

/// A dialog that waits for the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Dialog {
    /// Asks whether to allow this scope: 允许 (allow) or 拒绝 (refuse).
    Permission {
        /// The host's name of the scope, such as `scope.record`.
        scope: String,
    },
    /// Asks whether to open the settings page: 去设置 (open) or 取消 (cancel).
    AskSettings,
    /// The settings page.
    Settings {
        /// The scopes that the mini-program has asked for, and whether the switch of each is on.
        scopes: Vec<(String, bool)>,
    },
}

/// WeChat's window of a call that rings or was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallWindow {
    /// Whether this phone placed the call.
    pub outgoing: bool,
    /// The nickname of the other side, from the options of the join.
    pub name: String,
    /// Voice or video.
    pub room_type: RoomType,
    /// The colour of the window, 0 to 5.
    pub background_type: u8,
    /// The time at which the call was answered, in milliseconds of [`Host::now`](crate::Host::now).
    pub connected_at: Option<u64>,
    /// Whether the microphone is off.
    pub muted: bool,
    /// The host's `disableSwitchVoice`: a video call cannot be switched to voice.
    pub disable_switch_voice: bool,
    /// Why the other side does not ring. WeChat does not show it: its window only waits.
    pub not_ringing: Option<NotRinging>,
}

/// Why a call rings nowhere, although the join succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum NotRinging {
    /// No simulated phone has the openid, and [`Listener`](super::Listener) says that nobody else answers.
    UnknownOpenid,
    /// It is the openid of the phone that calls.
    OwnOpenid,
    /// The mini-program is closed.
    Closed,
    /// The mini-program is in the background.
    Background,
    /// There is no network.
    Offline,
    /// The mini-program has not enabled calls since it was started.
    NotReachable,
    /// A call that is not answered yet occupies the phone.
    Ringing,
}
