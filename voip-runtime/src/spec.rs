//! The declaration of a page as data, and access to its fields without the page's type.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use core::any::Any;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::cause::Cause;
pub use crate::field::Variant;
use crate::field::{Field, FieldKind, RoomType};
use crate::flow::{Flow, Row};
use crate::state::State;
use crate::value::shortened;

/// The fields and hooks of a page, without its type. `#[voip_page]` implements it.
pub trait Fields: Any {
    /// The field at `index` in [`Spec::fields`].
    fn field(&self, index: usize) -> Option<&dyn Field>;

    /// The field at `index`, mutably.
    fn field_mut(&mut self, index: usize) -> Option<&mut dyn Field>;

    /// The caller and the listener, from the fields that have a role.
    fn parties(&self) -> Parties<'_>;

    /// A copy of the page.
    fn snapshot(&self) -> Rc<dyn Fields>;

    /// Runs the function of the flow's `run` action with the index `hook`.
    fn run(&self, hook: usize, change: &Change);
}

/// Makes a snapshot, for code that the macro generates.
///
/// It is inlined and uses a `Box`: `Rc::new` for all pages would be compiled in one codegen unit, which a change
/// to any page would rebuild.
#[doc(hidden)]
#[inline(always)]
#[expect(clippy::inline_always, reason = "rebuilds are faster")]
pub fn shared(fields: impl Fields) -> Rc<dyn Fields> {
    let fields: Box<dyn Fields> = Box::new(fields);
    fields.into()
}

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
    /// The value of the field with the role [`Role::RoomType`], if the page has one.
    pub room_type: Option<RoomType>,
}

impl<'a> Parties<'a> {
    /// Creates the parties of a call. `room_type` is `None` unless a field has the role [`Role::RoomType`].
    #[inline]
    pub const fn new(caller: User<'a>, listener: User<'a>, room_type: Option<RoomType>) -> Self {
        Self { caller, listener, room_type }
    }
}

/// A transition that was taken.
///
/// ```
/// use voip_runtime::{Cause, Change, State};
///
/// let change = Change {
///     from: State::Authorizing,
///     to: State::Failed,
///     cause: Some(Cause::Denied),
///     message: "authorize:fail auth deny".into(),
/// };
/// assert_eq!(change.to_string(), "Authorizing → Failed (Denied)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change {
    /// The state that was left.
    pub from: State,
    /// The state that was entered. A recovery edge may enter the same state again.
    pub to: State,
    /// The cause, if a failure led to this transition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// The host's message (`errMsg`), or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// Writes the states and the cause: `Authorizing → Failed (Denied)`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {}", self.from, self.to)?;
        self.cause.map_or(Ok(()), |cause| write!(f, " ({cause})"))
    }
}

/// The declaration of a page: the arguments of `#[voip_page]`, with defaults filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The struct's name.
    pub name: &'static str,
    /// The title of the page.
    pub title: &'static str,
    /// The path of the page in the mini-program, such as `pages/video-call/index`.
    pub route: &'static str,
    /// The text of the call button.
    pub button: &'static str,
    /// The kind of call, unless a field has the role [`Role::RoomType`].
    pub room_type: RoomType,
    /// The colour of the call window (`backgroundType`), 0 to [`MAX_BACKGROUND_TYPE`](crate::api::MAX_BACKGROUND_TYPE).
    /// The host's default is 0.
    pub background_type: Option<u8>,
    /// The host's `minWindowType`. The host's default is 1.
    pub min_window_type: Option<u32>,
    /// The host's `disableSwitchVoice`. The host's default is false.
    pub disable_switch_voice: Option<bool>,
    /// The scopes that `wx.authorize` asks for, in this order.
    pub scopes: &'static [Scope],
    /// Whether and how the page can be made reachable for calls.
    pub receive: Option<Receive>,
    /// Whether the page has an `on_load` function.
    pub on_load: bool,
    /// Whether leaving the page ends a joined call.
    pub hang_up_on_leave: bool,
    /// The fields, in the order of the struct.
    pub fields: &'static [FieldSpec],
    /// The flow of a call.
    pub flow: Flow,
}

impl Spec {
    /// Finds a field by its name in Rust (`listen_name`) or in the page's data (`listenName`), and returns its index.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name || field.key == name)
    }

    /// Whether the page enables calls each time it is shown: `receive(on_show)`.
    pub const fn enables_on_show(&self) -> bool {
        matches!(self.receive, Some(Receive { on_show: true, .. }))
    }

    /// Whether the page never calls: `receive(only)`.
    pub const fn never_calls(&self) -> bool {
        matches!(self.receive, Some(Receive { only: true, .. }))
    }

    /// Whether the page has a call button: it declares whom it calls.
    pub fn has_call_button(&self) -> bool {
        self.fields.iter().any(|field| field.role == Some(Role::ListenerOpenid))
    }

    /// The index of the field with the page's contacts.
    pub const fn contacts(&self) -> Option<usize> {
        let mut index = 0;
        while index < self.fields.len() {
            if matches!(self.fields[index].kind, FieldKind::Contacts) {
                return Some(index);
            }
            index += 1;
        }
        None
    }

    /// The first field that `wanted` selects and that is empty. An openid has no white space around it; a nickname is
    /// what was typed, even white space alone.
    pub(crate) fn empty_field(
        &'static self,
        page: &dyn Fields,
        wanted: impl Fn(&FieldSpec) -> bool,
    ) -> Option<&'static FieldSpec> {
        let mut fields = self.fields.iter().enumerate();
        let is_empty = |index| page.field(index).is_some_and(Field::is_empty);
        fields.find(|(index, field)| wanted(field) && is_empty(*index)).map(|(_, field)| field)
    }
}

