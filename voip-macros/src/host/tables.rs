//! Generated from the runtime by `tests/tests/facts.rs`; do not edit.

use super::{Known, LegalTransitions, Via};

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State { Idle, Authorizing, Enabling, Joining, InCall, Failed }

use State::{Idle, Authorizing, Enabling, Joining, InCall, Failed};

impl State {
    /// Every state, in the order of a call.
    pub(crate) const ALL: [Self; 6] = [Idle, Authorizing, Enabling, Joining, InCall, Failed];
}

/// The legal transitions, one entry for each of [`State::ALL`].
pub(crate) const LEGAL: [LegalTransitions; 6] = [
    LegalTransitions { from: Idle, name: "Idle", is_working: false, within: None, onward: &[Authorizing], back: &[], stop: &[] },
    LegalTransitions { from: Authorizing, name: "Authorizing", is_working: true, within: None, onward: &[Enabling], back: &[Authorizing], stop: &[Idle, Failed] },
    LegalTransitions { from: Enabling, name: "Enabling", is_working: true, within: Some(15000), onward: &[Joining], back: &[Enabling, Authorizing], stop: &[Idle, Failed] },
    LegalTransitions { from: Joining, name: "Joining", is_working: true, within: Some(60000), onward: &[InCall], back: &[Joining, Enabling, Authorizing], stop: &[Idle, Failed] },
    LegalTransitions { from: InCall, name: "InCall", is_working: false, within: None, onward: &[Idle], back: &[], stop: &[Idle, Failed] },
    LegalTransitions { from: Failed, name: "Failed", is_working: false, within: None, onward: &[Idle, Authorizing], back: &[], stop: &[] },
];

/// Every cause that has a name, in the order of the documents. No row can name `App`, the cause of a handler's `fail`.
pub(crate) const CAUSES: [Known; 25] = [
    Known { name: "PrivacyRefused", codes: &[104], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "PrivacyUndeclared", codes: &[112, 1025, 1026], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "Denied", codes: &[103], steps: &[Authorizing] },
    Known { name: "WechatNoCamera", codes: &[-30001], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "WechatNoRecord", codes: &[-30002, 3, 1107002, 1107013], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "NoCamera", codes: &[-30004], steps: &[Enabling, Joining] },
    Known { name: "NoRecord", codes: &[-30003], steps: &[Enabling, Joining] },
    Known { name: "NotInForeground", codes: &[1107003], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "NotOpen", codes: &[-20000, 102], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "OnCall", codes: &[-20002, 1107001], steps: &[Enabling, Joining] },
    Known { name: "OccupiedByOther", codes: &[-20003], steps: &[Enabling, Joining] },
    Known { name: "DeviceNotSupported", codes: &[-20001], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "Unsupported", codes: &[100], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "AlreadyInRoom", codes: &[-1], steps: &[Joining] },
    Known { name: "RecorderOccupied", codes: &[-2], steps: &[Enabling, Joining] },
    Known { name: "LeftWhileJoining", codes: &[-3], steps: &[Joining] },
    Known { name: "Internal", codes: &[-30000, 4], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "Timeout", codes: &[5], steps: &[Authorizing, Enabling, Joining, InCall] },
    Known { name: "System", codes: &[-1000, 1000, 1003], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "InvalidOptions", codes: &[101, 110, 1001], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "Network", codes: &[108, 109], steps: &[Authorizing, Enabling, Joining] },
    Known { name: "InvalidOpenid", codes: &[1004], steps: &[Joining] },
    Known { name: "NoAnswer", codes: &[], steps: &[InCall] },
    Known { name: "Interrupted", codes: &[], steps: &[InCall] },
    Known { name: "App", codes: &[], steps: &[] },
];

/// The states in which a code without a name can occur.
pub(super) const OTHER_CODE: &[State] = &[Authorizing, Enabling, Joining];

/// What `via` can name.
pub(crate) const VIAS: [Via; 2] = [
    Via { name: "open_setting", variant: "OpenSetting", cause: "Denied" },
    Via { name: "exit_room", variant: "ExitRoom", cause: "AlreadyInRoom" },
];

/// The role of a field in the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role { ListenerOpenid, ListenerNickname, ListenerHeadImage, CallerOpenid, CallerNickname, CallerHeadImage, RoomType }

use Role::{ListenerOpenid, ListenerNickname, ListenerHeadImage, CallerOpenid, CallerNickname, CallerHeadImage, RoomType};

impl Role {
    pub(crate) const ALL: [Self; 7] = [ListenerOpenid, ListenerNickname, ListenerHeadImage, CallerOpenid, CallerNickname, CallerHeadImage, RoomType];
}

/// The names of the roles, one for each of [`Role::ALL`].
pub(crate) const ROLES: [&str; 7] = ["listener.openid", "listener.nickname", "listener.head_image", "caller.openid", "caller.nickname", "caller.head_image", "room_type"];

/// What a user calls them.
pub(crate) const ROLES_CHINESE: [&str; 7] = ["对方的openid", "对方的昵称", "对方的头像", "您的openid", "您的昵称", "您的头像", "通话方式"];

/// The scopes: their names in a page and in the runtime.
pub(crate) const SCOPES: [(&str, &str); 2] = [("record", "Record"), ("camera", "Camera")];

/// The kinds of call: their names in a page and in the runtime.
pub(crate) const ROOM_TYPES: [(&str, &str); 2] = [("video", "Video"), ("voice", "Voice")];

/// The host's colours of the call window are numbered from 0 to this.
pub(crate) const MAX_BACKGROUND_TYPE: u8 = 5;

/// The longest timeout of the host's timers, in milliseconds. A longer one fires at once.
pub(crate) const MAX_TIMEOUT_MS: u64 = 2147483647;

/// The names in a page's data, and of its handlers, that a field cannot have.
pub(crate) const RESERVED_NAMES: [&str; 15] = ["state", "busy", "error", "reachable", "connected", "receiving", "loading", "pageDepth", "handleCall", "handleCancel", "handleHangUp", "handleDismiss", "handleOpenSettings", "handleCopyRecording", "handleReceive"];
