//! Calls and stops that a handler keeps for others: they have no effect, and its own is lost.

use std::cell::RefCell;
use std::future::{Future, pending, poll_fn};
use std::task::{Context, Poll, Waker};

use voip_runtime::prelude::*;
use voip_runtime::value::Value;
use voip_tests::{Rig, Scripted, script};

fn tapped() -> Rig<Scripted> {
    let rig = Rig::new();
    rig.tap();
    rig
}

thread_local! {
    static KEPT: RefCell<Option<Call<Scripted, Enabling>>> = RefCell::default();
    static JOINED: RefCell<Option<Call<Scripted, InCall>>> = RefCell::default();
    static STOPPED: RefCell<Option<Stopped<Scripted>>> = RefCell::default();
}

/// A page whose handler keeps its call for others and so loses it.
fn keeping() -> Rig<Scripted> {
    script(|call| async move {
        let call = call.begin().authorize().await?;
        KEPT.set(Some(call));
        pending().await
    });
    let rig = Rig::at(State::Authorizing);
    rig.host.ok("authorize");
    rig.host.ok("authorize");
    assert_eq!((rig.state(), rig.busy()), (State::Failed, false));
    rig
}

#[test]
fn a_call_kept_from_an_earlier_tap_has_no_effect() {
    let rig = keeping();
    script(|call| async move {
        let earlier = KEPT.take().expect("the first tap's");
        earlier.update(|page| page.tries = 99);
        let stopped = earlier.enable().await.expect_err("its tap is over");
        assert!(stopped.error().is_none());
        call.begin().authorize().await?.enable().await?.join().await
    });
    let calls = rig.host.deeds().len();
    rig.tap();
    assert_eq!((rig.page().tries, rig.state()), (3, State::Authorizing));
    assert_eq!(rig.host.deeds()[calls..], ["authorize scope.record"]);
    rig.go_on_to(State::InCall);

    for fails in [false, true] {
        let rig = keeping();
        script(move |call| async move {
            let call = call.begin();
            let earlier = KEPT.take().expect("the first tap's");
            assert!(if fails { earlier.fail("no") } else { earlier.cancel() }.is_err());
            call.authorize().await?.enable().await?.join().await
        });
        rig.tap();
        assert_eq!((rig.state(), rig.error()), (State::Authorizing, None));
        rig.go_on_to(State::InCall);
    }
}

#[test]
fn a_call_kept_from_an_earlier_tap_makes_no_host_call() {
    for leaves in [false, true] {
        let rig = keeping();
        let calls = rig.host.calls();
        if leaves {
            rig.leave();
        } else {
            assert!(rig.dismiss());
            rig.tap();
        }
        let before = rig.host.calls().len();
        assert!(before == calls.len() || !leaves);
        let earlier = KEPT.take().expect("the first tap's");
        let mut request = Box::pin(earlier.host().request::<Value>("login", &()));
        let _ = request.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(rig.host.count("login"), 0, "left: {leaves}");
    }
}

#[test]
fn a_joined_call_of_an_earlier_tap_is_no_outcome_of_this_one() {
    for joins_again in [false, true] {
        script(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            JOINED.set(Some(call));
            pending().await
        });
        let rig = Rig::<Scripted>::at(State::Joining);
        rig.host.ok("join1v1Chat");
        assert_eq!((rig.state(), rig.host.count("exitVoIPChat")), (State::Failed, 1));
        script(move |call| async move {
            let call = call.begin();
            if joins_again {
                drop(call.authorize().await?.enable().await?.join().await?);
            }
            Ok(JOINED.take().expect("the first tap's"))
        });
        rig.tap();
        if joins_again {
            rig.go_on_to(State::Joining);
            rig.host.ok("join1v1Chat");
        }
        let from = if joins_again { State::InCall } else { State::Authorizing };
        assert_eq!((rig.state(), rig.busy(), rig.last_change().from), (State::Failed, false, from));
        assert_eq!(rig.host.count("exitVoIPChat"), 1 + usize::from(joins_again));
    }
}

#[test]
fn a_call_of_another_session_is_no_outcome_of_this_one() {
    for gives_its_own_away in [false, true] {
        script(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            JOINED.set(Some(call));
            poll_fn(|_| Poll::Pending).await
        });
        let one = Rig::<Scripted>::at(State::Joining);
        one.host.ok("join1v1Chat");
        assert_eq!(one.state(), State::Failed, "it gave its call away");
        script(move |call| async move {
            if gives_its_own_away {
                drop(call.begin().authorize().await?.enable().await?.join().await?);
            } else {
                drop(call);
            }
            Ok(JOINED.take().expect("the other session's"))
        });
        let two = Rig::<Scripted>::new();
        two.tap();
        if gives_its_own_away {
            two.go_on_to(State::Joining);
            two.host.ok("join1v1Chat");
        }
        two.assert_lost(if gives_its_own_away { State::InCall } else { State::Idle });
    }
}

#[test]
fn a_stop_kept_from_an_earlier_tap_is_no_stop_of_this_one() {
    script(|call| async move {
        let stopped = call.cancel().expect_err("always");
        STOPPED.set(Some(stopped));
        pending().await
    });
    let rig = tapped();
    assert_eq!((rig.state(), rig.busy()), (State::Idle, false), "this one came to its end");
    script(|call| async move {
        drop(call.begin());
        Err(STOPPED.take().expect("the first tap's"))
    });
    rig.tap();
    rig.assert_lost(State::Authorizing);
}