impl Spec {
    /// The spec that the macro emits for a declaration with errors, so that there are no further errors. Its flow
    /// has no edges: only generated code looks for them, and none is generated beside an error.
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
        receive: None,
        on_load: false,
        hang_up_on_leave: false,
        fields: &[],
        flow: Flow::new([Row::new(&[]); 6]),
    };
}

/// How a page can be made reachable for calls: the argument `receive`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receive {
    /// `receive(on_show)`: the page also enables calls each time it is shown, unless the user switched them off.
    pub on_show: bool,
    /// `receive(only)`: the page never calls. Its flow has only the rows Authorizing and Enabling.
    pub only: bool,
}

/// One declared field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its name in the page's data: the same in camelCase.
    pub key: &'static str,
    /// The option of the host call that takes its value, if any.
    pub role: Option<Role>,
    /// The label of its row. A field without a label has no row.
    pub label: Option<&'static str>,
    /// The text that its row shows while it is empty.
    pub placeholder: &'static str,
    /// The message that the page shows if the field is empty at the tap; empty for a field that may be empty.
    pub required_message: &'static str,
    /// Whether an openid or nickname may be empty at the tap.
    pub optional: bool,
    /// The name of the parameter in the page's address that sets the field. No address sets a field without one.
    pub query: Option<&'static str>,
    /// Whether its row only shows the value.
    pub read_only: bool,
    /// The longest text that its row takes, in the host's characters.
    pub max_length: Option<u32>,
    /// The variants of a picker, in order; empty for other fields.
    pub variants: &'static [Variant],
    /// The kind of its row.
    pub kind: FieldKind,
}

impl FieldSpec {
    // The macro writes a field with these: it calls only the setters for which there is an argument.

    /// Creates a field without a role and without a row.
    pub const fn new(name: &'static str, key: &'static str, kind: FieldKind) -> Self {
        Self {
            name,
            key,
            role: None,
            label: None,
            placeholder: "",
            required_message: "",
            optional: false,
            query: None,
            read_only: false,
            max_length: None,
            variants: &[],
            kind,
        }
    }

    /// Sets the role.
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// Gives the field a row with this label.
    #[must_use]
    pub const fn label(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    /// Sets the placeholder.
    #[must_use]
    pub const fn placeholder(mut self, placeholder: &'static str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// Makes the field required: if it is empty at the tap, the page shows this message and places no call.
    #[must_use]
    pub const fn required_message(mut self, message: &'static str) -> Self {
        self.required_message = message;
        self
    }

    /// Allows the field to be empty at the tap.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Lets the parameter with this name in the page's address set the field.
    #[must_use]
    pub const fn query(mut self, name: &'static str) -> Self {
        self.query = Some(name);
        self
    }

    /// Makes its row only show the value.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Limits the text of its row to this length.
    #[must_use]
    pub const fn max_length(mut self, length: u32) -> Self {
        self.max_length = Some(length);
        self
    }

    /// Sets the variants of its picker.
    #[must_use]
    pub const fn variants(mut self, variants: &'static [Variant]) -> Self {
        self.variants = variants;
        self
    }

    /// Whether a tap needs a value: it has a required message and is not `optional`.
    pub const fn is_required(&self) -> bool {
        !self.optional && !self.required_message.is_empty()
    }

    /// Whether it is the openid of the caller or the listener.
    pub(crate) fn is_openid(&self) -> bool {
        matches!(self.role, Some(Role::ListenerOpenid | Role::CallerOpenid))
    }

    /// Whether it is about who is called.
    pub(crate) fn is_of_listener(&self) -> bool {
        matches!(self.role, Some(Role::ListenerOpenid | Role::ListenerNickname | Role::ListenerHeadImage))
    }

    /// The name that the user sees: the label, or what the field is in a call.
    pub const fn title(&self) -> &'static str {
        match (self.label, self.role) {
            (Some(label), _) => label,
            (None, Some(role)) => role.chinese(),
            (None, None) => "信息",
        }
    }
}

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

/// A permission that `wx.authorize` asks the user for, one scope for each host call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// The microphone: `scope.record`.
    Record,
    /// The camera: `scope.camera`.
    Camera,
}

impl Scope {
    /// Every scope.
    pub const ALL: &'static [Self] = &[Self::Record, Self::Camera];

    /// The host's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "scope.record",
            Self::Camera => "scope.camera",
        }
    }
}
