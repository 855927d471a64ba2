//! Scripted answers of a simulated phone: `play`, `play_always`, `play_via` and `play_request`.

use std::cell::RefCell;
use std::rc::Rc;

use voip_runtime::flow::Via;
use voip_runtime::prelude::*;
use voip_runtime::sim::{Pace, Play, Response, SimHost, Step};
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, Plain, handle_next_tap, millis, page_on, secs};

#[test]
fn play_comes_before_play_always() {
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
    assert_eq!(outcome(), Some(Cause::NotOpen), "`play_always` replaces earlier answers");
    host.play(Step::Join, [Play::fail(Cause::OnCall), Play::succeed()]);
    let outcomes = [outcome(), outcome(), outcome(), outcome()];
    assert_eq!(outcomes, [Some(Cause::OnCall), None, Some(Cause::NotOpen), Some(Cause::NotOpen)]);
    host.play(Step::Join, [Play::fail(Cause::OnCall)]);
    host.play_always(Step::Join, None);
    assert_eq!(outcome(), None);
}

#[test]
fn a_scripted_join_fails_as_scripted_while_a_room_is_open() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.make_interactive();
    bob.set_reachable(true);
    let (page, bobs) = (page_on::<Plain>(&alice, "o-bob"), page_on::<Plain>(&bob, "o-alice"));
    page.tap();
    alice.run_for(secs(4));
    assert!(bob.in_call());
    bob.play_always(Step::Authorize, Some(Play::succeed()));
    let cause = || bobs.error().map(|error| error.cause());
    for (play, expected) in [
        (Play::fail(Cause::OnCall).late(secs(1)), Cause::OnCall),
        (Play::succeed().late(secs(1)), Cause::AlreadyInRoom),
    ] {
        bob.play(Step::Join, [play]);
        bobs.tap();
        bob.run_for(millis(3500));
        assert_eq!(bobs.state(), State::Joining);
        bob.run_for(secs(1));
        assert_eq!(cause(), Some(expected));
    }
}

#[test]
fn a_join_that_is_answered_twice_opens_one_room() {
    let host = SimHost::new();
    host.play(Step::Join, [Play::succeed().twice()]);
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    while page.state() != State::InCall {
        assert!(host.step(secs(60)));
    }
    assert!(page.hang_up() && host.run());
    assert!(!host.in_call(), "the second answer opens a room that no page leaves");
}

#[test]
fn requests_get_their_scripted_answers_in_order() {
    let host = SimHost::new();
    host.set_pace(Pace::INSTANT);
    host.on_request("find", |_| Ok("default".into()));
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
            let text = answer.unwrap_or_else(|error| format!("{} {}", error.cause(), error.message()));
            notes.borrow_mut().push((call.host().now(), text));
        }
        call.cancel()
    });
    let page = page_on::<CustomHandler>(&host, "o");
    page.tap();
    assert!(host.run());
    let expected = [(2, "late"), (2, "Other(-7) find:fail"), (62, "Timeout "), (62, "default")];
    assert_eq!(answers.take(), expected.map(|(at, text)| (secs(at), text.to_owned())));
}

/// On a phone the result of each host call is an object, with the host's message and more.
#[test]
fn a_result_that_does_not_matter_is_a_unit() {
    let host = SimHost::new();
    let message = Value::object([("errMsg", Value::from("navigateTo:ok"))]);
    host.play_request("navigateTo", [message, Value::Null, "text".into()].map(Response::succeed));
    handle_next_tap(|call| async move {
        for _ in 0..3 {
            call.host().request::<()>("navigateTo", &()).await?;
        }
        call.host().request::<Option<()>>("navigateTo", &()).await?;
        call.cancel()
    });
    let page = page_on::<CustomHandler>(&host, "o");
    page.tap();
    assert!(host.run());
    assert_eq!((page.state(), page.error()), (State::Idle, None));
}

#[test]
fn a_failed_exit_room_leaves_the_room_open() {
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
    assert!(!host.in_call(), "the room is left although its answer never comes");
}
