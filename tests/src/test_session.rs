//! A session on a [`ManualHost`] that records its events.

use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use voip_runtime::session::{Event, Tapped};
use voip_runtime::spec::Role;
use voip_runtime::{Cause, Change, Page, Session, State};

use crate::{ManualHost, secs};

/// The listener's openid on the page of a [`TestSession`].
pub const LISTENER: &str = "oListener-0123456789";

/// A session, its host and its events. It dereferences to the session.
pub struct TestSession<P: Page> {
    pub host: ManualHost,
    pub session: Session<P>,
    changes: Rc<RefCell<Vec<Change>>>,
    events: Rc<RefCell<Vec<String>>>,
}

impl<P: Page> Deref for TestSession<P> {
    type Target = Session<P>;

    fn deref(&self) -> &Session<P> {
        &self.session
    }
}

impl<P: Page> Default for TestSession<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P: Page> TestSession<P> {
    /// A session whose page has both openids.
    pub fn new() -> Self {
        let session = Self::empty();
        for field in P::SPEC.fields {
            let openid = match field.role {
                Some(Role::ListenerOpenid) => LISTENER,
                Some(Role::CallerOpenid) => "oCaller-0123456789",
                _ => continue,
            };
            session.input(field.name, openid).expect("an openid");
        }
        session.take_events();
        session
    }

    /// A session whose page has only its default values.
    pub fn empty() -> Self {
        let host = ManualHost::default();
        let session = Session::new(host.clone());
        let changes = Rc::new(RefCell::new(Vec::new()));
        let events = Rc::new(RefCell::new(Vec::new()));
        let recorded = (changes.clone(), events.clone());
        session.subscribe(move |event| {
            if let Event::Change(change) = event {
                recorded.0.borrow_mut().push((*change).clone());
            }
            recorded.1.borrow_mut().push(describe(event));
        });
        Self { host, session, changes, events }
    }

    /// A session with a call in this state. All earlier steps have succeeded.
    pub fn at(state: State) -> Self {
        let session = Self::new();
        if state != State::Idle {
            assert_eq!(session.tap(), Tapped::Started);
            session.succeed_until(state);
        }
        session
    }

    /// Lets each step of the call succeed until the call is in this state.
    pub fn succeed_until(&self, state: State) {
        for _ in 0..100 {
            if self.state() == state {
                return;
            }
            match self.state() {
                State::Authorizing => self.host.ok("authorize"),
                State::Enabling if state == State::Failed => {
                    self.host.fail("setEnable1v1Chat", Cause::NotOpen);
                }
                State::Enabling => self.host.ok("setEnable1v1Chat"),
                State::Joining => self.host.ok("join1v1Chat"),
                other => panic!("the call is {other}"),
            }
        }
        panic!("the call is still {}", self.state());
    }

    /// The changes so far.
    pub fn changes(&self) -> Vec<Change> {
        self.changes.borrow().clone()
    }

    /// The states that the page has entered so far.
    pub fn entered(&self) -> Vec<State> {
        self.changes.borrow().iter().map(|change| change.to).collect()
    }

    /// The last change.
    pub fn last_change(&self) -> Change {
        self.changes.borrow().last().cloned().expect("a change")
    }

    /// The events since the last time, as text.
    pub fn take_events(&self) -> Vec<String> {
        self.events.take()
    }

    /// The error that the page shows: the cause and the sentence.
    pub fn failure(&self) -> Option<(Cause, String)> {
        self.session.error().map(|error| (error.cause(), error.sentence().to_owned()))
    }

    /// The page is in this state, waits for nothing, and later nothing changes.
    pub fn assert_at_rest(&self, state: State) {
        let calls = self.host.calls();
        assert_eq!((self.state(), self.busy()), (state, false));
        assert!(!self.host.has_pending_requests(), "a request is still pending");
        self.host.advance(secs(100_000));
        assert_eq!((self.state(), self.host.calls()), (state, calls));
    }

    /// The handler has lost its call in state `from`: the page is `Failed`, and the next tap can call.
    pub fn assert_lost(&self, from: State) {
        let change = self.last_change();
        assert_eq!((change.from, change.to, change.cause), (from, State::Failed, Some(Cause::App)));
        let error = self.error().expect("a failure");
        assert!(error.cause() == Cause::App && error.message().contains("handler"), "{error:?}");
        assert_eq!(self.host.count("exitVoIPChat"), usize::from(from == State::InCall));
        if from == State::InCall {
            self.host.ok("exitVoIPChat");
        }
        assert_eq!((self.state(), self.busy(), self.connected()), (State::Failed, false, false));
        self.host.advance(secs(1_000));
        self.tap();
        self.succeed_until(State::InCall);
        assert_eq!((self.busy(), self.error()), (false, None));
    }
}

/// An event as text, such as `Idle → Authorizing`.
fn describe(event: &Event<'_>) -> String {
    match event {
        Event::Input(_) => "input".to_owned(),
        Event::Change(change) => format!("{} → {}", change.from, change.to),
        Event::Field(field, value) => format!("{} = {value:?}", field.name),
        Event::Busy(busy) => format!("busy {busy}"),
        Event::Reachable(reachable) => format!("reachable {reachable}"),
        Event::Connected(connected) => format!("connected {connected}"),
        Event::Error(Some(error)) => format!("error {}", error.cause()),
        Event::Error(None) => "error none".to_owned(),
        other => format!("{other:?}"),
    }
}
