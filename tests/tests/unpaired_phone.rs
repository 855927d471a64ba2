//! A simulated phone without a second phone.

use std::cell::RefCell;
use std::rc::Rc;

use voip_runtime::session::Event;
use voip_runtime::sim::{Listener, Play, SimHost, Step};
use voip_runtime::spec::Scope;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Host, State};
use voip_tests::{CustomHandler, Plain, Recovering, handle_next_tap, millis, page_on, secs};

#[test]
fn set_listener_decides_whether_a_call_is_answered() {
    for listener in [Listener::Reachable, Listener::NotEnabled, Listener::Closed] {
        let host = SimHost::new();
        host.set_listener(listener);
        host.set_talk(secs(60));
        let page = page_on::<Plain>(&host, "o-anyone");
        page.tap();
        assert!(host.run_for(secs(30)));
        assert_eq!((page.state(), page.connected()), (State::InCall, listener == Listener::Reachable));
        assert!(host.run());
        let has_ended = listener == Listener::Reachable;
        assert_eq!(page.state(), if has_ended { State::Idle } else { State::InCall });
    }
}

#[test]
fn a_denied_scope_fails_the_call() {
    for scope in [Scope::Record, Scope::Camera] {
        let host = SimHost::new();
        host.deny(scope);
        let page = page_on::<Recovering>(&host, "o");
        page.tap();
        assert!(host.run());
        assert_eq!(
            (page.state(), page.error().map(|error| error.cause())),
            (State::Failed, Some(Cause::Denied))
        );
    }
}

#[test]
fn only_the_first_answer_of_a_step_counts() {
    for step in Step::ALL {
        for play in [Play::succeed().twice(), Play::succeed().then_fail(Cause::System)] {
            let host = SimHost::new();
            host.play(step, [play.clone(), play]);
            let page = page_on::<Plain>(&host, "o");
            let entered = Rc::new(RefCell::new(0));
            let count = entered.clone();
            page.subscribe(move |event| *count.borrow_mut() += i32::from(matches!(event, Event::Change(_))));
            page.tap();
            assert!(host.run());
            assert_eq!((page.state(), *entered.borrow()), (State::InCall, 4), "{step:?}");
        }
        let host = SimHost::new();
        host.play(step, [Play::fail(Cause::System).then_succeed(), Play::fail(Cause::System).twice()]);
        let page = page_on::<Plain>(&host, "o");
        page.tap();
        assert!(host.run());
        assert_eq!(page.state(), State::Failed);
    }
}

#[test]
fn a_request_gets_the_answer_of_on_request_or_a_sample() {
    for has_answer in [false, true] {
        let host = SimHost::new();
        if has_answer {
            host.on_request("login", |options| match options.as_text() {
                Some(name) => Ok(format!("o-{name}").as_str().into()),
                None => Err(Cause::System.into()),
            });
        }
        handle_next_tap(|call| async move {
            let name = call.page().listen_name.clone();
            let openid: String = call.host().request("login", &name).await.unwrap_or_default();
            let refused = call.host().request::<Value>("login", &1).await.is_err();
            call.update(|page| (page.listen_openid, page.count) = (openid.into(), refused.into()));
            call.begin().authorize().await?.enable().await?.join().await
        });
        let page = page_on::<CustomHandler>(&host, "");
        page.tap();
        assert!(host.run() && page.connected());
        let page = page.page();
        let expected = if has_answer { ("o-listener", 1) } else { ("sample", 0) };
        assert_eq!((page.listen_openid.as_str(), page.count), expected);
    }
}

#[test]
fn a_user_turns_a_denied_scope_on_in_the_settings() {
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
fn each_step_advances_the_clock_to_one_event() {
    let host = SimHost::new();
    let page = page_on::<Plain>(&host, "o");
    page.tap();
    assert!(!host.step(millis(1199)));
    assert_eq!(host.now(), millis(0), "the clock does not move");
    assert!(host.step(millis(1200)));
    assert_eq!(host.now(), millis(1200));
    let mut steps = 0;
    while host.step(secs(3600)) {
        steps += 1;
    }
    assert!(steps >= 4 && page.connected() && host.next_at().is_none());
}
