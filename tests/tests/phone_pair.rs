//! Two simulated phones: calls between them, from the tap to the hang-up of either side.

use voip_runtime::session::Tapped;
use voip_runtime::sim::{Listener, Pace, Play, SimHost, Step};
use voip_runtime::{Cause, Host, Session, State};
use voip_tests::{HangsUpOnLeave, Plain, Recovering, page_on, secs};

struct Two {
    alice: SimHost,
    bob: SimHost,
    page: Session<Recovering>,
    bobs: Session<Recovering>,
}

/// Two phones, and Alice's page about to call Bob.
fn two(bob_receives: bool) -> Two {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    let (page, bobs) = (page_on(&alice, "o-bob"), page_on(&bob, "o-alice"));
    if bob_receives {
        assert!(bobs.make_reachable());
        assert!(bob.run());
        assert!(bobs.reachable());
    }
    Two { alice, bob, page, bobs }
}

/// Alice has called and Bob has answered.
fn talking() -> Two {
    let two = two(true);
    assert_eq!(two.page.tap(), Tapped::Started);
    assert!(two.alice.run());
    assert_eq!((two.page.state(), two.page.connected()), (State::InCall, true));
    assert!(two.alice.in_call() && two.bob.in_call());
    two
}

fn assert_over(two: &Two, state: State) {
    assert!(two.alice.run());
    assert!(!two.alice.in_call() && !two.bob.in_call());
    assert_eq!((two.page.state(), two.page.connected(), two.page.busy()), (state, false, false));
    assert_eq!(two.bobs.state(), State::Idle);
}

#[test]
fn the_caller_hangs_up() {
    let two = talking();
    assert!(two.page.hang_up());
    assert_over(&two, State::Idle);
    assert!(two.page.error().is_none());
}

#[test]
fn the_listener_hangs_up() {
    let two = talking();
    two.bob.hang_up();
    assert_over(&two, State::Idle);
}

#[test]
fn they_can_talk_again_either_way() {
    let two = talking();
    two.bob.hang_up();
    two.page.tap();
    assert!(two.alice.run() && two.page.connected());
    two.page.hang_up();
    two.bobs.tap();
    assert!(two.bob.run() && two.bobs.connected() && two.alice.in_call());
    two.alice.hang_up();
    assert_eq!((two.bobs.state(), two.bobs.connected()), (State::Idle, false));
}

#[test]
fn it_rings_until_it_is_answered() {
    let two = two(true);
    two.page.tap();
    while two.page.state() != State::InCall {
        let due = two.alice.next_at().expect("something is due");
        assert!(two.alice.run_for(due.saturating_sub(two.alice.now())));
    }
    assert!(!two.page.connected() && two.bob.in_call(), "InCall is dialling");
    assert!(two.alice.run_for(Pace::LIKELY.pick_up));
    assert!(two.page.connected());
}

#[test]
fn a_call_that_is_declined_rings_out() {
    let two = two(true);
    two.page.tap();
    while two.page.state() != State::InCall {
        two.alice.run_for(secs(1));
    }
    two.bob.hang_up();
    assert!(two.alice.run());
    // The host says nothing of an unanswered call: the user ends it.
    assert_eq!((two.page.state(), two.page.connected()), (State::InCall, false));
    assert!(two.page.hang_up());
    assert_over(&two, State::Idle);
}

#[test]
fn nobody_answers_who_is_not_open_and_reachable_and_free() {
    let not_reachable = two(false);
    let closed = two(true);
    closed.bob.close();
    let busy = two(true);
    busy.bobs.input("listenOpenid", "o-carol").expect("text");
    busy.bobs.tap();
    assert!(busy.bob.run() && busy.bobs.connected());
    for two in [not_reachable, closed, busy] {
        let bob_talks = two.bob.in_call();
        two.page.tap();
        assert!(two.alice.run());
        assert_eq!((two.page.state(), two.page.connected()), (State::InCall, false));
        assert_eq!(two.bob.in_call(), bob_talks);
        assert!(two.page.hang_up());
        assert_eq!((two.page.state(), two.bob.in_call()), (State::Idle, bob_talks));
    }
}

#[test]
fn a_phone_that_closes_ends_its_call() {
    let two = talking();
    two.bob.close();
    assert_over(&two, State::Idle);
    two.page.tap();
    assert!(two.alice.run());
    assert!(!two.page.connected());
}

#[test]
fn an_interruption_cuts_both_off() {
    let two = talking();
    two.alice.interrupt();
    assert_eq!(two.page.error().map(|error| error.cause()), Some(Cause::Interrupted));
    assert_over(&two, State::Failed);
    let two = talking();
    two.bob.interrupt();
    assert_over(&two, State::Idle);
}

#[test]
fn a_page_that_is_left_while_joining_rings_for_nobody() {
    let two = two(true);
    two.page.tap();
    while two.page.state() != State::Joining {
        two.alice.run_for(secs(1) / 10);
    }
    two.page.leave();
    assert!(two.alice.run());
    assert!(!two.alice.in_call() && !two.bob.in_call());
}

#[test]
fn a_join_that_succeeds_too_late_rings_for_nobody() {
    let two = two(true);
    two.alice.play(Step::Join, [Play::succeed().late(secs(40))]);
    two.page.tap();
    assert!(two.alice.run());
    assert_eq!(two.page.error().map(|error| error.cause()), Some(Cause::Timeout));
    assert_over(&two, State::Failed);
}

#[test]
fn a_page_that_says_so_ends_its_call_as_it_is_left() {
    for drops in [false, true] {
        let (alice, bob) = SimHost::pair("a", "b");
        let (page, bobs) = (page_on::<HangsUpOnLeave>(&alice, "b"), page_on::<Recovering>(&bob, "a"));
        bobs.make_reachable();
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
fn anybody_is_the_other_of_the_pair() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    alice.set_listener(Listener::Peer);
    bob.set_reachable(true);
    let page = page_on::<Plain>(&alice, "o-whoever");
    page.tap();
    assert!(alice.run() && page.connected() && bob.in_call());
    // Oneself is not the other.
    let page = page_on::<Plain>(&alice, "o-alice");
    alice.hang_up();
    alice.set_reachable(true);
    page.tap();
    assert!(alice.run());
    assert!(alice.in_call() && !page.connected() && !bob.in_call());
    // By itself a phone has no other.
    let host = SimHost::new();
    host.set_listener(Listener::Peer);
    let page = page_on::<Plain>(&host, "o-whoever");
    page.tap();
    assert!(host.run() && !page.connected());
}
