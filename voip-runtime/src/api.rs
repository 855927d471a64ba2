//! The host calls that a page makes: their names, and the three that are the steps of a call.

use crate::state::State;

/// Asks the user to allow one scope.
pub const AUTHORIZE: &str = "authorize";
/// Opens the settings page.
pub const OPEN_SETTING: &str = "openSetting";
/// Switches one-to-one calls on.
pub const SET_ENABLE_1V1_CHAT: &str = "setEnable1v1Chat";
/// Places the call.
pub const JOIN_1V1_CHAT: &str = "join1v1Chat";
/// Leaves the room.
pub const EXIT_VOIP_CHAT: &str = "exitVoIPChat";
/// Shows a short text for a moment.
pub const SHOW_TOAST: &str = "showToast";

/// The largest `backgroundType`. The colours of the call window are numbered from 0.
pub const MAX_BACKGROUND_TYPE: u8 = 5;

/// The longest delay of a JavaScript timer, in milliseconds. A timer with a longer delay fires at once.
pub const MAX_TIMEOUT_MS: u64 = i32::MAX as u64;

/// One of the three host calls that make up a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// `wx.authorize`.
    Authorize,
    /// `wx.setEnable1v1Chat`.
    Enable,
    /// `wx.join1v1Chat`.
    Join,
}

impl Step {
    /// All three, in the order of a call.
    pub const ALL: [Self; 3] = [Self::Authorize, Self::Enable, Self::Join];

    /// The name in a handler (`call.authorize()`) and in the preview.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Enable => "enable",
            Self::Join => "join",
        }
    }

    /// The name of the host call.
    pub const fn host_call(self) -> &'static str {
        match self {
            Self::Authorize => AUTHORIZE,
            Self::Enable => SET_ENABLE_1V1_CHAT,
            Self::Join => JOIN_1V1_CHAT,
        }
    }

    /// The state in which the host call is made.
    pub const fn state(self) -> State {
        match self {
            Self::Authorize => State::Authorizing,
            Self::Enable => State::Enabling,
            Self::Join => State::Joining,
        }
    }
}
