//! Taps: one call at a time, and none with a required field empty.

use voip_runtime::field::Field;
use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Page, State};
use voip_tests::{Patient, Plain, Recovering, Rig, Scripted, script, secs};

#[test]
fn a_second_tap_changes_nothing_while_a_call_is_under_way() {
    for state in [State::Authorizing, State::Enabling, State::Joining, State::InCall] {
        let rig = Rig::<Plain>::at(state);
        let before = (rig.host.calls(), rig.changes());
        rig.heard();
        assert!(!rig.available().tap);
        for _ in 0..3 {
            assert_eq!(rig.tap(), Tapped::Ignored);
        }
        assert_eq!((rig.host.calls(), rig.changes(), rig.state()), (before.0, before.1, state));
        assert_eq!(rig.heard(), ["input"; 3], "{state}");
        rig.go_on_to(State::InCall);
        assert_eq!(rig.host.deeds().len(), 4);
    }
}

#[test]
fn while_a_recovery_is_under_way_too() {
    let rig = Rig::<Recovering>::at(State::Joining);
    rig.host.fail("join1v1Chat", Cause::System);
    assert_eq!(rig.tap(), Tapped::Ignored);
    rig.host.advance(secs(1));
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(rig.tap(), Tapped::Ignored);
    rig.host.ok("exitVoIPChat");
    assert_eq!((rig.state(), rig.host.count("join1v1Chat")), (State::Joining, 3));
}

#[test]
fn while_the_handler_still_works_after_the_join() {
    script(|call| async move {
        let call = call.begin().authorize().await?.enable().await?.join().await?;
        call.host().sleep(secs(10)).await;
        Ok(call)
    });
    let rig = Rig::<Scripted>::at(State::InCall);
    assert!(rig.busy());
    rig.host.watch().ended();
    assert_eq!((rig.state(), rig.busy(), rig.available().tap), (State::Idle, true, false));
    assert_eq!(rig.tap(), Tapped::Ignored);
    rig.host.advance(secs(10));
    assert_eq!((rig.state(), rig.busy(), rig.error()), (State::Idle, false, None));
    assert_eq!(rig.tap(), Tapped::Started);
    rig.go_on_to(State::InCall);
}

#[test]
fn while_the_handler_still_works_after_a_failure() {
    script(|call| async move {
        let host_time = call.host().sleep(secs(10));
        match call.begin().authorize().await {
            Ok(call) => call.cancel(),
            Err(stopped) => {
                host_time.await;
                Err(stopped)
            }
        }
    });
    let rig = Rig::<Scripted>::at(State::Authorizing);
    rig.host.fail("authorize", Cause::Denied);
    assert_eq!((rig.state(), rig.busy()), (State::Failed, true));
    assert_eq!((rig.tap(), rig.dismiss()), (Tapped::Ignored, false));
    rig.host.advance(secs(10));
    assert_eq!((rig.state(), rig.busy(), rig.available().dismiss), (State::Failed, false, true));
}

#[test]
fn on_a_failure_goes_through_idle_where_the_flow_has_no_other_way() {
    let rig = Rig::<Plain>::at(State::Failed);
    let before = rig.changes().len();
    assert_eq!(rig.tap(), Tapped::Started);
    assert_eq!(rig.entered()[before..], [State::Idle, State::Authorizing]);
    assert_eq!(rig.error(), None);
    rig.go_on_to(State::InCall);
}

#[test]
fn on_a_failure_goes_straight_where_the_flow_says_so() {
    for dismissed in [false, true] {
        let rig = Rig::<Recovering>::at(State::Failed);
        if dismissed {
            assert!(rig.dismiss());
        }
        assert_eq!(rig.state(), if dismissed { State::Idle } else { State::Failed });
        let before = rig.changes().len();
        assert_eq!(rig.tap(), Tapped::Started);
        assert_eq!(rig.entered()[before..], [State::Authorizing]);
        assert_eq!(rig.error(), None);
        rig.go_on_to(State::InCall);
    }
}

