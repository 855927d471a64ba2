#[test]
fn handler_requests() {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::Duration;
    use voip_runtime::session::Event;
    use voip_runtime::sim::{Listener, Pace, Play, Response, SimHost, Step};
    use voip_runtime::value::Value;
    use voip_runtime::{CallError, Cause, Session, State};

    let ms = Duration::from_millis;
    let host = SimHost::new();
    host.set_pace(Pace::INSTANT);
    host.set_listener(Listener::Closed);
    let session = Session::<voip_tests::LooksUpListener>::new(host.clone());
    let changes = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&changes);
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            seen.borrow_mut().push(change.to_string());
        }
    });

    session.input("listen_openid", "openid#1").unwrap();
    session.input("call_openid", "openid#2").unwrap();
    session.input("urgent", true).unwrap();
    session.input("weight", 72.5).unwrap();
    session.input("call_name", "line\nfeed\r\n\ttab\u{0}").unwrap();
    host.play_request("find", [Response::fail(Cause::System).late(ms(1400))]);
    host.play_request("find", [Response::fail(CallError::new(Cause::Other(-12_345), "find:fail \"nobody\"\n")).late(ms(400))]);
    session.tap();
    host.run_for(ms(2000));

    host.play_request("find", [Response::succeed(Value::Object(vec![
        ("openid".into(), "openid#3".into()),
        ("names".into(), Value::List(vec![
            "\"); panic!(\"".into(),
            "\\\\\"\\".into(),
            "line\nfeed\r\n\ttab\u{0}".into(),
            "{} {name} {{".into(),
            "rtl \u{202e}gnp\u{2066}".into(),
            "zero\u{200b}width\u{feff}\u{ad}".into(),
            "e\u{301} \u{212b} \u{f900} \u{1100}\u{1161}".into(),
            "👩\u{200d}👩\u{200d}👧 ☎\u{fe0f} \u{1f1e8}\u{1f1f3}".into(),
            "*/ // /* r#\"".into(),
            "张医生（内科）·Łódź".into(),
            "ms(1) us(2) Duration Value".into(),
            "".into(),
        ])),
        ("of".into(), Value::List(vec![Value::Null, true.into(), Value::any(), Value::Object(vec![])])),
        ("numbers".into(), Value::List(vec![
            Value::from(0),
            Value::from(-0.0),
            Value::from(1.5),
            Value::from(-7),
            Value::from(12_345),
            Value::from(1e21),
            Value::from(1.234_567_89e-7),
            Value::from(1.797_693_134_862_315_7e308),
            Value::from(0.1),
        ])),
        ("\"".into(), Value::from(3_000_000_000.25)),
    ])).late(ms(500))]);
    host.play(Step::Authorize, [Play::succeed().late(ms(1200))]);
    host.play(Step::Authorize, [Play::succeed().late(ms(1200))]);
    host.play(Step::Enable, [Play::succeed().late(ms(80))]);
    host.play(Step::Join, [Play::succeed().late(ms(400))]);
    session.tap();
    host.run_for(ms(5880));

    host.other_side_picks_up();
    host.run_for(ms(20_000));

    host.other_side_hangs_up();
    host.run_for(ms(17_500));

    assert_eq!(changes.take(), [
        "Idle → Failed (App)",
        "Failed → Idle",
        "Idle → Authorizing",
        "Authorizing → Enabling",
        "Enabling → Joining",
        "Joining → InCall",
        "InCall → Idle",
    ]);
    assert_eq!(session.state(), State::Idle);
}
