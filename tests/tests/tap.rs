//! Taps: one call at a time, and no call while a required field is empty.

use voip_runtime::field::Field;
use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Page, State};
use voip_tests::{CustomHandler, Plain, Recovering, RetriesOnTimeout, TestSession, handle_next_tap, secs};

#[test]
fn a_tap_during_a_call_is_ignored() {
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
fn a_tap_during_a_recovery_is_ignored() {
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
fn a_tap_is_ignored_until_the_handler_has_ended() {
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
fn a_tap_after_a_failure_is_ignored_until_the_handler_has_ended() {
    handle_next_tap(|call| async move {
        let sleep = call.host().sleep(secs(10));
        match call.begin().authorize().await {
            Ok(call) => call.cancel(),
            Err(stopped) => {
                sleep.await;
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
fn a_tap_on_a_failure_goes_through_idle_without_a_direct_edge() {
    let session = TestSession::<Plain>::at(State::Failed);
    let before = session.changes().len();
    assert_eq!(session.tap(), Tapped::Started);
    assert_eq!(session.entered()[before..], [State::Idle, State::Authorizing]);
    assert_eq!(session.error(), None);
    session.succeed_until(State::InCall);
}

#[test]
fn a_tap_on_a_failure_takes_the_direct_edge() {
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
fn the_failure_is_shown_until_the_handler_begins() {
    let session = TestSession::<CustomHandler>::at(State::Failed);
    handle_next_tap(|call| async move {
        call.host().sleep(secs(1)).await;
        call.begin().authorize().await?.enable().await?.join().await
    });
    assert_eq!(session.tap(), Tapped::Started);
    assert_eq!((session.state(), session.busy()), (State::Failed, true));
    assert!(session.error().is_some(), "the error is still shown");
    assert!(!session.dismiss());
    session.host.advance(secs(1));
    assert_eq!((session.state(), session.error()), (State::Authorizing, None));
}

#[test]
fn dismiss_only_removes_the_failure() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Failed);
    assert!(session.available().dismiss && session.dismiss());
    assert_eq!((session.state(), session.error()), (State::Idle, None));
    assert!(!session.available().dismiss && !session.dismiss());
    session.assert_at_rest(State::Idle);
}

/// Taps with each field empty in turn. A required field gives an error and no call.
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
                let (cause, sentence) = session.failure().expect("an error");
                assert!(cause == Cause::App && sentence.contains(field.title()), "{sentence}");
                session.input(field.name, "filled in").expect("text");
                assert_eq!(session.tap(), Tapped::Started);
            } else {
                assert_eq!(tapped, Tapped::Started, "{} is not required", field.name);
            }
        }
    }
}

#[test]
fn a_tap_with_an_empty_required_field_starts_no_call() {
    assert_required::<Plain>(&["listen_openid", "listen_name", "call_openid", "call_name"]);
    assert_required::<CustomHandler>(&["listen_name", "call_openid"]);
}

#[test]
fn the_first_empty_field_is_named_and_the_error_can_be_dismissed() {
    let session = TestSession::<Plain>::empty();
    let Tapped::Missing(field) = session.tap() else { panic!("both openids are empty") };
    assert_eq!((field.name, field.key, field.title()), ("listen_openid", "listenOpenid", "对方openid"));
    assert_eq!(session.state(), State::Idle);
    assert!(session.available().dismiss && session.dismiss());
    assert_eq!((session.error(), session.changes()), (None, vec![]));
}

#[test]
fn an_openid_that_is_empty_at_the_join_fails_the_call() {
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
fn an_openid_that_the_handler_sets_is_used_for_the_join() {
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
