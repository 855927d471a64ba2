//! Simulated hosts on virtual time, and a check of every path of a page: for tests without a phone.
//!
//! ```
//! use voip_runtime::prelude::*;
//! use voip_runtime::sim::{Play, SimHost, Step};
//! use voip_runtime::{Cause, Session, State};
//!
//! #[voip_page(title = "Call")]
//! struct Doctor {
//!     #[field(listener.openid)]
//!     doctor: OpenId,
//!     #[field(listener.nickname, default = "Doctor")]
//!     doctor_name: String,
//!     #[field(caller.openid)]
//!     patient: OpenId,
//!     #[field(caller.nickname, default = "Patient")]
//!     patient_name: String,
//! }
//!
//! let host = SimHost::new();
//! host.play(Step::Join, [Play::fail(Cause::NotOpen)]);
//! let session = Session::<Doctor>::new(host.clone());
//! session.input("doctor", "openid-of-doctor").unwrap();
//! session.input("patient", "openid-of-patient").unwrap();
//! session.tap();
//! host.run();
//! assert_eq!(session.state(), State::Failed);
//! assert_eq!(session.error().unwrap().cause(), Cause::NotOpen);
//!
//! // One line checks every path: each answer of the host, at each time.
//! voip_runtime::sim::explore::<Doctor>().unwrap();
//! ```

mod answering;
#[doc(hidden)]
pub mod answers;
mod clock;
mod explore;
#[doc(hidden)]
pub mod fill_in;
mod own_request;
mod permission;
mod phone;
mod player;
mod replay;
mod response;
mod room;
mod rust_test;
pub mod scenario;
mod screen;
mod script;
pub mod settings;
mod tracked;
mod user;

use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;
use core::time::Duration;

pub use self::explore::{Explored, ExploredEdge, Explorer, Flaw, FlawKind, explore};
pub use self::own_request::OwnRequest;
pub use self::phone::MemberEvents;
use self::phone::{Phone, World};
pub use self::replay::{Divergence, Replay, replay};
pub use self::response::Response;
pub use self::rust_test::ToTestError;
pub use self::screen::{CallWindow, Dialog, NotRinging, Screen};
pub use self::script::{Pace, Play, Step};
#[doc(inline)]
pub use crate::__scenarios as scenarios;
use crate::error::CallError;
use crate::flow::Via;
use crate::host::{AppWatch, Host, HostCall, Reply};
use crate::value::Value;

/// A simulated phone: a host in memory on virtual time.
///
/// It answers as its script says ([`play`](Self::play)). Without a script, host calls succeed as on a working phone, and the user allows
/// every scope. A clone is another handle to the same phone.
///
/// ```
/// # use voip_runtime::prelude::*;
/// # use voip_runtime::Session;
/// use std::time::Duration;
/// use voip_runtime::sim::{Play, SimHost, Step};
/// # #[voip_page(title = "Call")]
/// # struct VideoCall {
/// #   #[field(listener.openid)] listener: OpenId,
/// #   #[field(listener.nickname, default = "listener")] listener_name: String,
/// #   #[field(caller.openid)] caller: OpenId,
/// #   #[field(caller.nickname, default = "caller")] caller_name: String,
/// # }
///
/// let host = SimHost::new();
/// host.play(Step::Join, [Play::never()]);
/// let session = Session::<VideoCall>::new(host.clone());
/// session.input("listener", "openid-of-the-listener")?;
/// session.input("caller", "openid-of-the-caller")?;
/// session.tap();
/// host.run_for(Duration::from_secs(30));
/// assert_eq!(session.state(), State::Joining);
/// host.run_for(Duration::from_secs(60));
/// assert_eq!(session.error().unwrap().cause(), Cause::Timeout);
/// # Ok::<(), voip_runtime::field::FieldError>(())
/// ```
#[derive(Clone)]
pub struct SimHost {
    phone: Rc<Phone>,
}

/// The other side of a call to an openid that does not belong to a simulated phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Listener {
    /// The mini-program is open and reachable: the call is answered.
    #[default]
    Reachable,
    /// The mini-program is open but has not called `setEnable1v1Chat`: the call is not answered.
    NotEnabled,
    /// The mini-program is closed: the call is not answered.
    Closed,
    /// Any openid belongs to the other phone of the [pair](SimHost::pair). Without another phone, the call is not
    /// answered.
    Peer,
}

impl SimHost {
    /// Creates a single phone. Every call that it places is answered.
    pub fn new() -> Self {
        Self { phone: World::new().phone("openid-of-this-phone") }
    }

    /// Creates a single phone that answers at random. The same seed gives the same answers.
    ///
    /// About half of the host calls succeed as usual. The others fail, are late, have two answers, or have none. Scripted
    /// answers come first.
    pub fn seeded(seed: u64) -> Self {
        let host = Self::new();
        host.phone.seed(seed);
        host
    }

    /// Creates two phones with these openids, which can call each other.
    ///
    /// A phone answers a call only if its mini-program is open and has switched one-to-one calls on.
    pub fn pair(first: &str, second: &str) -> (Self, Self) {
        let world = World::new();
        (Self { phone: world.phone(first) }, Self { phone: world.phone(second) })
    }

