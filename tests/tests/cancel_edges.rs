//! The plain edge to Idle of a working row: a call that is cancelled takes it.

use std::cell::Cell;

use voip_runtime::prelude::*;
use voip_runtime::sim::explore;
use voip_tests::{Plain, TestSession, secs};

#[voip_page(
    title = "可取消",
    handler = call_unless_asked,
    flow {
        Idle        => Authorizing;
        Authorizing within 2m
                    => Enabling
                     | Idle: toast("已取消授权")
                     | Failed on Timeout: toast("请先授权")
                     | Failed;
        Enabling    => Joining | Idle: toast("已取消开启"), run(count) | Failed;
        Joining     => InCall
                     | Idle on LeftWhileJoining: toast("已退出")
                     | Idle: toast("已取消呼叫"), run(count)
                     | Failed;
        InCall      => Idle: toast("再见");
        Failed      => Idle;
    }
)]
#[derive(Clone, Debug)]
struct Cancellable {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    cancels_itself: bool,
}

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn count(_: &Cancellable, change: &Change) {
    assert_eq!((change.to, change.cause), (State::Idle, None));
    COUNT.set(COUNT.get() + 1);
}

async fn call_unless_asked(call: Call<Cancellable, Idle>) -> Outcome<Cancellable> {
    let call = call.begin().authorize().await?;
    if call.page().cancels_itself {
        return call.cancel();
    }
    call.enable().await?.join().await
}

#[test]
fn a_cancelled_call_takes_the_plain_edge_to_idle() {
    for (state, toast, hooks) in [
        (State::Authorizing, "已取消授权", 0),
        (State::Enabling, "已取消开启", 1),
        (State::Joining, "已取消呼叫", 1),
    ] {
        COUNT.set(0);
        let session = TestSession::<Cancellable>::at(state);
        assert!(session.cancel());
        assert_eq!((session.host.toasts(), COUNT.get()), (vec![toast.to_owned()], hooks), "{state}");
        assert_eq!((session.state(), session.busy(), session.error()), (State::Idle, false, None));
        let change = session.last_change();
        assert_eq!((change.from, change.to, change.cause), (state, State::Idle, None));
        assert!(!session.cancel());
    }
}

#[test]
fn a_handler_that_cancels_takes_it_too() {
    COUNT.set(0);
    let session = TestSession::<Cancellable>::new();
    session.input("cancelsItself", true).expect("a value");
    session.tap();
    session.succeed_until(State::Idle);
    assert_eq!((session.host.toasts(), COUNT.get()), (vec!["已取消开启".to_owned()], 1));
}

#[test]
fn without_that_edge_a_cancelled_call_is_idle_and_shows_nothing() {
    for state in [State::Authorizing, State::Enabling, State::Joining] {
        let session = TestSession::<Plain>::at(state);
        assert!(session.cancel());
        assert_eq!((session.state(), session.busy(), session.host.toasts()), (State::Idle, false, vec![]));
    }
}

#[test]
fn an_edge_with_causes_is_not_taken() {
    let session = TestSession::<Cancellable>::at(State::Joining);
    session.host.fail("join1v1Chat", Cause::LeftWhileJoining);
    assert_eq!((session.state(), session.host.toasts()), (State::Idle, vec!["已退出".to_owned()]));
}

#[test]
fn authorizing_has_the_limit_that_its_row_has() {
    let session = TestSession::<Cancellable>::at(State::Authorizing);
    session.host.advance(secs(119));
    // Each scope is a host call of its own.
    session.host.ok("authorize");
    session.host.advance(secs(119));
    assert_eq!(session.state(), State::Authorizing);
    session.host.advance(secs(1));
    assert_eq!((session.state(), session.host.toasts()), (State::Failed, vec!["请先授权".to_owned()]));
    session.host.ok("authorize");
    assert_eq!(session.state(), State::Failed, "a late answer has no effect");
}

#[test]
fn every_path_of_such_a_flow_is_sound() {
    if let Err(flaw) = explore::<Cancellable>() {
        panic!("{flaw}");
    }
}
