//! A simulated phone that keeps the host calls of its pages.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value as Json;
use voip_runtime::host::{AppWatch, Host, HostCall, Reply};
use voip_runtime::sim::{Play, SimHost, Step};
use voip_runtime::value::Value;
use voip_runtime::{CallError, Cause, Page, Session, State};

/// A host that passes everything to a simulated phone.
#[derive(Clone)]
pub(crate) struct Phone {
    pub(crate) sim: SimHost,
    calls: Rc<RefCell<Vec<(String, Json)>>>,
}

impl Phone {
    fn of(sim: SimHost) -> Self {
        Self { sim, calls: Rc::default() }
    }

    /// The phones of Alice and Bob.
    pub(crate) fn pair() -> (Self, Self) {
        let (alice, bob) = SimHost::pair("o-alice", "o-bob");
        (Self::of(alice), Self::of(bob))
    }

    pub(crate) fn single() -> Self {
        Self::of(SimHost::new())
    }

    /// Opens a page with this query, as the app of the phone does: it is loaded and then shown.
    pub(crate) fn open<P: Page>(&self, query: &[(&str, &str)]) -> Session<P> {
        let session = Session::open(self.clone(), query.iter().copied()).expect("the query fits the fields");
        session.show();
        session
    }

    /// The names of the host calls since the last time, without toasts.
    pub(crate) fn take_names(&self) -> Vec<String> {
        let calls = self.calls.take();
        calls.into_iter().map(|(name, _)| name).filter(|name| name != "showToast").collect()
    }

    /// The toasts so far: each text and its duration in milliseconds, which is 0 for the usual one.
    pub(crate) fn toasts(&self) -> Vec<(String, u64)> {
        let calls = self.calls.borrow();
        let toasts = calls.iter().filter(|(name, _)| name == "showToast");
        let of = |options: &Json| {
            let duration = options["duration"].as_u64().unwrap_or_default();
            (options["title"].as_str().unwrap_or_default().to_owned(), duration)
        };
        toasts.map(|(_, options)| of(options)).collect()
    }

    /// The options of the last host call with this name.
    pub(crate) fn options(&self, name: &str) -> Json {
        let calls = self.calls.borrow();
        let last = calls.iter().rfind(|(it, _)| it == name);
        last.unwrap_or_else(|| panic!("no {name}")).1.clone()
    }

    /// The data of the requests to this address.
    pub(crate) fn sent_to(&self, url: &str) -> Vec<Json> {
        let calls = self.calls.borrow();
        let requests = calls.iter().filter(|(name, options)| name == "request" && options["url"] == url);
        requests.map(|(_, options)| options["data"].clone()).collect()
    }

    /// The server answers every request with this.
    pub(crate) fn serve(&self, name: &str, result: &Json) {
        let result = serde_json::from_value::<Value>(result.clone()).expect("data");
        self.sim.on_request(name, move |_| Ok(result.clone()));
    }

    /// Every host call with this name fails.
    pub(crate) fn refuse(&self, name: &str, cause: Cause) {
        self.sim.on_request(name, move |_| Err(CallError::new(cause, "fail")));
    }
}

impl Host for Phone {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        let options = serde_json::to_value(call).expect("options are data");
        self.calls.borrow_mut().push((call.name().to_owned(), options));
        self.sim.call(call, reply);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.sim.sleep(duration, reply);
    }

    fn now(&self) -> Duration {
        self.sim.now()
    }

    fn watch_app(&self, page: AppWatch) {
        self.sim.watch_app(page);
    }
}

/// A phone in a call has talked for this long.
pub(crate) const TALK: Duration = Duration::from_secs(30);

/// Alice's page talks to Bob, for a while, and Bob hangs up.
pub(crate) fn talk_and_end<P: Page>(alice: &Phone, bob: &Phone, page: &Session<P>) {
    assert!(alice.sim.run());
    assert_eq!((page.state(), page.connected(), page.error()), (State::InCall, true, None));
    assert!(alice.sim.in_call() && bob.sim.in_call());
    assert!(alice.sim.run_for(TALK));
    bob.sim.hang_up();
    assert!(alice.sim.run());
    assert!(!alice.sim.in_call() && !bob.sim.in_call());
    assert_eq!((page.state(), page.connected(), page.busy()), (State::Idle, false, false));
}

/// How a page that is tapped ends if this step fails, on a new phone: its state, the cause that it shows, and its toasts.
pub(crate) type Refused = (State, Option<Cause>, Vec<(String, u64)>);

/// Taps a page on a new phone whose step fails, always.
pub(crate) fn refused<P: Page>(
    step: Step,
    cause: Cause,
    prepare: impl FnOnce(&Phone) -> Session<P>,
    tap: impl FnOnce(&Session<P>),
) -> Refused {
    let phone = Phone::single();
    phone.sim.play_always(step, Some(Play::fail(cause)));
    let page = prepare(&phone);
    assert!(phone.sim.run());
    tap(&page);
    assert!(phone.sim.run());
    assert!(!page.busy() && !phone.sim.in_call());
    (page.state(), page.error().map(|error| error.cause()), phone.toasts())
}

/// Failed with this cause and one toast of the usual duration.
pub(crate) fn failed(cause: Cause, toast: &str) -> Refused {
    (State::Failed, Some(cause), vec![(toast.to_owned(), 0)])
}

/// Failed with this cause and one toast of this duration.
pub(crate) fn failed_for(cause: Cause, toast: &str, milliseconds: u64) -> Refused {
    (State::Failed, Some(cause), vec![(toast.to_owned(), milliseconds)])
}
