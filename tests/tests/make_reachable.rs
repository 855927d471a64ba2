//! `make_reachable`: the page stays `Idle`, but the rows of `Authorizing` and `Enabling` apply.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::mem::replace;
use std::task::{Poll, Waker};

use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_tests::{Plain, Recovering, TestSession, secs};

const READY: [&str; 3] = ["authorize scope.record", "authorize scope.camera", "setEnable1v1Chat"];

fn making_reachable() -> TestSession<Recovering> {
    let session = TestSession::new();
    assert!(session.available().make_reachable && session.set_reachable(true));
    session
}

fn succeed<P: Page>(session: &TestSession<P>) {
    session.host.ok("authorize");
    session.host.ok("authorize");
    session.host.ok("setEnable1v1Chat");
}

fn assert_idle_without_changes(session: &TestSession<Recovering>) {
    assert_eq!((session.state(), session.busy(), session.changes()), (State::Idle, false, vec![]));
}

#[test]
fn the_page_becomes_reachable_and_stays_idle() {
    let session = making_reachable();
    assert!(session.receiving());
    assert_idle_without_changes(&session);
    session.host.ok("authorize");
    assert_idle_without_changes(&session);
    session.host.ok("authorize");
    assert_idle_without_changes(&session);
    assert!(!session.reachable());
    session.host.ok("setEnable1v1Chat");
    assert_eq!(session.host.calls(), READY);
    assert!(session.reachable() && !session.receiving());
    assert_eq!(session.take_events(), ["input", "reachable true"]);
    assert!(
        !session.available().make_reachable && !session.set_reachable(true),
        "the page is already reachable"
    );
    assert_idle_without_changes(&session);
    session.assert_at_rest(State::Idle);
}

#[test]
fn only_an_idle_page_with_receive_can_become_reachable() {
    let plain = TestSession::<Plain>::new();
    assert!(!plain.available().make_reachable && !plain.set_reachable(true));
    assert_eq!(plain.host.calls_without_toasts().len(), 0);
    for state in [State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Failed] {
        let session = TestSession::<Recovering>::at(state);
        let calls = session.host.calls();
        assert!(!session.available().make_reachable && !session.set_reachable(true), "{state}");
        assert_eq!(session.host.calls(), calls);
    }
    let twice = making_reachable();
    assert!(!twice.available().make_reachable && !twice.set_reachable(true));
    assert_eq!(twice.host.calls_without_toasts(), READY[..1]);
}

#[test]
fn openids_are_not_required() {
    let session = TestSession::<Recovering>::empty();
    assert!(session.set_reachable(true));
    succeed(&session);
    assert!(session.reachable());
}

#[test]
fn a_failure_is_shown_and_the_page_stays_idle() {
    let failures = [
        (0, "authorize", Cause::PrivacyRefused, "请允许使用麦克风和摄像头"),
        (1, "authorize", Cause::System, "请允许使用麦克风和摄像头"),
        (2, "setEnable1v1Chat", Cause::NotOpen, "开启通话失败"),
    ];
    for (granted, name, cause, toast) in failures {
        let session = making_reachable();
        (0..granted).for_each(|_| session.host.ok("authorize"));
        session.host.fail(name, cause);
        assert_eq!(session.failure(), Some((cause, cause.chinese().to_owned())));
        assert_eq!(session.host.toasts(), [toast]);
        assert!(!session.reachable());
        assert_idle_without_changes(&session);
        session.assert_at_rest(State::Idle);
        assert!(session.available().dismiss && session.dismiss());
        assert_eq!(session.error(), None);
        // The user can try again.
        assert!(session.available().make_reachable && session.set_reachable(true));
        succeed(&session);
        assert!(session.reachable());
    }
}

#[test]
fn the_time_limits_of_the_rows_apply() {
    let session = making_reachable();
    session.host.advance(secs(86_400));
    session.host.ok("authorize");
    session.host.ok("authorize");
    session.host.advance(secs(10));
    assert_eq!(session.failure().map(|(cause, _)| cause), Some(Cause::Timeout));
    session.host.ok("setEnable1v1Chat");
    assert!(!session.reachable(), "the answer is late");
    session.assert_at_rest(State::Idle);
}

#[test]
fn the_recovery_edges_of_the_rows_apply() {
    let session = making_reachable();
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
    assert_idle_without_changes(&session);
    session.assert_at_rest(State::Idle);
}

#[test]
fn a_tap_meanwhile_is_queued() {
    for succeeds in [true, false] {
        let session = making_reachable();
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
fn a_tap_meanwhile_with_an_empty_field_is_not_queued() {
    let session = making_reachable();
    session.input("listen_openid", "").expect("text");
    assert!(matches!(session.tap(), Tapped::Missing(_)));
    assert!(!session.busy());
    succeed(&session);
    assert!(session.reachable());
    assert_idle_without_changes(&session);

    // The field becomes empty while the tap is queued.
    let session = making_reachable();
    assert_eq!(session.tap(), Tapped::Queued);
    session.input("listen_openid", "").expect("text");
    succeed(&session);
    assert_eq!(session.failure().map(|(cause, _)| cause), Some(Cause::App));
    assert_idle_without_changes(&session);
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
    /// Wakes the first handler of [`WaitsForItsWaker`].
    static WAKER: RefCell<Option<Waker>> = const { RefCell::new(None) };
    static TAPS: Cell<u32> = const { Cell::new(0) };
}

#[voip_page(title = "Call", receive, handler = wait_for_waker)]
struct WaitsForItsWaker {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

/// The first handler waits for its waker, without a pending request. Later handlers call.
async fn wait_for_waker(call: Call<WaitsForItsWaker, Idle>) -> Outcome<WaitsForItsWaker> {
    if TAPS.replace(TAPS.get() + 1) > 0 {
        return call.begin().authorize().await?.enable().await?.join().await;
    }
    let mut woken = false;
    poll_fn(|context| {
        if replace(&mut woken, true) {
            return Poll::Ready(());
        }
        WAKER.set(Some(context.waker().clone()));
        Poll::Pending
    })
    .await;
    call.cancel()
}

#[test]
fn a_handler_that_lost_its_call_can_end_while_a_tap_is_queued() {
    let session = TestSession::<WaitsForItsWaker>::new();
    assert_eq!(session.tap(), Tapped::Started);
    assert!(session.dismiss() && session.set_reachable(true));
    assert_eq!(session.tap(), Tapped::Queued);
    WAKER.take().expect("the first handler waits").wake();
    succeed(&session);
    assert_eq!((session.state(), session.busy(), session.available().tap), (State::Authorizing, true, false));
    session.succeed_until(State::InCall);
}
