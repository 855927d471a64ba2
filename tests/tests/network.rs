//! Phones without a network, and hosts that send no member events.

use std::cell::RefCell;
use std::rc::Rc;

use voip_runtime::prelude::*;
use voip_runtime::sim::{MemberEvents, Response, SimHost};
use voip_tests::{CustomHandler, Plain, handle_next_tap, millis, page_on, ringing, talking};

#[test]
fn a_phone_without_a_network_cannot_call_or_be_called() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.set_reachable(true);
    let page = page_on::<Plain>(&alice, "o-bob");
    alice.set_online(false);
    page.tap();
    assert!(alice.run());
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::System));
    alice.set_online(true);
    bob.set_online(false);
    page.tap();
    assert!(alice.run());
    assert_eq!((page.state(), page.connected(), bob.in_call()), (State::InCall, false, false));
}

#[test]
fn losing_the_network_ends_a_call() {
    for alice_is_cut_off in [false, true] {
        let cut_off = |alice: &SimHost, bob: &SimHost| {
            if alice_is_cut_off {
                alice.set_online(false);
            } else {
                bob.set_online(false);
            }
            assert!(!alice.in_call() && !bob.in_call());
        };
        let (alice, bob, page) = talking();
        cut_off(&alice, &bob);
        assert_eq!(page.state(), State::Idle);
        let (alice, bob, page) = ringing();
        cut_off(&alice, &bob);
        assert_eq!(page.state(), State::InCall, "the call was not answered");
    }
}

#[test]
fn requests_fail_without_a_network() {
    // Offline from the start, offline before the answer, and online.
    for (cut_off_after, expected) in [(Some(0), Cause::System), (Some(50), Cause::System), (None, Cause::App)]
    {
        for scripted in [false, true] {
            let host = SimHost::new();
            if scripted {
                host.play_request("find", [Response::succeed(1)]);
            } else {
                host.on_request("find", |_| Ok(1.into()));
            }
            let found = Rc::new(RefCell::new(None));
            let seen = found.clone();
            handle_next_tap(|call| async move {
                let answer: Result<String, _> = call.host().request("find", &()).await;
                *seen.borrow_mut() = answer.err().map(|error| error.cause());
                call.cancel()
            });
            let page = page_on::<CustomHandler>(&host, "o");
            match cut_off_after {
                Some(0) => host.set_online(false),
                Some(after) => {
                    let cut_off = host.clone();
                    host.after(millis(after), move || cut_off.set_online(false));
                }
                None => {}
            }
            page.tap();
            assert!(host.run());
            // The answer is a number and not a text, so it is an error when it arrives.
            assert_eq!(found.take(), Some(expected), "{cut_off_after:?}");
        }
    }
}

#[test]
fn a_silent_host_sends_no_member_events() {
    let (alice, bob, page) = ringing();
    alice.set_member_events(MemberEvents::Never);
    assert!(bob.pick_up());
    assert!(alice.screen().call.is_some_and(|call| call.connected_at.is_some()));
    assert!(!page.connected());
    bob.hang_up();
    assert!(!alice.in_call());
    assert_eq!(page.state(), State::InCall);
    let (alice, _bob, page) = talking();
    alice.set_member_events(MemberEvents::Never);
    alice.interrupt();
    assert_eq!(
        page.error().map(|error| error.cause()),
        Some(Cause::Interrupted),
        "interruptions are still sent"
    );
}
