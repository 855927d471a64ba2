//! Pages on simulated phones.

use voip_runtime::record::{Recorder, Recording};
use voip_runtime::sim::SimHost;
use voip_runtime::spec::{Role, Scope};
use voip_runtime::{Page, Session, State};

use crate::{Recovering, secs};

/// A page on `host` that calls `listener`.
pub fn page_on<P: Page>(host: &SimHost, listener: &str) -> Session<P> {
    let session = Session::new(host.clone());
    fill(&session, listener, &host.openid());
    session
}

/// What happened on a page of a phone of its own, from its opening; `play` is what its user does.
pub fn recorded<P: Page>(host: &SimHost, play: impl FnOnce(&Session<P>)) -> Recording {
    let recorder = Recorder::new(host.clone());
    let session = Session::new(recorder.clone());
    recorder.observe(&session);
    fill(&session, crate::LISTENER, "oCaller-0123456789");
    play(&session);
    Recording::of::<P>(recorder.take())
}

/// Alice's page calls Bob's phone, which is attended and can be called; so is hers.
pub fn ringing() -> (SimHost, SimHost, Session<Recovering>) {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
    bob.set_reachable(true);
    let page = page_on::<Recovering>(&alice, "o-bob");
    alice.make_interactive();
    for scope in [Scope::Record, Scope::Camera] {
        alice.set_permission(scope, Some(true));
    }
    page.tap();
    while page.state() != State::InCall {
        assert!(alice.step(secs(60)));
    }
    (alice, bob, page)
}

/// The same, and Bob has answered.
pub fn talking() -> (SimHost, SimHost, Session<Recovering>) {
    let (alice, bob, page) = ringing();
    assert!(bob.pick_up());
    assert!(page.connected());
    (alice, bob, page)
}

fn fill<P: Page>(session: &Session<P>, listener: &str, caller: &str) {
    for field in P::SPEC.fields {
        let openid = match field.role {
            Some(Role::ListenerOpenid) => listener,
            Some(Role::CallerOpenid) => caller,
            _ => continue,
        };
        session.input(field.name, openid).expect("an openid");
    }
}
