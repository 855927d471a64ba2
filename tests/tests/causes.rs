//! Every cause at every step: the transition, the error and the toast.

use std::collections::BTreeSet;

use voip_runtime::prelude::*;
use voip_runtime::sim::Step;
use voip_tests::{Plain, Recovering, TestSession};

fn every_cause() -> impl Iterator<Item = Cause> {
    Cause::NAMED.iter().copied().chain([-99_999, 1, i32::MIN, i32::MAX].map(Cause::Other))
}

/// A session whose step fails with this cause.
fn fail_at<P: Page>(step: Step, cause: Cause) -> TestSession<P> {
    let session = TestSession::<P>::at(step.state());
    let message = format!("{}:fail, a message of the host", step.host_call());
    session.host.answer(session.host.last(step.host_call()), Err(CallError::new(cause, message)));
    session
}

fn assert_failed<P: Page>(session: &TestSession<P>, step: Step, cause: Cause, toast: &str) {
    let change = session.last_change();
    assert_eq!((change.from, change.to, change.cause), (step.state(), State::Failed, Some(cause)));
    assert_eq!(change.message, format!("{}:fail, a message of the host", step.host_call()));
    let error = session.error().expect("a failure");
    assert_eq!((error.cause(), error.message()), (cause, change.message.as_str()));
    assert_eq!(error.sentence(), cause.chinese());
    assert_eq!(session.host.toasts(), [toast], "{step:?} {cause}");
    assert_eq!(session.host.count("exitVoIPChat"), 0);
    let later = Step::ALL.iter().filter(|other| other.state() > step.state());
    assert_eq!(later.map(|step| session.host.count(step.host_call())).sum::<usize>(), 0);
    session.assert_at_rest(State::Failed);
}

#[test]
fn every_cause_at_every_step_fails_a_plain_page() {
    for step in Step::ALL {
        let toast = match step {
            Step::Authorize => "唤起授权失败",
            // Eight characters: a toast with an icon shows at most seven.
            Step::Enable => "开启通话功能失败",
            Step::Join => "加入通话失败",
        };
        for cause in every_cause() {
            assert_failed(&fail_at::<Plain>(step, cause), step, cause, toast);
        }
    }
}

#[test]
fn causes_that_no_edge_names_take_the_plain_failure_edge() {
    for step in Step::ALL {
        let (toast, named): (_, &[Cause]) = match step {
            Step::Authorize => ("请允许使用麦克风和摄像头", &[Cause::Denied]),
            Step::Enable => ("开启通话失败", &[Cause::NoCamera, Cause::NoRecord]),
            Step::Join => (
                "加入通话失败",
                &[Cause::LeftWhileJoining, Cause::AlreadyInRoom, Cause::System, Cause::Internal],
            ),
        };
        for cause in every_cause() {
            let session = fail_at::<Recovering>(step, cause);
            if named.contains(&cause) {
                assert_ne!(session.state(), State::Failed, "{cause} at {step:?} has its own edge");
            } else {
                assert_failed(&session, step, cause, toast);
            }
        }
    }
}

#[test]
fn the_second_scope_fails_like_the_first() {
    for cause in every_cause() {
        let session = TestSession::<Plain>::at(State::Authorizing);
        session.host.ok("authorize");
        assert_eq!(session.host.calls(), ["authorize scope.record", "authorize scope.camera"]);
        session.host.fail("authorize", cause);
        assert_eq!((session.state(), session.last_change().cause), (State::Failed, Some(cause)));
        assert_eq!(session.host.calls_without_toasts(), ["authorize scope.record", "authorize scope.camera"]);
    }
}

#[test]
fn a_call_makes_four_host_calls_in_order() {
    let session = TestSession::<Plain>::at(State::InCall);
    let order = ["authorize scope.record", "authorize scope.camera", "setEnable1v1Chat", "join1v1Chat"];
    assert_eq!(session.host.calls(), order);
    let states = [State::Authorizing, State::Enabling, State::Joining, State::InCall];
    assert_eq!(session.entered(), states);
    assert_eq!((session.busy(), session.reachable(), session.connected()), (false, true, false));
    assert_eq!(session.host.options("setEnable1v1Chat"), serde_json::json!({ "enable": true }));
    let options = serde_json::json!({
        "caller": { "nickname": "caller", "openid": "oCaller-0123456789" },
        "listener": { "nickname": "listener", "openid": voip_tests::LISTENER },
        "roomType": "video",
    });
    assert_eq!(session.host.options("join1v1Chat"), options);
    session.host.watch().ended();
    session.assert_at_rest(State::Idle);
}

