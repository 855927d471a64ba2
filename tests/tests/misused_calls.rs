//! Calls and stops that a handler keeps for others: they have no effect, and its own is lost.

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
    static KEPT: RefCell<Option<Call<CustomHandler, Enabling>>> = RefCell::default();
    static JOINED: RefCell<Option<Call<CustomHandler, InCall>>> = RefCell::default();
    static STOPPED: RefCell<Option<Stopped<CustomHandler>>> = RefCell::default();
}

/// A page whose handler keeps its call for others and so loses it.
fn keeping() -> TestSession<CustomHandler> {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?;
        KEPT.set(Some(call));
        pending().await
    });
    let session = TestSession::at(State::Authorizing);
    session.host.ok("authorize");
    session.host.ok("authorize");
    assert_eq!((session.state(), session.busy()), (State::Failed, false));
    session
}

#[test]
fn a_call_kept_from_an_earlier_tap_has_no_effect() {
    let session = keeping();
    handle_next_tap(|call| async move {
        let earlier = KEPT.take().expect("the first tap's");
        earlier.update(|page| page.count = 99);
        let stopped = earlier.enable().await.expect_err("its tap is over");
        assert!(stopped.error().is_none());
        call.begin().authorize().await?.enable().await?.join().await
    });
    let calls = session.host.calls_without_toasts().len();
    session.tap();
    assert_eq!((session.page().count, session.state()), (3, State::Authorizing));
    assert_eq!(session.host.calls_without_toasts()[calls..], ["authorize scope.record"]);
    session.succeed_until(State::InCall);

    for fails in [false, true] {
        let session = keeping();
        handle_next_tap(move |call| async move {
            let call = call.begin();
            let earlier = KEPT.take().expect("the first tap's");
            assert!(if fails { earlier.fail("no") } else { earlier.cancel() }.is_err());
            call.authorize().await?.enable().await?.join().await
        });
        session.tap();
        assert_eq!((session.state(), session.error()), (State::Authorizing, None));
        session.succeed_until(State::InCall);
    }
}

#[test]
fn a_call_kept_from_an_earlier_tap_makes_no_host_call() {
    for leaves in [false, true] {
        let session = keeping();
        let calls = session.host.calls();
        if leaves {
            session.leave();
        } else {
            assert!(session.dismiss());
            session.tap();
        }
        let before = session.host.calls().len();
        assert!(before == calls.len() || !leaves);
        let earlier = KEPT.take().expect("the first tap's");
        let mut request = Box::pin(earlier.host().request::<Value>("login", &()));
        let _ = request.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(session.host.count("login"), 0, "left: {leaves}");
    }
}

#[test]
fn a_joined_call_of_an_earlier_tap_is_no_outcome_of_this_one() {
    for joins_again in [false, true] {
        handle_next_tap(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            JOINED.set(Some(call));
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
            Ok(JOINED.take().expect("the first tap's"))
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
fn a_call_of_another_session_is_no_outcome_of_this_one() {
    for gives_its_own_away in [false, true] {
        handle_next_tap(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            JOINED.set(Some(call));
            poll_fn(|_| Poll::Pending).await
        });
        let one = TestSession::<CustomHandler>::at(State::Joining);
        one.host.ok("join1v1Chat");
        assert_eq!(one.state(), State::Failed, "it gave its call away");
        handle_next_tap(move |call| async move {
            if gives_its_own_away {
                drop(call.begin().authorize().await?.enable().await?.join().await?);
            } else {
                drop(call);
            }
            Ok(JOINED.take().expect("the other session's"))
        });
        let two = TestSession::<CustomHandler>::new();
        two.tap();
        if gives_its_own_away {
            two.succeed_until(State::Joining);
            two.host.ok("join1v1Chat");
        }
        two.assert_lost(if gives_its_own_away { State::InCall } else { State::Idle });
    }
}

#[test]
fn a_stop_kept_from_an_earlier_tap_is_no_stop_of_this_one() {
    handle_next_tap(|call| async move {
        let stopped = call.cancel().expect_err("always");
        STOPPED.set(Some(stopped));
        pending().await
    });
    let session = tapped();
    assert_eq!((session.state(), session.busy()), (State::Idle, false), "this one came to its end");
    handle_next_tap(|call| async move {
        drop(call.begin());
        Err(STOPPED.take().expect("the first tap's"))
    });
    session.tap();
    session.assert_lost(State::Authorizing);
}
