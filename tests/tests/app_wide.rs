//! What the pages of one app share: the room, and whether calls are enabled.

use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::Event;
use voip_runtime::sim::{MemberEvents, Play, SimHost, Step};
use voip_tests::{Plain, Recovering, TestSession, page_on, recorded, secs};

/// Two pages of one app. The first one is in an answered call.
fn two_pages() -> (SimHost, Session<Plain>, Session<Plain>) {
    let host = SimHost::new();
    host.set_replaces_calls(true);
    let [first, second] = ["o-first", "o-second"].map(|listener| page_on::<Plain>(&host, listener));
    first.tap();
    assert!(host.run() && first.connected());
    (host, first, second)
}

#[test]
fn a_join_that_succeeds_takes_the_room() {
    let (host, first, second) = two_pages();
    second.tap();
    while second.state() != State::InCall {
        assert_eq!((first.state(), first.connected()), (State::InCall, true), "the join is on its way");
        assert!(host.step(secs(1_000)));
    }
    assert_eq!((first.state(), first.connected(), first.error()), (State::Idle, false, None));
    assert!(host.run() && second.connected());
    host.other_side_hangs_up();
    assert_eq!(second.state(), State::Idle);
}

#[test]
fn a_join_that_fails_ends_no_call() {
    let (host, first, second) = two_pages();
    host.play(Step::Join, [Play::fail(Cause::System)]);
    second.tap();
    assert!(host.run());
    assert_eq!((second.state(), first.state(), first.connected()), (State::Failed, State::InCall, true));
    host.other_side_hangs_up();
    assert_eq!(first.state(), State::Idle);
}

/// The second page leaves no room that the first one has.
#[test]
fn a_cancelled_join_leaves_the_call_of_another_page() {
    let (host, first, second) = two_pages();
    host.set_replaces_calls(false);
    host.play(Step::Join, [Play::succeed().late(secs(5)), Play::fail(Cause::System)]);
    second.tap();
    assert!(host.run_for(secs(3)));
    assert_eq!(second.state(), State::Joining);
    second.cancel();
    assert!(host.run());
    assert_eq!((first.state(), second.state(), host.in_call()), (State::InCall, State::Idle, true));
}

/// A page leaves the room of its late join only once its newer join has failed. By then another page has the room.
#[test]
fn the_room_of_a_late_join_is_not_left_once_another_page_has_it() {
    let host = SimHost::new();
    host.set_replaces_calls(true);
    let late = Play::succeed().late(secs(40));
    host.play(Step::Join, [late, Play::fail(Cause::NotOpen).late(secs(25)), Play::succeed()]);
    let [first, second] = ["o-first", "o-second"].map(|listener| page_on::<Recovering>(&host, listener));
    second.tap();
    assert!(host.run_for(secs(35)));
    assert_eq!(second.state(), State::Failed);
    second.tap();
    assert!(host.run_for(secs(10)));
    assert_eq!((second.state(), host.in_call()), (State::Joining, true));
    first.tap();
    assert!(host.run_for(secs(10)));
    assert!(first.connected() && second.state() == State::Joining);
    assert!(host.run());
    assert_eq!((first.state(), second.state(), host.in_call()), (State::InCall, State::Failed, true));
}

/// `via exit_room` waits for the answer: the page knows that it ends the call.
#[test]
fn an_exit_that_a_flow_asks_for_ends_the_call_of_another_page() {
    let host = SimHost::new();
    let first = page_on::<Plain>(&host, "o-first");
    let second = page_on::<Recovering>(&host, "o-second");
    first.tap();
    assert!(host.run() && first.connected());
    second.tap();
    assert!(host.run());
    assert_eq!((first.state(), second.state(), second.connected()), (State::Idle, State::InCall, true));
}

/// A recorder changes nothing: the host still sees that the page waits for the answer.
#[test]
fn a_recorded_page_ends_the_call_of_another_page_too() {
    let host = SimHost::new();
    let first = page_on::<Plain>(&host, "o-first");
    first.tap();
    assert!(host.run() && first.connected());
    recorded::<Recovering>(&host, |second| {
        second.tap();
        assert!(host.run());
        assert_eq!((first.state(), second.state(), second.connected()), (State::Idle, State::InCall, true));
    });
}

