//! An openid is personal data: no `Debug` output contains a whole openid.

use std::cell::RefCell;
use std::fmt::Debug;
use std::future::pending;
use std::time::Duration;

use voip_runtime::Session;
use voip_runtime::host::{AppWatch, Host, HostCall, Reply};
use voip_runtime::prelude::*;
use voip_runtime::session::Event;
use voip_runtime::sim::SimHost;
use voip_runtime::spec::{Parties, User};
use voip_tests::{CustomHandler, LISTENER, Plain, TestSession, handle_next_tap};

const CALLER: &str = "oCaller-0123456789";

fn assert_hidden(shown: &impl Debug) {
    for shown in [format!("{shown:?}"), format!("{shown:#?}")] {
        for openid in [LISTENER, CALLER] {
            assert!(!shown.contains(openid) && !shown.contains(&openid[8..]), "{shown}");
        }
    }
}

#[test]
fn debug_shows_at_most_half_of_an_openid_and_at_most_four_characters() {
    for openid in
        ["", "o", "ab", "abc", "abcdefg", "oAbCdEfGhIjKlMnOpQrStUvWxYz0", "开放标识", "👩‍👩‍👧‍👦x", "\"\n\0"]
    {
        let shown = format!("{:?}", OpenId::from(openid));
        let chars = openid.chars().count();
        if chars > 0 {
            let shown_part = openid.chars().take((chars / 2).min(4)).collect::<String>();
            assert_eq!(shown, format!("OpenId({shown_part:?}…)"));
            assert!(!shown.contains(openid), "{shown}");
        }
        assert_eq!(OpenId::from(openid).as_str(), openid);
    }
}

#[test]
fn pages_and_sessions_hide_openids() {
    let session = TestSession::<Plain>::at(State::Joining);
    assert_eq!(session.page().listen_openid.as_str(), LISTENER);
    assert_hidden(&session.page());
    assert!(format!("{:?}", session.page()).contains("oLis"), "the first characters are shown");
    assert_hidden(&session.session);
    assert!(format!("{:?}", session.session).contains("Joining"));
}

#[test]
fn calls_steps_and_stops_hide_openids() {
    thread_local! {
        static SHOWN: RefCell<Vec<String>> = RefCell::default();
    }
    fn show(shown: &impl Debug) {
        assert_hidden(shown);
        SHOWN.with_borrow_mut(|all| all.push(format!("{shown:?}")));
    }
    handle_next_tap(|call| async move {
        show(&call);
        let call = call.begin();
        show(&call);
        let step = call.authorize();
        show(&step);
        let stopped = step.await.expect_err("a denied scope");
        show(&stopped);
        assert!(stopped.to_string().starts_with("the call was stopped: "), "{stopped}");
        Err(stopped)
    });
    let session = TestSession::<CustomHandler>::at(State::Authorizing);
    session.host.fail("authorize", Cause::Denied);
    let shown = SHOWN.take();
    assert_eq!(shown[..2], ["Call<CustomHandler, Idle>", "Call<CustomHandler, Authorizing>"]);
    assert!(shown[3].contains("Denied"), "{shown:?}");
}

#[test]
fn what_a_handler_has_names_its_type() {
    thread_local! {
        static SHOWN: RefCell<Vec<String>> = RefCell::default();
    }
    fn show(shown: &impl Debug) {
        SHOWN.with_borrow_mut(|all| all.push(format!("{shown:?}")));
    }
    handle_next_tap(|call| async move {
        show(&call.host());
        show(&call.host().request::<()>("login", &()));
        show(&call.host().sleep(Duration::ZERO));
        let step = call.begin().authorize();
        show(&step);
        let call = step.await?.enable().await?.join().await?;
        let answered = call.answered();
        show(&answered);
        let ended = answered.await?.ended();
        show(&ended);
        let ended = ended.await;
        show(&ended);
        ended.finish()
    });
    let session = TestSession::<CustomHandler>::at(State::InCall);
    session.host.watch().members(2);
    session.hang_up();
    let shown = SHOWN.take();
    assert_eq!(
        shown,
        [
            "HostCalls",
            "Request",
            "Sleep",
            "StepFuture<Authorizing → Enabling>",
            "AnsweredFuture",
            "EndedFuture",
            "Ended { page: \"CustomHandler\", how: HungUp, .. }",
        ]
    );
}

#[test]
fn errors_of_the_runtime_hide_openids() {
    let missing = TestSession::<Plain>::new();
    missing.input("call_name", "").expect("text");
    missing.tap();
    handle_next_tap(|call| async move {
        call.update(|page| page.call_openid = OpenId::default());
        call.begin().authorize().await?.enable().await?.join().await
    });
    let empty = TestSession::<CustomHandler>::at(State::Enabling);
    empty.host.ok("setEnable1v1Chat");
    handle_next_tap(|_call| pending());
    let lost = TestSession::<CustomHandler>::new();
    lost.tap();
    for error in [missing.error(), empty.error(), lost.error()] {
        let error = error.expect("a failure");
        assert_hidden(&error);
        assert!(!error.to_string().contains(LISTENER) && !error.sentence().contains(LISTENER));
    }
    let refused = missing.input("listen_openid", 1).expect_err("a number");
    assert_hidden(&refused);
}

/// A host that asserts that the `Debug` output of each host call hides openids.
struct ChecksHostCalls(SimHost);

impl Host for ChecksHostCalls {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        assert_hidden(&call);
        let is_join = call.name() == "join1v1Chat";
        assert_eq!(format!("{:?}", reply.watch()), format!("Watch {{ is_live: {is_join}, .. }}"));
        assert_eq!(format!("{reply:?}"), format!("Reply {{ is_live: {}, .. }}", reply.is_live()));
        self.0.call(call, reply);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.0.sleep(duration, reply);
    }

    fn now(&self) -> Duration {
        self.0.now()
    }

    fn watch_app(&self, watch: AppWatch) {
        assert_eq!(format!("{watch:?}"), "AppWatch { is_live: true, .. }");
        self.0.watch_app(watch);
    }
}

#[test]
fn host_calls_hide_openids() {
    let caller = User::new("caller", CALLER);
    let listener = User::new("listener", LISTENER);
    assert_hidden(&caller);
    assert_hidden(&Parties::new(caller, listener, Some(RoomType::Video)));
    assert!(format!("{caller:?}").contains("caller"), "a nickname is shown");
    let host = SimHost::new();
    let session = Session::<Plain>::new(ChecksHostCalls(host.clone()));
    session.load([("listenOpenid", LISTENER), ("callOpenid", CALLER)]).expect("text");
    session.tap();
    host.run();
    assert_eq!(session.state(), State::InCall);
}

#[test]
fn events_hide_openids() {
    let session = TestSession::<CustomHandler>::new();
    session.subscribe(|event: &Event<'_>| assert_hidden(event));
    handle_next_tap(|call| async move {
        call.update(|page| page.listen_openid = CALLER.into());
        call.begin().authorize().await?.enable().await?.join().await
    });
    session.input("listenOpenid", CALLER).expect("text");
    session.load([("listenOpenid", LISTENER)]).expect("text");
    session.tap();
    session.succeed_until(State::InCall);
}
