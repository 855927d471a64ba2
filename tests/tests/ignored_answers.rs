//! A host call counts only its first answer, and only while its step waits for it.

use std::cell::RefCell;
use std::rc::Rc;

use voip_runtime::session::Event;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Page, Session, State};
use voip_tests::{ManualHost, Plain, Recovering, TestSession, secs};

/// Answers every host call except `but` again, with success and failure in both orders, and asserts that
/// nothing changes.
fn repeat_all_answers<P: Page>(session: &TestSession<P>, but: Option<usize>) {
    let before = (
        session.host.calls(),
        session.changes(),
        session.state(),
        session.busy(),
        session.reachable(),
        session.failure(),
    );
    session.take_events();
    for at in 0..before.0.len() {
        if Some(at) == but || before.0[at].starts_with("showToast") {
            continue;
        }
        for ok in [true, false, false, true] {
            let answer = if ok { Ok(Value::Null) } else { Err(Cause::System.into()) };
            session.host.answer(at, answer);
            let now = (
                session.host.calls(),
                session.changes(),
                session.state(),
                session.busy(),
                session.reachable(),
                session.failure(),
            );
            assert_eq!(now, before, "a repeated answer to host call {at} of {:?}", before.0);
        }
    }
    assert_eq!(session.take_events(), Vec::<String>::new());
}

#[test]
fn repeated_answers_of_finished_steps_are_ignored() {
    for state in [State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Failed] {
        let session = TestSession::<Plain>::at(state);
        let awaited = state.is_working().then(|| session.host.calls().len() - 1);
        repeat_all_answers(&session, awaited);
    }
    let session = TestSession::<Plain>::at(State::Authorizing);
    session.host.ok("authorize");
    repeat_all_answers(&session, Some(1));
    session.succeed_until(State::InCall);
    session.hang_up();
    repeat_all_answers(&session, None);
    session.assert_at_rest(State::Idle);
}

#[test]
fn repeated_answers_during_recoveries_are_ignored() {
    let session = TestSession::<Recovering>::at(State::Authorizing);
    session.host.fail("authorize", Cause::Denied);
    repeat_all_answers(&session, Some(session.host.last("openSetting")));
    session.host.ok("openSetting");
    repeat_all_answers(&session, Some(session.host.last("authorize")));
    session.succeed_until(State::Joining);
    session.host.fail("join1v1Chat", Cause::System);
    repeat_all_answers(&session, None);
    session.host.advance(secs(1));
    repeat_all_answers(&session, Some(session.host.last("join1v1Chat")));
    session.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    repeat_all_answers(&session, Some(session.host.last("exitVoIPChat")));
    session.host.ok("exitVoIPChat");
    repeat_all_answers(&session, Some(session.host.last("join1v1Chat")));
    session.succeed_until(State::InCall);
    repeat_all_answers(&session, None);
}

#[test]
fn answers_of_an_earlier_call_are_ignored() {
    let session = TestSession::<Recovering>::at(State::Failed);
    session.tap();
    for state in [State::Authorizing, State::Enabling, State::Joining] {
        session.succeed_until(state);
        repeat_all_answers(&session, Some(session.host.calls().len() - 1));
    }
    session.succeed_until(State::InCall);
    repeat_all_answers(&session, None);
}

#[test]
fn an_answer_after_the_timeout_is_ignored() {
    let session = TestSession::<Plain>::at(State::Enabling);
    session.host.advance(secs(15));
    assert_eq!(session.state(), State::Failed);
    repeat_all_answers(&session, None);
    assert_eq!((session.state(), session.reachable()), (State::Failed, false));
}

#[test]
fn events_of_an_earlier_call_are_ignored() {
    let session = TestSession::<Plain>::at(State::InCall);
    let first = session.host.watch();
    first.ended();
    assert_eq!(session.state(), State::Idle);
    session.tap();
    session.succeed_until(State::InCall);
    assert!(!first.is_live() && session.host.watch().is_live());
    first.members(2);
    first.ended();
    first.interrupted(Cause::Interrupted.into());
    assert_eq!((session.state(), session.connected()), (State::InCall, false));
    session.host.watch().members(2);
    assert!(session.connected());
}

