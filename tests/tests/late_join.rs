//! A join that succeeds after its step has ended: the room is left, once, or the other phone would
//! ring for nobody.

use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Host, Session, State};
use voip_tests::{Patient, Plain, Rig, Scripted, millis, script, secs};

/// A page whose join was not answered in time, and the place of that join.
fn timed_out() -> (Rig<Plain>, usize) {
    let rig = Rig::<Plain>::at(State::Joining);
    rig.host.advance(secs(60));
    assert_eq!(rig.state(), State::Failed);
    let join = rig.host.last("join1v1Chat");
    (rig, join)
}

#[test]
fn after_a_time_out_on_the_same_page() {
    let (rig, join) = timed_out();
    rig.host.ok("join1v1Chat");
    rig.host.ok("join1v1Chat");
    assert_eq!(rig.host.count("exitVoIPChat"), 1);
    assert_eq!((rig.state(), rig.failure().map(|(cause, _)| cause)), (State::Failed, Some(Cause::Timeout)));
    rig.host.ok("exitVoIPChat");
    rig.host.answer(join, Ok(Value::Null));
    assert_eq!(rig.host.count("exitVoIPChat"), 1);
    rig.assert_at_rest(State::Failed);
}

#[test]
fn a_late_failure_needs_nothing() {
    let (rig, join) = timed_out();
    rig.host.fail("join1v1Chat", Cause::System);
    rig.host.answer(join, Ok(Value::Null));
    assert_eq!(rig.host.count("exitVoIPChat"), 0);
    rig.assert_at_rest(State::Failed);
}

#[test]
fn after_the_failure_was_dismissed() {
    let (rig, _) = timed_out();
    assert!(rig.dismiss());
    rig.host.ok("join1v1Chat");
    assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (State::Idle, 1));
}

#[test]
fn when_the_page_is_left_after_the_time_out() {
    for drops in [false, true] {
        let (rig, _) = timed_out();
        let Rig { host, session, .. } = rig;
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
fn while_a_new_call_is_on_its_way() {
    for state in [State::Authorizing, State::Enabling] {
        let (rig, join) = timed_out();
        assert_eq!(rig.tap(), Tapped::Started);
        rig.go_on_to(state);
        rig.host.answer(join, Ok(Value::Null));
        rig.host.answer(join, Ok(Value::Null));
        assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (state, 1));
        rig.go_on_to(State::InCall);
        rig.host.answer(join, Ok(Value::Null));
        assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (State::InCall, 1));
    }
}

#[test]
fn the_next_join_leaves_the_room_first() {
    let (rig, join) = timed_out();
    assert_eq!(rig.tap(), Tapped::Started);
    rig.go_on_to(State::Enabling);
    rig.host.ok("setEnable1v1Chat");
    assert_eq!((rig.host.count("exitVoIPChat"), rig.host.count("join1v1Chat")), (1, 1));
    rig.host.ok("exitVoIPChat");
    assert_eq!(rig.host.count("join1v1Chat"), 2);
    // The first join's success does not harm the second.
    rig.host.answer(join, Ok(Value::Null));
    assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (State::Joining, 1));
    rig.host.ok("join1v1Chat");
    rig.host.answer(join, Ok(Value::Null));
    assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (State::InCall, 1));
}

#[test]
fn a_retry_leaves_the_room_first() {
    let rig = Rig::<Patient>::at(State::Joining);
    let first = rig.host.last("join1v1Chat");
    rig.host.advance(secs(6));
    assert_eq!(rig.host.deeds()[3..], ["join1v1Chat", "exitVoIPChat"]);
    rig.host.advance(secs(5));
    assert_eq!(rig.host.deeds()[3..], ["join1v1Chat", "exitVoIPChat", "join1v1Chat"]);
    rig.host.answer(first, Ok(Value::Null));
    assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (State::Joining, 1));
    rig.host.ok("join1v1Chat");
    rig.host.answer(first, Ok(Value::Null));
    assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (State::InCall, 1));
}

