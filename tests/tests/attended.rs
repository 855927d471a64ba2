//! A phone that a person attends: what WeChat asks them, and the window of a call.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::json;
use voip_runtime::flow::Recovery;
use voip_runtime::page::Scope;
use voip_runtime::prelude::*;
use voip_runtime::sim::{CallWindow, Dialog, Listener, Pace, Play, Response, Screen, SimHost, Step};
use voip_runtime::{Host, Session};
use voip_tests::{Plain, Recovering, Scripted, millis, page_on, script, secs};

fn attended() -> SimHost {
    let host = SimHost::new();
    host.attend();
    host
}

fn permission(scope: &str) -> Dialog {
    Dialog::Permission { scope: scope.into() }
}

fn cause(page: &Session<Recovering>) -> Option<Cause> {
    page.error().map(|error| error.cause())
}

/// Alice's page calls Bob's phone, which is attended and can be called; so is hers.
fn ringing() -> (SimHost, SimHost, Session<Recovering>) {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.attend();
    bob.set_reachable(true);
    let page = page_on::<Recovering>(&alice, "o-bob");
    alice.attend();
    for scope in [Scope::Record, Scope::Camera] {
        alice.set_permission(scope, Some(true));
    }
    page.tap();
    while page.state() != State::InCall {
        assert!(alice.step(secs(60)));
    }
    (alice, bob, page)
}

fn talking() -> (SimHost, SimHost, Session<Recovering>) {
    let (alice, bob, page) = ringing();
    assert!(bob.pick_up());
    assert!(page.connected());
    (alice, bob, page)
}

#[test]
fn is_asked_for_one_scope_after_another() {
    let host = attended();
    let page = page_on::<Plain>(&host, "o");
    assert_eq!(host.screen(), Screen::default());
    page.tap();
    assert!(host.run() && host.now() == secs(0), "nothing happens until the person decides");
    for scope in [Scope::Record, Scope::Camera] {
        assert_eq!(host.screen().dialog, Some(permission(scope.name())));
        assert_eq!(host.permission(scope), None);
        assert!(!host.turn(scope, true) && !host.leave_settings());
        assert!(host.allow());
        assert_eq!(host.permission(scope), Some(true));
        host.run_for(millis(1));
    }
    assert_eq!((host.screen().dialog, host.allow(), host.refuse()), (None, false, false));
    host.run_for(secs(1));
    assert_eq!(page.state(), State::InCall);
}

#[test]
fn is_asked_only_once() {
    let host = attended();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    assert!(host.refuse());
    assert_eq!((page.state(), host.permission(Scope::Record)), (State::Failed, Some(false)));
    page.tap();
    assert_eq!(host.screen().dialog, None);
    assert!(host.run());
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::Denied));
    assert!(host.now() < secs(1), "at once");
    host.set_permission(Scope::Record, None);
    page.tap();
    assert_eq!(host.screen().dialog, Some(permission("scope.record")));
}

#[test]
fn turns_a_scope_on_in_the_settings_page() {
    let host = attended();
    host.set_permission(Scope::Record, Some(false));
    let page = page_on::<Recovering>(&host, "o");
    page.tap();
    assert!(host.run());
    assert_eq!(host.screen().dialog, Some(Dialog::AskSettings));
    assert!(!host.turn(Scope::Record, true) && host.allow());
    let settings = |on| Some(Dialog::Settings { scopes: vec![("scope.record".into(), on)] });
    assert_eq!(host.screen().dialog, settings(false));
    assert!(!host.turn(Scope::Camera, true), "it was never asked for");
    assert!(!host.allow() && !host.refuse());
    assert!(host.turn(Scope::Record, false) && host.turn(Scope::Record, true));
    assert_eq!(host.screen().dialog, settings(true));
    assert_eq!(page.state(), State::Authorizing);
    assert!(host.leave_settings() && host.run());
    assert_eq!(host.screen().dialog, Some(permission("scope.camera")));
    assert!(host.allow() && host.run_for(secs(1)));
    assert_eq!(page.state(), State::InCall);
}

#[test]
fn who_does_not_go_to_the_settings_is_refused_once_more() {
    for goes in [false, true] {
        let host = attended();
        host.set_permission(Scope::Record, Some(false));
        let page = page_on::<Recovering>(&host, "o");
        page.tap();
        assert!(host.run());
        if goes {
            assert!(host.allow() && host.leave_settings());
        } else {
            assert!(host.refuse());
        }
        assert!(host.run() && host.screen().dialog.is_none());
        assert_eq!((page.state(), cause(&page)), (State::Failed, Some(Cause::Denied)));
    }
}

#[test]
fn a_dialog_goes_with_its_page() {
    let host = attended();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    assert!(host.screen().dialog.is_some());
    page.leave();
    assert_eq!((host.screen().dialog, host.allow()), (None, false));
    let again = page_on::<Plain>(&host, "o");
    again.tap();
    assert!(host.allow());
    assert_eq!(host.screen().dialog, Some(permission("scope.camera")));
}

