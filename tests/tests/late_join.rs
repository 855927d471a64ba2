//! A late join: it succeeds after its step has ended. The runtime leaves the room once, or the other
//! phone would keep ringing.

use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Host, Session, State};
use voip_tests::{CustomHandler, Plain, RetriesOnTimeout, TestSession, handle_next_tap, millis, secs};

/// A page whose join has timed out, and the index of that join.
fn timed_out() -> (TestSession<Plain>, usize) {
    let session = TestSession::<Plain>::at(State::Joining);
    session.host.advance(secs(60));
    assert_eq!(session.state(), State::Failed);
    let join = session.host.last("join1v1Chat");
    (session, join)
}

#[test]
fn a_join_after_the_timeout_leaves_the_room() {
    let (session, join) = timed_out();
    session.host.ok("join1v1Chat");
    session.host.ok("join1v1Chat");
    assert_eq!(session.host.count("exitVoIPChat"), 1);
    assert_eq!(
        (session.state(), session.failure().map(|(cause, _)| cause)),
        (State::Failed, Some(Cause::Timeout))
    );
    session.host.ok("exitVoIPChat");
    session.host.answer(join, Ok(Value::Null));
    assert_eq!(session.host.count("exitVoIPChat"), 1);
    session.assert_at_rest(State::Failed);
}

#[test]
fn a_failure_after_the_timeout_leaves_no_room() {
    let (session, join) = timed_out();
    session.host.fail("join1v1Chat", Cause::System);
    session.host.answer(join, Ok(Value::Null));
    assert_eq!(session.host.count("exitVoIPChat"), 0);
    session.assert_at_rest(State::Failed);
}

#[test]
fn a_join_after_the_failure_was_dismissed_leaves_the_room() {
    let (session, _) = timed_out();
    assert!(session.dismiss());
    session.host.ok("join1v1Chat");
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Idle, 1));
}

#[test]
fn a_join_after_the_page_was_left_leaves_the_room() {
    for drops in [false, true] {
        let (session, _) = timed_out();
        let TestSession { host, session, .. } = session;
        if drops {
            drop(session);
        } else {
            session.leave();
        }
        host.ok("join1v1Chat");
        host.ok("join1v1Chat");
        assert_eq!(host.count("exitVoIPChat"), 1);
    }
}

#[test]
fn a_join_during_the_next_call_leaves_the_room() {
    for state in [State::Authorizing, State::Enabling] {
        let (session, join) = timed_out();
        assert_eq!(session.tap(), Tapped::Started);
        session.succeed_until(state);
        session.host.answer(join, Ok(Value::Null));
        session.host.answer(join, Ok(Value::Null));
        assert_eq!((session.state(), session.host.count("exitVoIPChat")), (state, 1));
        session.succeed_until(State::InCall);
        session.host.answer(join, Ok(Value::Null));
        assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::InCall, 1));
    }
}

#[test]
fn the_next_join_waits_until_the_room_is_left() {
    let (session, join) = timed_out();
    assert_eq!(session.tap(), Tapped::Started);
    session.succeed_until(State::Enabling);
    session.host.ok("setEnable1v1Chat");
    assert_eq!((session.host.count("exitVoIPChat"), session.host.count("join1v1Chat")), (1, 1));
    session.host.ok("exitVoIPChat");
    assert_eq!(session.host.count("join1v1Chat"), 2);
    // The first join's success does not affect the second.
    session.host.answer(join, Ok(Value::Null));
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Joining, 1));
    session.host.ok("join1v1Chat");
    session.host.answer(join, Ok(Value::Null));
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::InCall, 1));
}

#[test]
fn a_retry_waits_until_the_room_is_left() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Joining);
    let first = session.host.last("join1v1Chat");
    session.host.advance(secs(6));
    assert_eq!(session.host.calls_without_toasts()[3..], ["join1v1Chat", "exitVoIPChat"]);
    session.host.advance(secs(5));
    assert_eq!(session.host.calls_without_toasts()[3..], ["join1v1Chat", "exitVoIPChat", "join1v1Chat"]);
    session.host.answer(first, Ok(Value::Null));
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Joining, 1));
    session.host.ok("join1v1Chat");
    session.host.answer(first, Ok(Value::Null));
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::InCall, 1));
}