#[test]
fn a_success_that_comes_while_the_retry_waits_is_left_before_it() {
    let rig = Rig::<Patient>::at(State::Joining);
    rig.host.advance(secs(5) + millis(500));
    rig.host.ok("join1v1Chat");
    assert_eq!(rig.host.deeds()[3..], ["join1v1Chat", "exitVoIPChat"]);
    rig.host.advance(millis(500));
    rig.host.ok("exitVoIPChat");
    assert_eq!(rig.host.deeds().last().map(String::as_str), Some("join1v1Chat"));
    rig.host.ok("join1v1Chat");
    assert_eq!(rig.state(), State::InCall);
}

#[test]
fn when_the_page_is_left_while_the_room_of_the_first_join_is_being_left() {
    let rig = Rig::<Patient>::at(State::Joining);
    rig.host.advance(secs(6));
    assert_eq!(rig.host.deeds()[3..], ["join1v1Chat", "exitVoIPChat"]);
    rig.leave();
    // The room that was left was none yet: the join succeeds only now.
    rig.host.ok("join1v1Chat");
    assert_eq!(rig.host.deeds()[3..], ["join1v1Chat", "exitVoIPChat", "exitVoIPChat"]);
}

#[test]
fn when_the_page_is_left_during_the_second_join_and_the_first_succeeds() {
    let rig = Rig::<Patient>::at(State::Joining);
    let first = rig.host.last("join1v1Chat");
    rig.host.advance(secs(6));
    rig.host.ok("exitVoIPChat");
    rig.leave();
    let exits = rig.host.count("exitVoIPChat");
    rig.host.answer(first, Ok(Value::Null));
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(rig.host.count("exitVoIPChat"), exits + 1);
}

#[test]
fn when_the_second_join_fails_because_the_first_succeeded_late() {
    let rig = Rig::<Patient>::at(State::Joining);
    let first = rig.host.last("join1v1Chat");
    rig.host.advance(secs(6));
    rig.host.ok("exitVoIPChat");
    let exits = rig.host.count("exitVoIPChat");
    rig.host.answer(first, Ok(Value::Null));
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    assert_eq!(rig.state(), State::Failed);
    assert_eq!(rig.host.count("exitVoIPChat"), exits + 1, "the first join's room is still open");
}

#[test]
fn when_its_step_was_dropped() {
    script(|call| async move {
        let call = call.begin().authorize().await?.enable().await?;
        let host = call.host().now();
        let mut step = Box::pin(call.join());
        let waker = std::task::Waker::noop();
        let polled = step.as_mut().poll(&mut std::task::Context::from_waker(waker));
        assert!(polled.is_pending() && host.is_zero());
        drop(step);
        std::future::pending().await
    });
    let rig = Rig::<Scripted>::at(State::Enabling);
    rig.host.ok("setEnable1v1Chat");
    assert_eq!((rig.state(), rig.busy(), rig.host.count("join1v1Chat")), (State::Failed, false, 1));
    rig.host.ok("join1v1Chat");
    rig.host.ok("join1v1Chat");
    assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (State::Failed, 1));
}

#[test]
fn a_host_that_answers_while_it_is_asked_joins_in_time() {
    let host = voip_tests::ManualHost::default();
    host.answer_at_once(|_| vec![Ok(Value::Null), Err(Cause::System.into()), Ok(Value::Null)]);
    let session = Session::<Plain>::new(host.clone());
    session.input("listenOpenid", "a").expect("an openid");
    session.input("callOpenid", "b").expect("an openid");
    assert_eq!(session.tap(), Tapped::Started);
    assert_eq!((session.state(), host.deeds().len(), host.now().is_zero()), (State::InCall, 4, true));
    host.advance(secs(1_000));
    assert_eq!((session.state(), host.count("exitVoIPChat")), (State::InCall, 0));
}
