//! What a handler does after its join: it waits for the answer and the end of the call, and works on after the end.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use serde::de::IgnoredAny;
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::{MemberEvents, Response, SimHost};
use voip_tests::{CustomHandler, handle_next_tap, page_on, secs};

thread_local! {
    static LOG: RefCell<Vec<String>> = RefCell::default();
}

fn log(what: impl Into<String>) {
    LOG.with_borrow_mut(|log| log.push(what.into()));
}

fn take_log() -> Vec<String> {
    LOG.take()
}

/// A page that leaves its call to WeChat's window when it is left.
#[voip_page(title = "回访", handler = call_and_rate)]
struct Rating {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    /// How many calls were reported.
    reported: u8,
}

async fn call_and_rate(call: Call<Rating, Idle>) -> Outcome<Rating> {
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    log("joined");
    let call = call.answered().await?;
    log("answered");
    let ended = call.ended().await;
    log(format!("{:?}", ended.how()));
    let sent: Result<IgnoredAny, CallError> = ended.host().request("request", &()).await;
    log(if sent.is_ok() { "sent" } else { "not sent" });
    ended.update(|page| page.reported += 1);
    ended.finish()
}

/// A page in a call that was answered.
fn talking() -> (SimHost, Session<Rating>) {
    let host = SimHost::new();
    let page = page_on::<Rating>(&host, "o-other");
    page.tap();
    assert!(host.run() && page.connected());
    assert_eq!(take_log(), ["joined", "answered"]);
    (host, page)
}

#[test]
fn the_page_is_free_as_soon_as_the_call_has_ended() {
    let (host, page) = talking();
    assert!(page.busy(), "the handler waits for the end");
    host.play_request("request", [Response::succeed("ok").late(secs(30))]);
    host.other_side_hangs_up();
    assert_eq!((page.state(), page.busy(), page.available().tap), (State::Idle, false, true));
    assert!(!page.cancel(), "there is nothing to cancel");
    assert_eq!(page.value("reported"), Some(0.0.into()));
    assert!(host.run());
    assert_eq!(
        (take_log(), page.value("reported")),
        (vec!["OtherSide".into(), "sent".into()], Some(1.0.into()))
    );
}

#[test]
fn a_tap_during_the_work_after_a_call_does_not_stop_it() {
    let (host, page) = talking();
    host.play_request("request", [Response::succeed("ok").late(secs(30)), Response::succeed("ok")]);
    host.other_side_hangs_up();
    assert_eq!(page.tap(), Tapped::Started);
    assert!(host.run_for(secs(20)));
    assert!(page.connected() && page.busy());
    assert!(page.hang_up() && host.run_for(secs(5)));
    // The second call was reported before the first one.
    assert_eq!(take_log(), ["OtherSide", "joined", "answered", "HungUp", "sent"]);
    assert!(host.run());
    assert_eq!((take_log(), page.value("reported")), (vec!["sent".to_owned()], Some(2.0.into())));
    assert_eq!((page.state(), page.busy(), page.error()), (State::Idle, false, None));
}

#[test]
fn a_failure_after_the_call_does_not_change_the_page() {
    for response in [Response::fail(Cause::Network), Response::never()] {
        let (host, page) = talking();
        host.play_request("request", [response]);
        host.other_side_hangs_up();
        assert!(host.run_for(secs(60)));
        assert_eq!(take_log(), ["OtherSide", "not sent"]);
        assert_eq!((page.state(), page.busy(), page.error()), (State::Idle, false, None));
        assert_eq!(page.tap(), Tapped::Started);
    }
}

#[test]
fn an_error_of_a_handler_after_its_call_is_an_event() {
    let host = SimHost::new();
    let page = page_on::<CustomHandler>(&host, "o-other");
    page.subscribe(|event| {
        if let Event::TaskFailed(name, error) = event {
            log(format!("{name}: {}", error.sentence()));
        }
    });
    handle_next_tap(|call| async move {
        let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
        ended.host().sleep(secs(1)).await;
        Err(CallError::app("服务器没有响应").into())
    });
    page.tap();
    assert!(host.run() && page.hang_up() && host.run());
    assert_eq!(take_log(), ["handler: 服务器没有响应"]);
    assert_eq!((page.state(), page.error()), (State::Idle, None));
}

#[test]
fn leaving_drops_the_handler_wherever_it_is() {
    // While it waits for the answer: the call goes on in WeChat's window.
    let host = SimHost::new();
    host.set_member_events(MemberEvents::Never);
    let page = page_on::<Rating>(&host, "o-other");
    page.tap();
    assert!(host.run());
    assert_eq!(take_log(), ["joined"]);
    page.leave();
    assert!(host.run() && host.in_call());
    // While it waits for the end.
    let (host, page) = talking();
    page.leave();
    assert!(host.run() && host.in_call());
    host.other_side_hangs_up();
    assert!(host.run());
    // While it works after the end.
    let (host, page) = talking();
    host.play_request("request", [Response::succeed("ok").late(secs(30))]);
    page.hang_up();
    page.leave();
    assert!(host.run());
    assert_eq!(take_log(), ["HungUp"], "nothing happened after the page was left");
}

