#[test]
fn permission_denied() {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::Duration;
    use voip_runtime::session::Event;
    use voip_runtime::sim::{Listener, Pace, Play, SimHost, Step};
    use voip_runtime::{Cause, Session, State};

    let ms = Duration::from_millis;
    let host = SimHost::new();
    host.set_pace(Pace::INSTANT);
    host.set_listener(Listener::Closed);
    let session = Session::<voip_tests::Plain>::new(host.clone());
    let changes = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&changes);
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            seen.borrow_mut().push(change.to_string());
        }
    });

    session.input("listen_openid", "openid#1").unwrap();
    session.input("call_openid", "openid#2").unwrap();
    let _ = session.load([("listenName", "张医生")]);
    host.play(Step::Authorize, [Play::succeed().late(ms(1200))]);
    host.play(Step::Authorize, [Play::fail(Cause::Denied).late(ms(1200))]);
    session.tap();
    host.run_for(ms(2400));

    session.dismiss();

    assert_eq!(changes.take(), [
        "Idle → Authorizing",
        "Authorizing → Failed (Denied)",
        "Failed → Idle",
    ]);
    assert_eq!(session.state(), State::Idle);
}
