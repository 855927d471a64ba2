//! The recovering flow: what each recovery does, and how often one call may take it.

use voip_runtime::session::Tapped;
use voip_runtime::{CallError, Cause, State};
use voip_tests::{Recovering, Rig, millis, reports, secs};

const JOINED: [&str; 4] =
    ["authorize scope.record", "authorize scope.camera", "setEnable1v1Chat", "join1v1Chat"];

fn at(state: State) -> Rig<Recovering> {
    reports();
    Rig::at(state)
}

/// The host calls after those of a call that went well until it was in `state`.
fn since(rig: &Rig<Recovering>, state: State) -> Vec<String> {
    let before = match state {
        State::Authorizing => 0,
        State::Enabling => 2,
        _ => 3,
    };
    assert_eq!(rig.host.deeds()[..before], JOINED[..before]);
    rig.host.deeds().split_off(before)
}

#[test]
fn a_refusal_leads_to_the_settings_once() {
    let rig = at(State::Authorizing);
    rig.host.fail("authorize", Cause::Denied);
    assert_eq!(rig.host.deeds(), ["authorize scope.record", "openSetting"]);
    let change = rig.last_change();
    assert_eq!((change.from, change.to), (State::Authorizing, State::Authorizing));
    assert_eq!(change.cause, Some(Cause::Denied));
    assert_eq!((rig.error(), rig.host.toasts()), (None, vec![]));
    // A person reads there: nothing bounds it.
    rig.host.advance(secs(86_400));
    rig.host.ok("openSetting");
    rig.go_on_to(State::InCall);
    let mut expected = vec!["authorize scope.record", "openSetting"];
    expected.extend(JOINED);
    assert_eq!(rig.host.deeds(), expected);
}

#[test]
fn the_second_refusal_is_the_last() {
    for second_scope in [false, true] {
        let rig = at(State::Authorizing);
        rig.host.fail("authorize", Cause::Denied);
        rig.host.ok("openSetting");
        if second_scope {
            rig.host.ok("authorize");
        }
        rig.host.fail("authorize", Cause::Denied);
        let mut expected = vec!["authorize scope.record", "openSetting", "authorize scope.record"];
        expected.extend(second_scope.then_some("authorize scope.camera"));
        assert_eq!(rig.host.deeds(), expected);
        assert_eq!(rig.failure(), Some((Cause::Denied, Cause::Denied.chinese().to_owned())));
        assert_eq!(rig.host.toasts(), ["请允许使用麦克风和摄像头"]);
        rig.assert_at_rest(State::Failed);
    }
}

#[test]
fn after_a_refused_second_scope_every_scope_is_asked_for_again() {
    let rig = at(State::Authorizing);
    rig.host.ok("authorize");
    rig.host.fail("authorize", Cause::Denied);
    rig.host.ok("openSetting");
    rig.go_on_to(State::Enabling);
    let both = ["authorize scope.record", "authorize scope.camera"];
    assert_eq!(rig.host.deeds(), [&both[..], &["openSetting"], &both, &["setEnable1v1Chat"]].concat());
}

#[test]
fn what_the_settings_page_answers_is_ignored() {
    let rig = at(State::Authorizing);
    rig.host.fail("authorize", Cause::Denied);
    rig.host.fail("openSetting", Cause::Unsupported);
    rig.go_on_to(State::InCall);
    assert_eq!((rig.state(), rig.error()), (State::InCall, None));
}

#[test]
fn a_missing_permission_asks_anew_once_whichever_it_is() {
    for (first, second) in [(Cause::NoCamera, Cause::NoRecord), (Cause::NoRecord, Cause::NoRecord)] {
        let rig = at(State::Enabling);
        rig.host.fail("setEnable1v1Chat", first);
        assert_eq!((rig.state(), rig.last_change().cause), (State::Authorizing, Some(first)));
        rig.go_on_to(State::Enabling);
        rig.host.fail("setEnable1v1Chat", second);
        assert_eq!(since(&rig, State::Enabling), [JOINED[2], JOINED[0], JOINED[1], JOINED[2]]);
        assert_eq!(rig.last_change().cause, Some(second));
        rig.assert_at_rest(State::Failed);
    }
}

#[test]
fn recoveries_have_counters_of_their_own() {
    let rig = at(State::Authorizing);
    rig.host.fail("authorize", Cause::Denied);
    rig.host.ok("openSetting");
    rig.go_on_to(State::Enabling);
    rig.host.fail("setEnable1v1Chat", Cause::NoCamera);
    // The settings were opened in this call already.
    rig.host.fail("authorize", Cause::Denied);
    assert_eq!((rig.state(), rig.host.count("openSetting")), (State::Failed, 1));
}

