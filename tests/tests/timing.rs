//! Time-outs: which host call has how long, and what does not count.

use voip_runtime::{Cause, Page, State};
use voip_tests::{Patient, Plain, Recovering, Rig, millis, secs};

/// Nothing happens until `limit`, and then the call fails for want of an answer.
fn assert_limit<P: Page>(rig: &Rig<P>, limit: std::time::Duration) {
    let (state, calls) = (rig.state(), rig.host.calls());
    rig.host.advance(limit.saturating_sub(millis(1)));
    assert_eq!((rig.state(), rig.host.calls()), (state, calls), "too soon");
    rig.host.advance(millis(1));
    let change = rig.last_change();
    assert_eq!((change.from, change.to, change.cause), (state, State::Failed, Some(Cause::Timeout)));
    assert_eq!(rig.failure(), Some((Cause::Timeout, Cause::Timeout.chinese().to_owned())));
    assert_eq!(rig.host.toasts().len(), 1);
    assert!(!rig.busy());
}

#[test]
fn without_a_limit_of_its_own_enabling_has_15_s_and_joining_60_s() {
    assert_limit(&Rig::<Plain>::at(State::Enabling), secs(15));
    assert_limit(&Rig::<Plain>::at(State::Joining), secs(60));
}

#[test]
fn a_row_sets_its_limit() {
    assert_limit(&Rig::<Recovering>::at(State::Enabling), secs(10));
    assert_limit(&Rig::<Recovering>::at(State::Joining), secs(30));
}

#[test]
fn a_person_who_is_asked_has_all_the_time() {
    let rig = Rig::<Plain>::at(State::Authorizing);
    rig.host.advance(secs(86_400 * 30));
    assert_eq!(rig.state(), State::Authorizing);
    rig.host.ok("authorize");
    rig.host.advance(secs(86_400 * 30));
    rig.go_on_to(State::InCall);
}

#[test]
fn the_limit_begins_with_each_host_call() {
    let rig = Rig::<Recovering>::at(State::Joining);
    rig.host.advance(secs(29));
    rig.host.fail("join1v1Chat", Cause::System);
    // The wait before the edge is taken is not the host's time.
    rig.host.advance(secs(1));
    assert_eq!(rig.host.count("join1v1Chat"), 2);
    rig.host.advance(secs(29));
    rig.host.fail("join1v1Chat", Cause::AlreadyInRoom);
    rig.host.advance(secs(4));
    rig.host.ok("exitVoIPChat");
    assert_eq!(rig.host.count("join1v1Chat"), 3);
    assert_limit(&rig, secs(30));
}

#[test]
fn enabling_again_has_its_time_again() {
    let rig = Rig::<Recovering>::at(State::Enabling);
    rig.host.advance(secs(9));
    rig.host.fail("setEnable1v1Chat", Cause::NoCamera);
    rig.host.advance(secs(3_600));
    rig.go_on_to(State::Enabling);
    assert_limit(&rig, secs(10));
}

#[test]
fn an_answer_in_time_ends_the_limit() {
    for state in [State::Joining, State::InCall] {
        let rig = Rig::<Plain>::new();
        rig.tap();
        while rig.state() != state {
            rig.host.advance(millis(14_999));
            match rig.state() {
                State::Authorizing => rig.host.ok("authorize"),
                State::Enabling => rig.host.ok("setEnable1v1Chat"),
                _ => rig.host.ok("join1v1Chat"),
            }
        }
        rig.host.advance(secs(59));
        assert_eq!(rig.state(), state);
    }
}

#[test]
fn a_time_out_can_be_recovered_from() {
    let rig = Rig::<Patient>::at(State::Enabling);
    rig.host.advance(secs(2));
    assert_eq!((rig.state(), rig.host.count("setEnable1v1Chat")), (State::Enabling, 1));
    rig.host.advance(millis(500));
    assert_eq!(rig.host.count("setEnable1v1Chat"), 2);
    assert_eq!(rig.last_change().cause, Some(Cause::Timeout));
    rig.host.advance(secs(2));
    assert_eq!((rig.state(), rig.host.count("setEnable1v1Chat")), (State::Failed, 2));
}

#[test]
fn joins_after_time_outs_are_bounded_like_any_recovery() {
    let rig = Rig::<Patient>::at(State::Joining);
    rig.host.advance(secs(3_600));
    assert_eq!((rig.state(), rig.last_change().cause), (State::Failed, Some(Cause::Timeout)));
    let tail = ["join1v1Chat", "exitVoIPChat", "join1v1Chat", "exitVoIPChat", "join1v1Chat"];
    assert_eq!(rig.host.deeds()[3..], tail);
}

#[test]
fn a_host_call_that_is_answered_at_once_leaves_no_limit_behind() {
    let rig = Rig::<Recovering>::at(State::Authorizing);
    rig.host.answer_at_once(|name| match name {
        "setEnable1v1Chat" => vec![Err(Cause::NoCamera.into())],
        _ => vec![],
    });
    rig.host.ok("authorize");
    rig.host.ok("authorize");
    assert_eq!((rig.state(), rig.last_change().cause), (State::Authorizing, Some(Cause::NoCamera)));
    rig.host.advance(secs(86_400));
    assert_eq!(rig.state(), State::Authorizing, "a person is asked, and has all the time");
}