#[test]
fn only_the_first_end_event_counts() {
    let session = TestSession::<Recovering>::at(State::InCall);
    let watch = session.host.watch();
    watch.members(2);
    watch.members(2);
    assert_eq!(session.take_events().iter().filter(|event| *event == "connected true").count(), 1);
    watch.interrupted(Cause::Interrupted.into());
    watch.ended();
    watch.members(2);
    assert_eq!((session.state(), session.connected()), (State::Failed, false));
    assert_eq!(session.host.toasts().len(), 1);
}

/// The host answers before the host call returns, and contradicts itself.
#[test]
fn the_first_of_several_immediate_answers_counts() {
    for first in [Ok(()), Err(Cause::System)] {
        let session = TestSession::<Plain>::new();
        session.host.answer_immediately(move |_| {
            let other = if first.is_ok() { Err(Cause::OnCall.into()) } else { Ok(Value::Null) };
            vec![first.map(|()| Value::Null).map_err(Into::into), other, Ok(Value::Null)]
        });
        session.tap();
        let expected = if first.is_ok() { State::InCall } else { State::Failed };
        assert_eq!((session.state(), session.busy()), (expected, false));
        assert_eq!(session.host.calls_without_toasts().len(), if first.is_ok() { 4 } else { 1 });
        repeat_all_answers(&session, None);
    }
}

/// A subscriber leaves the page at its `nth` event. Returns whether there was an `nth` event.
fn leave_at_event(nth: usize, fails: Option<(&'static str, Cause)>, makes_reachable: bool) -> bool {
    let host = ManualHost::default();
    let answered = RefCell::new(fails);
    host.answer_immediately(move |name| match &mut *answered.borrow_mut() {
        Some((failing, cause)) if *failing == name => vec![Err((*cause).into())],
        _ => vec![Ok(Value::Null)],
    });
    let session = Rc::new(Session::<Recovering>::new(host.clone()));
    session.input("listenOpenid", "a").expect("an openid");
    session.input("callOpenid", "b").expect("an openid");
    let (weak, events) = (Rc::downgrade(&session), RefCell::new(0));
    let calls_then = Rc::new(RefCell::new(None));
    let (left_at, phone) = (calls_then.clone(), host.clone());
    session.subscribe(move |event| {
        *events.borrow_mut() += 1;
        let is_leave = matches!(event, Event::Input(voip_runtime::record::Input::Leave));
        if *events.borrow() == nth && !is_leave {
            weak.upgrade().expect("a session").leave();
            let state = weak.upgrade().map(|session| session.state());
            *left_at.borrow_mut() = Some((phone.calls(), state, format!("{event:?}")));
        }
    });
    if makes_reachable {
        session.set_reachable(true);
    } else {
        session.tap();
    }
    host.advance(secs(1_000));
    let calls_then = calls_then.borrow();
    let Some((calls, state, event)) = calls_then.as_ref() else { return false };
    assert_eq!(
        (host.calls(), Some(session.state())),
        (calls.clone(), *state),
        "left at {event}, with failure {fails:?}, making reachable: {makes_reachable}"
    );
    true
}

#[test]
fn a_subscriber_can_leave_the_page_at_any_event() {
    let failures = [
        None,
        Some(("authorize", Cause::Denied)),
        Some(("setEnable1v1Chat", Cause::NoCamera)),
        Some(("join1v1Chat", Cause::System)),
        Some(("join1v1Chat", Cause::AlreadyInRoom)),
        Some(("join1v1Chat", Cause::OnCall)),
    ];
    for fails in failures {
        for makes_reachable in [false, true] {
            let events = (1..1_000).take_while(|nth| leave_at_event(*nth, fails, makes_reachable)).count();
            assert!(events > 1, "{fails:?}");
        }
    }
}
