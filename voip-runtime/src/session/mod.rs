//! One page on one host: what its user does, what it shows, and its subscribers.

mod subscribers;

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use self::subscribers::Subscribers;
use crate::call::Page;
use crate::engine::Engine;
use crate::error::CallError;
use crate::event::Input;
pub use crate::event::{Event, Tapped};
use crate::field::{Field, FieldError};
#[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
use crate::host::Host;
use crate::machine::Machine;
use crate::state::State;
use crate::value::Value;

/// A page at work on a host: takes what the user does, and tells its subscribers what comes of it.
///
/// It makes one call at a time. It stores no history; a [`Recorder`](crate::record) does.
/// Dropping it is [leaving](Self::leave) the page.
///
/// ```
/// use voip_runtime::prelude::*;
/// use voip_runtime::Session;
/// use voip_runtime::session::{Event, Tapped};
/// use voip_runtime::sim::SimHost;
///
/// #[voip_page(title = "视频通话")]
/// struct VideoCall {
///     // …
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// }
///
/// let phone = SimHost::new();
/// let session = Session::<VideoCall>::new(phone.clone());
/// session.subscribe(|event| {
///     if let Event::Change(change) = event {
///         println!("{change}");
///     }
/// });
/// session.input("listener", "openid-of-the-listener")?;
/// session.input("caller", "openid-of-the-caller")?;
/// assert_eq!(session.value("listener"), Some("openid-of-the-listener".into()));
/// assert_eq!(session.tap(), Tapped::Started);
/// phone.run();
/// assert_eq!(session.state(), State::InCall);
/// assert!(session.hang_up());
/// # Ok::<(), voip_runtime::field::FieldError>(())
/// ```
pub struct Session<P: Page> {
    engine: Rc<Engine>,
    subscribers: Rc<Subscribers>,
    page: PhantomData<P>,
}

/// What is possible now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of the page")]
#[non_exhaustive]
pub struct Available {
    /// A tap would start a call, once the required fields are filled in.
    pub tap: bool,
    /// The page could be made reachable.
    pub make_reachable: bool,
    /// A joined call could be ended.
    pub hang_up: bool,
    /// There is a failure to dismiss.
    pub dismiss: bool,
}

impl<P: Page> Session<P> {
    /// A page just opened on `host`. On a phone the glue opens it.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub fn new(host: impl Host + 'static) -> Self {
        Self {
            engine: Engine::open::<P>(Box::new(host), P::SPEC),
            subscribers: Rc::default(),
            page: PhantomData,
        }
    }

    /// The user fills in a field, named as in Rust or as in the page's data.
    ///
    /// # Errors
    ///
    /// Where the page has no such field or it cannot hold the value; the page is then as it was.
    pub fn input(&self, field: &str, value: impl Into<Value>) -> Result<(), FieldError> {
        let index = P::SPEC.find(field).ok_or_else(|| FieldError::Unknown(field.to_string()))?;
        let value = value.into();
        self.engine.input(index, &value)?;
        self.notify_input(|| Input::Set {
            field: P::SPEC.fields.get(index).map_or(field, |spec| spec.name).to_string(),
            value,
        });
        Ok(())
    }

    /// The page was opened with this query: it fills the fields that it names, and calls nobody.
    ///
    /// Names that are no fields are left alone, as they may be meant for someone else.
    ///
    /// # Errors
    ///
    /// The first value that its field cannot hold; the others are taken all the same.
    pub fn load<'a>(&self, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), FieldError> {
        let query: Vec<_> =
            query.into_iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        self.notify_input(|| Input::Load { query: query.clone() });
        let before = self.engine.page();
        let mut result = Ok(());
        for (name, value) in query {
            let Some(index) = P::SPEC.find(&name) else { continue };
            let taken = self.engine.input(index, &Value::Text(value));
            if result.is_ok() {
                result = taken;
            }
        }
        self.engine.notify_differences(before.as_ref());
        result
    }

    /// The user taps the call button: the handler runs, unless something is in its way.
    pub fn tap(&self) -> Tapped {
        self.notify_input(|| Input::Tap);
        self.engine.tap()
    }

    /// The user makes the page reachable; `false` if that is not possible now.
    pub fn make_reachable(&self) -> bool {
        self.notify_input(|| Input::MakeReachable);
        self.engine.user(Machine::make_reachable)
    }

    /// The user ends the joined call; `false` if there is none.
    pub fn hang_up(&self) -> bool {
        self.notify_input(|| Input::HangUp);
        self.engine.user(Machine::hang_up)
    }

    /// The user has read the failure; `false` if there is none to dismiss.
    pub fn dismiss(&self) -> bool {
        self.notify_input(|| Input::Dismiss);
        self.engine.user(Machine::dismiss)
    }

    /// The user leaves the page. Nothing has an effect after it, but for one thing: a join that
    /// succeeds only now is answered with `exitVoIPChat`, or the other phone would ring for nobody. Until
    /// such a join is answered, the session's memory is kept.
    pub fn leave(&self) {
        // What was owed is owed no more, so it is not performed first.
        self.engine.notify_input(|| Input::Leave);
        self.engine.leave();
    }

    /// The state. A page that was left stays in the one that it was left in.
    pub fn state(&self) -> State {
        self.engine.with(|machine| machine.state())
    }

    /// Whether a call is under way: from the tap to the end of its handler.
    pub fn busy(&self) -> bool {
        self.engine.with(|machine| machine.busy())
    }

    /// Whether one-to-one calls are switched on.
    pub fn reachable(&self) -> bool {
        self.engine.with(|machine| machine.reachable())
    }

    /// Whether the other side has answered.
    pub fn connected(&self) -> bool {
        self.engine.with(|machine| machine.connected())
    }

    /// The failure that the page shows: of a call that is Failed, of a tap with an empty field, or
    /// of making the page reachable.
    pub fn error(&self) -> Option<CallError> {
        self.engine.with(|machine| machine.error())
    }

    /// What is possible now.
    pub fn available(&self) -> Available {
        self.engine.with(|machine| Available {
            tap: machine.may_tap(),
            make_reachable: machine.may_reach(P::SPEC),
            hang_up: machine.may_hang_up(),
            dismiss: machine.may_dismiss(P::SPEC),
        })
    }

    /// The page as it is now, a snapshot.
    pub fn page(&self) -> Rc<P> {
        self.engine.typed_page()
    }

    /// What this field holds now, named as in Rust or as in the page's data; `None` if the page has no such field.
    pub fn value(&self, field: &str) -> Option<Value> {
        let index = P::SPEC.find(field)?;
        self.engine.page().field(index).map(Field::value)
    }

    /// Tells `subscriber` what happens, until the page is left.
    pub fn subscribe(&self, subscriber: impl Fn(&Event<'_>) + 'static) {
        self.subscribers.add(Box::new(subscriber));
        let subscribers = self.subscribers.clone();
        self.engine.subscribe(Box::new(move |event| subscribers.notify(event)));
    }

    /// Notifies of an input, after everything that was owed before it.
    fn notify_input(&self, input: impl FnOnce() -> Input) {
        self.engine.perform_effects();
        self.engine.notify_input(input);
    }
}

impl<P: Page> Drop for Session<P> {
    fn drop(&mut self) {
        self.leave();
    }
}

impl<P: Page> fmt::Debug for Session<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("page", &P::SPEC.name)
            .field("state", &self.state())
            .field("busy", &self.busy())
            .finish_non_exhaustive()
    }
}
