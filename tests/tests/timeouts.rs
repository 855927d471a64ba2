//! Time limits of host calls: how long each is, when it starts, and when it ends.

use voip_runtime::{Cause, Page, State};
use voip_tests::{Plain, Recovering, RetriesOnTimeout, TestSession, millis, secs};

/// Asserts that the call fails with `Timeout` at `limit`, and that nothing happens before.
fn assert_limit<P: Page>(session: &TestSession<P>, limit: std::time::Duration) {
    let (state, calls) = (session.state(), session.host.calls());
    session.host.advance(limit.saturating_sub(millis(1)));
    assert_eq!((session.state(), session.host.calls()), (state, calls), "a change before the limit");
    session.host.advance(millis(1));
    let change = session.last_change();
    assert_eq!((change.from, change.to, change.cause), (state, State::Failed, Some(Cause::Timeout)));
    assert_eq!(session.failure(), Some((Cause::Timeout, Cause::Timeout.chinese().to_owned())));
    assert_eq!(session.host.toasts().len(), 1);
    assert!(!session.busy());
}

#[test]
fn the_default_limits_are_15_s_for_enabling_and_60_s_for_joining() {
    assert_limit(&TestSession::<Plain>::at(State::Enabling), secs(15));
    assert_limit(&TestSession::<Plain>::at(State::Joining), secs(60));
}

#[test]
fn within_sets_the_limit_of_a_row() {
    assert_limit(&TestSession::<Recovering>::at(State::Enabling), secs(10));
    assert_limit(&TestSession::<Recovering>::at(State::Joining), secs(30));
}

#[test]
fn authorizing_has_no_limit() {
    let session = TestSession::<Plain>::at(State::Authorizing);
    session.host.advance(secs(86_400 * 30));
    assert_eq!(session.state(), State::Authorizing);
    session.host.ok("authorize");
    session.host.advance(secs(86_400 * 30));
    session.succeed_until(State::InCall);
}

#[test]
fn each_host_call_starts_the_limit_again() {
    let session = TestSession::<Recovering>::at(State::Joining);
    session.host.advance(secs(29));
    session.host.fail("join1v1Chat", Cause::System);
    // The delay before the edge does not count.
    session.host.advance(secs(1));
    assert_eq!(session.host.count("join1v1Chat"), 2);
    session.host.advance(secs(29));
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    session.host.advance(secs(4));
    session.host.ok("exitVoIPChat");
    assert_eq!(session.host.count("join1v1Chat"), 3);
    assert_limit(&session, secs(30));
}

#[test]
fn enabling_again_starts_the_limit_again() {
    let session = TestSession::<Recovering>::at(State::Enabling);
    session.host.advance(secs(9));
    session.host.fail("setEnable1v1Chat", Cause::NoCamera);
    session.host.advance(secs(3_600));
    session.succeed_until(State::Enabling);
    assert_limit(&session, secs(10));
}

#[test]
fn an_answer_in_time_cancels_the_limit() {
    for state in [State::Joining, State::InCall] {
        let session = TestSession::<Plain>::new();
        session.tap();
        while session.state() != state {
            session.host.advance(millis(14_999));
            match session.state() {
                State::Authorizing => session.host.ok("authorize"),
                State::Enabling => session.host.ok("setEnable1v1Chat"),
                _ => session.host.ok("join1v1Chat"),
            }
        }
        session.host.advance(secs(59));
        assert_eq!(session.state(), state);
    }
}

#[test]
fn a_timeout_can_have_a_recovery_edge() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Enabling);
    session.host.advance(secs(2));
    assert_eq!((session.state(), session.host.count("setEnable1v1Chat")), (State::Enabling, 1));
    session.host.advance(millis(500));
    assert_eq!(session.host.count("setEnable1v1Chat"), 2);
    assert_eq!(session.last_change().cause, Some(Cause::Timeout));
    session.host.advance(secs(2));
    assert_eq!((session.state(), session.host.count("setEnable1v1Chat")), (State::Failed, 2));
}

#[test]
fn retries_after_timeouts_are_bounded() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Joining);
    session.host.advance(secs(3_600));
    assert_eq!((session.state(), session.last_change().cause), (State::Failed, Some(Cause::Timeout)));
    let tail = ["join1v1Chat", "exitVoIPChat", "join1v1Chat", "exitVoIPChat", "join1v1Chat"];
    assert_eq!(session.host.calls_without_toasts()[3..], tail);
}

#[test]
fn an_immediate_answer_leaves_no_limit_behind() {
    let session = TestSession::<Recovering>::at(State::Authorizing);
    session.host.answer_immediately(|name| match name {
        "setEnable1v1Chat" => vec![Err(Cause::NoCamera.into())],
        _ => vec![],
    });
    session.host.ok("authorize");
    session.host.ok("authorize");
    assert_eq!((session.state(), session.last_change().cause), (State::Authorizing, Some(Cause::NoCamera)));
    session.host.advance(secs(86_400));
    assert_eq!(session.state(), State::Authorizing, "authorizing has no limit");
}
