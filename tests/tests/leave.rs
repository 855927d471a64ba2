//! Leaving the page: afterwards it makes no host calls and sends no events, and a late join is left.

use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_runtime::{CallError, Cause, Page, State};
use voip_tests::{CustomHandler, HangsUpOnLeave, Plain, Recovering, TestSession, handle_next_tap, secs};

const NAMES: [&str; 6] =
    ["authorize", "openSetting", "setEnable1v1Chat", "join1v1Chat", "exitVoIPChat", "request"];

/// Asserts that a left page ignores all answers, inputs and timers. It leaves the room `exits` times.
fn assert_inert<P: Page>(session: &TestSession<P>, exits: usize) {
    session.take_events();
    let (state, mut calls) = (session.state(), session.host.calls());
    calls.extend(vec!["exitVoIPChat".to_owned(); exits]);
    for (at, call) in session.host.calls().iter().enumerate() {
        if !call.starts_with("showToast") {
            session.host.answer(at, Ok(Value::Null));
            session.host.answer(at, Err(Cause::System.into()));
            session.host.answer(at, Ok(Value::Null));
        }
    }
    session.host.advance(secs(1_000_000));
    assert_eq!(session.tap(), Tapped::Ignored);
    assert!(!session.set_reachable(true) && !session.hang_up() && !session.dismiss());
    assert_eq!(session.available(), voip_runtime::session::Available::default());
    session.input("listen_name", "too late").expect("a left page accepts any input");
    session.load([("listenName", "too late")]).expect("a left page accepts any input");
    session.leave();
    assert_eq!(session.host.calls(), calls);
    assert_eq!((session.state(), session.take_events()), (state, vec![]));
    assert!(!session.host.has_pending_requests());
}

/// Leaves the page with `leave` and, in another session, by dropping the session.
fn leave_at<P: Page>(start: impl Fn() -> TestSession<P>, exits_now: usize, exits_late: usize) {
    let session = start();
    let calls = session.host.calls().len();
    session.take_events();
    session.leave();
    assert_eq!(session.host.calls()[calls..], vec!["exitVoIPChat".to_owned(); exits_now]);
    assert_eq!(session.take_events(), ["input"], "the only event is the input");
    assert_inert(&session, exits_late);

    let TestSession { host, session, .. } = start();
    let calls = host.calls();
    drop(session);
    for (at, call) in calls.iter().enumerate() {
        if !call.starts_with("showToast") {
            host.answer(at, Ok(Value::Null));
            host.answer(at, Ok(Value::Null));
        }
    }
    host.advance(secs(1_000_000));
    assert_eq!(host.calls().len(), calls.len() + exits_now + exits_late);
    assert_eq!(host.count("exitVoIPChat") - count(&calls, "exitVoIPChat"), exits_now + exits_late);
    assert!(!host.has_pending_requests());
}

fn count(calls: &[String], name: &str) -> usize {
    calls.iter().filter(|call| *call == name).count()
}

#[test]
fn leaving_in_each_state_ends_all_work() {
    leave_at(|| TestSession::<Plain>::at(State::Idle), 0, 0);
    leave_at(|| TestSession::<Plain>::at(State::Authorizing), 0, 0);
    leave_at(|| TestSession::<Plain>::at(State::Enabling), 0, 0);
    leave_at(|| TestSession::<Plain>::at(State::Joining), 0, 1);
    leave_at(|| TestSession::<Plain>::at(State::InCall), 0, 0);
    leave_at(|| TestSession::<Plain>::at(State::Failed), 0, 0);
    leave_at(|| TestSession::<HangsUpOnLeave>::at(State::Joining), 0, 1);
    leave_at(|| TestSession::<HangsUpOnLeave>::at(State::InCall), 1, 0);
    leave_at(|| TestSession::<HangsUpOnLeave>::at(State::Failed), 0, 0);
}

