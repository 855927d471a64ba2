#[test]
fn interactive_phone() {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::Duration;
    use voip_runtime::flow::Via;
    use voip_runtime::session::Event;
    use voip_runtime::sim::{Listener, Pace, Play, SimHost, Step};
    use voip_runtime::{Cause, Session, State};

    let ms = Duration::from_millis;
    let host = SimHost::new();
    host.set_pace(Pace::INSTANT);
    host.set_listener(Listener::Closed);
    let session = Session::<voip_tests::Recovering>::new(host.clone());
    let changes = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&changes);
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            seen.borrow_mut().push(change.to_string());
        }
    });

    session.input("listen_openid", "openid#1").unwrap();
    session.input("call_openid", "openid#2").unwrap();
    host.play(Step::Authorize, [Play::fail(Cause::Denied).late(ms(80))]);
    host.play_via(Via::OpenSetting, [Play::succeed().late(ms(2620))]);
    host.play(Step::Authorize, [Play::succeed().late(ms(80))]);
    host.play(Step::Authorize, [Play::succeed().late(ms(920))]);
    host.play(Step::Enable, [Play::succeed().late(ms(80)).twice()]);
    host.play(Step::Join, [Play::fail(Cause::AlreadyInRoom).late(ms(400))]);
    host.play_via(Via::ExitRoom, [Play::never()]);
    host.play(Step::Join, [Play::succeed().late(ms(400))]);
    session.tap();
    host.run_for(ms(18_700));

    host.other_side_picks_up();
    host.run_for(ms(30_000));

    host.interrupt();
    host.run_for(ms(1000));

    host.play(Step::Authorize, [Play::succeed().late(ms(80))]);
    host.play(Step::Authorize, [Play::succeed().late(ms(80))]);
    host.play(Step::Enable, [Play::succeed().late(ms(80))]);
    host.play(Step::Join, [Play::succeed().late(ms(400))]);
    session.tap();
    host.run_for(ms(3000));

    host.other_side_picks_up();
    host.other_side_hangs_up();
    session.leave();

    assert_eq!(changes.take(), [
        "Idle → Authorizing",
        "Authorizing → Authorizing (Denied)",
        "Authorizing → Enabling",
        "Enabling → Joining",
        "Joining → Joining (AlreadyInRoom)",
        "Joining → InCall",
        "InCall → Failed (Interrupted)",
        "Failed → Authorizing",
        "Authorizing → Enabling",
        "Enabling → Joining",
        "Joining → InCall",
        "InCall → Idle",
    ]);
    assert_eq!(session.state(), State::Idle);
}
