//! A page on a [`ManualHost`] host, with everything noted that its subscribers hear.

use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use voip_runtime::session::{Event, Tapped};
use voip_runtime::spec::Role;
use voip_runtime::{Cause, Change, Page, Session, State};

use crate::{ManualHost, secs};

/// Whom a [`Rig`]'s page calls.
pub const LISTENER: &str = "oListener-0123456789";

/// The page, filled in. It derefs to its session.
pub struct Rig<P: Page> {
    pub host: ManualHost,
    pub session: Session<P>,
    changes: Rc<RefCell<Vec<Change>>>,
    heard: Rc<RefCell<Vec<String>>>,
}

impl<P: Page> Deref for Rig<P> {
    type Target = Session<P>;

    fn deref(&self) -> &Session<P> {
        &self.session
    }
}

impl<P: Page> Default for Rig<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P: Page> Rig<P> {
    /// A page whose openids are filled in.
    pub fn new() -> Self {
        let rig = Self::empty();
        for field in P::SPEC.fields {
            let openid = match field.role {
                Some(Role::ListenerOpenid) => LISTENER,
                Some(Role::CallerOpenid) => "oCaller-0123456789",
                _ => continue,
            };
            rig.input(field.name, openid).expect("an openid");
        }
        rig.heard();
        rig
    }

    /// A page as it opens.
    pub fn empty() -> Self {
        let host = ManualHost::default();
        let session = Session::new(host.clone());
        let changes = Rc::new(RefCell::new(Vec::new()));
        let heard = Rc::new(RefCell::new(Vec::new()));
        let notes = (changes.clone(), heard.clone());
        session.subscribe(move |event| {
            if let Event::Change(change) = event {
                notes.0.borrow_mut().push((*change).clone());
            }
            notes.1.borrow_mut().push(told(event));
        });
        Self { host, session, changes, heard }
    }

    /// A page with a call in this state, each step so far having succeeded at once.
    pub fn at(state: State) -> Self {
        let rig = Self::new();
        if state != State::Idle {
            assert_eq!(rig.tap(), Tapped::Started);
            rig.go_on_to(state);
        }
        rig
    }

    /// The call's steps succeed until it is in this state.
    pub fn go_on_to(&self, state: State) {
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
        panic!("the call stays {}", self.state());
    }

    /// The changes so far.
    pub fn changes(&self) -> Vec<Change> {
        self.changes.borrow().clone()
    }

    /// The states entered so far.
    pub fn entered(&self) -> Vec<State> {
        self.changes.borrow().iter().map(|change| change.to).collect()
    }

    /// The newest change.
    pub fn last_change(&self) -> Change {
        self.changes.borrow().last().cloned().expect("a change")
    }

    /// What subscribers heard since this was last asked.
    pub fn heard(&self) -> Vec<String> {
        self.heard.take()
    }

    /// What the page shows as its failure: the cause and the sentence.
    pub fn failure(&self) -> Option<(Cause, String)> {
        self.session.error().map(|error| (error.cause(), error.sentence().to_owned()))
    }

    /// The page no longer waits for anything, and rest comes to it whatever time passes.
    pub fn assert_at_rest(&self, state: State) {
        let calls = self.host.calls();
        assert_eq!((self.state(), self.busy()), (state, false));
        assert!(!self.host.is_awaited(), "something is still awaited");
        self.host.advance(secs(100_000));
        assert_eq!((self.state(), self.host.calls()), (state, calls));
    }

    /// The page is Failed with a reason for its developer, and a tap calls as ever.
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
        self.go_on_to(State::InCall);
        assert_eq!((self.busy(), self.error()), (false, None));
    }
}

fn told(event: &Event<'_>) -> String {
    match event {
        Event::Input(_) => "input".to_owned(),
        Event::Change(change) => format!("{} → {}", change.from, change.to),
        Event::Field(field, value) => format!("{} = {value:?}", field.name),
        Event::Busy(busy) => format!("busy {busy}"),
        Event::Reachable(reachable) => format!("reachable {reachable}"),
        Event::Connected(connected) => format!("connected {connected}"),
        Event::Error(Some(error)) => format!("error {}", error.cause()),
        Event::Error(None) => "error gone".to_owned(),
        other => format!("{other:?}"),
    }
}
