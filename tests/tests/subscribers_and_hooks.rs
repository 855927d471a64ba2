//! What a handler and a hook see of the page, and what the page shows of them.

use std::cell::RefCell;

use voip_runtime::prelude::*;
use voip_tests::{CustomHandler, Plain, TestSession, handle_next_tap, secs};

#[test]
fn a_page_is_a_snapshot() {
    handle_next_tap(|call| async move {
        let then = call.page();
        call.host().sleep(secs(5)).await;
        let now = call.page();
        assert_eq!((then.listen_name.as_str(), now.listen_name.as_str()), ("listener", "typed meanwhile"));
        assert_eq!((then.count, now.count), (3, 4));
        call.update(|page| page.count += 1);
        assert_eq!((now.count, call.page().count), (4, 5));
        call.cancel()
    });
    let session = TestSession::<CustomHandler>::new();
    let before = session.page();
    session.tap();
    session.input("listenName", "typed meanwhile").expect("text");
    session.input("count", 4).expect("a number");
    session.host.advance(secs(5));
    session.assert_at_rest(State::Idle);
    assert_eq!((before.count, session.page().count), (3, 5));
    assert_eq!(session.page().listen_name, "typed meanwhile", "an update changes nothing else");
}

#[test]
fn subscribers_hear_of_the_fields_that_an_update_makes_different() {
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
    let fields: Vec<_> = session.take_events().into_iter().filter(|heard| heard.contains(" = ")).collect();
    assert_eq!(fields, ["call_name = \"new\"", "count = 9.0"]);
}

#[test]
fn a_call_knows_the_edges_of_its_state() {
    handle_next_tap(|call| async move {
        let can = |call: &Call<CustomHandler, Idle>| State::ALL.map(|state| call.has_edge_to(state));
        assert_eq!(can(&call), [false, true, false, false, false, false]);
        let call = call.begin();
        assert!(
            call.has_edge_to(State::Enabling)
                && call.has_edge_to(State::Failed)
                && !call.has_edge_to(State::Joining)
        );
        let call = call.authorize().await?.enable().await?.join().await?;
        assert!(call.has_edge_to(State::Idle) && !call.has_edge_to(State::Failed));
        Ok(call)
    });
    let session = TestSession::<CustomHandler>::at(State::InCall);
    assert!(!session.busy());
}

#[test]
fn subscribers_hear_a_call_in_order() {
    let session = TestSession::<Plain>::at(State::Joining);
    session.succeed_until(State::InCall);
    session.host.watch().connected();
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
fn every_subscriber_hears_and_may_ask_the_session() {
    use std::rc::Rc;

    let host = voip_tests::ManualHost::default();
    let session = Rc::new(voip_runtime::Session::<Plain>::new(host.clone()));
    let heard = Rc::new(RefCell::new(Vec::new()));
    for name in ["one", "two"] {
        let (weak, heard) = (Rc::downgrade(&session), heard.clone());
        session.subscribe(move |event| {
            let Some(session) = weak.upgrade() else { return };
            if let voip_runtime::session::Event::Change(change) = event {
                assert_eq!(session.state(), change.to);
                // A tap, a field or another subscriber from here are as from anywhere.
                session.tap();
                session.input("callName", name).expect("text");
                session.subscribe(|_| {});
                heard.borrow_mut().push((name, change.to, session.page().call_name.clone()));
            }
        });
    }
    session.load([("listenOpenid", "a"), ("callOpenid", "b")]).expect("text");
    session.tap();
    assert_eq!(host.calls_without_toasts().len(), 1);
    let expected =
        [("one", State::Authorizing, "one".to_owned()), ("two", State::Authorizing, "two".to_owned())];
    assert_eq!(*heard.borrow(), expected);
}

#[voip_page(
    title = "钩子",
    flow {
        Idle        => Authorizing: run(note);
        Authorizing => Enabling: run(note) | Failed: run(note), toast("失败"), run(note_again);
        Enabling    => Joining | Failed;
        Joining     => InCall: toast("已接通") | Failed;
        InCall      => Idle: run(note), toast("通话结束");
        Failed      => Idle: run(note) | Authorizing;
    }
)]
#[derive(Debug)]
struct Hooked {
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
    static NOTES: RefCell<Vec<String>> = RefCell::default();
}

fn note(page: &Hooked, change: &Change) {
    let Change { from, to, cause, .. } = change;
    let cause = cause.map(|cause| format!(" on {cause}")).unwrap_or_default();
    NOTES.with_borrow_mut(|notes| notes.push(format!("{}: {from} → {to}{cause}", page.listen_name)));
}

fn note_again(_: &Hooked, _: &Change) {
    NOTES.with_borrow_mut(|notes| notes.push("again".to_owned()));
}

#[test]
fn actions_stand_on_any_edge() {
    let session = TestSession::<Hooked>::at(State::InCall);
    assert_eq!(session.host.toasts(), ["已接通"]);
    session.input("listenName", "someone else").expect("text");
    session.host.watch().ended();
    assert_eq!(session.host.toasts(), ["已接通", "通话结束"]);
    let call =
        ["listener: Idle → Authorizing", "listener: Authorizing → Enabling", "someone else: InCall → Idle"];
    assert_eq!(NOTES.take(), call);

    session.tap();
    session.host.fail("authorize", Cause::Denied);
    assert!(session.dismiss());
    let failure = [
        "someone else: Idle → Authorizing",
        "someone else: Authorizing → Failed on Denied",
        "again",
        "someone else: Failed → Idle",
    ];
    assert_eq!(NOTES.take(), failure);
    assert_eq!(session.host.toasts()[2..], ["失败"]);
}
