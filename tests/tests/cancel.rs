//! Cancelling: each state has a way out, whatever the host does.

use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Play, SimHost, Step};
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, ManualHost, Plain, Recovering, TestSession, handle_next_tap, page_on, secs};

/// Nothing is in progress: there is nothing to cancel.
#[test]
fn at_rest_there_is_nothing_to_cancel() {
    for state in [State::Idle, State::InCall, State::Failed] {
        let session = TestSession::<Plain>::at(state);
        assert!(!session.available().cancel && !session.cancel(), "{state}");
        assert_eq!(session.state(), state);
    }
}

#[test]
fn a_working_page_is_idle_and_the_next_tap_calls() {
    for state in [State::Authorizing, State::Enabling, State::Joining] {
        let session = TestSession::<Plain>::at(state);
        session.take_events();
        assert!(session.available().cancel && session.cancel(), "{state}");
        let change = format!("{state} → Idle");
        assert_eq!(session.take_events(), ["input", change.as_str(), "busy false"]);
        assert_eq!(session.error(), None);
        assert_eq!(session.tap(), Tapped::Started);
        if state == State::Joining {
            // The room of the cancelled join may be open.
            session.host.ok("authorize");
            session.host.ok("authorize");
            session.host.ok("setEnable1v1Chat");
            session.host.ok("exitVoIPChat");
        }
        session.succeed_until(State::InCall);
    }
}

/// A join that still succeeds rings at the other side: the room is left.
#[test]
fn a_cancelled_join_that_succeeds_is_left() {
    let session = TestSession::<Plain>::at(State::Joining);
    session.cancel();
    assert_eq!(session.host.count("exitVoIPChat"), 0);
    session.host.ok("join1v1Chat");
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Idle, 1));
    session.assert_at_rest(State::Idle);
}

#[test]
fn cancelling_ends_a_delay_and_a_recovery() {
    let delayed = TestSession::<Recovering>::at(State::Joining);
    delayed.host.fail("join1v1Chat", Cause::System);
    assert!(delayed.cancel());
    delayed.assert_at_rest(State::Idle);
    assert_eq!(delayed.host.count("join1v1Chat"), 1);

    let settings = TestSession::<Recovering>::at(State::Authorizing);
    settings.host.fail("authorize", Cause::Denied);
    assert_eq!(settings.host.count("openSetting"), 1);
    assert!(settings.cancel());
    settings.host.ok("openSetting");
    settings.assert_at_rest(State::Idle);
    assert_eq!(settings.host.count("authorize"), 1);
}

/// An app can hold the host calls of its pages back, and never let them go.
#[test]
fn a_host_that_never_answers_leaves_nobody_stuck() {
    let host = SimHost::new();
    host.play_always(Step::Authorize, Some(Play::never()));
    let session = page_on::<Plain>(&host, "o-listener");
    session.tap();
    assert!(host.run());
    assert_eq!(session.state(), State::Authorizing);
    assert!(session.cancel());
    assert_eq!((session.state(), session.busy()), (State::Idle, false));
}

/// The handler makes its own host calls: before its call, and after a failure.
#[test]
fn the_handler_is_dropped() {
    struct NotesDrop(std::rc::Rc<std::cell::Cell<bool>>);
    impl Drop for NotesDrop {
        fn drop(&mut self) {
            self.0.set(true);
        }
    }
    let dropped = std::rc::Rc::new(std::cell::Cell::new(false));
    let session = TestSession::<CustomHandler>::new();
    let guard = NotesDrop(dropped.clone());
    handle_next_tap(async move |call| {
        let _guard = guard;
        let _: Result<Value, _> = call.host().request("request", &()).await;
        unreachable!("the handler was dropped")
    });
    session.tap();
    assert_eq!((session.state(), session.busy(), dropped.get()), (State::Idle, true, false));
    session.take_events();
    assert!(session.cancel());
    assert_eq!(session.take_events(), ["input", "busy false"]);
    assert!(dropped.get());
    session.host.ok("request");
    session.assert_at_rest(State::Idle);
}

#[test]
fn a_failed_page_that_was_tapped_stays_failed() {
    let session = TestSession::<CustomHandler>::new();
    handle_next_tap(async |call| call.fail("no"));
    session.tap();
    assert_eq!(session.state(), State::Failed);
    handle_next_tap(async |call| {
        let _: Result<Value, _> = call.host().request("request", &()).await;
        call.begin().authorize().await?.enable().await?.join().await
    });
    session.tap();
    let before = session.failure();
    let state = session.state();
    assert!(session.busy() && session.cancel());
    assert_eq!((session.state(), session.busy()), (state, false));
    assert_eq!(session.failure(), before);
}

#[test]
fn making_the_page_reachable_stops_and_its_tap_is_dropped() {
    let session = TestSession::<Recovering>::new();
    assert!(session.set_reachable(true));
    assert_eq!(session.tap(), Tapped::Queued);
    assert!(session.available().cancel && session.cancel());
    assert_eq!((session.state(), session.busy(), session.error()), (State::Idle, false, None));
    session.host.ok("authorize");
    session.assert_at_rest(State::Idle);
    assert!(session.set_reachable(true), "it can be tried again");
}

#[test]
fn a_subscriber_may_cancel() {
    let host = ManualHost::default();
    let session = std::rc::Rc::new(page_on_manual(&host));
    let weak = std::rc::Rc::downgrade(&session);
    session.subscribe(move |event| {
        if let (voip_runtime::session::Event::Change(change), Some(session)) = (event, weak.upgrade())
            && change.to == State::Enabling
        {
            assert!(session.cancel());
        }
    });
    session.tap();
    host.ok("authorize");
    host.ok("authorize");
    assert_eq!((session.state(), session.busy()), (State::Idle, false));
    host.advance(secs(1_000));
    assert_eq!(host.count("join1v1Chat"), 0);
}

/// The drop of the handler finds the page at rest: there is nothing left to cancel, and it can place the next call.
#[test]
fn the_dropped_handler_may_tap_again() {
    struct TapsAgain(std::rc::Weak<TestSession<CustomHandler>>);
    impl Drop for TapsAgain {
        fn drop(&mut self) {
            let Some(session) = self.0.upgrade() else { return };
            assert!(!session.cancel());
            handle_next_tap(async |call| call.begin().authorize().await?.enable().await?.join().await);
            assert_eq!(session.tap(), Tapped::Started);
        }
    }
    let session = std::rc::Rc::new(TestSession::<CustomHandler>::new());
    let guard = TapsAgain(std::rc::Rc::downgrade(&session));
    handle_next_tap(async move |call| {
        let _guard = guard;
        call.begin().authorize().await?.enable().await?.join().await
    });
    session.tap();
    assert!(session.cancel());
    assert_eq!((session.state(), session.busy()), (State::Authorizing, true));
    session.succeed_until(State::InCall);
}

fn page_on_manual(host: &ManualHost) -> Session<Plain> {
    let session = Session::new(host.clone());
    session.input("listen_openid", "o-listener").expect("text");
    session.input("call_openid", "o-caller").expect("text");
    session
}
