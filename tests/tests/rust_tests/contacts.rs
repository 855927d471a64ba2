#[test]
fn contacts() {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::Duration;
    use voip_runtime::session::Event;
    use voip_runtime::sim::{Listener, MemberEvents, Pace, Play, Response, SimHost, Step};
    use voip_runtime::value::Value;
    use voip_runtime::{Cause, Session, State};

    let ms = Duration::from_millis;
    let host = SimHost::new();
    host.set_pace(Pace::INSTANT);
    host.set_listener(Listener::Closed);
    let session = Session::<voip_tests::Family>::new(host.clone());
    let changes = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&changes);
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            seen.borrow_mut().push(change.to_string());
        }
    });

    host.set_member_events(MemberEvents::Never);
    session.input("me", "openid#1").unwrap();
    host.play_request("family", [Response::fail(Cause::System).late(ms(400))]);
    let _ = session.load([("group", "home"), ("reason", "Urgent")]);
    host.run_for(ms(400));

    host.play(Step::Authorize, [Play::succeed().late(ms(1200))]);
    host.play_request("family", [Response::succeed(Value::Object(vec![
        ("family".into(), Value::List(vec![
            Value::Object(vec![
                ("openid".into(), "openid#2".into()),
                ("nickname".into(), "妈妈".into()),
            ]),
            Value::Object(vec![("openid".into(), "".into()), ("nickname".into(), "爸爸".into())]),
        ])),
    ])).late(ms(1400))]);
    session.show();
    host.play(Step::Authorize, [Play::succeed().late(ms(1200))]);
    host.play(Step::Enable, [Play::succeed().late(ms(80))]);
    session.call(1);
    host.run_for(ms(2480));

    host.play(Step::Authorize, [Play::succeed().late(ms(80))]);
    host.play(Step::Authorize, [Play::succeed().late(ms(80))]);
    host.play(Step::Enable, [Play::succeed().late(ms(80))]);
    host.play(Step::Join, [Play::succeed().late(ms(400))]);
    session.call(0);
    host.run_for(ms(60_640));

    host.set_member_events(MemberEvents::Usual);
    session.hang_up();
    host.play(Step::Authorize, [Play::succeed().late(ms(80))]);
    host.play(Step::Authorize, [Play::succeed().late(ms(80))]);
    host.play(Step::Enable, [Play::succeed().late(ms(80))]);
    host.play(Step::Join, [Play::succeed().late(ms(400))]);
    host.play_request("report", [Response::succeed(Value::any()).late(ms(400))]);
    host.play_request("report", [Response::succeed(Value::any()).late(ms(400))]);
    session.call(0);
    host.run_for(ms(63_400));

    session.dismiss();
    host.play(Step::Enable, [Play::succeed().late(ms(80))]);
    session.set_reachable(false);
    host.run_for(ms(80));

    assert_eq!(changes.take(), [
        "Idle → Authorizing",
        "Authorizing → Enabling",
        "Enabling → Joining",
        "Joining → InCall",
        "InCall → Idle",
        "Idle → Authorizing",
        "Authorizing → Enabling",
        "Enabling → Joining",
        "Joining → InCall",
        "InCall → Failed (NoAnswer)",
        "Failed → Idle",
    ]);
    assert_eq!(session.state(), State::Idle);
}