#[test]
fn the_failure_stays_while_the_handler_has_not_begun() {
    let rig = Rig::<Scripted>::at(State::Failed);
    script(|call| async move {
        call.host().sleep(secs(1)).await;
        call.begin().authorize().await?.enable().await?.join().await
    });
    assert_eq!(rig.tap(), Tapped::Started);
    assert_eq!((rig.state(), rig.busy()), (State::Failed, true));
    assert!(rig.error().is_some(), "Failed holds its error");
    assert!(!rig.dismiss());
    rig.host.advance(secs(1));
    assert_eq!((rig.state(), rig.error()), (State::Authorizing, None));
}

#[test]
fn dismissing_shows_no_failure_and_no_more() {
    let rig = Rig::<Patient>::at(State::Failed);
    assert!(rig.available().dismiss && rig.dismiss());
    assert_eq!((rig.state(), rig.error()), (State::Idle, None));
    assert!(!rig.available().dismiss && !rig.dismiss());
    rig.assert_at_rest(State::Idle);
}

/// Taps with one field after another empty; each is named, and nothing else happens.
fn assert_required<P: Page>(required: &[&str]) {
    for state in [State::Idle, State::Failed] {
        for field in P::SPEC.fields {
            let rig = Rig::<P>::at(state);
            if rig.input(field.name, "").is_err() {
                continue;
            }
            let before = (rig.host.calls(), rig.changes(), rig.page().field(0).map(Field::value));
            let tapped = rig.tap();
            if required.contains(&field.name) {
                assert_eq!(tapped, Tapped::Missing(field));
                let now = (rig.host.calls(), rig.changes(), rig.page().field(0).map(Field::value));
                assert_eq!((now, rig.state(), rig.busy()), (before, state, false));
                let (cause, sentence) = rig.failure().expect("the page says what is missing");
                assert!(cause == Cause::App && sentence.contains(field.title()), "{sentence}");
                rig.input(field.name, "filled in").expect("text");
                assert_eq!(rig.tap(), Tapped::Started);
            } else {
                assert_eq!(tapped, Tapped::Started, "{} may be empty", field.name);
            }
        }
    }
}

#[test]
fn with_a_required_field_empty_nothing_is_called() {
    assert_required::<Plain>(&["listen_openid", "listen_name", "call_openid", "call_name"]);
    assert_required::<Scripted>(&["listen_name", "call_openid"]);
}

#[test]
fn the_first_empty_field_is_named_and_its_complaint_can_be_dismissed() {
    let rig = Rig::<Plain>::empty();
    let Tapped::Missing(field) = rig.tap() else { panic!("both openids are empty") };
    assert_eq!((field.name, field.key, field.title()), ("listen_openid", "listenOpenid", "对方openid"));
    assert_eq!(rig.state(), State::Idle);
    assert!(rig.available().dismiss && rig.dismiss());
    assert_eq!((rig.error(), rig.changes()), (None, vec![]));
}

#[test]
fn an_openid_that_is_still_empty_when_joining_begins_is_a_failure() {
    for (listener, caller) in [("", "b"), ("a", ""), ("", "")] {
        script(move |call| async move {
            call.update(|page| {
                page.listen_openid = listener.into();
                page.call_openid = caller.into();
            });
            call.begin().authorize().await?.enable().await?.join().await
        });
        let rig = Rig::<Scripted>::at(State::Enabling);
        rig.host.ok("setEnable1v1Chat");
        assert_eq!((rig.state(), rig.host.count("join1v1Chat")), (State::Failed, 0));
        let change = rig.last_change();
        assert_eq!((change.from, change.cause), (State::Joining, Some(Cause::App)));
        rig.assert_at_rest(State::Failed);
    }
}

#[test]
fn what_the_handler_fills_in_is_joined_with() {
    script(|call| async move {
        let openid: String = call.host().request("login", &()).await.unwrap_or_default();
        call.update(|page| page.listen_openid = openid.into());
        call.begin().authorize().await?.enable().await?.join().await
    });
    let rig = Rig::<Scripted>::new();
    rig.input("listen_openid", "").expect("text");
    assert_eq!(rig.tap(), Tapped::Started);
    rig.host.answer(rig.host.last("login"), Ok(Value::from("found")));
    rig.go_on_to(State::InCall);
    assert_eq!(rig.host.options("join1v1Chat")["listener"]["openid"], "found");
}
