//! Calls between two simulated phones, from the tap to the end.

use voip_runtime::session::Tapped;
use voip_runtime::sim::{Listener, Pace, Play, SimHost, Step};
use voip_runtime::{Cause, Host, Session, State};
use voip_tests::{HangsUpOnLeave, Plain, Recovering, page_on, secs};

struct Phones {
    alice: SimHost,
    bob: SimHost,
    page: Session<Recovering>,
    bobs: Session<Recovering>,
}

/// Two phones. Alice's page can call Bob.
fn phones(bob_is_reachable: bool) -> Phones {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    let (page, bobs) = (page_on(&alice, "o-bob"), page_on(&bob, "o-alice"));
    if bob_is_reachable {
        assert!(bobs.set_reachable(true));
        assert!(bob.run());
        assert!(bobs.reachable());
    }
    Phones { alice, bob, page, bobs }
}

/// Two phones in a call: Alice has called and Bob has answered.
fn talking() -> Phones {
    let phones = phones(true);
    assert_eq!(phones.page.tap(), Tapped::Started);
    assert!(phones.alice.run());
    assert_eq!((phones.page.state(), phones.page.connected()), (State::InCall, true));
    assert!(phones.alice.in_call() && phones.bob.in_call());
    phones
}

fn assert_ended(phones: &Phones, state: State) {
    assert!(phones.alice.run());
    assert!(!phones.alice.in_call() && !phones.bob.in_call());
    assert_eq!((phones.page.state(), phones.page.connected(), phones.page.busy()), (state, false, false));
    assert_eq!(phones.bobs.state(), State::Idle);
}

#[test]
fn the_caller_hangs_up() {
    let phones = talking();
    assert!(phones.page.hang_up());
    assert_ended(&phones, State::Idle);
    assert!(phones.page.error().is_none());
}

#[test]
fn the_listener_hangs_up() {
    let phones = talking();
    phones.bob.hang_up();
    assert_ended(&phones, State::Idle);
}

#[test]
fn both_phones_can_call_again() {
    let phones = talking();
    phones.bob.hang_up();
    phones.page.tap();
    assert!(phones.alice.run() && phones.page.connected());
    phones.page.hang_up();
    phones.bobs.tap();
    assert!(phones.bob.run() && phones.bobs.connected() && phones.alice.in_call());
    phones.alice.hang_up();
    assert_eq!((phones.bobs.state(), phones.bobs.connected()), (State::Idle, false));
}

#[test]
fn a_call_rings_until_it_is_picked_up() {
    let phones = phones(true);
    phones.page.tap();
    while phones.page.state() != State::InCall {
        let due = phones.alice.next_at().expect("something is due");
        assert!(phones.alice.run_for(due.saturating_sub(phones.alice.now())));
    }
    assert!(!phones.page.connected() && phones.bob.in_call(), "the call is not answered yet");
    assert!(phones.alice.run_for(Pace::LIKELY.pick_up));
    assert!(phones.page.connected());
}

#[test]
fn a_declined_call_is_not_reported_to_the_caller() {
    let phones = phones(true);
    phones.page.tap();
    while phones.page.state() != State::InCall {
        phones.alice.run_for(secs(1));
    }
    phones.bob.hang_up();
    assert!(phones.alice.run());
    // The host sends no event for an unanswered call. The user hangs up.
    assert_eq!((phones.page.state(), phones.page.connected()), (State::InCall, false));
    assert!(phones.page.hang_up());
    assert_ended(&phones, State::Idle);
}

#[test]
fn a_phone_that_is_closed_or_not_reachable_does_not_answer() {
    let not_reachable = phones(false);
    let closed = phones(true);
    closed.bob.close();
    for phones in [not_reachable, closed] {
        phones.page.tap();
        assert!(phones.alice.run());
        assert_eq!((phones.page.state(), phones.page.connected()), (State::InCall, false));
        assert!(!phones.bob.in_call());
        assert!(phones.page.hang_up());
        assert_eq!((phones.page.state(), phones.bob.in_call()), (State::Idle, false));
    }
}

#[test]
fn a_call_to_a_phone_that_talks_to_somebody_else_ends_that_call() {
    let phones = phones(true);
    phones.bobs.input("listenOpenid", "o-carol").expect("text");
    phones.bobs.tap();
    assert!(phones.bob.run() && phones.bobs.connected());
    phones.page.tap();
    assert!(phones.alice.run());
    assert_eq!(phones.bobs.error().map(|error| error.cause()), Some(Cause::Interrupted));
    assert!(phones.page.connected() && phones.bob.in_call());
}

#[test]
fn closing_the_app_ends_its_call() {
    let phones = talking();
    phones.bob.close();
    assert_ended(&phones, State::Idle);
    phones.page.tap();
    assert!(phones.alice.run());
    assert!(!phones.page.connected());
}

#[test]
fn an_interruption_ends_the_call_on_both_phones() {
    let phones = talking();
    phones.alice.interrupt();
    assert_eq!(phones.page.error().map(|error| error.cause()), Some(Cause::Interrupted));
    assert_ended(&phones, State::Failed);
    let phones = talking();
    phones.bob.interrupt();
    assert_ended(&phones, State::Idle);
}

#[test]
fn leaving_the_page_while_joining_stops_the_ringing() {
    let phones = phones(true);
    phones.page.tap();
    while phones.page.state() != State::Joining {
        phones.alice.run_for(secs(1) / 10);
    }
    phones.page.leave();
    assert!(phones.alice.run());
    assert!(!phones.alice.in_call() && !phones.bob.in_call());
}

#[test]
fn a_late_join_stops_the_ringing() {
    let phones = phones(true);
    phones.alice.play(Step::Join, [Play::succeed().late(secs(40))]);
    phones.page.tap();
    assert!(phones.alice.run());
    assert_eq!(phones.page.error().map(|error| error.cause()), Some(Cause::Timeout));
    assert_ended(&phones, State::Failed);
}

#[test]
fn on_leave_hang_up_ends_the_call() {
    for drops in [false, true] {
        let (alice, bob) = SimHost::pair("a", "b");
        let (page, bobs) = (page_on::<HangsUpOnLeave>(&alice, "b"), page_on::<Recovering>(&bob, "a"));
        bobs.set_reachable(true);
        bob.run();
        page.tap();
        alice.run();
        assert!(page.connected());
        if drops {
            drop(page);
        } else {
            page.leave();
        }
        assert!(!alice.in_call() && !bob.in_call());
    }
}

#[test]
fn listener_peer_calls_the_other_phone_for_any_openid() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    alice.set_listener(Listener::Peer);
    bob.set_reachable(true);
    let page = page_on::<Plain>(&alice, "o-any");
    page.tap();
    assert!(alice.run() && page.connected() && bob.in_call());
    // The phone's own openid does not reach the other phone.
    let page = page_on::<Plain>(&alice, "o-alice");
    alice.hang_up();
    alice.set_reachable(true);
    page.tap();
    assert!(alice.run());
    assert!(alice.in_call() && !page.connected() && !bob.in_call());
    // A phone without a second phone.
    let host = SimHost::new();
    host.set_listener(Listener::Peer);
    let page = page_on::<Plain>(&host, "o-any");
    page.tap();
    assert!(host.run() && !page.connected());
}
