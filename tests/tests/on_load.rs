//! `on_load`: a page that loads its data as it opens, and what its user does meanwhile.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Deserialize;
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::{Response, SimHost};
use voip_runtime::value::Value;
use voip_tests::secs;

#[voip_page(title = "加载", on_load = load, receive)]
struct Loading {
    #[field(listener.openid, query = "to")]
    listener: OpenId,
    #[field(listener.nickname, default = "listener")]
    listener_name: String,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "caller")]
    my_name: String,
    /// What the function has read from the page's address.
    group: String,
}

#[derive(Deserialize)]
struct Me {
    openid: OpenId,
}

thread_local! {
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

async fn load(page: PageContext<Loading>) -> Result<(), CallError> {
    RUNS.set(RUNS.get() + 1);
    assert_eq!(format!("{page:?}"), "PageContext<Loading>");
    let group = page.query("group").unwrap_or_else(|| "none".to_owned());
    let me: Me = page.host().request("login", &()).await?;
    assert!(me.openid.as_str() != "panic", "on purpose");
    page.update(|page| (page.me, page.group) = (me.openid, group));
    Ok(())
}

fn me(openid: &str) -> Response {
    Response::succeed(Value::object([("openid", Value::from(openid))]))
}

/// A phone on which the login has these answers and then succeeds, and its page.
fn opened(answers: impl IntoIterator<Item = Response>) -> (SimHost, Session<Loading>) {
    RUNS.set(0);
    let host = SimHost::new();
    host.play_request("login", answers);
    host.on_request("login", |_| Ok(Value::object([("openid", Value::from("o-me"))])));
    let page = Session::open(host.clone(), [("to", "o-other")]).expect("a query");
    page.show();
    (host, page)
}

fn cause(page: &Session<Loading>) -> Option<Cause> {
    page.error().map(|error| error.cause())
}

#[test]
fn a_page_loads_once() {
    let (host, page) = opened([]);
    assert!(page.loading());
    assert!(host.run());
    assert_eq!((page.loading(), page.page().me.as_str()), (false, "o-me"));
    page.show();
    page.load([("group", "b")]).expect("a query");
    assert!(host.run());
    assert_eq!((RUNS.get(), page.page().group.as_str()), (1, "none"));
}

#[test]
fn subscribers_are_notified_of_loading() {
    let host = SimHost::new();
    host.play_request("login", [me("o-me")]);
    let page = Session::<Loading>::new(host.clone());
    let events = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let seen = events.clone();
    page.subscribe(move |event| {
        if let Event::Loading(on) = event {
            seen.borrow_mut().push(*on);
        }
    });
    assert!(!page.loading());
    page.load([]).expect("a query");
    assert!(host.run());
    assert_eq!(*events.borrow(), [true, false]);
}

#[test]
fn the_function_reads_the_address() {
    let cases: [(&[(&str, &str)], &str); 7] = [
        (&[], "none"),
        (&[("group", "%E5%AE%B6")], "家"),
        (&[("group", "")], ""),
        (&[("scene", "group%3Dg1%26to%3Do-other")], "g1"),
        (&[("scene", "group%3Dg1"), ("group", "g2")], "g2"),
        (&[("group", "100%")], "100%"),
        (&[("groups", "x")], "none"),
    ];
    for (query, group) in cases {
        let host = SimHost::new();
        host.play_request("login", [me("o-me")]);
        let page = Session::<Loading>::open(host.clone(), query.iter().copied()).expect("a query");
        assert!(host.run());
        assert_eq!(page.page().group, group, "{query:?}");
    }
}

#[test]
fn a_failure_is_shown_and_the_next_show_loads_again() {
    let (host, page) = opened([Response::fail(Cause::Network)]);
    assert!(host.run());
    assert_eq!(
        (page.loading(), page.state(), page.busy(), cause(&page)),
        (false, State::Idle, false, Some(Cause::Network))
    );
    assert_eq!(RUNS.get(), 1, "it does not try again by itself");
    page.show();
    assert_eq!((page.loading(), cause(&page)), (true, None));
    assert!(host.run());
    assert_eq!((page.error(), page.page().me.as_str(), RUNS.get()), (None, "o-me", 2));
}

#[test]
fn a_page_that_cannot_load_says_so_unless_its_cause_says_more() {
    let failed = "页面加载失败，请重试";
    for (response, sentence) in [
        (Response::fail(Cause::System), failed),
        (Response::fail(Cause::Denied), failed),
        (Response::fail(Cause::Network), Cause::Network.chinese()),
        (Response::fail(Cause::PrivacyRefused), Cause::PrivacyRefused.chinese()),
        (Response::never(), Cause::Timeout.chinese()),
    ] {
        let (host, page) = opened([response]);
        assert!(host.run_for(secs(60)));
        assert_eq!(page.error().expect("a failure").sentence(), sentence);
    }
}

#[test]
fn a_tap_after_a_failure_loads_again_and_then_calls() {
    let (host, page) = opened([Response::fail(Cause::Network)]);
    assert!(host.run());
    assert_eq!(page.tap(), Tapped::Queued);
    assert!(page.loading() && page.busy());
    assert!(host.run());
    assert_eq!((page.state(), page.error(), RUNS.get()), (State::InCall, None, 2));
}

#[test]
fn a_tap_waits_and_a_failure_drops_it() {
    for (response, after, shown) in [
        (me("o-me").late(secs(10)), 15, None),
        (Response::fail(Cause::System).late(secs(10)), 15, Some(Cause::System)),
        (Response::never(), 60, Some(Cause::Timeout)),
    ] {
        let (host, page) = opened([response]);
        assert_eq!((page.tap(), page.tap()), (Tapped::Queued, Tapped::Ignored));
        assert!(host.run_for(secs(5)));
        assert_eq!((page.state(), page.busy(), page.loading()), (State::Idle, true, true));
        assert!(host.run_for(secs(after)));
        assert_eq!(cause(&page), shown);
        let state = if shown.is_none() { State::InCall } else { State::Idle };
        assert_eq!((page.state(), page.busy(), page.loading()), (state, false, false));
    }
}

#[test]
fn a_host_that_never_answers_is_a_failure_after_one_minute() {
    let (host, page) = opened([Response::never()]);
    assert!(host.run_for(secs(59)));
    assert!(page.loading());
    assert!(host.run_for(secs(1)));
    assert_eq!((page.loading(), cause(&page)), (false, Some(Cause::Timeout)));
    page.show();
    assert!(host.run());
    assert_eq!((page.error(), page.page().me.as_str()), (None, "o-me"));
}

#[test]
fn after_a_panic_the_page_loads_again() {
    for taps in [false, true] {
        let (host, page) = opened([me("panic")]);
        if taps {
            assert_eq!(page.tap(), Tapped::Queued);
        }
        catch_unwind(AssertUnwindSafe(|| host.run())).expect_err("a panic");
        assert_eq!((page.loading(), page.busy(), page.state()), (false, false, State::Idle));
        assert_eq!(page.tap(), Tapped::Queued);
        assert!(host.run());
        assert_eq!((page.state(), page.error(), RUNS.get()), (State::InCall, None, 2));
    }
}

#[test]
fn a_tap_that_waits_can_be_cancelled() {
    let (host, page) = opened([me("o-me").late(secs(10))]);
    assert_eq!(page.tap(), Tapped::Queued);
    assert!(page.available().cancel && page.cancel());
    assert_eq!((page.busy(), page.loading(), page.state()), (false, true, State::Idle));
    assert!(host.run());
    assert_eq!((page.state(), page.loading(), page.page().me.as_str()), (State::Idle, false, "o-me"));
    // Loading alone cannot be cancelled.
    let (_, page) = opened([]);
    assert!(page.loading() && !page.cancel() && page.loading());
}

#[test]
fn a_tap_waits_for_what_fills_in_its_fields() {
    // The caller's openid is empty until the page is loaded, and then it is not.
    let (host, page) = opened([]);
    assert_eq!(page.tap(), Tapped::Queued);
    assert!(host.run());
    assert_eq!(page.state(), State::InCall);
    // The server does not know it.
    let (host, page) = opened([me("")]);
    assert_eq!(page.tap(), Tapped::Queued);
    assert!(host.run());
    assert_eq!((page.state(), page.busy(), cause(&page)), (State::Idle, false, Some(Cause::App)));
    assert!(matches!(page.tap(), Tapped::Missing(field) if field.name == "me"));
}

#[test]
fn a_tap_waits_for_both_loading_and_being_made_reachable() {
    for login in [1, 30] {
        let (host, page) = opened([me("o-me").late(secs(login))]);
        assert!(page.set_reachable(true), "it does not wait for the loading");
        assert_eq!(page.tap(), Tapped::Queued);
        assert!(host.run_for(secs(20)));
        assert_eq!(page.state(), if login == 1 { State::InCall } else { State::Idle });
        assert!(host.run());
        assert_eq!((page.state(), page.reachable()), (State::InCall, true));
    }
}

#[test]
fn leaving_drops_the_function() {
    for taps in [false, true] {
        let (host, page) = opened([me("o-me").late(secs(10))]);
        if taps {
            page.tap();
        }
        page.leave();
        assert!(host.run());
        assert_eq!((page.page().me.is_empty(), page.state(), page.busy()), (true, State::Idle, false));
        page.show();
        page.tap();
        assert!(host.run());
        assert_eq!(RUNS.get(), 1);
    }
}
