//! Recovery edges: what each does, and how often one call can take it.

use voip_runtime::session::Tapped;
use voip_runtime::{CallError, Cause, State};
use voip_tests::{Recovering, TestSession, millis, secs, take_reports};

const JOINED: [&str; 4] =
    ["authorize scope.record", "authorize scope.camera", "setEnable1v1Chat", "join1v1Chat"];

fn at(state: State) -> TestSession<Recovering> {
    take_reports();
    TestSession::at(state)
}

/// The host calls since the call entered `state`. Until then, all steps have succeeded.
fn since(session: &TestSession<Recovering>, state: State) -> Vec<String> {
    let before = match state {
        State::Authorizing => 0,
        State::Enabling => 2,
        _ => 3,
    };
    assert_eq!(session.host.calls_without_toasts()[..before], JOINED[..before]);
    session.host.calls_without_toasts().split_off(before)
}

#[test]
fn a_denied_scope_opens_the_settings_once() {
    let session = at(State::Authorizing);
    session.host.fail("authorize", Cause::Denied);
    assert_eq!(session.host.calls_without_toasts(), ["authorize scope.record", "openSetting"]);
    let change = session.last_change();
    assert_eq!((change.from, change.to), (State::Authorizing, State::Authorizing));
    assert_eq!(change.cause, Some(Cause::Denied));
    assert_eq!((session.error(), session.host.toasts()), (None, vec![]));
    // The settings have no time limit.
    session.host.advance(secs(86_400));
    session.host.ok("openSetting");
    session.succeed_until(State::InCall);
    let mut expected = vec!["authorize scope.record", "openSetting"];
    expected.extend(JOINED);
    assert_eq!(session.host.calls_without_toasts(), expected);
}

#[test]
fn a_second_denial_fails_the_call() {
    for second_scope in [false, true] {
        let session = at(State::Authorizing);
        session.host.fail("authorize", Cause::Denied);
        session.host.ok("openSetting");
        if second_scope {
            session.host.ok("authorize");
        }
        session.host.fail("authorize", Cause::Denied);
        let mut expected = vec!["authorize scope.record", "openSetting", "authorize scope.record"];
        expected.extend(second_scope.then_some("authorize scope.camera"));
        assert_eq!(session.host.calls_without_toasts(), expected);
        assert_eq!(session.failure(), Some((Cause::Denied, Cause::Denied.chinese().to_owned())));
        assert_eq!(session.host.toasts(), ["请允许使用麦克风和摄像头"]);
        session.assert_at_rest(State::Failed);
    }
}

#[test]
fn after_the_settings_every_scope_is_requested_again() {
    let session = at(State::Authorizing);
    session.host.ok("authorize");
    session.host.fail("authorize", Cause::Denied);
    session.host.ok("openSetting");
    session.succeed_until(State::Enabling);
    let both = ["authorize scope.record", "authorize scope.camera"];
    assert_eq!(
        session.host.calls_without_toasts(),
        [&both[..], &["openSetting"], &both, &["setEnable1v1Chat"]].concat()
    );
}

#[test]
fn the_answer_of_open_setting_is_ignored() {
    let session = at(State::Authorizing);
    session.host.fail("authorize", Cause::Denied);
    session.host.fail("openSetting", Cause::Unsupported);
    session.succeed_until(State::InCall);
    assert_eq!((session.state(), session.error()), (State::InCall, None));
}

#[test]
fn a_missing_permission_is_requested_again_once() {
    for (first, second) in [(Cause::NoCamera, Cause::NoRecord), (Cause::NoRecord, Cause::NoRecord)] {
        let session = at(State::Enabling);
        session.host.fail("setEnable1v1Chat", first);
        assert_eq!((session.state(), session.last_change().cause), (State::Authorizing, Some(first)));
        session.succeed_until(State::Enabling);
        session.host.fail("setEnable1v1Chat", second);
        assert_eq!(since(&session, State::Enabling), [JOINED[2], JOINED[0], JOINED[1], JOINED[2]]);
        assert_eq!(session.last_change().cause, Some(second));
        session.assert_at_rest(State::Failed);
    }
}

#[test]
fn each_recovery_edge_has_its_own_retry_counter() {
    let session = at(State::Authorizing);
    session.host.fail("authorize", Cause::Denied);
    session.host.ok("openSetting");
    session.succeed_until(State::Enabling);
    session.host.fail("setEnable1v1Chat", Cause::NoCamera);
    // This call has already opened the settings.
    session.host.fail("authorize", Cause::Denied);
    assert_eq!((session.state(), session.host.count("openSetting")), (State::Failed, 1));
}