#[test]
fn leaving_during_a_recovery_ends_all_work() {
    let failed = |state, name: &'static str, cause| {
        move || {
            let session = TestSession::<Recovering>::at(state);
            session.host.fail(name, cause);
            session
        }
    };
    leave_at(failed(State::Authorizing, "authorize", Cause::Denied), 0, 0);
    leave_at(failed(State::Joining, "join1v1Chat", Cause::System), 0, 0);
    leave_at(failed(State::Joining, "join1v1Chat", Cause::AlreadyInRoom), 0, 0);
    leave_at(failed(State::Enabling, "setEnable1v1Chat", Cause::NoCamera), 0, 0);
}

#[test]
fn leaving_while_the_page_becomes_reachable_ends_all_work() {
    let receiving = |granted: usize, tap: bool| {
        move || {
            let session = TestSession::<Recovering>::new();
            assert!(session.set_reachable(true));
            (0..granted).for_each(|_| session.host.ok("authorize"));
            if tap {
                assert_eq!(session.tap(), Tapped::Queued);
            }
            session
        }
    };
    for tap in [false, true] {
        leave_at(receiving(0, tap), 0, 0);
        leave_at(receiving(1, tap), 0, 0);
        leave_at(receiving(2, tap), 0, 0);
    }
}

#[test]
fn leaving_during_work_of_the_handler_ends_all_work() {
    leave_at(
        || {
            handle_next_tap(|call| async move {
                let _: Result<Value, _> = call.host().request("request", &()).await;
                let _: Result<Value, _> = call.host().request("request", &()).await;
                call.begin().authorize().await?.enable().await?.join().await
            });
            TestSession::<CustomHandler>::at(State::Idle)
                .also(|session| assert_eq!(session.tap(), Tapped::Started))
        },
        0,
        0,
    );
    leave_at(
        || {
            handle_next_tap(|call| async move {
                call.host().sleep(secs(3)).await;
                call.begin().authorize().await?.enable().await?.join().await
            });
            TestSession::<CustomHandler>::at(State::Idle)
                .also(|session| assert_eq!(session.tap(), Tapped::Started))
        },
        0,
        0,
    );
    let request_after_the_join = || {
        handle_next_tap(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            let _: Result<Value, _> = call.host().request("request", &()).await;
            call.hang_up()
        });
        TestSession::<CustomHandler>::at(State::InCall).also(|session| assert!(session.busy()))
    };
    leave_at(request_after_the_join, 1, 0);
}

trait Also: Sized {
    fn also(self, then: impl FnOnce(&Self)) -> Self {
        then(&self);
        self
    }
}

impl<T> Also for T {}

#[test]
fn a_join_that_fails_after_leaving_is_ignored() {
    for late in [Err(CallError::from(Cause::AlreadyInRoom)), Err(Cause::LeftWhileJoining.into())] {
        let session = TestSession::<HangsUpOnLeave>::at(State::Joining);
        session.leave();
        let at = session.host.last("join1v1Chat");
        session.host.answer(at, late);
        session.host.answer(at, Ok(Value::Null));
        assert_eq!(session.host.count("exitVoIPChat"), 0);
    }
}

#[test]
fn leaving_a_plain_page_does_not_hang_up() {
    let session = TestSession::<Plain>::at(State::InCall);
    let watch = session.host.watch();
    session.leave();
    assert!(!watch.is_live());
    watch.members(2);
    watch.ended();
    watch.interrupted(Cause::Interrupted.into());
    assert_eq!(session.host.calls_without_toasts().len(), 4);
}

#[test]
fn leaving_drops_the_page_and_the_handler() {
    for state in State::ALL {
        let session = TestSession::<CustomHandler>::new();
        let page = std::rc::Rc::downgrade(&session.page());
        if state != State::Idle {
            session.tap();
            session.succeed_until(state);
        }
        session.leave();
        NAMES.iter().filter(|name| session.host.count(name) > 0).for_each(|name| session.host.ok(name));
        drop(session);
        assert!(page.upgrade().is_none(), "a page left in {state} is still held");
    }
}
