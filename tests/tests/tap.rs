//! Taps: one call at a time, and none with a required field empty.

use voip_runtime::field::Field;
use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Page, State};
use voip_tests::{CustomHandler, Plain, Recovering, RetriesOnTimeout, TestSession, handle_next_tap, secs};

#[test]
fn a_second_tap_changes_nothing_while_a_call_is_under_way() {
    for state in [State::Authorizing, State::Enabling, State::Joining, State::InCall] {
        let session = TestSession::<Plain>::at(state);
        let before = (session.host.calls(), session.changes());
        session.take_events();
        assert!(!session.available().tap);
        for _ in 0..3 {
            assert_eq!(session.tap(), Tapped::Ignored);
        }
        assert_eq!((session.host.calls(), session.changes(), session.state()), (before.0, before.1, state));
        assert_eq!(session.take_events(), ["input"; 3], "{state}");
        session.succeed_until(State::InCall);
        assert_eq!(session.host.calls_without_toasts().len(), 4);
    }
}

#[test]
fn while_a_recovery_is_under_way_too() {
    let session = TestSession::<Recovering>::at(State::Joining);
    session.host.fail("join1v1Chat", Cause::System);
    assert_eq!(session.tap(), Tapped::Ignored);
    session.host.advance(secs(1));
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(session.tap(), Tapped::Ignored);
    session.host.ok("exitVoIPChat");
    assert_eq!((session.state(), session.host.count("join1v1Chat")), (State::Joining, 3));
}

#[test]
fn while_the_handler_still_works_after_the_join() {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?.enable().await?.join().await?;
        call.host().sleep(secs(10)).await;
        Ok(call)
    });
    let session = TestSession::<CustomHandler>::at(State::InCall);
    assert!(session.busy());
    session.host.watch().ended();
    assert_eq!((session.state(), session.busy(), session.available().tap), (State::Idle, true, false));
    assert_eq!(session.tap(), Tapped::Ignored);
    session.host.advance(secs(10));
    assert_eq!((session.state(), session.busy(), session.error()), (State::Idle, false, None));
    assert_eq!(session.tap(), Tapped::Started);
    session.succeed_until(State::InCall);
}

#[test]
fn while_the_handler_still_works_after_a_failure() {
    handle_next_tap(|call| async move {
        let host_time = call.host().sleep(secs(10));
        match call.begin().authorize().await {
            Ok(call) => call.cancel(),
            Err(stopped) => {
                host_time.await;
                Err(stopped)
            }
        }
    });
    let session = TestSession::<CustomHandler>::at(State::Authorizing);
    session.host.fail("authorize", Cause::Denied);
    assert_eq!((session.state(), session.busy()), (State::Failed, true));
    assert_eq!((session.tap(), session.dismiss()), (Tapped::Ignored, false));
    session.host.advance(secs(10));
    assert_eq!((session.state(), session.busy(), session.available().dismiss), (State::Failed, false, true));
}

#[test]
fn on_a_failure_goes_through_idle_where_the_flow_has_no_other_way() {
    let session = TestSession::<Plain>::at(State::Failed);
    let before = session.changes().len();
    assert_eq!(session.tap(), Tapped::Started);
    assert_eq!(session.entered()[before..], [State::Idle, State::Authorizing]);
    assert_eq!(session.error(), None);
    session.succeed_until(State::InCall);
}

#[test]
fn on_a_failure_goes_straight_where_the_flow_says_so() {
    for dismissed in [false, true] {
        let session = TestSession::<Recovering>::at(State::Failed);
        if dismissed {
            assert!(session.dismiss());
        }
        assert_eq!(session.state(), if dismissed { State::Idle } else { State::Failed });
        let before = session.changes().len();
        assert_eq!(session.tap(), Tapped::Started);
        assert_eq!(session.entered()[before..], [State::Authorizing]);
        assert_eq!(session.error(), None);
        session.succeed_until(State::InCall);
    }
}

