//! Calling somebody whose mini-program is closed: a subscription message, and the wait until they are there. The guide shows
//! the handler.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Response, SimHost};
use voip_runtime::value::Value;
use voip_tests::secs;

#[voip_page(title = "家人", receive(on_show), on_load = arrive, handler = invite_and_call)]
struct Family {
    #[field(contacts, label = "家人")]
    people: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "奶奶")]
    my_name: String,
}

/// The options of `wx.requestSubscribeMessage`: the templates that our mini-program has in `WeChat`'s admin console.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Subscribe {
    tmpl_ids: [&'static str; 1],
}

/// The options of `wx.request`.
#[derive(Serialize)]
struct Options<'a> {
    url: &'a str,
    data: User<'a>,
}

#[derive(Serialize)]
struct User<'a> {
    openid: &'a str,
}

/// The result of `wx.request`: the answer of the server is in `data`.
#[derive(Deserialize)]
struct Reply {
    data: Presence,
}

#[derive(Deserialize)]
struct Presence {
    present: bool,
}

/// Runs when the page opens: tells our server that this user is there.
async fn arrive(page: PageContext<Family>) -> Result<(), CallError> {
    let me = page.page().me.clone();
    let here = Options { url: "https://family.example/here", data: User { openid: me.as_str() } };
    page.host().request("request", &here).await
}

/// Invites the listener, waits until they have opened the page, and calls.
async fn invite_and_call(call: Call<Family, Idle>) -> Outcome<Family> {
    // For the next time that somebody calls this user: our server may then send one message. The user may refuse.
    let subscribe = Subscribe { tmpl_ids: ["TEMPLATE_ID"] };
    let _: Result<(), CallError> = call.host().request("requestSubscribeMessage", &subscribe).await;

    // The server sends the message that the listener has accepted before, unless the listener is there.
    let listener = call.listener().openid;
    let user = || User { openid: listener.as_str() };
    let invite = Options { url: "https://family.example/invite", data: user() };
    call.host().request::<()>("request", &invite).await?;

    // A tap on the message opens the page, and the page tells the server. The user can cancel this wait.
    for _ in 0..60 {
        let presence = Options { url: "https://family.example/presence", data: user() };
        let reply: Reply = call.host().request("request", &presence).await?;
        if reply.data.present {
            return call.begin().authorize().await?.enable().await?.join().await;
        }
        call.host().sleep(Duration::from_secs(2)).await;
    }
    call.fail("对方没有来，请稍后再试")
}

/// The server: who is there, and the URLs of its requests.
#[derive(Clone, Default)]
struct Server {
    present: Rc<RefCell<HashSet<String>>>,
    requests: Rc<RefCell<Vec<String>>>,
}

impl Server {
    fn answer(&self, host: &SimHost) {
        let server = self.clone();
        host.on_request("request", move |options| {
            let text = |value: Option<&Value>| value.and_then(Value::as_text).expect("a text").to_owned();
            let path = text(options.get("url")).replace("https://family.example/", "");
            let user = text(options.get("data").and_then(|data| data.get("openid")));
            server.requests.borrow_mut().push(path.clone());
            if path == "here" {
                server.present.borrow_mut().insert(user.clone());
            }
            let present = server.present.borrow().contains(&user);
            Ok(Value::object([("data", Value::object([("present", Value::from(present))]))]))
        });
    }

    fn count(&self, path: &str) -> usize {
        self.requests.borrow().iter().filter(|request| *request == path).count()
    }
}

fn open(host: &SimHost, listener: &str) -> Session<Family> {
    let session = Session::new(host.clone());
    let contact = Value::object([("openid", Value::from(listener)), ("nickname", "孙女".into())]);
    session.input("people", Value::List(vec![contact])).expect("contacts");
    session.input("me", host.openid().as_str()).expect("an openid");
    session.load([]).expect("no query");
    session.show();
    session
}

/// Alice's page has invited Bob, whose mini-program is closed.
fn inviting() -> (SimHost, SimHost, Session<Family>, Server) {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    let server = Server::default();
    server.answer(&alice);
    server.answer(&bob);
    bob.close();
    let page = open(&alice, "o-bob");
    assert!(alice.run());
    assert_eq!(page.call(0), Tapped::Started);
    alice.run_for(secs(30));
    assert_eq!((page.state(), page.busy()), (State::Idle, true));
    assert_eq!(server.count("invite"), 1);
    (alice, bob, page, server)
}

#[test]
fn the_call_begins_when_the_listener_is_there() {
    let (alice, bob, page, _) = inviting();
    bob.reopen();
    let bobs = open(&bob, "o-alice");
    alice.run_for(secs(10));
    assert!(bobs.reachable() && page.connected() && bob.in_call());
}

#[test]
fn a_listener_who_does_not_come_is_not_called() {
    let (alice, _, page, server) = inviting();
    assert!(alice.run());
    assert_eq!(page.error().expect("an error").sentence(), "对方没有来，请稍后再试");
    assert_eq!(server.count("presence"), 60);
    assert!(!alice.in_call());
}

#[test]
fn the_user_cancels_the_wait() {
    let (alice, _, page, server) = inviting();
    let asked = server.count("presence");
    assert!(page.cancel());
    assert!(alice.run());
    assert_eq!((page.state(), page.busy(), server.count("presence")), (State::Idle, false, asked));
}

#[test]
fn a_server_that_cannot_be_reached_is_an_error() {
    let (alice, _, page, _) = inviting();
    alice.play_request("request", [Response::fail(Cause::Network)]);
    assert!(alice.run());
    assert_eq!((page.state(), page.busy()), (State::Failed, false));
}