#[test]
fn an_interruption_fails_only_if_the_flow_has_the_edge() {
    let error = || CallError::new(Cause::Interrupted, "onVoIPChatInterrupted: 1");
    let session = TestSession::<Recovering>::at(State::InCall);
    session.host.watch().interrupted(error());
    assert_eq!(session.failure(), Some((Cause::Interrupted, Cause::Interrupted.chinese().to_owned())));
    assert_eq!(session.last_change().message, "onVoIPChatInterrupted: 1");
    assert_eq!(session.host.toasts(), ["通话中断"]);
    session.assert_at_rest(State::Failed);

    let session = TestSession::<Plain>::at(State::InCall);
    session.host.watch().interrupted(error());
    assert_eq!(
        (session.last_change().to, session.last_change().cause),
        (State::Idle, Some(Cause::Interrupted))
    );
    assert_eq!((session.failure(), session.host.toasts()), (None, vec![]));
    session.assert_at_rest(State::Idle);
}

#[test]
fn each_cause_has_its_own_texts() {
    let mut seen = BTreeSet::new();
    for cause in Cause::NAMED.iter().copied().chain([Cause::Other(7)]) {
        for text in [cause.english(), cause.chinese(), cause.remedy(), cause.remedy_chinese()] {
            assert!(!text.is_empty(), "{cause} has an empty text");
        }
        assert!(
            !cause.chinese().is_ascii() && !cause.remedy_chinese().is_ascii(),
            "{cause} has no Chinese text"
        );
        assert!(
            seen.insert(cause.english()) & seen.insert(cause.chinese()),
            "{cause} has the text of another cause"
        );
        assert!(seen.insert(cause.name()), "{cause} has the name of another cause");
    }
    // The remedy lists the preparation steps: category, interface, minutes.
    for item in ["category", "接口设置", "minutes"] {
        assert!(Cause::NotOpen.remedy().contains(item), "{item}");
    }
    assert!(Cause::PrivacyUndeclared.remedy().contains("microphone"));
}

#[test]
fn codes_and_names_round_trip() {
    for cause in every_cause() {
        if let Some(code) = cause.code() {
            assert_eq!(Cause::from_code(code), cause);
            assert_eq!(Cause::parse(&code.to_string()), Some(cause));
        }
        let json = serde_json::to_string(&cause).expect("data");
        assert_eq!(serde_json::from_str::<Cause>(&json).expect("the same data"), cause, "{json}");
    }
    // A handler's own call that fails with -3 is not `LeftWhileJoining`.
    for (cause, json) in [(Cause::Other(-3), "\"Other(-3)\""), (Cause::Other(-5), "-5")] {
        assert_eq!(serde_json::to_string(&cause).expect("data"), json);
        assert_eq!(serde_json::from_str::<Cause>(json).expect("a cause"), cause);
        assert_eq!(Cause::parse(&cause.to_string()), Some(cause));
    }
    // As older recordings have it.
    assert_eq!(serde_json::from_str::<Cause>("-3").expect("a cause"), Cause::LeftWhileJoining);
    assert_eq!(Cause::parse("Other(3"), None);
    let documented =
        [-20000, -20001, -20002, -20003, -30000, -30001, -30002, -30003, -30004, -1, -2, -3, -1000];
    for code in documented {
        assert!(Cause::NAMED.contains(&Cause::from_code(code)), "{code}");
    }
}

#[test]
fn a_value_that_is_no_cause_is_an_error_that_says_what_is_expected() {
    let error = serde_json::from_str::<Cause>("true").expect_err("no cause").to_string();
    assert!(error.contains("expected the name of a cause, or a code"), "{error}");
}
