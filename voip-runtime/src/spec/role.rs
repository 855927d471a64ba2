//! What a field is in a call.

/// The part of a call that a field provides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// `listener.openid`: the openid of the user who is called. Required.
    ListenerOpenid,
    /// `listener.nickname`: the name shown to the caller. Required.
    ListenerNickname,
    /// `listener.head_image`: the URL of a picture.
    ListenerHeadImage,
    /// `caller.openid`: the openid of the user who calls. Required.
    CallerOpenid,
    /// `caller.nickname`: the name shown to the listener. Required.
    CallerNickname,
    /// `caller.head_image`: the URL of a picture.
    CallerHeadImage,
    /// `room_type`: voice or video.
    RoomType,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[
        Self::ListenerOpenid,
        Self::ListenerNickname,
        Self::ListenerHeadImage,
        Self::CallerOpenid,
        Self::CallerNickname,
        Self::CallerHeadImage,
        Self::RoomType,
    ];

    /// The role as `#[field(…)]` writes it.
    pub const fn name(self) -> &'static str {
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

    /// What it is, for a user. A message for the user names a field without a label by it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::ListenerOpenid => "对方的openid",
            Self::ListenerNickname => "对方的昵称",
            Self::ListenerHeadImage => "对方的头像",
            Self::CallerOpenid => "您的openid",
            Self::CallerNickname => "您的昵称",
            Self::CallerHeadImage => "您的头像",
            Self::RoomType => "通话方式",
        }
    }
}
