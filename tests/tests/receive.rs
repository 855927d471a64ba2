//! Being made reachable: no call, and so no state; but the same two rows of the flow.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::mem::replace;
use std::task::{Poll, Waker};

use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_tests::{Plain, Recovering, Rig, secs};

const READY: [&str; 3] = ["authorize scope.record", "authorize scope.camera", "setEnable1v1Chat"];

fn receiving() -> Rig<Recovering> {
    let rig = Rig::new();
    assert!(rig.available().make_reachable && rig.make_reachable());
    rig
}

fn succeed<P: Page>(rig: &Rig<P>) {
    rig.host.ok("authorize");
    rig.host.ok("authorize");
    rig.host.ok("setEnable1v1Chat");
}

fn assert_quiet(rig: &Rig<Recovering>) {
    assert_eq!((rig.state(), rig.busy(), rig.changes()), (State::Idle, false, vec![]));
}

#[test]
fn makes_the_page_reachable_and_stays_idle() {
    let rig = receiving();
    assert_quiet(&rig);
    rig.host.ok("authorize");
    assert_quiet(&rig);
    rig.host.ok("authorize");
    assert_quiet(&rig);
    assert!(!rig.reachable());
    rig.host.ok("setEnable1v1Chat");
    assert_eq!(rig.host.calls(), READY);
    assert!(rig.reachable());
    assert_eq!(rig.heard(), ["input", "reachable true"]);
    assert!(!rig.available().make_reachable && !rig.make_reachable(), "it is reachable already");
    assert_quiet(&rig);
    rig.assert_at_rest(State::Idle);
}

#[test]
fn is_for_pages_that_say_so_and_wait() {
    let plain = Rig::<Plain>::new();
    assert!(!plain.available().make_reachable && !plain.make_reachable());
    assert_eq!(plain.host.deeds().len(), 0);
    for state in [State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Failed] {
        let rig = Rig::<Recovering>::at(state);
        let calls = rig.host.calls();
        assert!(!rig.available().make_reachable && !rig.make_reachable(), "{state}");
        assert_eq!(rig.host.calls(), calls);
    }
    let twice = receiving();
    assert!(!twice.available().make_reachable && !twice.make_reachable());
    assert_eq!(twice.host.deeds(), READY[..1]);
}

#[test]
fn needs_no_openids() {
    let rig = Rig::<Recovering>::empty();
    assert!(rig.make_reachable());
    succeed(&rig);
    assert!(rig.reachable());
}

#[test]
fn shows_a_failure_that_is_not_failed() {
    let failures = [
        (0, "authorize", Cause::PrivacyRefused, "请允许使用麦克风和摄像头"),
        (1, "authorize", Cause::System, "请允许使用麦克风和摄像头"),
        (2, "setEnable1v1Chat", Cause::NotOpen, "开启通话失败"),
    ];
    for (granted, name, cause, toast) in failures {
        let rig = receiving();
        (0..granted).for_each(|_| rig.host.ok("authorize"));
        rig.host.fail(name, cause);
        assert_eq!(rig.failure(), Some((cause, cause.chinese().to_owned())));
        assert_eq!(rig.host.toasts(), [toast]);
        assert!(!rig.reachable());
        assert_quiet(&rig);
        rig.assert_at_rest(State::Idle);
        assert!(rig.available().dismiss && rig.dismiss());
        assert_eq!(rig.error(), None);
        // And it can be tried again.
        assert!(rig.available().make_reachable && rig.make_reachable());
        succeed(&rig);
        assert!(rig.reachable());
    }
}

#[test]
fn has_the_time_of_its_rows() {
    let rig = receiving();
    rig.host.advance(secs(86_400));
    rig.host.ok("authorize");
    rig.host.ok("authorize");
    rig.host.advance(secs(10));
    assert_eq!(rig.failure().map(|(cause, _)| cause), Some(Cause::Timeout));
    rig.host.ok("setEnable1v1Chat");
    assert!(!rig.reachable(), "too late");
    rig.assert_at_rest(State::Idle);
}