#[test]
fn an_open_room_is_left_once() {
    let rig = at(State::Joining);
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(since(&rig, State::Joining), ["join1v1Chat", "exitVoIPChat"]);
    rig.host.ok("exitVoIPChat");
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(since(&rig, State::Joining), ["join1v1Chat", "exitVoIPChat", "join1v1Chat"]);
    assert_eq!(rig.host.toasts(), ["加入通话失败"]);
    rig.assert_at_rest(State::Failed);
}

#[test]
fn leaving_a_room_is_waited_for_five_seconds_whatever_it_answers() {
    let rig = at(State::Joining);
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    rig.host.fail("exitVoIPChat", Cause::System);
    assert_eq!(rig.host.count("join1v1Chat"), 2, "a failure is ignored");

    let rig = at(State::Joining);
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    rig.host.advance(millis(4_999));
    assert_eq!((rig.host.count("join1v1Chat"), rig.state()), (1, State::Joining));
    rig.host.advance(millis(1));
    assert_eq!(rig.host.count("join1v1Chat"), 2);
    // The answer that comes all the same is none to the join.
    rig.host.ok("exitVoIPChat");
    assert_eq!((rig.host.count("join1v1Chat"), rig.state()), (2, State::Joining));
    rig.go_on_to(State::InCall);
}

#[test]
fn system_errors_are_tried_again_twice_a_second_later() {
    let rig = at(State::Joining);
    for (joins, cause) in [(1, Cause::System), (2, Cause::Internal)] {
        let changes = rig.changes().len();
        rig.host.fail("join1v1Chat", cause);
        rig.host.advance(millis(999));
        assert_eq!(rig.changes().len(), changes, "the edge is taken after the wait");
        assert_eq!((rig.host.count("join1v1Chat"), rig.state(), rig.error()), (joins, State::Joining, None));
        rig.host.advance(millis(1));
        assert_eq!((rig.host.count("join1v1Chat"), rig.last_change().cause), (joins + 1, Some(cause)));
    }
    rig.host.fail("join1v1Chat", Cause::System);
    assert_eq!(since(&rig, State::Joining), ["join1v1Chat"; 3]);
    assert_eq!((rig.state(), rig.last_change().cause), (State::Failed, Some(Cause::System)));
    rig.assert_at_rest(State::Failed);
}

#[test]
fn a_call_that_was_left_while_joining_is_no_failure() {
    let rig = at(State::Joining);
    rig.host.fail("join1v1Chat", Cause::LeftWhileJoining);
    let change = rig.last_change();
    assert_eq!((change.to, change.cause), (State::Idle, Some(Cause::LeftWhileJoining)));
    assert_eq!((rig.error(), rig.host.toasts(), reports()), (None, vec![], vec![]));
    rig.assert_at_rest(State::Idle);
}

#[test]
fn all_recoveries_together_are_bounded_and_the_next_tap_has_them_anew() {
    let rig = at(State::Idle);
    for tap in 1..=3 {
        let before = rig.host.deeds().len();
        assert_eq!(rig.tap(), Tapped::Started);
        rig.host.fail("authorize", Cause::Denied);
        rig.host.ok("openSetting");
        rig.go_on_to(State::Enabling);
        rig.host.fail("setEnable1v1Chat", Cause::NoRecord);
        rig.go_on_to(State::Joining);
        let causes = [Cause::System, Cause::AlreadyInRoom, Cause::Internal, Cause::AlreadyInRoom];
        for cause in causes {
            rig.host.fail("join1v1Chat", cause);
            rig.host.advance(secs(1));
            if rig.host.deeds().last().is_some_and(|last| last == "exitVoIPChat") {
                rig.host.ok("exitVoIPChat");
            }
        }
        assert_eq!((rig.state(), rig.host.count("join1v1Chat")), (State::Failed, 4 * tap));
        assert_eq!(rig.host.deeds().len() - before, 1 + 1 + 2 + 1 + 2 + 1 + 4 + 1);
    }
    assert_eq!(reports().len(), 3);
}

#[test]
fn a_hook_gets_the_page_and_the_change() {
    let rig = at(State::Joining);
    rig.input("listen_name", "someone").expect("a name");
    rig.host.answer(rig.host.last("join1v1Chat"), Err(CallError::new(Cause::OnCall, "busy")));
    assert_eq!(reports(), [("someone".to_owned(), rig.last_change())]);
    let other = at(State::Enabling);
    other.host.fail("setEnable1v1Chat", Cause::OnCall);
    assert_eq!(reports(), [], "the hook stands on another edge");
}