#[test]
fn a_join_during_the_delay_of_a_retry_leaves_the_room_first() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Joining);
    session.host.advance(secs(5) + millis(500));
    session.host.ok("join1v1Chat");
    assert_eq!(session.host.calls_without_toasts()[3..], ["join1v1Chat", "exitVoIPChat"]);
    session.host.advance(millis(500));
    session.host.ok("exitVoIPChat");
    assert_eq!(session.host.calls_without_toasts().last().map(String::as_str), Some("join1v1Chat"));
    session.host.ok("join1v1Chat");
    assert_eq!(session.state(), State::InCall);
}

#[test]
fn leaving_the_page_during_exit_room_still_leaves_the_room_of_the_first_join() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Joining);
    session.host.advance(secs(6));
    assert_eq!(session.host.calls_without_toasts()[3..], ["join1v1Chat", "exitVoIPChat"]);
    session.leave();
    // There was no room to leave yet: the first join succeeds only now.
    session.host.ok("join1v1Chat");
    assert_eq!(session.host.calls_without_toasts()[3..], ["join1v1Chat", "exitVoIPChat", "exitVoIPChat"]);
}

#[test]
fn leaving_the_page_during_the_second_join_still_leaves_the_room_of_the_first() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Joining);
    let first = session.host.last("join1v1Chat");
    session.host.advance(secs(6));
    session.host.ok("exitVoIPChat");
    session.leave();
    let exits = session.host.count("exitVoIPChat");
    session.host.answer(first, Ok(Value::Null));
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(session.host.count("exitVoIPChat"), exits + 1);
}

#[test]
fn a_late_first_join_that_fails_the_second_leaves_the_room() {
    let session = TestSession::<RetriesOnTimeout>::at(State::Joining);
    let first = session.host.last("join1v1Chat");
    session.host.advance(secs(6));
    session.host.ok("exitVoIPChat");
    let exits = session.host.count("exitVoIPChat");
    session.host.answer(first, Ok(Value::Null));
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(session.state(), State::Failed);
    assert_eq!(session.host.count("exitVoIPChat"), exits + 1, "the first join's room is still open");
}

#[test]
fn a_join_of_a_dropped_step_leaves_the_room() {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?.enable().await?;
        let host = call.host().now();
        let mut step = Box::pin(call.join());
        let waker = std::task::Waker::noop();
        let polled = step.as_mut().poll(&mut std::task::Context::from_waker(waker));
        assert!(polled.is_pending() && host.is_zero());
        drop(step);
        std::future::pending().await
    });
    let session = TestSession::<CustomHandler>::at(State::Enabling);
    session.host.ok("setEnable1v1Chat");
    assert_eq!(
        (session.state(), session.busy(), session.host.count("join1v1Chat")),
        (State::Failed, false, 1)
    );
    session.host.ok("join1v1Chat");
    session.host.ok("join1v1Chat");
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Failed, 1));
}

#[test]
fn an_immediate_answer_is_not_a_late_join() {
    let host = voip_tests::ManualHost::default();
    host.answer_immediately(|_| vec![Ok(Value::Null), Err(Cause::System.into()), Ok(Value::Null)]);
    let session = Session::<Plain>::new(host.clone());
    session.input("listenOpenid", "a").expect("an openid");
    session.input("callOpenid", "b").expect("an openid");
    assert_eq!(session.tap(), Tapped::Started);
    assert_eq!(
        (session.state(), host.calls_without_toasts().len(), host.now().is_zero()),
        (State::InCall, 4, true)
    );
    host.advance(secs(1_000));
    assert_eq!((session.state(), host.count("exitVoIPChat")), (State::InCall, 0));
}