#[test]
fn an_answer_may_never_come() {
    let host = SimHost::new();
    host.set_member_events(MemberEvents::Never);
    let page = page_on::<Rating>(&host, "o-other");
    page.tap();
    assert!(host.run_for(secs(10_000)));
    assert_eq!((page.state(), page.busy(), page.tap()), (State::InCall, true, Tapped::Ignored));
    assert!(page.hang_up());
    assert!(host.run());
    assert_eq!(take_log(), ["joined"], "a call that ends before it was answered stops its handler");
    assert_eq!((page.state(), page.busy(), page.error()), (State::Idle, false, None));
    assert_eq!(page.tap(), Tapped::Started);
}

#[test]
fn a_call_is_superseded_while_its_handler_waits() {
    // For the answer.
    let host = SimHost::new();
    host.set_listener(voip_runtime::sim::Listener::NotEnabled);
    let page = page_on::<Rating>(&host, "o-other");
    page.tap();
    assert!(host.run());
    host.supersede_call();
    assert!(host.run());
    assert_eq!((take_log(), page.state(), page.busy()), (vec!["joined".into()], State::Idle, false));
    // For the end.
    let (host, page) = talking();
    host.supersede_call();
    assert!(host.run());
    assert_eq!((take_log(), page.state()), (vec!["Superseded".into(), "sent".into()], State::Idle));
}

#[test]
fn a_call_that_has_ended_before_its_handler_waits_for_the_end() {
    let host = SimHost::new();
    let page = page_on::<CustomHandler>(&host, "o-other");
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?.enable().await?.join().await?.answered().await?;
        // The call ends meanwhile.
        call.host().sleep(secs(60)).await;
        let ended = call.ended().await;
        log(format!("{:?} {:?}", ended.how(), ended.talked()));
        ended.finish()
    });
    page.tap();
    assert!(host.run_for(secs(30)));
    host.other_side_hangs_up();
    assert_eq!((page.state(), page.busy()), (State::Idle, true));
    assert!(host.run());
    assert_eq!(take_log().len(), 1);
    assert!(!page.busy());
}

/// What a handler does with its joined call, instead of waiting for its end.
fn hangs_up<R: Future<Output = Outcome<CustomHandler>> + 'static>(
    drops: impl FnOnce(Call<CustomHandler, InCall>) -> R + 'static,
) {
    let host = SimHost::new();
    let page = page_on::<CustomHandler>(&host, "o-other");
    handle_next_tap(|call| async move {
        drops(call.begin().authorize().await?.enable().await?.join().await?).await
    });
    page.tap();
    assert!(host.run());
    assert!(!host.in_call());
    assert_eq!((page.state(), page.busy(), page.connected()), (State::Idle, false, false));
    // The next call is not affected.
    page.tap();
    assert!(host.run() && page.connected());
}

#[test]
fn dropping_the_future_of_the_answer_or_the_end_hangs_up() {
    let stopped = || Err(CallError::app("dropped").into());
    hangs_up(move |call| async move {
        drop(call.ended());
        stopped()
    });
    hangs_up(move |call| async move {
        drop(call.answered());
        stopped()
    });
    // After it was polled.
    hangs_up(move |call| async move {
        {
            let mut ended = pin!(call.ended());
            poll_fn(|context| {
                assert!(ended.as_mut().poll(context).is_pending());
                Poll::Ready(())
            })
            .await;
        }
        stopped()
    });
}

#[test]
fn a_call_back_by_the_same_person_is_another_call() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    bob.set_reachable(true);
    let page = page_on::<Rating>(&alice, "o-bob");
    page.tap();
    assert!(alice.run() && page.connected());
    assert!(page.hang_up() && alice.run());
    assert_eq!(take_log(), ["joined", "answered", "HungUp", "sent"]);
    // Bob calls back. Alice's page has no part in that call.
    let bobs = page_on::<Rating>(&bob, "o-alice");
    bobs.tap();
    assert!(bob.run() && bobs.connected() && alice.in_call());
    assert_eq!((page.state(), page.connected(), page.hang_up()), (State::Idle, false, false));
    alice.hang_up();
    assert!(bob.run());
    assert_eq!(take_log(), ["joined", "answered", "OtherSide", "sent"]);
    assert_eq!(page.value("reported"), Some(1.0.into()));
}

#[test]
fn a_handler_that_finishes_at_the_end_of_its_call_does_not_affect_the_next_tap() {
    let host = SimHost::new();
    let page = page_on::<CustomHandler>(&host, "o-other");
    handle_next_tap(|call| async move {
        call.begin().authorize().await?.enable().await?.join().await?.ended().await.finish()
    });
    page.tap();
    assert!(host.run() && page.hang_up() && host.run());
    assert_eq!((page.state(), page.busy()), (State::Idle, false));
    assert_eq!(page.tap(), Tapped::Started);
    assert!(page.busy() && host.run());
    assert_eq!((page.state(), page.error()), (State::InCall, None));
}

#[test]
fn a_tap_by_a_subscriber_does_not_stop_the_work_after_a_call() {
    let host = SimHost::new();
    let page = Rc::new(page_on::<CustomHandler>(&host, "o-other"));
    let taps = Rc::downgrade(&page);
    page.subscribe(move |event| {
        if let (Event::Field(..), Some(page)) = (event, taps.upgrade()) {
            assert_eq!(page.tap(), Tapped::Started);
        }
    });
    handle_next_tap(|call| async move {
        let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
        ended.update(|page| page.count += 1);
        ended.host().sleep(secs(1)).await;
        log("finished");
        ended.finish()
    });
    page.tap();
    assert!(host.run() && page.hang_up());
    assert!(page.busy() && host.run());
    assert_eq!((take_log(), page.state(), page.error()), (vec!["finished".to_owned()], State::InCall, None));
}
