//! The role of a field: where its value is used.

use proc_macro2::TokenStream;

use crate::found::code_of;
pub(crate) use crate::host::Role;
use crate::host::{ROLES, ROLES_CHINESE};
use crate::kind::Base;
use crate::names::letters;
use crate::nearest::nearest;

impl Role {
    /// The roles that a call cannot be placed without.
    pub(crate) const REQUIRED: [Self; 4] =
        [Self::ListenerOpenid, Self::ListenerNickname, Self::CallerOpenid, Self::CallerNickname];

    /// As a field writes it.
    pub(crate) const fn name(self) -> &'static str {
        ROLES[self as usize]
    }

    /// What a user calls it.
    pub(crate) const fn chinese(self) -> &'static str {
        ROLES_CHINESE[self as usize]
    }

    pub(crate) const fn is_of_listener(self) -> bool {
        matches!(self, Self::ListenerOpenid | Self::ListenerNickname | Self::ListenerHeadImage)
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the first of these arguments is the role of a party.
    pub(crate) fn begins(arguments: &TokenStream) -> bool {
        let code = code_of(arguments);
        let first = code.split(',').next().unwrap_or_default();
        first.contains('.') && Self::of_name(first).is_some()
    }

    /// The role that was probably meant by `Role::CallerOpenid`, `caller_openid` or `caler.openid`.
    pub(crate) fn nearest(written: &str) -> Option<Self> {
        // Who is called has two names.
        let meant =
            |text: &str| letters(text).replace("callee", "listener").trim_start_matches("role").to_owned();
        if let Some((party, _)) = written.split_once('.') {
            nearest(&meant(party), &["listener", "caller"])?;
        }
        let names = Self::ALL.map(|role| letters(role.name()));
        let name = nearest(&meant(written), &names.each_ref().map(String::as_str))?;
        Self::ALL.into_iter().find(|role| letters(role.name()) == name)
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
