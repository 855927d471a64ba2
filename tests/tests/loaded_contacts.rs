//! Contacts that a server sends as the page opens: taps on them while they are loaded, an empty list, and a long one.

use std::cell::RefCell;

use serde::Deserialize;
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Response, SimHost};
use voip_runtime::value::Value;
use voip_tests::secs;

#[voip_page(title = "家人", on_load = load, handler = call_contact)]
struct Household {
    #[field(contacts)]
    family: Vec<Contact>,
    #[field(caller.openid, query)]
    me: OpenId,
    #[field(caller.nickname, default = "caller")]
    my_name: String,
}

#[derive(Deserialize)]
struct Reply {
    data: Vec<Contact>,
}

/// Shows the contacts of the last time, then those of the server.
async fn load(page: PageContext<Household>) -> Result<(), CallError> {
    for name in ["getStorage", "request"] {
        let reply: Reply = page.host().request(name, &()).await?;
        page.update(|page| page.family = reply.data);
    }
    Ok(())
}

thread_local! {
    static LISTENERS: RefCell<Vec<String>> = RefCell::default();
}

async fn call_contact(call: Call<Household, Idle>) -> Outcome<Household> {
    LISTENERS.with_borrow_mut(|listeners| listeners.push(call.listener().openid.as_str().to_owned()));
    call.begin().authorize().await?.enable().await?.join().await
}

fn contacts<'a>(openids: impl IntoIterator<Item = &'a str>) -> Value {
    let contact = |openid| Value::object([("openid", Value::from(openid)), ("nickname", "家人".into())]);
    Value::object([("data", Value::List(openids.into_iter().map(contact).collect()))])
}

/// A page that has the contacts of the last time, and waits for the server.
fn stored<'a>(openids: impl IntoIterator<Item = &'a str>, server: Response) -> (SimHost, Session<Household>) {
    let host = SimHost::new();
    host.play_request("getStorage", [Response::succeed(contacts(openids))]);
    host.play_request("request", [server.late(secs(10))]);
    let page = Session::open(host.clone(), [("me", "o-me")]).expect("a query");
    assert!(host.run_for(secs(1)));
    (host, page)
}

#[test]
fn a_contact_that_is_tapped_while_the_page_loads_is_called_afterwards() {
    let (host, page) = stored(["o-son", "o-daughter"], Response::succeed(contacts(["o-niece"])));
    assert_eq!(page.page().family.len(), 2);
    assert_eq!((page.call(1), page.call(0)), (Tapped::Queued, Tapped::Ignored));
    assert!(page.loading() && page.busy());
    assert!(host.run());
    assert_eq!((page.state(), page.page().family.len()), (State::InCall, 1));
    assert_eq!(LISTENERS.take(), ["o-daughter"], "the list was replaced after the tap");
}

#[test]
fn a_failure_of_the_server_drops_the_tap() {
    let (host, page) = stored(["o-son"], Response::fail(Cause::Network));
    assert_eq!(page.call(0), Tapped::Queued);
    assert!(host.run());
    assert_eq!((page.state(), page.busy()), (State::Idle, false));
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::Network));
    // The next tap loads again. Both lists are then the made-up ones of the server.
    host.play_request("getStorage", [Response::succeed(contacts(["o-son"]))]);
    host.play_request("request", [Response::succeed(contacts([]))]);
    assert_eq!(page.call(0), Tapped::Queued);
    assert!(host.run());
    assert_eq!((page.state(), LISTENERS.take()), (State::InCall, vec!["o-son".to_owned()]));
}

#[test]
fn a_tap_on_a_contact_can_be_cancelled_while_the_page_loads() {
    let (host, page) = stored(["o-son"], Response::succeed(contacts(["o-niece"])));
    assert_eq!(page.call(0), Tapped::Queued);
    assert!(page.cancel() && host.run());
    assert_eq!((page.state(), page.busy(), page.page().family.len()), (State::Idle, false, 1));
    assert_eq!(page.call(0), Tapped::Started);
    assert!(host.run());
    assert_eq!(LISTENERS.take(), ["o-niece"]);
}

#[test]
fn an_empty_list_has_nobody_to_call() {
    let (host, page) = stored([], Response::succeed(contacts([])));
    assert_eq!((page.call(0), page.tap()), (Tapped::Ignored, Tapped::Ignored));
    assert!(host.run());
    assert_eq!(
        (page.call(0), page.error(), page.value("family")),
        (Tapped::Ignored, None, Some(Value::List(vec![])))
    );
}

#[test]
fn a_list_of_500_and_a_contact_without_an_openid() {
    let openids: Vec<String> =
        (0..500).map(|n| if n == 250 { " ".to_owned() } else { format!("o-{n}") }).collect();
    let server = Response::succeed(contacts(openids.iter().map(String::as_str)));
    let (host, page) = stored([], server);
    assert!(host.run());
    assert_eq!(
        (page.page().family.len(), page.call(250), page.call(500)),
        (500, Tapped::Ignored, Tapped::Ignored)
    );
    for index in [0, 499] {
        assert_eq!(page.call(index), Tapped::Started);
        assert!(host.run() && page.hang_up() && host.run());
        assert_eq!(LISTENERS.take(), [format!("o-{index}")]);
    }
}

#[test]
fn a_list_of_something_else_is_a_failure() {
    for data in
        [Value::Null, "x".into(), Value::List(vec![Value::Number(1.0)]), Value::object([("a", Value::Null)])]
    {
        let (host, page) = stored(["o-son"], Response::succeed(Value::object([("data", data.clone())])));
        assert!(host.run());
        assert_eq!(page.error().map(|error| error.cause()), Some(Cause::App), "{data:?}");
        assert_eq!(page.page().family.len(), 1, "{data:?}");
    }
}
