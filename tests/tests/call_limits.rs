//! `ring` and `within` of a joined call.

use std::time::Duration;

use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Listener, MemberEvents, Pace, Play, SimHost, Step};
use voip_runtime::value::Value;
use voip_runtime::{Page, Session};
use voip_tests::{TestSession, millis, page_on, secs};

#[voip_page(
    title = "限时",
    handler = call_and_wait,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining  | Failed;
        Joining within 5s
                    => InCall   | Joining on Timeout retry 1 | Failed;
        InCall ring 45s within 30m
                    => Idle
                     | Failed on NoAnswer: toast("无人接听")
                     | Idle on Timeout: toast("通话时间已到")
                     | Failed on Interrupted;
        Failed      => Idle;
    }
)]
struct Limited {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    /// How many seconds the handler is busy after the join.
    busy_for: u32,
}

async fn call_and_wait(call: Call<Limited, Idle>) -> Outcome<Limited> {
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    let busy = call.page().busy_for;
    if busy != 0 {
        call.host().sleep(secs(busy.into())).await;
    }
    Ok(call)
}

const RING: Duration = secs(45);
const WITHIN: Duration = secs(30 * 60);

/// A tapped page whose call is joined; the time does not pass by itself.
fn joined(host: &SimHost, listener: &str) -> Session<Limited> {
    let page = page_on::<Limited>(host, listener);
    tap_and_join(host, &page);
    page
}

fn tap_and_join<P: Page>(host: &SimHost, page: &Session<P>) {
    assert_eq!(page.tap(), Tapped::Started);
    while page.state() != State::InCall {
        assert!(host.step(secs(10_000)));
    }
}

/// The call ends when this time has passed, and not a millisecond before; the page is then in this state, with this cause.
fn ends_after(host: &SimHost, page: &Session<Limited>, time: Duration, end: (State, Option<Cause>)) {
    assert!(host.run_for(time.saturating_sub(millis(1))));
    assert_eq!((page.state(), host.in_call()), (State::InCall, true));
    assert!(host.run_for(millis(1)));
    assert_eq!((page.state(), page.error().map(|error| error.cause())), end);
    assert!(host.run());
    assert!(!host.in_call() && !page.connected());
}

#[test]
fn a_call_rings_no_longer_than_ring() {
    for listener in [Listener::NotEnabled, Listener::Closed] {
        let host = SimHost::new();
        host.set_listener(listener);
        let page = joined(&host, "o-other");
        ends_after(&host, &page, RING, (State::Failed, Some(Cause::NoAnswer)));
    }
}

#[test]
fn an_answer_in_the_last_moment_counts() {
    let host = SimHost::new();
    host.set_pace(Pace { pick_up: RING.saturating_sub(millis(1)), ..Pace::LIKELY });
    let page = joined(&host, "o-other");
    ends_after(&host, &page, WITHIN, (State::Idle, None));
}

#[test]
fn a_call_lasts_no_longer_than_within() {
    let host = SimHost::new();
    let page = joined(&host, "o-other");
    ends_after(&host, &page, WITHIN, (State::Idle, None));
    // The limits of a call do not concern the next one.
    tap_and_join(&host, &page);
    ends_after(&host, &page, WITHIN, (State::Idle, None));
}

#[test]
fn a_limit_of_an_earlier_call_does_not_end_a_later_one() {
    let host = SimHost::new();
    let page = joined(&host, "o-other");
    assert!(host.run_for(WITHIN.saturating_sub(secs(20))));
    assert!(page.hang_up() && host.run());
    tap_and_join(&host, &page);
    ends_after(&host, &page, WITHIN, (State::Idle, None));
}

#[test]
fn ring_ends_no_call_where_the_host_never_reports_members() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.set_reachable(true);
    alice.set_member_events(MemberEvents::Never);
    let page = joined(&alice, "o-bob");
    assert!(alice.run_for(WITHIN.saturating_sub(secs(1))));
    assert_eq!((page.state(), bob.in_call()), (State::InCall, true), "they talk");
    // The whole call is still limited.
    assert!(alice.run_for(secs(1)));
    assert_eq!((page.state(), alice.in_call(), bob.in_call()), (State::Idle, false, false));
}

#[test]
fn one_member_is_no_sign_of_the_other_side() {
    let host = SimHost::new();
    host.set_listener(Listener::NotEnabled);
    host.set_member_events(MemberEvents::Doubled);
    let page = joined(&host, "o-other");
    ends_after(&host, &page, RING, (State::Failed, Some(Cause::NoAnswer)));
}

