//! The declaration of a page as data, and access to its fields without the page's type.

mod change;
mod field_spec;
mod parties;
mod role;
mod scope;

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::any::Any;

pub use self::change::Change;
pub use self::field_spec::FieldSpec;
pub use self::parties::{Parties, User};
pub use self::role::Role;
pub use self::scope::Scope;
pub use crate::field::Variant;
use crate::field::{Field, FieldKind, RoomType};
use crate::flow::{Flow, Row};

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

    /// Whether the page does anything as it is shown: it has an `on_load` function, or enables calls.
    pub const fn acts_on_show(&self) -> bool {
        self.on_load || self.enables_on_show()
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
