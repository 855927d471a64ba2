//! The events that subscribers get, and the changes that hooks get.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use voip_runtime::prelude::*;
use voip_runtime::session::Event;
use voip_tests::{CustomHandler, Plain, TestSession, handle_next_tap};

#[test]
fn an_update_notifies_of_the_fields_that_it_changes() {
    handle_next_tap(|call| async move {
        call.update(|page| {
            page.call_name = "new".to_owned();
            page.listen_name = page.listen_name.clone();
            page.count = 9;
        });
        call.update(|_| {});
        call.cancel()
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    let fields: Vec<_> = session.take_events().into_iter().filter(|event| event.contains(" = ")).collect();
    assert_eq!(fields, ["call_name = \"new\"", "count = 9.0"]);
}

#[test]
fn subscribers_get_the_events_of_a_call_in_order() {
    let session = TestSession::<Plain>::at(State::Joining);
    session.succeed_until(State::InCall);
    session.host.watch().members(2);
    assert!(session.connected());
    assert!(session.hang_up() && !session.hang_up());
    assert!(!session.connected());
    let expected = [
        "input",
        "busy true",
        "Idle → Authorizing",
        "Authorizing → Enabling",
        "reachable true",
        "Enabling → Joining",
        "Joining → InCall",
        "busy false",
        "connected true",
        "input",
        "InCall → Idle",
        "connected false",
        "input",
    ];
    assert_eq!(session.take_events(), expected);
    assert_eq!(session.host.count("exitVoIPChat"), 1);
    session.host.ok("exitVoIPChat");
    session.assert_at_rest(State::Idle);
}

#[test]
fn every_subscriber_can_use_the_session() {
    use std::rc::Rc;

    let host = voip_tests::ManualHost::default();
    let session = Rc::new(voip_runtime::Session::<Plain>::new(host.clone()));
    let events = Rc::new(RefCell::new(Vec::new()));
    for name in ["one", "two"] {
        let (weak, events) = (Rc::downgrade(&session), events.clone());
        session.subscribe(move |event| {
            let Some(session) = weak.upgrade() else { return };
            if let Event::Change(change) = event {
                assert_eq!(session.state(), change.to);
                // A subscriber can tap, set a field and subscribe.
                session.tap();
                session.input("callName", name).expect("text");
                session.subscribe(|_| {});
                events.borrow_mut().push((name, change.to, session.page().call_name.clone()));
            }
        });
    }
    session.load([("listenOpenid", "a"), ("callOpenid", "b")]).expect("text");
    session.tap();
    assert_eq!(host.calls_without_toasts().len(), 1);
    let expected =
        [("one", State::Authorizing, "one".to_owned()), ("two", State::Authorizing, "two".to_owned())];
    assert_eq!(*events.borrow(), expected);
}

#[voip_page(
    title = "钩子",
    flow {
        Idle        => Authorizing: run(record_change);
        Authorizing => Enabling: run(record_change) | Failed: run(record_change), toast("失败"), run(record_again);
        Enabling    => Joining | Failed;
        Joining     => InCall: toast("已接通") | Failed;
        InCall      => Idle: run(record_change), toast("通话结束");
        Failed      => Idle: run(record_change) | Authorizing;
    }
)]
#[derive(Debug)]
struct WithHooks {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

thread_local! {
    static CALLS: RefCell<Vec<String>> = RefCell::default();
}

fn record_change(page: &WithHooks, change: &Change) {
    let Change { from, to, cause, .. } = change;
    let cause = cause.map(|cause| format!(" on {cause}")).unwrap_or_default();
    CALLS.with_borrow_mut(|calls| calls.push(format!("{}: {from} → {to}{cause}", page.listen_name)));
}

fn record_again(_: &WithHooks, _: &Change) {
    CALLS.with_borrow_mut(|calls| calls.push("again".to_owned()));
}

#[test]
fn any_edge_can_have_actions() {
    let session = TestSession::<WithHooks>::at(State::InCall);
    assert_eq!(session.host.toasts(), ["已接通"]);
    session.input("listenName", "someone else").expect("text");
    session.host.watch().ended();
    assert_eq!(session.host.toasts(), ["已接通", "通话结束"]);
    let call =
        ["listener: Idle → Authorizing", "listener: Authorizing → Enabling", "someone else: InCall → Idle"];
    assert_eq!(CALLS.take(), call);

    session.tap();
    session.host.fail("authorize", Cause::Denied);
    assert!(session.dismiss());
    let failure = [
        "someone else: Idle → Authorizing",
        "someone else: Authorizing → Failed on Denied",
        "again",
        "someone else: Failed → Idle",
    ];
    assert_eq!(CALLS.take(), failure);
    assert_eq!(session.host.toasts()[2..], ["失败"]);
}

/// The call is answered and ends while subscribers are notified that it was joined.
#[test]
fn a_connection_that_ends_before_its_event_is_no_event() {
    let session = TestSession::<Plain>::at(State::Joining);
    let watch = session.host.watch();
    session.subscribe(move |event| {
        if let Event::Change(change) = event
            && change.to == State::InCall
        {
            watch.members(2);
            watch.ended();
        }
    });
    session.take_events();
    session.host.ok("join1v1Chat");
    let events = session.take_events();
    assert_eq!(events, ["Joining → InCall", "InCall → Idle", "busy false"]);
}

#[test]
fn the_events_after_a_panic_of_a_subscriber_are_notified() {
    let session = TestSession::<Plain>::new();
    session.subscribe(|event| {
        assert!(!matches!(event, Event::Change(change) if change.to == State::Enabling), "on purpose");
    });
    session.tap();
    session.host.ok("authorize");
    let enables = catch_unwind(AssertUnwindSafe(|| session.host.ok("authorize")));
    assert!(enables.is_err() && session.state() == State::Failed);
    session.take_events();
    assert!(session.dismiss());
    assert_eq!(session.take_events(), ["input", "Failed → Idle", "error none"]);
}
