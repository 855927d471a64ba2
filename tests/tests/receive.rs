//! Being made reachable: no call, and so no state; but the same two rows of the flow.

use voip_runtime::session::Tapped;
use voip_runtime::{Cause, State};
use voip_tests::{Plain, Recovering, Rig, secs};

const READY: [&str; 3] = ["authorize scope.record", "authorize scope.camera", "setEnable1v1Chat"];

fn receiving() -> Rig<Recovering> {
    let rig = Rig::new();
    assert!(rig.can().receive && rig.receive());
    rig
}

fn succeed(rig: &Rig<Recovering>) {
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
    assert!(!rig.can().receive && !rig.receive(), "it is reachable already");
    assert_quiet(&rig);
    rig.assert_at_rest(State::Idle);
}

#[test]
fn is_for_pages_that_say_so_and_wait() {
    let plain = Rig::<Plain>::new();
    assert!(!plain.can().receive && !plain.receive());
    assert_eq!(plain.host.deeds().len(), 0);
    for state in [State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Failed] {
        let rig = Rig::<Recovering>::at(state);
        let calls = rig.host.calls();
        assert!(!rig.can().receive && !rig.receive(), "{state}");
        assert_eq!(rig.host.calls(), calls);
    }
    let twice = receiving();
    assert!(!twice.can().receive && !twice.receive());
    assert_eq!(twice.host.deeds(), READY[..1]);
}

#[test]
fn needs_no_openids() {
    let rig = Rig::<Recovering>::empty();
    assert!(rig.receive());
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
        assert!(rig.can().dismiss && rig.dismiss());
        assert_eq!(rig.error(), None);
        // And it can be tried again.
        assert!(rig.can().receive && rig.receive());
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
        assert!(rig.busy() && !rig.can().tap);
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
    assert!(rig.reachable() && !rig.can().receive);
}
