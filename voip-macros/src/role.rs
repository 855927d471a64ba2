//! Where the value of a field goes.

use crate::kind::Base;

/// The role of a field in the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    ListenerOpenid,
    ListenerNickname,
    ListenerHeadImage,
    CallerOpenid,
    CallerNickname,
    CallerHeadImage,
    RoomType,
}

impl Role {
    pub(crate) const ALL: [Self; 7] = [
        Self::ListenerOpenid,
        Self::ListenerNickname,
        Self::ListenerHeadImage,
        Self::CallerOpenid,
        Self::CallerNickname,
        Self::CallerHeadImage,
        Self::RoomType,
    ];

    /// The roles without which no call can be placed.
    pub(crate) const REQUIRED: [Self; 4] =
        [Self::ListenerOpenid, Self::ListenerNickname, Self::CallerOpenid, Self::CallerNickname];

    /// As a field writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ListenerOpenid => "listener.openid",
            Self::ListenerNickname => "listener.nickname",
            Self::ListenerHeadImage => "listener.head_image",
            Self::CallerOpenid => "caller.openid",
            Self::CallerNickname => "caller.nickname",
            Self::CallerHeadImage => "caller.head_image",
            Self::RoomType => "room_type",
        }
    }

    /// As the runtime names it.
    pub(crate) const fn variant(self) -> &'static str {
        match self {
            Self::ListenerOpenid => "ListenerOpenid",
            Self::ListenerNickname => "ListenerNickname",
            Self::ListenerHeadImage => "ListenerHeadImage",
            Self::CallerOpenid => "CallerOpenid",
            Self::CallerNickname => "CallerNickname",
            Self::CallerHeadImage => "CallerHeadImage",
            Self::RoomType => "RoomType",
        }
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The type that a field with this role has.
    pub(crate) const fn base(self) -> Base {
        match self {
            Self::ListenerOpenid | Self::CallerOpenid => Base::OpenId,
            Self::RoomType => Base::RoomType,
            _ => Base::Text,
        }
    }
}
