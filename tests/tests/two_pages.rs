//! Two pages of one app, with what they do after a call and with limits: they share the room, and whether calls are enabled.

use std::cell::RefCell;

use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Listener, Play, SimHost, Step};
use voip_tests::{page_on, secs};

/// A page that waits for the answer and the end of its call.
#[voip_page(
    title = "家人",
    receive(on_show),
    handler = call_and_wait,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining  | Failed;
        Joining     => InCall   | Failed;
        InCall ring 45s within 10m
                    => Idle
                     | Failed on NoAnswer
                     | Idle on Timeout;
        Failed      => Idle;
    }
)]
struct Family {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

thread_local! {
    static ENDS: RefCell<Vec<(String, CallEnd)>> = RefCell::default();
}

async fn call_and_wait(call: Call<Family, Idle>) -> Outcome<Family> {
    let listener = call.listener().openid.as_str().to_owned();
    let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
    ENDS.with_borrow_mut(|ends| ends.push((listener, ended.how())));
    ended.host().sleep(secs(1)).await;
    ended.finish()
}

/// Two pages of one app on a phone that replaces a call by a newer one.
fn pages() -> (SimHost, Session<Family>, Session<Family>) {
    let host = SimHost::new();
    host.set_replaces_calls(true);
    let [first, second] = ["o-first", "o-second"].map(|listener| page_on::<Family>(&host, listener));
    (host, first, second)
}

fn tap_and_join(host: &SimHost, page: &Session<Family>) {
    assert_eq!(page.tap(), Tapped::Started);
    while page.state() != State::InCall {
        assert!(host.step(secs(10_000)));
    }
}

#[test]
fn a_newer_call_of_another_page_ends_the_older_one() {
    let (host, first, second) = pages();
    tap_and_join(&host, &first);
    assert!(host.run() && first.connected());
    tap_and_join(&host, &second);
    assert!(host.run());
    assert_eq!(ENDS.take(), [("o-first".to_owned(), CallEnd::Superseded)]);
    assert_eq!(
        (first.state(), first.busy(), first.error(), second.connected()),
        (State::Idle, false, None, true)
    );
    // And the other way round.
    tap_and_join(&host, &first);
    assert!(host.run());
    assert_eq!(ENDS.take(), [("o-second".to_owned(), CallEnd::Superseded)]);
    host.other_side_hangs_up();
    assert!(host.run());
    assert_eq!(ENDS.take(), [("o-first".to_owned(), CallEnd::OtherSide)]);
}

#[test]
fn no_limit_of_the_older_call_ends_the_newer_one() {
    let (host, first, second) = pages();
    host.set_listener(Listener::NotEnabled);
    tap_and_join(&host, &first);
    assert!(host.run_for(secs(30)));
    tap_and_join(&host, &second);
    assert!(host.run_for(secs(20)));
    assert_eq!(
        (first.state(), first.error(), second.state()),
        (State::Idle, None, State::InCall),
        "45 s of the first"
    );
    assert!(host.run_for(secs(25)));
    assert_eq!(second.error().map(|error| error.cause()), Some(Cause::NoAnswer), "45 s of the second");
    assert!(host.run());
    assert!(!host.in_call());
    assert_eq!(
        ENDS.take(),
        [("o-first".to_owned(), CallEnd::Superseded), ("o-second".to_owned(), CallEnd::NoAnswer)]
    );
}

#[test]
fn a_join_that_fails_ends_no_call_of_another_page() {
    let (host, first, second) = pages();
    tap_and_join(&host, &first);
    assert!(host.run());
    host.play(Step::Join, [Play::fail(Cause::System)]);
    second.tap();
    assert!(host.run());
    assert_eq!((second.state(), first.connected(), ENDS.take()), (State::Failed, true, vec![]));
}

#[test]
fn a_page_that_hangs_up_ends_only_its_own_call() {
    let (host, first, second) = pages();
    tap_and_join(&host, &first);
    assert!(host.run());
    tap_and_join(&host, &second);
    assert!(!first.hang_up() && !first.cancel());
    first.leave();
    assert!(host.run() && second.connected() && host.in_call());
    assert!(second.hang_up() && host.run());
    assert!(!host.in_call());
}

#[test]
fn pages_agree_whether_calls_are_enabled() {
    let (host, first, second) = pages();
    first.show();
    second.show();
    assert!(host.run());
    assert_eq!((first.reachable(), second.reachable()), (true, true));
    assert!(second.set_reachable(false) && host.run());
    assert_eq!((first.reachable(), second.reachable()), (false, false));
    // A page that opens later knows it too, and does not switch calls on by itself.
    let third = page_on::<Family>(&host, "o-third");
    third.show();
    assert!(host.run());
    assert_eq!((third.reachable(), first.reachable()), (false, false));
    // A call enables calls, as the user has asked for a call.
    tap_and_join(&host, &third);
    assert_eq!([&first, &second, &third].map(Session::reachable), [true; 3]);
}

#[test]
fn both_pages_work_after_their_calls_at_the_same_time() {
    let (host, first, second) = pages();
    tap_and_join(&host, &first);
    assert!(host.run());
    tap_and_join(&host, &second);
    // The first page works for one second more.
    assert_eq!((first.busy(), first.tap()), (false, Tapped::Started));
    assert!(host.run());
    assert_eq!((first.state(), second.state()), (State::InCall, State::Idle));
    let ends = ENDS.take();
    assert_eq!(ends.iter().map(|(_, how)| *how).collect::<Vec<_>>(), [CallEnd::Superseded; 2], "{ends:?}");
}
