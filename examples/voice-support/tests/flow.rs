//! Tests the page on simulated phones in virtual time.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use voice_support::{VoiceSupport, interrupted_calls};
use voip_runtime::field::RoomType;
use voip_runtime::flow::Via;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Play, Response, SimHost, Step, explore};
use voip_runtime::spec::Scope;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Session, State};

/// What our server answers about an agent.
fn found(picture: Option<&str>) -> Value {
    let agent = Value::object([("openid", Value::from("o-agent")), ("picture", picture.into())]);
    Value::object([("data", agent)])
}

/// The requests that the server has got.
type Requests = Rc<RefCell<Vec<(String, String)>>>;

/// The page on this phone, whose server answers. The list has the requests that it gets: the URL, and the agent.
fn page(host: &SimHost) -> (Session<VoiceSupport>, Requests) {
    let requests = Requests::default();
    let seen = requests.clone();
    host.on_request("request", move |options| {
        let text = |value: Option<&Value>| value.and_then(Value::as_text).unwrap().to_owned();
        let agent = options.get("data").and_then(|data| data.get("agent"));
        seen.borrow_mut().push((text(options.get("url")), text(agent)));
        Ok(found(Some("https://support.example/8002.png")))
    });
    let session = Session::open(host.clone(), [("agent", "8002")]).unwrap();
    session.input("customer_openid", "o-customer").unwrap();
    (session, requests)
}

#[test]
fn the_server_says_whom_to_call() {
    let host = SimHost::new();
    let (session, requests) = page(&host);
    assert_eq!(session.tap(), Tapped::Started);
    assert!(host.run());
    assert_eq!((session.state(), session.connected()), (State::InCall, true));
    assert_eq!(*requests.borrow(), [("https://support.example/agents".to_owned(), "8002".to_owned())]);
    assert_eq!(session.value("agent_openid"), Some(Value::from("o-agent")));
    let window = host.screen().call.unwrap();
    assert_eq!((window.name.as_str(), window.room_type), ("8002", RoomType::Voice));
}

#[test]
fn an_agent_who_is_not_found_is_not_called() {
    let host = SimHost::new();
    let (session, _) = page(&host);
    let no_agent = Value::object([("data", Value::Null)]);
    for answer in [Response::fail(Cause::Network), Response::succeed(no_agent), Response::never()] {
        host.play_request("request", [answer]);
        session.tap();
        assert!(host.run());
        assert_eq!((session.state(), session.error().unwrap().sentence()), (State::Failed, "该客服不在线"));
        assert!(!host.in_call());
    }
    session.tap();
    assert!(host.run() && session.connected());
}

#[test]
fn each_recovery_leads_to_a_call() {
    let failures = [
        (Step::Enable, Play::fail(Cause::NoRecord)),
        (Step::Join, Play::fail(Cause::AlreadyInRoom)),
        (Step::Join, Play::fail(Cause::System)),
    ];
    for (step, failure) in failures {
        let host = SimHost::new();
        host.play(step, [failure.clone()]);
        let (session, _) = page(&host);
        session.tap();
        assert!(host.run());
        assert!(session.connected(), "{failure:?}");
    }
}

#[test]
fn a_user_who_has_refused_is_asked_to_open_the_settings() {
    let host = SimHost::new();
    host.make_interactive();
    for scope in [Scope::Record, Scope::Camera] {
        host.set_permission(scope, Some(scope == Scope::Camera));
    }
    let (session, _) = page(&host);
    session.tap();
    assert!(host.run());
    assert!(host.allow() && host.turn(Scope::Record, true) && host.leave_settings());
    assert!(host.run());
    assert_eq!(session.state(), State::InCall);
}

#[test]
fn a_room_that_cannot_be_left_is_a_failure() {
    let host = SimHost::new();
    host.play(Step::Join, [Play::fail(Cause::AlreadyInRoom), Play::fail(Cause::AlreadyInRoom)]);
    host.play_via(Via::ExitRoom, [Play::fail(Cause::System)]);
    let (session, _) = page(&host);
    session.tap();
    assert!(host.run());
    assert_eq!(session.error().unwrap().cause(), Cause::AlreadyInRoom);
}

#[test]
fn an_interrupted_call_is_counted() {
    let host = SimHost::new();
    let (session, _) = page(&host);
    session.tap();
    assert!(host.run());
    let before = interrupted_calls();
    host.interrupt();
    assert_eq!((session.state(), session.error().unwrap().cause()), (State::Failed, Cause::Interrupted));
    // Other tests of this process do not interrupt calls, except `explore`.
    assert!(interrupted_calls() > before);
}

#[test]
fn leaving_the_page_ends_the_call() {
    let host = SimHost::new();
    let (session, _) = page(&host);
    session.tap();
    assert!(host.run());
    session.leave();
    host.run_for(Duration::from_secs(1));
    assert!(!host.in_call());
}

#[test]
fn the_agent_calls_back() {
    let (customer, agent) = SimHost::pair("o-customer", "o-agent");
    let (session, _) = page(&customer);
    assert!(session.set_reachable(true));
    assert!(customer.run() && session.reachable());
    agent.on_request("request", |_| {
        Ok(Value::object([("data", Value::object([("openid", "o-customer".into())]))]))
    });
    let back: Session<VoiceSupport> = Session::new(agent.clone());
    back.input("customer_openid", "o-agent").unwrap();
    back.tap();
    assert!(agent.run());
    assert!(back.connected() && customer.in_call());
}

#[test]
fn every_path_is_without_a_flaw() {
    let explored = explore::<VoiceSupport>().unwrap();
    assert_eq!(explored.untaken().count(), 0, "{explored}");
}