#[test]
fn an_already_open_room_is_left_once() {
    let session = at(State::Joining);
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(since(&session, State::Joining), ["join1v1Chat", "exitVoIPChat"]);
    session.host.ok("exitVoIPChat");
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(since(&session, State::Joining), ["join1v1Chat", "exitVoIPChat", "join1v1Chat"]);
    assert_eq!(session.host.toasts(), ["加入通话失败"]);
    session.assert_at_rest(State::Failed);
}

#[test]
fn a_retry_waits_at_most_five_seconds_for_exit_room() {
    let session = at(State::Joining);
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    session.host.fail("exitVoIPChat", Cause::System);
    assert_eq!(session.host.count("join1v1Chat"), 2, "the failure is ignored");

    let session = at(State::Joining);
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    session.host.advance(millis(4_999));
    assert_eq!((session.host.count("join1v1Chat"), session.state()), (1, State::Joining));
    session.host.advance(millis(1));
    assert_eq!(session.host.count("join1v1Chat"), 2);
    // The late answer to `exitVoIPChat` is not an answer to the join.
    session.host.ok("exitVoIPChat");
    assert_eq!((session.host.count("join1v1Chat"), session.state()), (2, State::Joining));
    session.succeed_until(State::InCall);
}

#[test]
fn system_errors_are_retried_twice_after_one_second() {
    let session = at(State::Joining);
    for (joins, cause) in [(1, Cause::System), (2, Cause::Internal)] {
        let changes = session.changes().len();
        session.host.fail("join1v1Chat", cause);
        session.host.advance(millis(999));
        assert_eq!(session.changes().len(), changes, "the edge is taken after the delay");
        assert_eq!(
            (session.host.count("join1v1Chat"), session.state(), session.error()),
            (joins, State::Joining, None)
        );
        session.host.advance(millis(1));
        assert_eq!(
            (session.host.count("join1v1Chat"), session.last_change().cause),
            (joins + 1, Some(cause))
        );
    }
    session.host.fail("join1v1Chat", Cause::System);
    assert_eq!(since(&session, State::Joining), ["join1v1Chat"; 3]);
    assert_eq!((session.state(), session.last_change().cause), (State::Failed, Some(Cause::System)));
    session.assert_at_rest(State::Failed);
}

#[test]
fn leaving_the_call_while_joining_is_not_a_failure() {
    let session = at(State::Joining);
    session.host.fail("join1v1Chat", Cause::LeftWhileJoining);
    let change = session.last_change();
    assert_eq!((change.to, change.cause), (State::Idle, Some(Cause::LeftWhileJoining)));
    assert_eq!((session.error(), session.host.toasts(), take_reports()), (None, vec![], vec![]));
    session.assert_at_rest(State::Idle);
}

#[test]
fn the_next_tap_resets_the_retry_counters() {
    let session = at(State::Idle);
    for tap in 1..=3 {
        let before = session.host.calls_without_toasts().len();
        assert_eq!(session.tap(), Tapped::Started);
        session.host.fail("authorize", Cause::Denied);
        session.host.ok("openSetting");
        session.succeed_until(State::Enabling);
        session.host.fail("setEnable1v1Chat", Cause::NoRecord);
        session.succeed_until(State::Joining);
        let causes = [Cause::System, Cause::AlreadyInRoom, Cause::Internal, Cause::AlreadyInRoom];
        for cause in causes {
            session.host.fail("join1v1Chat", cause);
            session.host.advance(secs(1));
            if session.host.calls_without_toasts().last().is_some_and(|last| last == "exitVoIPChat") {
                session.host.ok("exitVoIPChat");
            }
        }
        assert_eq!((session.state(), session.host.count("join1v1Chat")), (State::Failed, 4 * tap));
        assert_eq!(session.host.calls_without_toasts().len() - before, 1 + 1 + 2 + 1 + 2 + 1 + 4 + 1);
    }
    assert_eq!(take_reports().len(), 3);
}

#[test]
fn the_hook_gets_the_page_and_the_change() {
    let session = at(State::Joining);
    session.input("listen_name", "someone").expect("a name");
    session.host.answer(session.host.last("join1v1Chat"), Err(CallError::new(Cause::OnCall, "busy")));
    assert_eq!(take_reports(), [("someone".to_owned(), session.last_change())]);
    let other = at(State::Enabling);
    other.host.fail("setEnable1v1Chat", Cause::OnCall);
    assert_eq!(take_reports(), [], "the hook is on another edge");
}
