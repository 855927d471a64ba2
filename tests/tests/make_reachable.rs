//! Being made reachable: no call, and so no state; but the same two rows of the flow.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::mem::replace;
use std::task::{Poll, Waker};

use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_tests::{Plain, Recovering, TestSession, secs};

const READY: [&str; 3] = ["authorize scope.record", "authorize scope.camera", "setEnable1v1Chat"];

fn receiving() -> TestSession<Recovering> {
    let session = TestSession::new();
    assert!(session.available().make_reachable && session.make_reachable());
    session
}

fn succeed<P: Page>(session: &TestSession<P>) {
    session.host.ok("authorize");
    session.host.ok("authorize");
    session.host.ok("setEnable1v1Chat");
}

fn assert_quiet(session: &TestSession<Recovering>) {
    assert_eq!((session.state(), session.busy(), session.changes()), (State::Idle, false, vec![]));
}

#[test]
fn makes_the_page_reachable_and_stays_idle() {
    let session = receiving();
    assert_quiet(&session);
    session.host.ok("authorize");
    assert_quiet(&session);
    session.host.ok("authorize");
    assert_quiet(&session);
    assert!(!session.reachable());
    session.host.ok("setEnable1v1Chat");
    assert_eq!(session.host.calls(), READY);
    assert!(session.reachable());
    assert_eq!(session.take_events(), ["input", "reachable true"]);
    assert!(!session.available().make_reachable && !session.make_reachable(), "it is reachable already");
    assert_quiet(&session);
    session.assert_at_rest(State::Idle);
}

#[test]
fn is_for_pages_that_say_so_and_wait() {
    let plain = TestSession::<Plain>::new();
    assert!(!plain.available().make_reachable && !plain.make_reachable());
    assert_eq!(plain.host.calls_without_toasts().len(), 0);
    for state in [State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Failed] {
        let session = TestSession::<Recovering>::at(state);
        let calls = session.host.calls();
        assert!(!session.available().make_reachable && !session.make_reachable(), "{state}");
        assert_eq!(session.host.calls(), calls);
    }
    let twice = receiving();
    assert!(!twice.available().make_reachable && !twice.make_reachable());
    assert_eq!(twice.host.calls_without_toasts(), READY[..1]);
}

#[test]
fn needs_no_openids() {
    let session = TestSession::<Recovering>::empty();
    assert!(session.make_reachable());
    succeed(&session);
    assert!(session.reachable());
}

#[test]
fn shows_a_failure_that_is_not_failed() {
    let failures = [
        (0, "authorize", Cause::PrivacyRefused, "请允许使用麦克风和摄像头"),
        (1, "authorize", Cause::System, "请允许使用麦克风和摄像头"),
        (2, "setEnable1v1Chat", Cause::NotOpen, "开启通话失败"),
    ];
    for (granted, name, cause, toast) in failures {
        let session = receiving();
        (0..granted).for_each(|_| session.host.ok("authorize"));
        session.host.fail(name, cause);
        assert_eq!(session.failure(), Some((cause, cause.chinese().to_owned())));
        assert_eq!(session.host.toasts(), [toast]);
        assert!(!session.reachable());
        assert_quiet(&session);
        session.assert_at_rest(State::Idle);
        assert!(session.available().dismiss && session.dismiss());
        assert_eq!(session.error(), None);
        // And it can be tried again.
        assert!(session.available().make_reachable && session.make_reachable());
        succeed(&session);
        assert!(session.reachable());
    }
}

#[test]
fn has_the_time_of_its_rows() {
    let session = receiving();
    session.host.advance(secs(86_400));
    session.host.ok("authorize");
    session.host.ok("authorize");
    session.host.advance(secs(10));
    assert_eq!(session.failure().map(|(cause, _)| cause), Some(Cause::Timeout));
    session.host.ok("setEnable1v1Chat");
    assert!(!session.reachable(), "too late");
    session.assert_at_rest(State::Idle);
}

