//! WeChat's window of a call, on phones that persons attend: it rings, and it is answered or not.

use voip_runtime::Host;
use voip_runtime::prelude::*;
use voip_runtime::sim::{CallWindow, Listener, Play, Screen, SimHost, Step};
use voip_tests::{Plain, page_on, ringing, secs, talking};

#[test]
fn answers_a_call_in_its_window() {
    let (alice, bob, page) = ringing();
    let window = |outgoing: bool, name: &str| {
        let mut window = CallWindow::default();
        (window.outgoing, window.name) = (outgoing, name.into());
        window
    };
    assert_eq!(alice.screen().call, Some(window(true, "listener")));
    assert_eq!(bob.screen().call, Some(window(false, "caller")));
    assert!(!bob.mute(true) && !alice.pick_up(), "it rings");
    alice.run_for(secs(20));
    assert!(!page.connected(), "the clock does not answer");
    assert!(bob.pick_up() && !bob.pick_up());
    assert!(page.connected());
    let at = u64::try_from(alice.now().as_millis()).ok();
    assert!(bob.mute(true));
    let shown = [(&alice, false), (&bob, true)].map(|(phone, muted)| {
        phone.screen().call.is_some_and(|call| call.connected_at == at && call.muted == muted)
    });
    assert_eq!(shown, [true, true]);
    assert!(bob.mute(false) && bob.screen().call.is_some_and(|call| !call.muted));
    let answered = alice.now();
    assert!(alice.run());
    assert!(alice.in_call() && alice.now() == answered, "an answered call does not ring out");
    bob.hang_up();
    assert_eq!(
        (page.state(), alice.screen(), bob.screen()),
        (State::Idle, Screen::default(), Screen::default())
    );
    assert!(!bob.mute(true));
}

#[test]
fn it_rings_for_a_minute() {
    let (alice, bob, page) = ringing();
    let began = alice.now();
    assert!(alice.run());
    assert_eq!(alice.now().saturating_sub(began), secs(60));
    assert!(!alice.in_call() && !bob.in_call() && !bob.pick_up());
    assert_eq!((page.state(), page.connected()), (State::InCall, false), "the page is told nothing");
    assert!(page.hang_up());
    page.tap();
    alice.run_for(secs(2));
    assert!(bob.pick_up());
}

#[test]
fn it_rings_for_a_minute_where_only_the_called_phone_is_attended() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
    bob.set_reachable(true);
    let page = page_on::<Plain>(&alice, "o-bob");
    page.tap();
    assert!(alice.run());
    assert_eq!((page.state(), alice.in_call(), bob.in_call()), (State::InCall, false, false));
}

#[test]
fn a_minute_for_nobody_and_none_where_nobody_attends() {
    for attends in [false, true] {
        let host = SimHost::new();
        host.set_listener(Listener::Closed);
        if attends {
            host.make_interactive();
            host.play_always(Step::Authorize, Some(Play::succeed()));
        }
        let page = page_on::<Plain>(&host, "o");
        page.tap();
        assert!(host.run());
        assert_eq!((page.state(), host.in_call()), (State::InCall, !attends));
    }
}

#[test]
fn what_was_to_come_of_a_call_is_over_with_it() {
    let (alice, bob, page) = ringing();
    alice.run_for(secs(59));
    alice.hang_up();
    assert!(page.hang_up());
    page.tap();
    alice.run_for(secs(20));
    assert!(alice.in_call() && bob.in_call(), "it rings for a minute of its own");
}

#[test]
fn a_call_is_cancelled_or_declined_or_ended_in_the_window() {
    for bob_does in [false, true] {
        let (alice, bob, page) = ringing();
        if bob_does {
            bob.hang_up();
        } else {
            alice.hang_up();
        }
        assert!(!alice.in_call() && !bob.in_call() && alice.run());
        assert_eq!(page.state(), State::InCall, "nothing is said of an unanswered call");
    }
    // Of one's own hang-up the page hears nothing, and of the other's that it ended.
    let (alice, bob, page) = talking();
    alice.hang_up();
    assert!(!bob.in_call() && alice.run());
    assert_eq!((page.state(), page.connected()), (State::InCall, true));
    assert!(page.hang_up());
}

#[test]
fn somebody_whom_nobody_simulates_picks_up_when_told() {
    let host = SimHost::new();
    host.set_listener(Listener::NotEnabled);
    let page = page_on::<Plain>(&host, "o");
    host.other_side_picks_up();
    page.tap();
    assert!(host.run() && !page.connected());
    host.other_side_picks_up();
    assert!(page.connected());
    host.other_side_hangs_up();
    assert_eq!(page.state(), State::Idle);
}

#[voip_page(title = "颜色", receive, background_type = 4)]
struct Coloured {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

#[test]
fn a_window_has_the_colour_that_its_own_page_chose() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
    let bobs = page_on::<Coloured>(&bob, "o-alice");
    assert!(bobs.make_reachable() && bob.allow() && bob.allow() && bob.run() && bobs.reachable());
    let page = page_on::<Plain>(&alice, "o-bob");
    let colours = || [&alice, &bob].map(|phone| phone.screen().call.map(|call| call.background_type));
    page.tap();
    alice.run_for(secs(4));
    assert_eq!(colours(), [Some(0), Some(4)]);
    assert!(page.hang_up() && alice.run());
    bobs.tap();
    bob.run_for(secs(1));
    assert_eq!(colours(), [Some(0), Some(4)], "and each the one of its own");
}
