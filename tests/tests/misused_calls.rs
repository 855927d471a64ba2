//! Calls and stops that a handler stores for a later tap: they have no effect, and the handler loses its
//! call.

use std::cell::RefCell;
use std::future::{Future, pending, poll_fn};
use std::task::{Context, Poll, Waker};

use voip_runtime::prelude::*;
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, TestSession, handle_next_tap};

fn tapped() -> TestSession<CustomHandler> {
    let session = TestSession::new();
    session.tap();
    session
}

thread_local! {
    static ENABLING_CALL: RefCell<Option<Call<CustomHandler, Enabling>>> = RefCell::default();
    static JOINED_CALL: RefCell<Option<Call<CustomHandler, InCall>>> = RefCell::default();
    static STOPPED: RefCell<Option<Stopped<CustomHandler>>> = RefCell::default();
}

/// A page whose handler has stored its call in [`ENABLING_CALL`] and so lost it.
fn keep_call() -> TestSession<CustomHandler> {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?;
        ENABLING_CALL.set(Some(call));
        pending().await
    });
    let session = TestSession::at(State::Authorizing);
    session.host.ok("authorize");
    session.host.ok("authorize");
    assert_eq!((session.state(), session.busy()), (State::Failed, false));
    session
}

#[test]
fn a_call_of_an_earlier_tap_has_no_effect() {
    let session = keep_call();
    handle_next_tap(|call| async move {
        let earlier = ENABLING_CALL.take().expect("stored by the first tap");
        earlier.update(|page| page.count = 99);
        let stopped = earlier.enable().await.expect_err("the first tap has ended");
        assert!(stopped.error().is_none());
        call.begin().authorize().await?.enable().await?.join().await
    });
    let calls = session.host.calls_without_toasts().len();
    session.tap();
    assert_eq!((session.page().count, session.state()), (3, State::Authorizing));
    assert_eq!(session.host.calls_without_toasts()[calls..], ["authorize scope.record"]);
    session.succeed_until(State::InCall);

    for fails in [false, true] {
        let session = keep_call();
        handle_next_tap(move |call| async move {
            let call = call.begin();
            let earlier = ENABLING_CALL.take().expect("stored by the first tap");
            assert!(if fails { earlier.fail("no") } else { earlier.cancel() }.is_err());
            call.authorize().await?.enable().await?.join().await
        });
        session.tap();
        assert_eq!((session.state(), session.error()), (State::Authorizing, None));
        session.succeed_until(State::InCall);
    }
}

#[test]
fn a_call_of_an_earlier_tap_makes_no_host_call() {
    for leaves in [false, true] {
        let session = keep_call();
        let calls = session.host.calls();
        if leaves {
            session.leave();
        } else {
            assert!(session.dismiss());
            session.tap();
        }
        let before = session.host.calls().len();
        assert!(before == calls.len() || !leaves);
        let earlier = ENABLING_CALL.take().expect("stored by the first tap");
        let mut request = Box::pin(earlier.host().request::<Value>("login", &()));
        let _ = request.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(session.host.count("login"), 0, "leaves: {leaves}");
    }
}

#[test]
fn a_joined_call_of_an_earlier_tap_is_not_a_valid_outcome() {
    for joins_again in [false, true] {
        handle_next_tap(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            JOINED_CALL.set(Some(call));
            pending().await
        });
        let session = TestSession::<CustomHandler>::at(State::Joining);
        session.host.ok("join1v1Chat");
        assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Failed, 1));
        handle_next_tap(move |call| async move {
            let call = call.begin();
            if joins_again {
                drop(call.authorize().await?.enable().await?.join().await?);
            }
            Ok(JOINED_CALL.take().expect("stored by the first tap"))
        });
        session.tap();
        if joins_again {
            session.succeed_until(State::Joining);
            session.host.ok("join1v1Chat");
        }
        let from = if joins_again { State::InCall } else { State::Authorizing };
        assert_eq!(
            (session.state(), session.busy(), session.last_change().from),
            (State::Failed, false, from)
        );
        assert_eq!(session.host.count("exitVoIPChat"), 1 + usize::from(joins_again));
    }
}

#[test]
fn a_call_of_another_session_is_not_a_valid_outcome() {
    for joins_first in [false, true] {
        handle_next_tap(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            JOINED_CALL.set(Some(call));
            poll_fn(|_| Poll::Pending).await
        });
        let one = TestSession::<CustomHandler>::at(State::Joining);
        one.host.ok("join1v1Chat");
        assert_eq!(one.state(), State::Failed, "its handler lost its call");
        handle_next_tap(move |call| async move {
            if joins_first {
                drop(call.begin().authorize().await?.enable().await?.join().await?);
            } else {
                drop(call);
            }
            Ok(JOINED_CALL.take().expect("stored by the other session"))
        });
        let two = TestSession::<CustomHandler>::new();
        two.tap();
        if joins_first {
            two.succeed_until(State::Joining);
            two.host.ok("join1v1Chat");
        }
        two.assert_lost(if joins_first { State::InCall } else { State::Idle });
    }
}

#[test]
fn a_stop_of_an_earlier_tap_is_not_a_valid_outcome() {
    handle_next_tap(|call| async move {
        let stopped = call.cancel().expect_err("`cancel` always stops");
        STOPPED.set(Some(stopped));
        pending().await
    });
    let session = tapped();
    assert_eq!((session.state(), session.busy()), (State::Idle, false), "this handler did not lose its call");
    handle_next_tap(|call| async move {
        drop(call.begin());
        Err(STOPPED.take().expect("stored by the first tap"))
    });
    session.tap();
    session.assert_lost(State::Authorizing);
}
