//! An app that is closed and opened again.

use voip_runtime::prelude::*;
use voip_runtime::sim::{Pace, Screen, SimHost};
use voip_runtime::spec::Scope;
use voip_tests::{Plain, Recovering, millis, page_on, secs};

#[test]
fn a_closed_app_gets_no_answers() {
    for wait in [0, 100, 500] {
        let (alice, bob) = SimHost::pair("o-alice", "o-bob");
        bob.set_reachable(true);
        alice.set_pace(Pace { user: millis(0), ..Pace::LIKELY });
        let page = page_on::<Plain>(&alice, "o-bob");
        page.tap();
        alice.run_for(millis(wait));
        let state = page.state();
        assert!(state.is_working() || state == State::InCall);
        alice.close();
        assert!(!alice.is_open() && alice.next_at().is_none());
        assert!(alice.run() && page.state() == state && !alice.in_call() && !bob.in_call());
        alice.reopen();
        assert!(alice.is_open());
        let new_page = page_on::<Plain>(&alice, "o-bob");
        new_page.tap();
        assert!(alice.run() && new_page.connected() && page.state() == state);
    }
}

#[test]
fn a_reopened_app_keeps_its_permissions_and_is_not_reachable() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
    let bobs = page_on::<Recovering>(&bob, "o-alice");
    assert!(bobs.set_reachable(true) && bob.allow() && bob.refuse());
    assert!(!bobs.reachable() && bob.permission(Scope::Record) == Some(true));
    bob.set_reachable(true);
    bob.close();
    drop(bobs);
    bob.reopen();
    assert_eq!([Scope::Record, Scope::Camera].map(|scope| bob.permission(scope)), [Some(true), Some(false)]);
    let page = page_on::<Plain>(&alice, "o-bob");
    page.tap();
    assert!(alice.run() && !bob.in_call());
    page.hang_up();
    bob.set_reachable(true);
    page.tap();
    alice.run_for(secs(2));
    assert!(bob.in_call());
    bob.close();
    assert!(!alice.in_call());
}

#[test]
fn closing_the_app_closes_its_dialog() {
    let host = SimHost::new();
    host.make_interactive();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    host.close();
    assert_eq!(host.screen(), Screen::default());
    page.leave();
    host.reopen();
    assert_eq!(host.screen(), Screen::default());
}
