//! Answers that come late, again or the other way round have no effect.

use std::cell::RefCell;
use std::rc::Rc;

use voip_runtime::session::Event;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Page, Session, State};
use voip_tests::{ManualHost, Plain, Recovering, Rig, secs};

/// Every host call is answered again, both ways and in both orders; nothing may come of it.
fn answer_all_again<P: Page>(rig: &Rig<P>, but: Option<usize>) {
    let before = (rig.host.calls(), rig.changes(), rig.state(), rig.busy(), rig.reachable(), rig.failure());
    rig.heard();
    for at in 0..before.0.len() {
        if Some(at) == but || before.0[at].starts_with("showToast") {
            continue;
        }
        for ok in [true, false, false, true] {
            let answer = if ok { Ok(Value::Null) } else { Err(Cause::System.into()) };
            rig.host.answer(at, answer);
            let now =
                (rig.host.calls(), rig.changes(), rig.state(), rig.busy(), rig.reachable(), rig.failure());
            assert_eq!(now, before, "answer {at} of {:?} again", before.0);
        }
    }
    assert_eq!(rig.heard(), Vec::<String>::new());
}

#[test]
fn of_steps_that_are_over() {
    for state in [State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Failed] {
        let rig = Rig::<Plain>::at(state);
        let awaited = state.is_working().then(|| rig.host.calls().len() - 1);
        answer_all_again(&rig, awaited);
    }
    let rig = Rig::<Plain>::at(State::Authorizing);
    rig.host.ok("authorize");
    answer_all_again(&rig, Some(1));
    rig.go_on_to(State::InCall);
    rig.hang_up();
    answer_all_again(&rig, None);
    rig.assert_at_rest(State::Idle);
}

#[test]
fn on_the_way_of_recoveries() {
    let rig = Rig::<Recovering>::at(State::Authorizing);
    rig.host.fail("authorize", Cause::Denied);
    answer_all_again(&rig, Some(rig.host.last("openSetting")));
    rig.host.ok("openSetting");
    answer_all_again(&rig, Some(rig.host.last("authorize")));
    rig.go_on_to(State::Joining);
    rig.host.fail("join1v1Chat", Cause::System);
    answer_all_again(&rig, None);
    rig.host.advance(secs(1));
    answer_all_again(&rig, Some(rig.host.last("join1v1Chat")));
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    answer_all_again(&rig, Some(rig.host.last("exitVoIPChat")));
    rig.host.ok("exitVoIPChat");
    answer_all_again(&rig, Some(rig.host.last("join1v1Chat")));
    rig.go_on_to(State::InCall);
    answer_all_again(&rig, None);
}

#[test]
fn of_an_earlier_call() {
    let rig = Rig::<Recovering>::at(State::Failed);
    rig.tap();
    for state in [State::Authorizing, State::Enabling, State::Joining] {
        rig.go_on_to(state);
        answer_all_again(&rig, Some(rig.host.calls().len() - 1));
    }
    rig.go_on_to(State::InCall);
    answer_all_again(&rig, None);
}

#[test]
fn of_a_step_that_took_too_long() {
    let rig = Rig::<Plain>::at(State::Enabling);
    rig.host.advance(secs(15));
    assert_eq!(rig.state(), State::Failed);
    answer_all_again(&rig, None);
    assert!(!rig.reachable(), "a late success is none");
}

#[test]
fn on_the_end_of_an_earlier_call() {
    let rig = Rig::<Plain>::at(State::InCall);
    let first = rig.host.watch();
    first.ended();
    assert_eq!(rig.state(), State::Idle);
    rig.tap();
    rig.go_on_to(State::InCall);
    assert!(!first.is_live() && rig.host.watch().is_live());
    first.connected();
    first.ended();
    first.interrupted(Cause::Interrupted.into());
    assert_eq!((rig.state(), rig.connected()), (State::InCall, false));
    rig.host.watch().connected();
    assert!(rig.connected());
}

#[test]
fn on_the_end_of_a_call_only_the_first_counts() {
    let rig = Rig::<Recovering>::at(State::InCall);
    let watch = rig.host.watch();
    watch.connected();
    watch.connected();
    assert_eq!(rig.heard().iter().filter(|heard| *heard == "connected true").count(), 1);
    watch.interrupted(Cause::Interrupted.into());
    watch.ended();
    watch.connected();
    assert_eq!((rig.state(), rig.connected()), (State::Failed, false));
    assert_eq!(rig.host.toasts().len(), 1);
}

/// A host that answers while it is asked, contradicting itself: its first word counts.
#[test]
fn at_once_and_contradictory() {
    for first in [Ok(()), Err(Cause::System)] {
        let rig = Rig::<Plain>::new();
        rig.host.answer_at_once(move |_| {
            let other = if first.is_ok() { Err(Cause::OnCall.into()) } else { Ok(Value::Null) };
            vec![first.map(|()| Value::Null).map_err(Into::into), other, Ok(Value::Null)]
        });
        rig.tap();
        let expected = if first.is_ok() { State::InCall } else { State::Failed };
        assert_eq!((rig.state(), rig.busy()), (expected, false));
        assert_eq!(rig.host.deeds().len(), if first.is_ok() { 4 } else { 1 });
        answer_all_again(&rig, None);
    }
}

/// A subscriber that leaves at its `nth` event; gives whether there was one.
fn leave_at_event(nth: usize, fails: Option<(&'static str, Cause)>, receives: bool) -> bool {
    let host = ManualHost::default();
    let answered = RefCell::new(fails);
    host.answer_at_once(move |name| match &mut *answered.borrow_mut() {
        Some((failing, cause)) if *failing == name => vec![Err((*cause).into())],
        _ => vec![Ok(Value::Null)],
    });
    let session = Rc::new(Session::<Recovering>::new(host.clone()));
    session.input("listenOpenid", "a").expect("an openid");
    session.input("callOpenid", "b").expect("an openid");
    let (weak, heard) = (Rc::downgrade(&session), RefCell::new(0));
    let calls_then = Rc::new(RefCell::new(None));
    let (note, phone) = (calls_then.clone(), host.clone());
    session.subscribe(move |event| {
        *heard.borrow_mut() += 1;
        let is_leave = matches!(event, Event::Input(voip_runtime::record::Input::Leave));
        if *heard.borrow() == nth && !is_leave {
            weak.upgrade().expect("a session").leave();
            let state = weak.upgrade().map(|session| session.state());
            *note.borrow_mut() = Some((phone.calls(), state, format!("{event:?}")));
        }
    });
    if receives {
        session.make_reachable();
    } else {
        session.tap();
    }
    host.advance(secs(1_000));
    let calls_then = calls_then.borrow();
    let Some((calls, state, event)) = calls_then.as_ref() else { return false };
    assert_eq!(
        (host.calls(), Some(session.state())),
        (calls.clone(), *state),
        "the page was left at {event}, with {fails:?} and {receives}"
    );
    true
}

#[test]
fn a_subscriber_may_leave_at_any_event() {
    let failures = [
        None,
        Some(("authorize", Cause::Denied)),
        Some(("setEnable1v1Chat", Cause::NoCamera)),
        Some(("join1v1Chat", Cause::System)),
        Some(("join1v1Chat", Cause::AlreadyInRoom)),
        Some(("join1v1Chat", Cause::OnCall)),
    ];
    for fails in failures {
        for receives in [false, true] {
            let events = (1..1_000).take_while(|nth| leave_at_event(*nth, fails, receives)).count();
            assert!(events > 1, "{fails:?}");
        }
    }
}