#[test]
fn a_limit_ends_a_call_whose_handler_is_busy() {
    let host = SimHost::new();
    host.set_listener(Listener::NotEnabled);
    let page = page_on::<Limited>(&host, "o-other");
    page.input("busy_for", 100.0).expect("a number");
    tap_and_join(&host, &page);
    assert!(host.run_for(RING));
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::NoAnswer));
    assert_eq!((page.state(), page.busy(), host.in_call()), (State::Failed, true, false));
    assert_eq!(page.tap(), Tapped::Ignored, "its handler has not ended");
    assert!(host.run());
    assert_eq!((page.state(), page.busy()), (State::Failed, false), "the handler's end changes nothing");
    assert_eq!(page.tap(), Tapped::Started);
}

#[test]
fn the_limits_count_from_the_join_that_has_succeeded() {
    let host = SimHost::new();
    host.set_listener(Listener::NotEnabled);
    // The first join is late: it succeeds after its step has timed out and the second one has succeeded.
    host.set_replaces_calls(true);
    host.play(Step::Join, [Play::never(), Play::succeed().late(secs(3))]);
    let page = joined(&host, "o-other");
    ends_after(&host, &page, RING, (State::Failed, Some(Cause::NoAnswer)));
}

#[test]
fn a_late_join_has_no_limits() {
    let session = TestSession::<Limited>::at(State::Joining);
    session.cancel();
    session.host.ok("join1v1Chat");
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Idle, 1));
    session.host.ok("exitVoIPChat");
    session.assert_at_rest(State::Idle);
    assert_eq!(session.host.count("exitVoIPChat"), 1);
}

#[test]
fn a_call_that_was_superseded_has_no_limits() {
    // An older page has limits; a newer page takes the room.
    let host = SimHost::new();
    host.set_replaces_calls(true);
    host.set_listener(Listener::NotEnabled);
    let older = joined(&host, "o-other");
    assert!(host.run_for(secs(20)));
    let newer = joined(&host, "o-third");
    assert_eq!((older.state(), older.error()), (State::Idle, None));
    host.other_side_picks_up();
    assert!(newer.connected());
    assert!(host.run_for(secs(1_000)));
    assert_eq!((newer.state(), host.in_call(), older.state()), (State::InCall, true, State::Idle));
}

#[test]
fn a_page_that_was_left_has_no_limits() {
    let host = SimHost::new();
    host.set_listener(Listener::NotEnabled);
    let page = joined(&host, "o-other");
    page.leave();
    assert!(host.run_for(WITHIN + WITHIN));
    assert!(host.in_call(), "WeChat's window has the call");
}

#[test]
fn a_call_back_by_the_same_person_is_not_limited() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
    bob.set_reachable(true);
    alice.set_reachable(true);
    let page = joined(&alice, "o-bob");
    assert!(alice.run_for(secs(10)));
    assert!(page.hang_up() && alice.run());
    let bobs = page_on::<voip_tests::Plain>(&bob, "o-alice");
    bob.set_permission(voip_runtime::spec::Scope::Record, Some(true));
    bob.set_permission(voip_runtime::spec::Scope::Camera, Some(true));
    tap_and_join(&bob, &bobs);
    assert!(alice.run_for(secs(5)));
    assert!(bobs.connected() && alice.in_call());
    assert!(alice.run_for(WITHIN + RING));
    assert!(bobs.connected() && alice.in_call(), "no limit of the first call ends the second one");
    assert_eq!(page.state(), State::Idle);
}

#[test]
fn the_order_of_an_end_and_a_limit_at_the_same_time_does_not_matter() {
    for hangs_up_first in [false, true] {
        let session = TestSession::<Limited>::at(State::InCall);
        session.host.watch().members(2);
        if hangs_up_first {
            session.host.advance(WITHIN.saturating_sub(millis(1)));
            session.host.watch().members(1);
            session.host.advance(millis(1));
        } else {
            let watch = session.host.watch();
            session.host.advance(WITHIN);
            watch.members(1);
        }
        assert_eq!((session.state(), session.error()), (State::Idle, None));
        assert_eq!(session.entered().iter().filter(|state| **state == State::Idle).count(), 1);
        assert_eq!(session.host.count("exitVoIPChat"), usize::from(!hangs_up_first));
        assert_eq!(session.host.toasts().len(), usize::from(!hangs_up_first));
    }
}

#[test]
fn an_answer_after_ring_has_no_effect() {
    let session = TestSession::<Limited>::at(State::InCall);
    let watch = session.host.watch();
    session.host.advance(RING);
    watch.members(2);
    session.host.answer(session.host.last("exitVoIPChat"), Ok(Value::Null));
    assert_eq!(
        (session.connected(), session.failure().map(|(cause, _)| cause)),
        (false, Some(Cause::NoAnswer))
    );
    session.assert_at_rest(State::Failed);
}
