//! What a page declares, as data; and access to its fields without the page's type.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use core::any::Any;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::field::{Field, FieldKind, RoomType};
use crate::flow::{Flow, Row};
use crate::state::State;
use crate::value::shortened;

/// A page's fields and hooks, without its type: what the session works with.
pub trait Fields: Any {
    /// The field at `index` in [`Spec::fields`].
    fn field(&self, index: usize) -> Option<&dyn Field>;

    /// The field at `index`, to change it.
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field>;

    /// Who calls whom, from the fields with these roles.
    fn parties(&self) -> Parties<'_>;

    /// A copy.
    fn snapshot(&self) -> Rc<dyn Fields>;

    /// Runs the hook `hook` of the flow's `run` actions.
    fn run(&self, hook: usize, change: &Change);
}

/// For the macro alone: a snapshot. It is inlined and by way of a `Box`, since `Rc::new` would be compiled
/// for each page in one unit for all of them, which a change to any page would rebuild.
#[doc(hidden)]
#[inline(always)]
#[expect(clippy::inline_always, reason = "for the time that a rebuild takes")]
pub fn shared(fields: impl Fields) -> Rc<dyn Fields> {
    let fields: Box<dyn Fields> = Box::new(fields);
    fields.into()
}

/// One side of a call. `Debug` shows the beginning of its openid alone.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User<'a> {
    /// The name shown to the other side.
    pub nickname: &'a str,
    /// Who it is.
    pub openid: &'a str,
    /// The address of a picture.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub head_image: &'a str,
}

impl<'a> User<'a> {
    /// The user with this openid, by this name, without a picture.
    #[inline]
    pub const fn new(nickname: &'a str, openid: &'a str) -> Self {
        Self { nickname, openid, head_image: "" }
    }

    /// With the picture at this address.
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

/// Who calls whom, and how: what a page's fields with roles say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parties<'a> {
    /// Who calls.
    pub caller: User<'a>,
    /// Who is called.
    pub listener: User<'a>,
    /// What the field with the role `room_type` holds, if there is one.
    pub room_type: Option<RoomType>,
}

impl<'a> Parties<'a> {
    /// Who calls whom, and how if a field says so.
    #[inline]
    pub const fn new(caller: User<'a>, listener: User<'a>, room_type: Option<RoomType>) -> Self {
        Self { caller, listener, room_type }
    }
}

/// A transition, as it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The state that was left.
    pub from: State,
    /// The state that was entered; a recovery may enter the same one again.
    pub to: State,
    /// Why, where something failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The host's own words on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// The states, and why: `Authorizing → Failed (Denied)`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {}", self.from, self.to)?;
        self.cause.map_or(Ok(()), |cause| write!(f, " ({cause})"))
    }
}

/// What `#[voip_page]` was told, and what it filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The struct's name.
    pub name: &'static str,
    /// The title of the page.
    pub title: &'static str,
    /// Where the page lies in the mini-program, such as `pages/video-call/index`.
    pub route: &'static str,
    /// The words on the call button.
    pub button: &'static str,
    /// What kind of call, unless a field has the role [`Role::RoomType`].
    pub room_type: RoomType,
    /// The colour of the call window, 0 to 5; the host's own default is 0.
    pub background_type: Option<u8>,
    /// The host's `minWindowType`; its own default is 1.
    pub min_window_type: Option<u32>,
    /// The host's `disableSwitchVoice`; its own default is false.
    pub disable_switch_voice: Option<bool>,
    /// What the user is asked for, in this order.
    pub scopes: &'static [Scope],
    /// Whether the page can be made reachable for calls.
    pub receive: bool,
    /// Whether leaving the page ends a joined call.
    pub hang_up_on_leave: bool,
    /// The fields, in the order of the struct.
    pub fields: &'static [FieldSpec],
    /// How a call flows.
    pub flow: Flow,
}

