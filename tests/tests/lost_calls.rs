//! Handlers that lose their call, which the types cannot prevent: the page becomes `Failed`, the room
//! is left, and the next tap can call.

use std::cell::Cell;
use std::future::{Future, pending, poll_fn};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use voip_runtime::prelude::*;
use voip_tests::{CustomHandler, Plain, TestSession, handle_next_tap, secs};

fn tapped() -> TestSession<CustomHandler> {
    let session = TestSession::new();
    session.tap();
    session
}

#[test]
fn a_handler_that_waits_without_a_request_loses_its_call() {
    handle_next_tap(|call| async move {
        let _call = call;
        pending().await
    });
    tapped().assert_lost(State::Idle);
    handle_next_tap(|call| async move {
        let _call = call.begin();
        pending().await
    });
    tapped().assert_lost(State::Authorizing);
    handle_next_tap(|call| async move {
        let _call = call.begin().authorize().await?;
        pending().await
    });
    let session = TestSession::<CustomHandler>::at(State::Authorizing);
    session.host.ok("authorize");
    session.host.ok("authorize");
    session.assert_lost(State::Enabling);
    handle_next_tap(|call| async move {
        let _call = call.begin().authorize().await?.enable().await?.join().await?;
        pending().await
    });
    let session = TestSession::<CustomHandler>::at(State::Joining);
    session.host.ok("join1v1Chat");
    session.assert_lost(State::InCall);
}

#[test]
fn a_handler_that_drops_its_call_loses_it() {
    handle_next_tap(|call| async move {
        drop(call);
        pending().await
    });
    tapped().assert_lost(State::Idle);
    handle_next_tap(|call| async move {
        drop(call.begin().authorize().await?.enable().await?.join().await?);
        pending().await
    });
    let session = TestSession::<CustomHandler>::at(State::Joining);
    session.host.ok("join1v1Chat");
    session.assert_lost(State::InCall);
}

#[test]
fn a_handler_that_drops_a_step_loses_its_call() {
    handle_next_tap(|call| async move {
        drop(call.begin().authorize());
        pending().await
    });
    let session = tapped();
    assert_eq!(session.host.calls_without_toasts(), Vec::<String>::new(), "the step was never polled");
    session.assert_lost(State::Authorizing);

    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?;
        let mut step = Box::pin(call.enable());
        assert!(step.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(step);
        pending().await
    });
    let session = TestSession::<CustomHandler>::at(State::Authorizing);
    session.host.ok("authorize");
    session.host.ok("authorize");
    assert_eq!(session.host.count("setEnable1v1Chat"), 1);
    session.host.ok("setEnable1v1Chat");
    session.assert_lost(State::Enabling);
}

#[test]
fn a_handler_that_wakes_itself_forever_loses_its_call() {
    handle_next_tap(|call| async move {
        let _call = call;
        poll_fn(|context: &mut Context<'_>| {
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    });
    tapped().assert_lost(State::Idle);
}

#[test]
fn a_handler_can_wake_itself_a_few_times() {
    handle_next_tap(|call| async move {
        let mut polls_left = 20;
        poll_fn(|context| {
            polls_left -= 1;
            context.waker().wake_by_ref();
            if polls_left == 0 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        call.begin().authorize().await?.enable().await?.join().await
    });
    TestSession::<CustomHandler>::at(State::InCall);
}

#[test]
fn the_next_tap_drops_the_old_handler() {
    struct Guard(Rc<Cell<bool>>);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.set(true);
        }
    }
    let dropped = Rc::new(Cell::new(false));
    let guard = Guard(dropped.clone());
    handle_next_tap(|call| async move {
        let _held = (call, guard);
        pending().await
    });
    let session = tapped();
    assert_eq!((session.state(), dropped.get()), (State::Failed, false));
    session.tap();
    assert!(dropped.get());
    session.succeed_until(State::InCall);
}

#[test]
fn a_lost_call_does_not_affect_other_pages() {
    handle_next_tap(|_call| pending());
    let (lost, other) = (tapped(), TestSession::<Plain>::at(State::Joining));
    assert_eq!((lost.state(), other.state()), (State::Failed, State::Joining));
    other.succeed_until(State::InCall);
}

#[test]
fn the_time_limit_of_a_dropped_step_does_not_affect_the_next_call() {
    handle_next_tap(|call| async move {
        let mut step = Box::pin(call.begin().authorize().await?.enable());
        assert!(step.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(step);
        pending().await
    });
    let session = TestSession::<CustomHandler>::at(State::Authorizing);
    session.host.ok("authorize");
    session.host.ok("authorize");
    assert_eq!((session.state(), session.host.count("setEnable1v1Chat")), (State::Failed, 1));
    session.tap();
    session.host.advance(secs(86_400));
    assert_eq!(session.state(), State::Authorizing);
    session.succeed_until(State::InCall);
}
