//! A page on a simulated phone.

use voip_runtime::page::Role;
use voip_runtime::record::{Recorder, Recording};
use voip_runtime::sim::SimHost;
use voip_runtime::{Page, Session};

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
    recorder.listen(&session);
    fill(&session, crate::LISTENER, "oCaller-0123456789");
    play(&session);
    Recording::of::<P>(recorder.take())
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