/// A subscriber of the first page disables calls, while the other pages do not know yet that they were enabled.
#[test]
fn pages_agree_although_a_subscriber_disables_calls() {
    let host = SimHost::new();
    let pages = ["o-first", "o-second"].map(|listener| page_on::<Recovering>(&host, listener));
    let same_host = host.clone();
    pages[0].subscribe(move |event| {
        if matches!(event, Event::Reachable(true)) {
            same_host.set_reachable(false);
        }
    });
    host.set_reachable(true);
    assert!(!host.is_reachable());
    assert_eq!(pages.map(|page| page.reachable()), [false; 2]);
}

#[test]
fn every_page_knows_that_calls_are_enabled() {
    let host = SimHost::new();
    let [first, second] = ["o-first", "o-second"].map(|listener| page_on::<Recovering>(&host, listener));
    assert!(first.set_reachable(true) && host.run());
    assert!(first.reachable() && second.reachable());
    assert!(!second.available().make_reachable);
    assert!(page_on::<Recovering>(&host, "o-third").reachable(), "a page that opens later");
    host.set_reachable(false);
    assert!(!first.reachable() && !second.reachable() && second.available().make_reachable);
}

#[test]
fn a_late_answer_of_enabling_counts() {
    let host = SimHost::new();
    host.play(Step::Enable, [Play::succeed().late(secs(60))]);
    let session = page_on::<Recovering>(&host, "o-listener");
    session.tap();
    assert!(host.run_for(secs(30)));
    assert_eq!((session.state(), session.reachable()), (State::Failed, false));
    assert!(host.run());
    assert_eq!((session.state(), session.reachable()), (State::Failed, true));
}

/// Members can be reported before the join is answered, twice, or more than two at once.
#[test]
fn members_count_in_any_order() {
    for events in [MemberEvents::Usual, MemberEvents::Early, MemberEvents::Doubled] {
        let host = SimHost::new();
        host.set_member_events(events);
        let session = page_on::<Plain>(&host, "o-listener");
        session.tap();
        assert!(host.run());
        assert_eq!((session.state(), session.connected()), (State::InCall, true), "{events:?}");
        host.other_side_hangs_up();
        assert_eq!((session.state(), session.connected()), (State::Idle, false), "{events:?}");
    }
    let session = TestSession::<Plain>::at(State::Joining);
    let watch = session.host.watch();
    assert!(watch.is_live());
    watch.members(1);
    watch.members(2);
    watch.members(2);
    assert!(!session.connected(), "the join is not answered");
    session.take_events();
    session.host.ok("join1v1Chat");
    assert_eq!(session.take_events()[..3], ["Joining → InCall", "connected true", "busy false"]);
    watch.members(3);
    assert!(session.take_events().is_empty());
    watch.members(0);
    assert_eq!(session.take_events(), ["InCall → Idle", "connected false"]);
    assert!(!watch.is_live());
    watch.members(2);
    assert!(session.take_events().is_empty() && session.state() == State::Idle);
}

/// Before the other side answers, the user is alone in the room.
#[test]
fn one_member_does_not_end_a_call_that_rings() {
    let session = TestSession::<Plain>::at(State::InCall);
    session.host.watch().members(1);
    session.host.watch().members(0);
    assert_eq!((session.state(), session.connected()), (State::InCall, false));
}

/// A host may keep the watch of a call that is over.
#[test]
fn events_of_an_earlier_call_do_not_reach_the_next() {
    let session = TestSession::<Plain>::at(State::InCall);
    let earlier = session.host.watch();
    session.hang_up();
    session.tap();
    session.succeed_until(State::InCall);
    let send_all = || {
        earlier.members(2);
        earlier.members(1);
        earlier.ended();
        earlier.interrupted(Cause::Interrupted.into());
    };
    send_all();
    assert_eq!((session.state(), session.connected()), (State::InCall, false));
    session.host.watch().members(2);
    send_all();
    assert_eq!((session.state(), session.connected()), (State::InCall, true));
}

/// Events before the answer of a join that fails belong to no call.
#[test]
fn events_of_a_join_that_fails_have_no_effect() {
    let session = TestSession::<Plain>::at(State::Joining);
    let watch = session.host.watch();
    watch.members(2);
    watch.ended();
    watch.interrupted(Cause::Interrupted.into());
    assert_eq!(session.state(), State::Joining);
    session.host.fail("join1v1Chat", Cause::System);
    assert_eq!((session.state(), session.connected(), watch.is_live()), (State::Failed, false, false));
}
