//! WeChat's call window on interactive phones: it rings, and the user answers the call or not.

use voip_runtime::Host;
use voip_runtime::prelude::*;
use voip_runtime::sim::{CallWindow, Listener, NotRinging, Play, Screen, SimHost, Step};
use voip_tests::{Plain, page_on, ringing, secs, talking};

#[test]
fn a_call_is_picked_up_in_its_window() {
    let (alice, bob, page) = ringing();
    let window = |outgoing: bool, name: &str| {
        let mut window = CallWindow::default();
        (window.outgoing, window.name) = (outgoing, name.into());
        window
    };
    assert_eq!(alice.screen().call, Some(window(true, "listener")));
    assert_eq!(bob.screen().call, Some(window(false, "caller")));
    assert!(!bob.mute(true) && !alice.pick_up(), "the call still rings");
    alice.run_for(secs(20));
    assert!(!page.connected(), "time alone does not answer a call");
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
    assert!(alice.in_call() && alice.now() == answered, "an answered call does not time out");
    bob.hang_up();
    assert_eq!(
        (page.state(), alice.screen(), bob.screen()),
        (State::Idle, Screen::default(), Screen::default())
    );
    assert!(!bob.mute(true));
}

#[test]
fn an_unanswered_call_rings_for_one_minute() {
    let (alice, bob, page) = ringing();
    let began = alice.now();
    assert!(alice.run());
    assert_eq!(alice.now().saturating_sub(began), secs(60));
    assert!(!alice.in_call() && !bob.in_call() && !bob.pick_up());
    assert_eq!((page.state(), page.connected()), (State::InCall, false), "the page gets no event");
    assert!(page.hang_up());
    page.tap();
    alice.run_for(secs(2));
    assert!(bob.pick_up());
}

#[test]
fn a_call_to_an_interactive_phone_rings_for_one_minute() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
    bob.set_reachable(true);
    let page = page_on::<Plain>(&alice, "o-bob");
    page.tap();
    assert!(alice.run());
    assert_eq!((page.state(), alice.in_call(), bob.in_call()), (State::InCall, false, false));
}

#[test]
fn an_unanswered_call_ends_only_on_an_interactive_phone() {
    for is_interactive in [false, true] {
        let host = SimHost::new();
        host.set_listener(Listener::Closed);
        if is_interactive {
            host.make_interactive();
            host.play_always(Step::Authorize, Some(Play::succeed()));
        }
        let page = page_on::<Plain>(&host, "o");
        page.tap();
        assert!(host.run());
        assert_eq!((page.state(), host.in_call()), (State::InCall, !is_interactive));
    }
}

#[test]
fn the_ring_time_starts_again_with_each_call() {
    let (alice, bob, page) = ringing();
    alice.run_for(secs(59));
    alice.hang_up();
    assert!(page.hang_up());
    page.tap();
    alice.run_for(secs(20));
    assert!(alice.in_call() && bob.in_call(), "the second call rings for a whole minute");
}

#[test]
fn both_phones_can_end_a_call_in_the_window() {
    for bob_does in [false, true] {
        let (alice, bob, page) = ringing();
        if bob_does {
            bob.hang_up();
        } else {
            alice.hang_up();
        }
        assert!(!alice.in_call() && !bob.in_call() && alice.run());
        assert_eq!(page.state(), State::InCall, "the page gets no event for an unanswered call");
    }
    // The page gets no event when its own user hangs up in the window.
    let (alice, bob, page) = talking();
    alice.hang_up();
    assert!(!bob.in_call() && alice.run());
    assert_eq!((page.state(), page.connected()), (State::InCall, true));
    assert!(page.hang_up());
}

#[test]
fn a_test_picks_up_and_hangs_up_for_a_listener_without_a_phone() {
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
struct WithBackground {
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
fn a_window_has_the_background_of_its_own_page() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
    let bobs = page_on::<WithBackground>(&bob, "o-alice");
    assert!(bobs.set_reachable(true) && bob.allow() && bob.allow() && bob.run() && bobs.reachable());
    let page = page_on::<Plain>(&alice, "o-bob");
    let backgrounds = || [&alice, &bob].map(|phone| phone.screen().call.map(|call| call.background_type));
    page.tap();
    alice.run_for(secs(4));
    assert_eq!(backgrounds(), [Some(0), Some(4)]);
    assert!(page.hang_up() && alice.run());
    bobs.tap();
    bob.run_for(secs(1));
    assert_eq!(backgrounds(), [Some(0), Some(4)], "each window has the background of its own page");
}

#[test]
fn a_window_says_why_the_other_side_does_not_ring() {
    let why = |arrange: fn(&SimHost), listener: &str| {
        let (alice, bob) = SimHost::pair("o-alice", "o-bob");
        bob.set_reachable(true);
        bob.make_interactive();
        alice.set_listener(Listener::Closed);
        arrange(&bob);
        let page = page_on::<Plain>(&alice, listener);
        page.tap();
        alice.run_for(secs(5));
        (page.state(), alice.screen().call.and_then(|call| call.not_ringing))
    };
    let silent = |reason| (State::InCall, Some(reason));
    assert_eq!(why(|_| {}, "o-bob"), (State::InCall, None));
    assert_eq!(why(|_| {}, "o-nobody"), silent(NotRinging::UnknownOpenid));
    assert_eq!(why(|_| {}, "o-alice"), silent(NotRinging::OwnOpenid));
    assert_eq!(why(|bob| bob.set_reachable(false), "o-bob"), silent(NotRinging::NotReachable));
    assert_eq!(why(|bob| bob.set_online(false), "o-bob"), silent(NotRinging::Offline));
    assert_eq!(why(|bob| bob.set_in_foreground(false), "o-bob"), silent(NotRinging::Background));
    assert_eq!(why(SimHost::close, "o-bob"), silent(NotRinging::Closed));
    assert_eq!(why(|bob| assert!(bob.ring("Carol")), "o-bob"), silent(NotRinging::Ringing));
}

#[test]
fn a_third_caller_ends_a_call_that_was_answered() {
    let (alice, bob, page) = ringing();
    assert!(!bob.ring("Carol"), "the first call rings");
    assert!(bob.pick_up() && bob.ring("Carol") && alice.run_for(secs(1)));
    assert_eq!((page.state(), alice.in_call()), (State::Idle, false), "the other side has left");
    assert_eq!(bob.screen().call.map(|call| (call.name, call.connected_at)), Some(("Carol".into(), None)));
    let (alice, _bob, page) = talking();
    alice.set_reachable(true);
    assert!(alice.ring("Carol") && alice.run_for(secs(1)));
    assert_eq!(page.state(), State::Failed, "the page's own call was interrupted");
}

#[test]
fn a_video_call_is_switched_to_voice_on_both_sides() {
    let (alice, bob, _page) = talking();
    let room_types = || [&alice, &bob].map(|phone| phone.screen().call.map(|call| call.room_type));
    assert!(bob.switch_to_voice());
    assert_eq!(room_types(), [Some(RoomType::Voice), Some(RoomType::Voice)]);
    assert!(!bob.switch_to_voice(), "it is a voice call");
}

#[test]
fn a_call_in_the_background_is_interrupted() {
    let (alice, bob, page) = talking();
    alice.set_in_foreground(false);
    assert!(alice.run() && !bob.in_call());
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::Interrupted));
    page.tap();
    assert!(alice.run());
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::NotInForeground));
    alice.set_in_foreground(true);
    page.tap();
    alice.run_for(secs(5));
    assert!(bob.in_call());
}
