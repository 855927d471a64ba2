//! What WeChat itself shows on a simulated phone, above the page.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::field::RoomType;

/// What WeChat shows above the page, on a phone that somebody [attends](super::SimHost::attend).
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
    /// What the person is asked.
    pub dialog: Option<Dialog>,
    /// The window of a call.
    pub call: Option<CallWindow>,
}

/// What WeChat asks the person at the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Dialog {
    /// Whether the mini-program may have this scope: 允许 or 拒绝.
    Permission {
        /// The host's name for it, such as `scope.record`.
        scope: String,
    },
    /// Whether to go to the settings page: 去设置 or 取消.
    AskSettings,
    /// The settings page.
    Settings {
        /// Each scope that the mini-program has ever asked for, and whether its switch is on.
        scopes: Vec<(String, bool)>,
    },
}

/// WeChat's window of a call: it rings, or the two talk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallWindow {
    /// Whether this phone placed the call.
    pub outgoing: bool,
    /// The nickname of the other side, as the join said it.
    pub name: String,
    /// Voice or video.
    pub room_type: RoomType,
    /// The colour of the window, 0 to 5.
    pub background_type: u8,
    /// When the call was answered, in milliseconds of [`Host::now`](crate::Host::now).
    pub connected_at: Option<u64>,
    /// Whether the microphone is off.
    pub muted: bool,
}
