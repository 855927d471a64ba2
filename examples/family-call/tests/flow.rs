//! Tests the page on simulated phones in virtual time.

use std::time::Duration;

use family_call::FamilyCall;
use voip_runtime::record::{RecordKind, Recorder};
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Explorer, Listener, MemberEvents, Response, SimHost};
use voip_runtime::spec::Scope;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Session, State};

/// A contact as our server sends it.
fn contact(openid: &str, nickname: &str) -> Value {
    let members =
        [("openid", openid), ("nickname", nickname), ("headImage", "https://family.example/face.png")];
    Value::object(members.map(|(key, text)| (key, Value::from(text))))
}

/// What our server answers: the family of the user with this openid.
fn family_of(openid: &str, contacts: impl IntoIterator<Item = Value>) -> Value {
    let family = Value::List(contacts.into_iter().collect());
    let home = [("openid", Value::from(openid)), ("name", "奶奶".into()), ("family", family)];
    Value::object([("data", Value::object(home))])
}

fn login() -> Value {
    Value::object([("code", Value::from("a-code"))])
}

/// The server knows two members of the family, and one who has never opened the mini-program.
fn answer_from_server(host: &SimHost) {
    let openid = host.openid();
    host.on_request("login", |_| Ok(login()));
    host.on_request("request", move |options| {
        assert_eq!(options.get("data").and_then(|data| data.get("code")), Some(&Value::from("a-code")));
        Ok(family_of(&openid, [contact("o-son", "儿子"), contact("o-daughter", "女儿"), contact("", "孙子")]))
    });
}

/// Opens the page on this phone and shows it, as `WeChat` does.
fn open(host: &SimHost) -> Session<FamilyCall> {
    let session = Session::open(host.clone(), []).unwrap();
    session.show();
    session
}

/// The page on a phone, with the family loaded.
fn loaded() -> (SimHost, Session<FamilyCall>) {
    let host = SimHost::new();
    answer_from_server(&host);
    let session = open(&host);
    assert!(host.run());
    (host, session)
}

/// Taps the button of the son, whose phone then rings.
fn ringing(host: &SimHost) -> Session<FamilyCall> {
    answer_from_server(host);
    let session = open(host);
    assert!(host.run());
    session.call(0);
    while session.state() != State::InCall {
        assert!(host.step(Duration::MAX));
    }
    session
}

/// The titles of the toasts, and how long each is shown.
fn toasts(recorder: &Recorder) -> Vec<(String, Option<f64>)> {
    let calls = recorder.take().into_iter().filter_map(|record| match record.what {
        RecordKind::Call(call) if call.name == "showToast" => Some(call.options),
        _ => None,
    });
    let read = |options: Value| {
        let title = options.get("title").and_then(Value::as_text).unwrap().to_owned();
        (title, options.get("duration").and_then(Value::as_number))
    };
    calls.map(read).collect()
}

#[test]
fn the_page_loads_the_family_and_becomes_reachable_as_it_opens() {
    let (host, session) = loaded();
    let family = session.value("family").unwrap();
    let shown: Vec<_> = family
        .as_list()
        .unwrap()
        .iter()
        .map(|contact| {
            // The data of the page have no openids.
            assert_eq!(contact.get("openid"), None);
            let callable = contact.get("callable").and_then(Value::as_bool).unwrap();
            (contact.get("nickname").and_then(Value::as_text).unwrap().to_owned(), callable)
        })
        .collect();
    assert_eq!(shown, [("儿子".into(), true), ("女儿".into(), true), ("孙子".into(), false)]);
    assert!(session.reachable() && host.is_reachable());
    assert_eq!((session.state(), session.error()), (State::Idle, None));
}

#[test]
fn a_tap_calls_that_member_of_the_family() {
    let (host, session) = loaded();
    assert_eq!(session.call(1), Tapped::Started);
    assert!(host.run());
    assert_eq!((session.state(), session.connected()), (State::InCall, true));
    assert_eq!(host.screen().call.unwrap().name, "女儿");
}

#[test]
fn a_member_without_an_openid_cannot_be_called() {
    let (_, session) = loaded();
    assert_eq!(session.call(2), Tapped::Ignored);
    assert_eq!(session.tap(), Tapped::Ignored, "the page has no button besides those of the family");
}

