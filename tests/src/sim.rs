//! Pages on simulated phones.

use voip_runtime::record::{Recorder, Recording};
use voip_runtime::sim::SimHost;
use voip_runtime::spec::{Role, Scope};
use voip_runtime::{Page, Session, State};

use crate::{Recovering, secs};

/// A session on `host` whose page calls `listener`.
pub fn page_on<P: Page>(host: &SimHost, listener: &str) -> Session<P> {
    let session = Session::new(host.clone());
    fill(&session, listener, &host.openid());
    session
}

/// Records a session on `host` while `play` runs.
pub fn recorded<P: Page>(host: &SimHost, play: impl FnOnce(&Session<P>)) -> Recording {
    let recorder = Recorder::new(host.clone());
    let session = Session::new(recorder.clone());
    recorder.observe(&session);
    fill(&session, crate::LISTENER, "oCaller-0123456789");
    play(&session);
    Recording::of::<P>(recorder.take())
}

/// Two interactive phones: Alice's page has called Bob, and his phone rings.
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

/// Two interactive phones: Alice's page has called Bob, and he has answered.
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
