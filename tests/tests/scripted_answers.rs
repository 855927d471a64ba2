//! What a simulated phone is told to answer, and what it answers then.

use std::cell::RefCell;
use std::rc::Rc;

use voip_runtime::flow::Via;
use voip_runtime::prelude::*;
use voip_runtime::sim::{Pace, Play, Response, SimHost, Step};
use voip_tests::{CustomHandler, Plain, handle_next_tap, millis, page_on, secs};

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
fn a_scripted_join_is_answered_as_told_whatever_room_is_open() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
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
    handle_next_tap(|call| async move {
        for _ in 0..4 {
            let answer: Result<String, CallError> = call.host().request("find", &()).await;
            let words = answer.unwrap_or_else(|error| format!("{} {}", error.cause(), error.message()));
            notes.borrow_mut().push((call.host().now(), words));
        }
        call.cancel()
    });
    let page = page_on::<CustomHandler>(&host, "o");
    page.tap();
    assert!(host.run());
    let expected = [(2, "late"), (2, "Other(-7) find:fail"), (62, "Timeout "), (62, "told")];
    assert_eq!(answers.take(), expected.map(|(at, words)| (secs(at), words.to_owned())));
}

#[test]
fn a_room_that_is_not_left_stays_open() {
    let host = SimHost::new();
    let page = page_on::<Plain>(&host, "o");
    host.play_via(Via::ExitRoom, [Play::fail(Cause::System), Play::never()]);
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
