//! A session: one page on one host, with the inputs of its user and its subscribers.

mod any;
mod subscribers;

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

pub(crate) use self::any::AnySession;
use crate::call::Page;
#[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
use crate::engine::Engine;
use crate::error::CallError;
pub use crate::event::{CallEnd, Event, Tapped};
use crate::field::FieldError;
#[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
use crate::host::Host;
use crate::state::State;
use crate::value::Value;

/// A page that runs on a host. It takes the inputs of the user and notifies subscribers of events.
///
/// It makes one call at a time. It stores no history; a [`Recorder`](crate::record) does.
/// Dropping the session [leaves](Self::leave) the page.
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
    any: AnySession,
    page: PhantomData<P>,
}

/// The inputs that are possible now. See [`Session::available`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of the page")]
#[non_exhaustive]
pub struct Available {
    /// A tap starts a call, if the required fields are filled in.
    pub tap: bool,
    /// The button of a contact starts a call.
    pub call: bool,
    /// The page can be made reachable.
    pub make_reachable: bool,
    /// The page can be made unreachable.
    pub make_unreachable: bool,
    /// There is a joined call, which can be ended.
    pub hang_up: bool,
    /// There is a failure, which can be dismissed.
    pub dismiss: bool,
    /// There is something in progress that can be cancelled.
    pub cancel: bool,
}