#[test]
fn the_failure_stays_while_the_handler_has_not_begun() {
    let session = TestSession::<CustomHandler>::at(State::Failed);
    handle_next_tap(|call| async move {
        call.host().sleep(secs(1)).await;
        call.begin().authorize().await?.enable().await?.join().await
    });
    assert_eq!(session.tap(), Tapped::Started);
    assert_eq!((session.state(), session.busy()), (State::Failed, true));
    assert!(session.error().is_some(), "Failed holds its error");
    assert!(!session.dismiss());
    session.host.advance(secs(1));
    assert_eq!((session.state(), session.error()), (State::Authorizing, None));
}

#[test]
fn dismissing_shows_no_failure_and_no_more() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Failed);
    assert!(session.available().dismiss && session.dismiss());
    assert_eq!((session.state(), session.error()), (State::Idle, None));
    assert!(!session.available().dismiss && !session.dismiss());
    session.assert_at_rest(State::Idle);
}

/// Taps with one field after another empty; each is named, and nothing else happens.
fn assert_required<P: Page>(required: &[&str]) {
    for state in [State::Idle, State::Failed] {
        for field in P::SPEC.fields {
            let session = TestSession::<P>::at(state);
            if session.input(field.name, "").is_err() {
                continue;
            }
            let before = (session.host.calls(), session.changes(), session.page().field(0).map(Field::value));
            let tapped = session.tap();
            if required.contains(&field.name) {
                assert_eq!(tapped, Tapped::Missing(field));
                let now =
                    (session.host.calls(), session.changes(), session.page().field(0).map(Field::value));
                assert_eq!((now, session.state(), session.busy()), (before, state, false));
                let (cause, sentence) = session.failure().expect("the page says what is missing");
                assert!(cause == Cause::App && sentence.contains(field.title()), "{sentence}");
                session.input(field.name, "filled in").expect("text");
                assert_eq!(session.tap(), Tapped::Started);
            } else {
                assert_eq!(tapped, Tapped::Started, "{} may be empty", field.name);
            }
        }
    }
}

#[test]
fn with_a_required_field_empty_nothing_is_called() {
    assert_required::<Plain>(&["listen_openid", "listen_name", "call_openid", "call_name"]);
    assert_required::<CustomHandler>(&["listen_name", "call_openid"]);
}

#[test]
fn the_first_empty_field_is_named_and_its_complaint_can_be_dismissed() {
    let session = TestSession::<Plain>::empty();
    let Tapped::Missing(field) = session.tap() else { panic!("both openids are empty") };
    assert_eq!((field.name, field.key, field.title()), ("listen_openid", "listenOpenid", "对方openid"));
    assert_eq!(session.state(), State::Idle);
    assert!(session.available().dismiss && session.dismiss());
    assert_eq!((session.error(), session.changes()), (None, vec![]));
}

#[test]
fn an_openid_that_is_still_empty_when_joining_begins_is_a_failure() {
    for (listener, caller) in [("", "b"), ("a", ""), ("", "")] {
        handle_next_tap(move |call| async move {
            call.update(|page| {
                page.listen_openid = listener.into();
                page.call_openid = caller.into();
            });
            call.begin().authorize().await?.enable().await?.join().await
        });
        let session = TestSession::<CustomHandler>::at(State::Enabling);
        session.host.ok("setEnable1v1Chat");
        assert_eq!((session.state(), session.host.count("join1v1Chat")), (State::Failed, 0));
        let change = session.last_change();
        assert_eq!((change.from, change.cause), (State::Joining, Some(Cause::App)));
        session.assert_at_rest(State::Failed);
    }
}

#[test]
fn what_the_handler_fills_in_is_joined_with() {
    handle_next_tap(|call| async move {
        let openid: String = call.host().request("login", &()).await.unwrap_or_default();
        call.update(|page| page.listen_openid = openid.into());
        call.begin().authorize().await?.enable().await?.join().await
    });
    let session = TestSession::<CustomHandler>::new();
    session.input("listen_openid", "").expect("text");
    assert_eq!(session.tap(), Tapped::Started);
    session.host.answer(session.host.last("login"), Ok(Value::from("found")));
    session.succeed_until(State::InCall);
    assert_eq!(session.host.options("join1v1Chat")["listener"]["openid"], "found");
}