#[test]
fn a_script_is_not_asked_about() {
    let host = attended();
    host.play(Step::Authorize, [Play::fail(Cause::PrivacyRefused)]);
    let page = page_on::<Recovering>(&host, "o");
    page.tap();
    assert!(host.screen().dialog.is_none() && host.run());
    assert_eq!(cause(&page), Some(Cause::PrivacyRefused));
    host.play_always(Step::Authorize, Some(Play::succeed()));
    host.play_recovery(Recovery::OpenSetting, [Play::succeed().late(secs(3))]);
    host.play(Step::Authorize, [Play::fail(Cause::Denied)]);
    let before = host.now();
    page.tap();
    while page.state() != State::InCall {
        assert!(host.screen().dialog.is_none() && host.step(secs(60)));
    }
    assert!(host.now().saturating_sub(before) > secs(3));
}

#[test]
fn answers_a_call_in_its_window() {
    let (alice, bob, page) = ringing();
    let window = |outgoing: bool, name: &str| CallWindow {
        outgoing,
        name: name.into(),
        room_type: RoomType::Video,
        background_type: 0,
        connected_at: None,
        muted: false,
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
fn the_screen_is_written_as_the_browser_reads_it() {
    let (_alice, bob, _page) = ringing();
    assert_eq!(
        json!(bob.screen()),
        json!({
            "dialog": null,
            "call": {
                "outgoing": false, "name": "caller", "roomType": "video", "backgroundType": 0,
                "connectedAt": null, "muted": false
            }
        })
    );
    let dialogs = [
        (
            Dialog::Permission { scope: "scope.record".into() },
            json!({ "permission": { "scope": "scope.record" } }),
        ),
        (Dialog::AskSettings, json!("askSettings")),
        (
            Dialog::Settings { scopes: vec![("scope.record".into(), true)] },
            json!({ "settings": { "scopes": [["scope.record", true]] } }),
        ),
    ];
    for (dialog, written) in dialogs {
        assert_eq!(json!(dialog), written);
    }
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
fn a_minute_for_nobody_and_none_where_nobody_attends() {
    for attends in [false, true] {
        let host = SimHost::new();
        host.set_listener(Listener::Closed);
        if attends {
            host.attend();
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

#[test]
fn without_a_network() {
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
fn a_call_is_lost_with_the_network() {
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
        assert_eq!(page.state(), State::InCall, "it was not answered");
    }
}

#[test]
fn a_silent_host_tells_of_no_members() {
    let (alice, bob, page) = ringing();
    alice.set_silent(true);
    assert!(bob.pick_up());
    assert!(alice.screen().call.is_some_and(|call| call.connected_at.is_some()));
    assert!(!page.connected());
    bob.hang_up();
    assert!(!alice.in_call());
    assert_eq!(page.state(), State::InCall);
    let (alice, _bob, page) = talking();
    alice.set_silent(true);
    alice.interrupt();
    assert_eq!(cause(&page), Some(Cause::Interrupted), "that is another event");
}

#[test]
fn nothing_reaches_an_app_that_was_killed() {
    for wait in [0, 100, 500] {
        let (alice, bob) = SimHost::pair("o-alice", "o-bob");
        bob.set_reachable(true);
        alice.set_pace(Pace { person: millis(0), ..Pace::LIKELY });
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
        let again = page_on::<Plain>(&alice, "o-bob");
        again.tap();
        assert!(alice.run() && again.connected() && page.state() == state);
    }
}

#[test]
fn an_app_that_is_started_again_cannot_be_called_and_keeps_its_permissions() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.attend();
    let bobs = page_on::<Recovering>(&bob, "o-alice");
    assert!(bobs.receive() && bob.allow() && bob.refuse());
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
fn a_dialog_goes_with_the_app() {
    let host = attended();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    host.close();
    assert_eq!(host.screen(), Screen::default());
    page.leave();
    host.reopen();
    assert_eq!(host.screen(), Screen::default());
}

#[test]
fn what_is_always_answered_and_what_comes_first() {
    let host = SimHost::new();
    let outcome = || {
        let page = page_on::<Plain>(&host, "o");
        page.tap();
        assert!(host.run());
        let outcome = page.error().map(|error| error.cause());
        page.hang_up();
        outcome
    };
    host.play(Step::Join, [Play::fail(Cause::Internal)]);
    host.play_always(Step::Join, Some(Play::fail(Cause::NotOpen)));
    assert_eq!(outcome(), Some(Cause::NotOpen), "what was said before is forgotten");
    host.play(Step::Join, [Play::fail(Cause::OnCall), Play::succeed()]);
    let outcomes = [outcome(), outcome(), outcome(), outcome()];
    assert_eq!(outcomes, [Some(Cause::OnCall), None, Some(Cause::NotOpen), Some(Cause::NotOpen)]);
    host.play(Step::Join, [Play::fail(Cause::OnCall)]);
    host.play_always(Step::Join, None);
    assert_eq!(outcome(), None);
}

#[test]
fn a_willing_person_turns_on_what_was_refused() {
    for denies in [false, true] {
        let host = SimHost::new();
        host.set_permission(Scope::Record, Some(false));
        if denies {
            host.deny(Scope::Record);
        }
        let page = page_on::<Recovering>(&host, "o");
        page.tap();
        assert!(host.run());
        assert_eq!(page.state(), if denies { State::Failed } else { State::InCall });
        assert_eq!(host.permission(Scope::Record), Some(!denies));
    }
}

#[test]
fn it_rings_for_a_minute_where_only_the_called_phone_is_attended() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.attend();
    bob.set_reachable(true);
    let page = page_on::<Plain>(&alice, "o-bob");
    page.tap();
    assert!(alice.run());
    assert_eq!((page.state(), alice.in_call(), bob.in_call()), (State::InCall, false, false));
}

#[test]
fn a_scripted_join_is_answered_as_told_whatever_room_is_open() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.attend();
    bob.set_reachable(true);
    let (page, bobs) = (page_on::<Plain>(&alice, "o-bob"), page_on::<Plain>(&bob, "o-alice"));
    page.tap();
    alice.run_for(secs(4));
    assert!(bob.in_call());
    bob.play_always(Step::Authorize, Some(Play::succeed()));
    let cause = || bobs.error().map(|error| error.cause());
    for (told, expected) in [
        (Play::fail(Cause::OnCall).late(secs(1)), Cause::OnCall),
        (Play::succeed().late(secs(1)), Cause::AlreadyInRoom),
    ] {
        bob.play(Step::Join, [told]);
        bobs.tap();
        bob.run_for(millis(3500));
        assert_eq!(bobs.state(), State::Joining);
        bob.run_for(secs(1));
        assert_eq!(cause(), Some(expected));
    }
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
    bob.attend();
    let bobs = page_on::<Coloured>(&bob, "o-alice");
    assert!(bobs.receive() && bob.allow() && bob.allow() && bob.run() && bobs.reachable());
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

#[test]
fn handlers_ask_in_vain_without_a_network() {
    // Without one from the beginning, cut off before the answer, and with one.
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
            script(|call| async move {
                let answer: Result<String, _> = call.host().request("find", &()).await;
                *seen.borrow_mut() = answer.err().map(|error| error.cause());
                call.cancel()
            });
            let page = page_on::<Scripted>(&host, "o");
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
            // What was found is no text, which is told once it has come.
            assert_eq!(found.take(), Some(expected), "{cut_off_after:?}");
        }
    }
}

#[test]
fn what_handlers_ask_is_answered_in_order_and_at_its_time() {
    let host = SimHost::new();
    host.set_pace(Pace::INSTANT);
    host.on_request("find", |_| Ok("told".into()));
    host.play_request(
        "find",
        [
            Response::succeed("late").late(secs(2)),
            Response::fail(CallError::new(Cause::Other(-7), "find:fail")),
            Response::never(),
        ],
    );
    let answers = Rc::new(RefCell::new(Vec::new()));
    let notes = answers.clone();
    script(|call| async move {
        for _ in 0..4 {
            let answer: Result<String, CallError> = call.host().request("find", &()).await;
            let words = answer.unwrap_or_else(|error| format!("{} {}", error.cause(), error.message()));
            notes.borrow_mut().push((call.host().now(), words));
        }
        call.cancel()
    });
    let page = page_on::<Scripted>(&host, "o");
    page.tap();
    assert!(host.run());
    let expected = [(2, "late"), (2, "Other(-7) find:fail"), (62, "Timeout "), (62, "told")];
    assert_eq!(answers.take(), expected.map(|(at, words)| (secs(at), words.to_owned())));
}

#[test]
fn a_room_that_is_not_left_stays_open() {
    let host = SimHost::new();
    let page = page_on::<Plain>(&host, "o");
    host.play_recovery(Recovery::ExitRoom, [Play::fail(Cause::System), Play::never()]);
    page.tap();
    assert!(host.run() && page.hang_up() && host.run());
    assert!(host.in_call());
    page.tap();
    assert!(host.run());
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::AlreadyInRoom));
    host.other_side_hangs_up();
    page.tap();
    assert!(host.run() && page.hang_up());
    assert!(!host.in_call(), "it is left, only not said so");
}

#[test]
fn one_thing_after_the_other() {
    let host = SimHost::new();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    assert!(!host.step(millis(1199)));
    assert_eq!(host.now(), millis(0), "the clock stands still");
    assert!(host.step(millis(1200)));
    assert_eq!(host.now(), millis(1200));
    let mut things = 0;
    while host.step(secs(3600)) {
        things += 1;
    }
    assert!(things >= 4 && page.connected() && host.next_at().is_none());
}