impl Spec {
    /// The index of the field with this name, in Rust (`listen_name`) or in the page's data
    /// (`listenName`).
    pub fn find(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name || field.key == name)
    }

    /// The first of these fields whose role needs text and that has none.
    pub(crate) fn empty_field(
        &'static self,
        page: &dyn Fields,
        wanted: fn(&FieldSpec) -> bool,
    ) -> Option<&'static FieldSpec> {
        let Parties { caller, listener, .. } = page.parties();
        self.fields.iter().find(|field| {
            let text = match field.role {
                Some(Role::ListenerOpenid) => listener.openid,
                Some(Role::ListenerNickname) => listener.nickname,
                Some(Role::CallerOpenid) => caller.openid,
                Some(Role::CallerNickname) => caller.nickname,
                _ => return false,
            };
            text.is_empty() && wanted(field)
        })
    }
}

impl Spec {
    /// For the macro alone: stands where a declaration has errors, so that nothing else complains. Its flow has no
    /// edges: no code is generated beside an error, and only generated code looks for them.
    #[doc(hidden)]
    pub const STUB: Self = Self {
        name: "",
        title: "",
        route: "",
        button: "",
        room_type: RoomType::Video,
        background_type: None,
        min_window_type: None,
        disable_switch_voice: None,
        scopes: &[],
        receive: false,
        hang_up_on_leave: false,
        fields: &[],
        flow: Flow::new([Row { within: None, edges: &[] }; 6]),
    };
}

/// One declared field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its name in the page's data: the same in camelCase.
    pub key: &'static str,
    /// Where its value goes, if anywhere.
    pub role: Option<Role>,
    /// What stands before its row; a field without a label has no row.
    pub label: Option<&'static str>,
    /// What the empty row shows.
    pub placeholder: &'static str,
    /// What the page says where it is empty and must not be; empty itself for a field that may.
    pub required_message: &'static str,
    /// Whether it may be empty at the tap; only openids and nicknames may otherwise not.
    pub optional: bool,
    /// What kind of row it is.
    pub kind: FieldKind,
}

impl FieldSpec {
    // As the macro writes a field: only what was said of it.

    /// A field without a role or a row.
    pub const fn new(name: &'static str, key: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            key,
            role: None,
            label: None,
            placeholder: "",
            required_message: "",
            optional: false,
            kind,
        }
    }

    /// Its value goes here.
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// It has a row, with this before it.
    #[must_use]
    pub const fn label(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    /// Its empty row shows this.
    #[must_use]
    pub const fn placeholder(mut self, placeholder: &'static str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// Without it there is no call, and the page says this.
    #[must_use]
    pub const fn required_message(mut self, message: &'static str) -> Self {
        self.required_message = message;
        self
    }

    /// It may be empty at the tap.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Whether a tap asks for it: an openid or nickname that is not `optional`.
    pub const fn is_required(&self) -> bool {
        !self.optional && !self.required_message.is_empty()
    }

    /// Whether it says who calls or is called.
    pub(crate) fn is_openid(&self) -> bool {
        matches!(self.role, Some(Role::ListenerOpenid | Role::CallerOpenid))
    }

    /// What a user calls it: its label, or else its name.
    pub const fn title(&self) -> &'static str {
        match self.label {
            Some(label) => label,
            None => self.name,
        }
    }
}

/// Where the value of a field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// `listener.openid`: who is called. Required.
    ListenerOpenid,
    /// `listener.nickname`: the name shown to the caller. Required.
    ListenerNickname,
    /// `listener.head_image`: the address of a picture.
    ListenerHeadImage,
    /// `caller.openid`: who calls. Required.
    CallerOpenid,
    /// `caller.nickname`: the name shown to the listener. Required.
    CallerNickname,
    /// `caller.head_image`: the address of a picture.
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

    /// As `#[field(…)]` writes it.
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
}

/// What `wx.authorize` asks the user for, one scope a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The microphone: `scope.record`.
    Record,
    /// The camera: `scope.camera`.
    Camera,
}

impl Scope {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Record, Self::Camera];

    /// The host's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "scope.record",
            Self::Camera => "scope.camera",
        }
    }
}
