//! The role of a field: where its value is used.

use crate::host::ROLES;
pub(crate) use crate::host::Role;
use crate::kind::Base;

impl Role {
    /// The roles without which no call can be placed.
    pub(crate) const REQUIRED: [Self; 4] =
        [Self::ListenerOpenid, Self::ListenerNickname, Self::CallerOpenid, Self::CallerNickname];

    /// As a field writes it.
    pub(crate) const fn name(self) -> &'static str {
        ROLES[self as usize]
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
