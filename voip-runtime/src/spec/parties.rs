//! Who calls whom, from the fields of a page.

use core::fmt;

use serde::Serialize;

use crate::field::RoomType;
use crate::value::shortened;

/// One side of a call.
///
/// An openid is personal data: `Debug` shows only its first characters.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User<'a> {
    /// The name shown to the other side.
    pub nickname: &'a str,
    /// The openid of the user.
    pub openid: &'a str,
    /// The URL of a picture, or empty.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub head_image: &'a str,
}

impl<'a> User<'a> {
    /// Creates a user without a picture.
    #[inline]
    pub const fn new(nickname: &'a str, openid: &'a str) -> Self {
        Self { nickname, openid, head_image: "" }
    }

    /// Sets the URL of the picture.
    #[inline]
    #[must_use]
    pub const fn head_image(mut self, address: &'a str) -> Self {
        self.head_image = address;
        self
    }
}

impl fmt::Debug for User<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("nickname", &self.nickname)
            .field("openid", &shortened(self.openid))
            .field("head_image", &self.head_image)
            .finish()
    }
}

/// The two sides of a call and its kind, from the fields of a page that have a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parties<'a> {
    /// The user who calls.
    pub caller: User<'a>,
    /// The user who is called.
    pub listener: User<'a>,
    /// The value of the field with the role [`Role::RoomType`](super::Role::RoomType), if the page has one.
    pub room_type: Option<RoomType>,
}

impl<'a> Parties<'a> {
    /// Creates the parties of a call. `room_type` is `None` unless a field has the role [`Role::RoomType`](super::Role::RoomType).
    #[inline]
    pub const fn new(caller: User<'a>, listener: User<'a>, room_type: Option<RoomType>) -> Self {
        Self { caller, listener, room_type }
    }
}