impl<P: Page> Session<P> {
    /// Opens a page on `host`. On a phone, the glue opens pages instead.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub fn new(host: impl Host + 'static) -> Self {
        Self { any: AnySession::new(Engine::open::<P>(Box::new(host), P::SPEC)), page: PhantomData }
    }

    /// Opens a page on `host` with this query: [`new`](Self::new), then [`load`](Self::load).
    ///
    /// ```
    /// use voip_runtime::Session;
    /// use voip_runtime::prelude::*;
    /// use voip_runtime::session::Tapped;
    /// use voip_runtime::sim::SimHost;
    ///
    /// #[voip_page(title = "家人", on_load = load)]
    /// struct Family {
    ///     #[field(contacts)]
    ///     family: Vec<Contact>,
    ///     // …
    /// #   #[field(caller.openid, optional)] me: OpenId,
    /// #   #[field(caller.nickname, default = "caller")] my_name: String,
    /// }
    ///
    /// async fn load(page: PageContext<Family>) -> Result<(), CallError> {
    ///     let nickname = page.query("name").unwrap_or_default();
    ///     let contact = Contact { openid: "o-2a8b".into(), nickname, ..Contact::default() };
    ///     page.update(|page| page.family.push(contact));
    ///     Ok(())
    /// }
    ///
    /// let session = Session::<Family>::open(SimHost::new(), [("name", "%E5%A5%B3%E5%84%BF")])?;
    /// session.show();
    /// assert_eq!(session.page().family[0].nickname, "女儿");
    /// assert_eq!(session.call(0), Tapped::Started);
    /// # Ok::<(), voip_runtime::field::FieldError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a field cannot hold its value.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub fn open<'a>(
        host: impl Host + 'static,
        query: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, FieldError> {
        let session = Self::new(host);
        session.load(query)?;
        Ok(session)
    }

    /// The user fills in a field. `field` is its name in Rust or in the page's data.
    ///
    /// # Errors
    ///
    /// If the page has no such field, or the field cannot hold the value. The page does not change then.
    pub fn input(&self, field: &str, value: impl Into<Value>) -> Result<(), FieldError> {
        self.any.input(field, value.into())
    }

    /// The page was opened with this query: the parameters of its address, as the host gives them to a page on a phone.
    /// It sets the fields with `#[field(query)]`, starts the page's `on_load` function, and places no call. Other parameters
    /// are only for that function.
    ///
    /// Values are percent-encoded; a text that is not encoded stays as it is. `scene` is the text of a mini-program code: a
    /// query itself, encoded once more. A parameter beside it takes precedence.
    ///
    /// ```
    /// # use voip_runtime::prelude::*;
    /// # use voip_runtime::Session;
    /// # use voip_runtime::sim::SimHost;
    /// #[voip_page(title = "医生咨询")]
    /// struct AskDoctor {
    ///     #[field(listener.openid, query = "doctor")]
    ///     doctor_openid: OpenId,
    ///     #[field(listener.nickname, query)]
    ///     doctor_name: String,
    ///     // …
    /// #   #[field(caller.openid)] caller: OpenId,
    /// #   #[field(caller.nickname, default = "caller")] caller_name: String,
    /// }
    ///
    /// let session = Session::<AskDoctor>::new(SimHost::new());
    /// session.load([("doctor", "o-2a8b6c1d"), ("doctorName", "%E5%BC%A0")])?;
    /// assert_eq!(session.page().doctor_name, "张");
    /// session.load([("scene", "doctor%3Do-7e5f")])?;
    /// assert_eq!(session.page().doctor_openid.as_str(), "o-7e5f");
    /// # Ok::<(), voip_runtime::field::FieldError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a field cannot hold its value; returns the first such error. The other fields are still set.
    pub fn load<'a>(&self, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), FieldError> {
        let query = query.into_iter().map(|(name, value)| (name.to_string(), value.to_string()));
        self.any.load(&query.collect::<Vec<_>>())
    }

    /// The page is shown. This starts its `on_load` function if it has not succeeded, and enables calls if the page declares
    /// `receive(on_show)`.
    pub fn show(&self) {
        self.any.show();
    }

    /// The user taps the call button. This starts the handler, unless a required field is empty or a call is in
    /// progress.
    pub fn tap(&self) -> Tapped {
        self.any.tap()
    }

    /// The user taps the call button of the contact with this index: [`tap`](Self::tap) for one of the page's contacts. The
    /// button of a contact without an openid is disabled, so tapping it is [`Tapped::Ignored`].
    pub fn call(&self, contact: usize) -> Tapped {
        self.any.call(contact)
    }

    /// The user makes the page reachable (`true`), or unreachable. Returns `false` if that is not possible now.
    pub fn set_reachable(&self, on: bool) -> bool {
        self.any.set_reachable(on)
    }

    /// The user ends the joined call. Returns `false` if there is none.
    pub fn hang_up(&self) -> bool {
        self.any.hang_up()
    }

    /// The user dismisses the failure. Returns `false` if there is none to dismiss.
    pub fn dismiss(&self) -> bool {
        self.any.dismiss()
    }

    /// The user cancels what is in progress. Returns `false` if there is nothing to cancel.
    ///
    /// | where | effect |
    /// | --- | --- |
    /// | a working state | the page takes the plain `Idle` edge of its row with its actions; without one it is Idle |
    /// | Idle or Failed, while the handler makes its own host calls | the state stays, and the page is no longer busy |
    /// | the page is being made reachable | that stops, and a tap that waits for it is dropped |
    /// | InCall | none: [`hang_up`](Self::hang_up) ends a joined call |
    ///
    /// The handler is dropped. If a join that was in progress still succeeds, the session leaves the room.
    pub fn cancel(&self) -> bool {
        self.any.cancel()
    }

    /// The user leaves the page. After that nothing has an effect, with one exception: if a join that is still pending
    /// succeeds, the session calls `exitVoIPChat`, since the other phone rings for a user who has left. The session
    /// stays in memory until such a join is answered.
    pub fn leave(&self) {
        self.any.leave();
    }

    /// The state of the call. After the page was left, it no longer changes.
    pub fn state(&self) -> State {
        self.any.state()
    }

    /// Whether a call is in progress: from the tap to the end of its handler.
    pub fn busy(&self) -> bool {
        self.any.busy()
    }

    /// Whether the page's `on_load` function runs.
    pub fn loading(&self) -> bool {
        self.any.loading()
    }

    /// Whether the page is being made reachable because the user asked for it. This can be cancelled.
    pub fn receiving(&self) -> bool {
        self.any.receiving()
    }

    /// Whether one-to-one calls are switched on in the app, by whichever of its pages.
    pub fn reachable(&self) -> bool {
        self.any.reachable()
    }

    /// Whether the other side has answered.
    pub fn connected(&self) -> bool {
        self.any.connected()
    }

    /// The failure that the page shows, if any: of a call in Failed, of a tap with an empty field, or of an attempt to
    /// make the page reachable.
    pub fn error(&self) -> Option<CallError> {
        self.any.error()
    }

    /// The inputs that are possible now, such as the buttons that a page enables.
    pub fn available(&self) -> Available {
        self.any.available()
    }

    /// A snapshot of the page.
    pub fn page(&self) -> Rc<P> {
        self.any.engine.typed_page()
    }

    /// The value of a field, or `None` if the page has no such field. `field` is its name in Rust or in the page's data.
    pub fn value(&self, field: &str) -> Option<Value> {
        self.any.value(field)
    }

    /// Calls `subscriber` with each event, until the page is left.
    ///
    /// A subscriber may make inputs on the session. Every subscriber receives all events in the order in which they
    /// happen.
    pub fn subscribe(&self, subscriber: impl Fn(&Event<'_>) + 'static) {
        self.any.subscribe(Box::new(subscriber));
    }

    /// The session without the type of its page.
    #[cfg(feature = "sim")]
    pub(crate) fn untyped(&self) -> &AnySession {
        &self.any
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