    /// The openid of this phone.
    pub fn openid(&self) -> String {
        self.phone.openid.clone()
    }

    // --- The script ---

    /// Sets the answers to the next host calls of this step, in this order. After them,
    /// [`play_always`](Self::play_always) applies, or the usual answer.
    pub fn play(&self, step: Step, answers: impl IntoIterator<Item = Play>) {
        self.phone.play(step.host_call(), answers);
    }

    /// Sets the answer to every host call of this step from now on, or with `None` the usual answer.
    ///
    /// This removes the answers that are scripted for this step. A later [`play`](Self::play) comes first.
    pub fn play_always(&self, step: Step, answer: Option<Play>) {
        self.phone.play_always(step.host_call(), answer);
    }

    /// Sets the answers to the next host calls of this `via`, in this order, as [`play`](Self::play) does for a step. If
    /// `exitVoIPChat` fails, the room stays open.
    pub fn play_via(&self, via: Via, answers: impl IntoIterator<Item = Play>) {
        self.phone.play(via.host_call(), answers);
    }

    /// Sets the answers to the next host calls with this name that handlers make, in this order. After them,
    /// [`on_request`](Self::on_request) applies.
    pub fn play_request(&self, name: &str, answers: impl IntoIterator<Item = Response>) {
        self.phone.play_request(name, answers);
    }

    /// Sets the function that answers the host calls with this name that handlers make. It receives the options. Without
    /// such a function, the answer is [`Value::any`].
    pub fn on_request(&self, name: &str, answer: impl Fn(&Value) -> Result<Value, CallError> + 'static) {
        self.phone.on_request(name, Rc::new(answer));
    }

    /// Sets the function that answers the host calls that the page itself makes, if neither [`play_request`](Self::play_request)
    /// nor [`on_request`](Self::on_request) does. If it returns `None`, the answer is [`Value::any`].
    ///
    /// ```
    /// use voip_runtime::sim::SimHost;
    ///
    /// let host = SimHost::new();
    /// host.on_any_request(|request| {
    ///     let example = request.answer_type().and_then(|answer_type| answer_type.example());
    ///     println!("{} is answered with {example:?}", request.name());
    ///     None
    /// });
    /// ```
    pub fn on_any_request(
        &self,
        answer: impl Fn(&OwnRequest<'_>) -> Option<Result<Value, CallError>> + 'static,
    ) {
        self.phone.any_request.replace(Some(Rc::new(answer)));
    }

    /// Sets the other side of calls to openids that do not belong to a simulated phone.
    pub fn set_listener(&self, listener: Listener) {
        self.phone.listener.set(listener);
    }

    /// Sets how long answers take. The default is [`Pace::LIKELY`].
    pub fn set_pace(&self, pace: Pace) {
        self.phone.pace.set(pace);
    }

    /// Sets the delay after which the other side hangs up an answered call. By default it never does.
    pub fn set_talk(&self, talk: Duration) {
        self.phone.talk.set(Some(talk));
    }

    /// Runs `action` after `delay` of virtual time.
    pub fn after(&self, delay: Duration, action: impl FnOnce() + 'static) {
        self.phone.clock().run_after(delay, action);
    }

    // --- Time ---

    /// Runs until no event is scheduled but the limits of a joined call (`ring` and `within` of the row InCall), which
    /// [`run_for`](Self::run_for) reaches. Returns `false` if the page does not come to rest within 100,000 events.
    pub fn run(&self) -> bool {
        self.phone.clock().run_until_idle()
    }

    /// Runs for `duration` of virtual time. Returns `false` if there are more than 100,000 events.
    pub fn run_for(&self, duration: Duration) -> bool {
        let clock = self.phone.clock();
        clock.run_to(clock.now().saturating_add(duration))
    }

    /// Runs the next event that is due by `until` (a time of [`Host::now`]), and sets the clock to its time. Returns
    /// `false` if there is none, and does not change the time then.
    pub fn step(&self, until: Duration) -> bool {
        self.phone.clock().step(until)
    }

    /// The time of the next event (a time of [`Host::now`]), if any.
    pub fn next_at(&self) -> Option<Duration> {
        self.phone.clock().next_at()
    }
}

impl Default for SimHost {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SimHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimHost").field("now", &self.now()).finish_non_exhaustive()
    }
}

impl Host for SimHost {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        if !self.is_open() {
            return;
        }
        match call {
            HostCall::Authorize(options) => self.phone.authorize(options.scope, reply),
            HostCall::SetEnable1v1Chat(options) => self.phone.enable(&options, &reply),
            HostCall::Join1v1Chat(options) => self.phone.join(&options, reply),
            HostCall::OpenSetting => self.phone.open_setting(reply),
            HostCall::ExitVoipChat => self.phone.exit(&reply),
            HostCall::ShowToast(_) => {}
            HostCall::Other(name, options) => self.phone.request(name, options, reply),
        }
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        if self.is_open() {
            self.phone.sleep(duration, reply);
        }
    }

    fn now(&self) -> Duration {
        self.phone.clock().now()
    }

    fn watch_app(&self, watch: AppWatch) {
        self.phone.watch_app(watch);
    }
}
