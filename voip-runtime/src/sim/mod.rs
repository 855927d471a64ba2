//! A page without a phone: simulated hosts on virtual time, and every path of a page played.
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
//! // And in one line: whatever the host answers, and whenever.
//! voip_runtime::sim::explore::<Doctor>().unwrap();
//! ```

mod answering;
mod clock;
mod explore;
mod permission;
mod phone;
mod player;
mod replay;
mod response;
mod room;
mod rust_test;
mod screen;
mod script;
mod user;

use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;
use core::time::Duration;

pub use self::explore::{Explored, Explorer, Flaw, explore};
use self::phone::{Phone, World};
pub use self::replay::{Divergence, Replay, replay};
pub use self::response::Response;
pub use self::rust_test::ToTestError;
pub use self::screen::{CallWindow, Dialog, Screen};
pub use self::script::{Pace, Play, Step};
use crate::error::CallError;
use crate::flow::Via;
use crate::host::{Host, HostCall, Reply, Watch};
use crate::value::Value;

/// A simulated phone: a host in memory, on virtual time.
///
/// It does as its script says ([`play`](Self::play)), and otherwise as a willing person on a
/// working phone would. Cloning gives another handle to the same phone.
#[derive(Clone)]
pub struct SimHost {
    phone: Rc<Phone>,
}

/// The other side of a call to an openid that no simulated phone has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Listener {
    /// Their mini-program is open and can be called: they answer.
    #[default]
    Reachable,
    /// Their mini-program is open, but has not called `setEnable1v1Chat` in this run: nobody answers.
    NotEnabled,
    /// Their mini-program is closed: nobody answers.
    Closed,
    /// It is the other phone of the [pair](SimHost::pair), by whatever openid it is called; nobody
    /// answers where there is no other.
    Peer,
}

impl SimHost {
    /// A phone by itself: whoever it calls answers.
    pub fn new() -> Self {
        Self { phone: World::new().phone("openid-of-this-phone") }
    }

    /// A phone by itself whose every answer that is not in its script is drawn from `seed`: success
    /// mostly, but any failure, late, never or twice as well.
    pub fn seeded(seed: u64) -> Self {
        let host = Self::new();
        host.phone.seed(seed);
        host
    }

    /// Two phones that can call each other by these openids.
    ///
    /// A call is answered only on a phone that is open and has made itself reachable.
    pub fn pair(first: &str, second: &str) -> (Self, Self) {
        let world = World::new();
        (Self { phone: world.phone(first) }, Self { phone: world.phone(second) })
    }

    /// The openid of this phone.
    pub fn openid(&self) -> String {
        self.phone.openid.clone()
    }

    // --- What is to happen ---

    /// The next host calls of this step are answered so, in this order; those after them as
    /// [always](Self::play_always), or else as usual.
    pub fn play(&self, step: Step, answers: impl IntoIterator<Item = Play>) {
        self.phone.play(step.host_call(), answers);
    }

    /// Every host call of this step is answered so from now on; with `None` as usual. What was said
    /// of this step before is forgotten; answers by [`play`](Self::play) come first.
    pub fn play_always(&self, step: Step, answer: Option<Play>) {
        self.phone.play_always(step.host_call(), answer);
    }

    /// The next host calls of this recovery are answered so, in this order, as [`play`](Self::play)
    /// does for steps. A room that `exitVoIPChat` fails to leave stays open.
    pub fn play_via(&self, recovery: Via, answers: impl IntoIterator<Item = Play>) {
        self.phone.play(recovery.host_call(), answers);
    }

    /// The next host calls of handlers with this name are answered so, in this order; those after them
    /// as [`on_request`](Self::on_request) says.
    pub fn play_request(&self, name: &str, answers: impl IntoIterator<Item = Response>) {
        self.phone.play_request(name, answers);
    }

    /// Host calls of handlers with this name are answered so; unless told, with whatever is asked for.
    pub fn on_request(&self, name: &str, answer: impl Fn(&Value) -> Result<Value, CallError> + 'static) {
        self.phone.on_request(name, Rc::new(answer));
    }

    /// Who is at the other end, where no simulated phone has the openid.
    pub fn set_listener(&self, listener: Listener) {
        self.phone.listener.set(listener);
    }

    /// How long things take here; [`Pace::LIKELY`] unless set.
    pub fn set_pace(&self, pace: Pace) {
        self.phone.pace.set(pace);
    }

    /// The other side hangs up so long after it answered; unless set, it never does.
    pub fn set_talk(&self, talk: Duration) {
        self.phone.talk.set(Some(talk));
    }

    /// Does `action` after `delay` of virtual time.
    pub fn after(&self, delay: Duration, action: impl FnOnce() + 'static) {
        self.phone.clock().do_after(delay, action);
    }

    // --- Time ---

    /// Lets everything happen that is on its way; `false` if it never comes to rest (after 100,000
    /// events).
    pub fn run(&self) -> bool {
        self.phone.clock().run(Duration::MAX)
    }

    /// Lets `duration` pass.
    pub fn run_for(&self, duration: Duration) -> bool {
        let clock = self.phone.clock();
        clock.run_to(clock.now().saturating_add(duration))
    }

    /// Does the next thing that is due by `until`, in the time of [`Host::now`], and turns the clock to
    /// when it is due; `false` if there is none, and then the time is as it was.
    pub fn step(&self, until: Duration) -> bool {
        self.phone.clock().step(until)
    }

    /// When the next thing is due, in the time of [`Host::now`].
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

    fn watch_call(&self, watch: Watch) {
        self.phone.watch_call(watch);
    }
}