#[test]
fn recovers_as_its_rows_say_and_as_often() {
    let session = receiving();
    session.host.fail("authorize", Cause::Denied);
    assert_eq!(session.host.count("openSetting"), 1);
    session.host.ok("openSetting");
    session.host.ok("authorize");
    session.host.ok("authorize");
    session.host.fail("setEnable1v1Chat", Cause::NoRecord);
    assert_eq!((session.host.count("authorize"), session.error()), (4, None));
    session.host.ok("authorize");
    session.host.ok("authorize");
    session.host.fail("setEnable1v1Chat", Cause::NoCamera);
    assert_eq!(session.failure().map(|(cause, _)| cause), Some(Cause::NoCamera));
    assert_eq!((session.host.count("setEnable1v1Chat"), session.host.count("authorize")), (2, 5));
    assert_quiet(&session);
    session.assert_at_rest(State::Idle);
}

#[test]
fn a_tap_meanwhile_waits_for_it() {
    for succeeds in [true, false] {
        let session = receiving();
        assert_eq!(session.tap(), Tapped::Queued);
        assert!(session.busy() && !session.available().tap);
        assert_eq!(session.tap(), Tapped::Ignored, "one call at a time");
        assert_eq!(session.state(), State::Idle);
        session.host.ok("authorize");
        session.host.ok("authorize");
        assert_eq!((session.state(), session.host.calls_without_toasts().len()), (State::Idle, 3));
        if succeeds {
            session.host.ok("setEnable1v1Chat");
        } else {
            session.host.fail("setEnable1v1Chat", Cause::NotOpen);
        }
        assert_eq!(
            (session.state(), session.busy(), session.reachable()),
            (State::Authorizing, true, succeeds)
        );
        session.succeed_until(State::InCall);
        assert_eq!(
            session.host.calls_without_toasts()[3..].join(" "),
            format!("{} join1v1Chat", READY.join(" "))
        );
        assert!(!session.busy() && session.error().is_none());
    }
}

#[test]
fn a_tap_meanwhile_with_an_empty_field_waits_for_nothing() {
    let session = receiving();
    session.input("listen_openid", "").expect("text");
    assert!(matches!(session.tap(), Tapped::Missing(_)));
    assert!(!session.busy());
    succeed(&session);
    assert!(session.reachable());
    assert_quiet(&session);

    // Emptied while the tap waits.
    let session = receiving();
    assert_eq!(session.tap(), Tapped::Queued);
    session.input("listen_openid", "").expect("text");
    succeed(&session);
    assert_eq!(session.failure().map(|(cause, _)| cause), Some(Cause::App));
    assert_quiet(&session);
    assert_eq!(session.host.calls_without_toasts(), READY);
    session.input("listen_openid", "o").expect("text");
    assert_eq!(session.tap(), Tapped::Started);
}

#[test]
fn a_call_makes_the_page_reachable_too() {
    let session = TestSession::<Recovering>::at(State::Joining);
    assert!(session.reachable());
    session.host.fail("join1v1Chat", Cause::LeftWhileJoining);
    assert!(session.reachable() && !session.available().make_reachable);
}

thread_local! {
    /// Wakes the handler of [`Forgetful`] that waits for nothing; with none left its handlers call.
    static FORGOTTEN: RefCell<Option<Waker>> = const { RefCell::new(None) };
    static TAPS: Cell<u32> = const { Cell::new(0) };
}

#[voip_page(title = "Call", receive, handler = forget)]
struct Forgetful {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

/// At the first tap it waits for something that no host call promised, until it is woken.
async fn forget(call: Call<Forgetful, Idle>) -> Outcome<Forgetful> {
    if TAPS.replace(TAPS.get() + 1) > 0 {
        return call.begin().authorize().await?.enable().await?.join().await;
    }
    let mut woken = false;
    poll_fn(|context| {
        if replace(&mut woken, true) {
            return Poll::Ready(());
        }
        FORGOTTEN.set(Some(context.waker().clone()));
        Poll::Pending
    })
    .await;
    call.cancel()
}

/// Its own end is none of the tap that waits.
#[test]
fn a_handler_that_lost_its_call_may_end_while_a_tap_waits() {
    let session = TestSession::<Forgetful>::new();
    assert_eq!(session.tap(), Tapped::Started);
    assert!(session.dismiss() && session.make_reachable());
    assert_eq!(session.tap(), Tapped::Queued);
    FORGOTTEN.take().expect("the first handler waits").wake();
    succeed(&session);
    assert_eq!((session.state(), session.busy(), session.available().tap), (State::Authorizing, true, false));
    session.succeed_until(State::InCall);
}