#[test]
fn the_family_is_loaded_again_when_the_page_is_shown_again() {
    let host = SimHost::new();
    answer_from_server(&host);
    host.play_request("request", [Response::fail(Cause::Network)]);
    let session = open(&host);
    assert!(host.run());
    assert_eq!(session.error().unwrap().sentence(), "家人名单没有加载出来，请重新打开");
    assert_eq!(session.value("family").unwrap().as_list().map(<[_]>::len), Some(0));

    session.show();
    assert!(session.loading());
    assert!(host.run());
    assert_eq!(session.error(), None);
    assert_eq!(session.call(0), Tapped::Started);
}

#[test]
fn nobody_answers() {
    let host = SimHost::new();
    host.set_listener(Listener::Closed);
    let recorder = Recorder::new(host.clone());
    answer_from_server(&host);
    let session = Session::<FamilyCall>::open(recorder.clone(), []).unwrap();
    recorder.observe(&session);
    session.show();
    assert!(host.run());
    session.call(0);
    // `run` does not wait for the limits of a call.
    assert!(host.run());
    assert_eq!(session.state(), State::InCall);
    host.run_for(Duration::from_secs(44));
    assert_eq!(session.state(), State::InCall);
    host.run_for(Duration::from_secs(1));
    assert_eq!((session.state(), session.error().unwrap().cause()), (State::Failed, Cause::NoAnswer));
    assert!(!host.in_call(), "the page has left the room");
    assert_eq!(toasts(&recorder), [("没有人接，请过一会儿再打".to_owned(), Some(5000.0))]);
}

/// On such a phone a ring limit would cut off a call that was answered.
#[test]
fn a_phone_that_does_not_report_members_rings_on() {
    let host = SimHost::new();
    host.set_member_events(MemberEvents::Never);
    let session = ringing(&host);
    host.run_for(Duration::from_secs(600));
    assert_eq!((session.state(), host.in_call()), (State::InCall, true));
}

#[test]
fn an_answered_call_has_no_limit() {
    let host = SimHost::new();
    let session = ringing(&host);
    host.run_for(Duration::from_secs(3600));
    assert_eq!((session.state(), session.connected()), (State::InCall, true));
}

#[test]
fn a_refusal_is_shown_only_if_the_user_has_tapped() {
    let host = SimHost::new();
    answer_from_server(&host);
    host.deny(Scope::Record);
    let recorder = Recorder::new(host.clone());
    let session = Session::<FamilyCall>::open(recorder.clone(), []).unwrap();
    recorder.observe(&session);
    // Shown, the page enables calls by itself: it asks nobody to open the settings, and shows no toast.
    session.show();
    assert!(host.run());
    assert_eq!((session.reachable(), toasts(&recorder).len()), (false, 0));
    session.call(0);
    assert!(host.run());
    assert_eq!((session.state(), session.error().unwrap().cause()), (State::Failed, Cause::Denied));
    assert_eq!(toasts(&recorder), [("请允许使用麦克风和摄像头".to_owned(), Some(5000.0))]);
}

#[test]
fn the_family_calls_back() {
    let (grandma, son) = SimHost::pair("o-grandma", "o-son");
    let pages = [&grandma, &son].map(|host| {
        let openid = host.openid();
        host.on_request("login", |_| Ok(login()));
        host.on_request("request", move |_| {
            let other =
                if openid == "o-son" { contact("o-grandma", "奶奶") } else { contact("o-son", "儿子") };
            Ok(family_of(&openid, [other]))
        });
        open(host)
    });
    assert!(grandma.run());
    let [hers, his] = pages;
    assert_eq!(hers.call(0), Tapped::Started);
    assert!(grandma.run());
    assert!(hers.connected() && son.in_call());
    grandma.hang_up();
    hers.hang_up();
    assert!(grandma.run());
    assert_eq!(his.call(0), Tapped::Started);
    assert!(son.run());
    assert!(his.connected() && grandma.in_call());
    assert!(!grandma.screen().call.unwrap().outgoing);
}

/// `on_load` sets all fields, so each has one value before.
#[test]
fn every_path_is_without_a_flaw() {
    let fields =
        Explorer::new().field("me", [""]).field("my_name", [""]).field("family", [Value::List(vec![])]);
    let explored = fields.explore::<FamilyCall>().unwrap();
    assert_eq!(explored.untaken().count(), 0, "{explored}");
}