#[test]
fn recovers_as_its_rows_say_and_as_often() {
    let rig = receiving();
    rig.host.fail("authorize", Cause::Denied);
    assert_eq!(rig.host.count("openSetting"), 1);
    rig.host.ok("openSetting");
    rig.host.ok("authorize");
    rig.host.ok("authorize");
    rig.host.fail("setEnable1v1Chat", Cause::NoRecord);
    assert_eq!((rig.host.count("authorize"), rig.error()), (4, None));
    rig.host.ok("authorize");
    rig.host.ok("authorize");
    rig.host.fail("setEnable1v1Chat", Cause::NoCamera);
    assert_eq!(rig.failure().map(|(cause, _)| cause), Some(Cause::NoCamera));
    assert_eq!((rig.host.count("setEnable1v1Chat"), rig.host.count("authorize")), (2, 5));
    assert_quiet(&rig);
    rig.assert_at_rest(State::Idle);
}

#[test]
fn a_tap_meanwhile_waits_for_it() {
    for succeeds in [true, false] {
        let rig = receiving();
        assert_eq!(rig.tap(), Tapped::Queued);
        assert!(rig.busy() && !rig.available().tap);
        assert_eq!(rig.tap(), Tapped::Ignored, "one call at a time");
        assert_eq!(rig.state(), State::Idle);
        rig.host.ok("authorize");
        rig.host.ok("authorize");
        assert_eq!((rig.state(), rig.host.deeds().len()), (State::Idle, 3));
        if succeeds {
            rig.host.ok("setEnable1v1Chat");
        } else {
            rig.host.fail("setEnable1v1Chat", Cause::NotOpen);
        }
        assert_eq!((rig.state(), rig.busy(), rig.reachable()), (State::Authorizing, true, succeeds));
        rig.go_on_to(State::InCall);
        assert_eq!(rig.host.deeds()[3..].join(" "), format!("{} join1v1Chat", READY.join(" ")));
        assert!(!rig.busy() && rig.error().is_none());
    }
}

#[test]
fn a_tap_meanwhile_with_an_empty_field_waits_for_nothing() {
    let rig = receiving();
    rig.input("listen_openid", "").expect("text");
    assert!(matches!(rig.tap(), Tapped::Missing(_)));
    assert!(!rig.busy());
    succeed(&rig);
    assert!(rig.reachable());
    assert_quiet(&rig);

    // Emptied while the tap waits.
    let rig = receiving();
    assert_eq!(rig.tap(), Tapped::Queued);
    rig.input("listen_openid", "").expect("text");
    succeed(&rig);
    assert_eq!(rig.failure().map(|(cause, _)| cause), Some(Cause::App));
    assert_quiet(&rig);
    assert_eq!(rig.host.deeds(), READY);
    rig.input("listen_openid", "o").expect("text");
    assert_eq!(rig.tap(), Tapped::Started);
}

#[test]
fn a_call_makes_the_page_reachable_too() {
    let rig = Rig::<Recovering>::at(State::Joining);
    assert!(rig.reachable());
    rig.host.fail("join1v1Chat", Cause::LeftWhileJoining);
    assert!(rig.reachable() && !rig.available().make_reachable);
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

/// At the first tap it waits although no host call or timer is pending, until it is woken.
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
    let rig = Rig::<Forgetful>::new();
    assert_eq!(rig.tap(), Tapped::Started);
    assert!(rig.dismiss() && rig.make_reachable());
    assert_eq!(rig.tap(), Tapped::Queued);
    FORGOTTEN.take().expect("the first handler waits").wake();
    succeed(&rig);
    assert_eq!((rig.state(), rig.busy(), rig.available().tap), (State::Authorizing, true, false));
    rig.go_on_to(State::InCall);
}
