//! A page with a list of contacts: `#[field(contacts)]`.

use std::cell::RefCell;

use serde_json::json;
use voip_runtime::field::FieldError;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_tests::{LISTENER, TestSession};

#[voip_page(title = "家人", handler = call_family)]
struct CallFamily {
    #[field(contacts, label = "家人")]
    family: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "caller")]
    my_name: String,
}

/// A page whose button calls one user, and which has contacts too.
#[voip_page(title = "客服和家人")]
struct Both {
    #[field(listener.openid)]
    support: OpenId,
    #[field(listener.nickname)]
    support_name: String,
    #[field(listener.head_image, required = "请选择客服")]
    support_picture: String,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "caller")]
    my_name: String,
    #[field(contacts)]
    family: Vec<Contact>,
}

thread_local! {
    static CALLED: RefCell<Vec<Contact>> = RefCell::default();
}

async fn call_family(call: Call<CallFamily, Idle>) -> Outcome<CallFamily> {
    CALLED.with_borrow_mut(|called| called.push(call.listener()));
    let call = call.begin().authorize().await?;
    // The list on the page may change at any time.
    call.update(|page| page.family.clear());
    call.enable().await?.join().await
}

fn contact(openid: &str, nickname: &str) -> Value {
    let texts = [("openid", openid), ("nickname", nickname), ("headImage", "https://example.com/a.png")];
    Value::object(texts.map(|(key, text)| (key, Value::from(text))))
}

fn with(contacts: impl IntoIterator<Item = Value>) -> TestSession<CallFamily> {
    let session = TestSession::<CallFamily>::new();
    session.input("family", Value::List(contacts.into_iter().collect())).expect("contacts");
    session
}

#[test]
fn a_tap_calls_the_contact_even_if_the_list_changes() {
    let session = with([contact("o-son", "儿子"), contact("o-daughter", "女儿")]);
    assert!(session.available().call && !session.available().tap);
    assert_eq!(session.call(1), Tapped::Started);
    assert!(!session.available().call);
    assert_eq!(session.call(0), Tapped::Ignored, "one call at a time");
    session.input("family", Value::List(vec![contact("o-son", "儿子")])).expect("contacts");
    session.succeed_until(State::InCall);
    assert_eq!(session.value("family"), Some(Value::List(vec![])));
    let options = session.host.options("join1v1Chat");
    let expected =
        json!({"openid": "o-daughter", "nickname": "女儿", "headImage": "https://example.com/a.png"});
    assert_eq!(options["listener"], expected);
    assert_eq!(options["caller"]["nickname"], "caller");
    let called = CALLED.take();
    assert_eq!(called.iter().map(|contact| contact.nickname.as_str()).collect::<Vec<_>>(), ["女儿"]);
}

#[test]
fn a_page_with_contacts_alone_has_no_call_button() {
    let session = with([contact("o-son", "儿子")]);
    assert!(!CallFamily::SPEC.has_call_button() && CallFamily::SPEC.contacts() == Some(0));
    assert_eq!(session.tap(), Tapped::Ignored);
    assert_eq!((session.state(), session.busy(), session.host.calls()), (State::Idle, false, vec![]));
    let page = session.page();
    assert_eq!((page.family.len(), page.my_name.as_str(), page.me.is_empty()), (1, "caller", false));
}

#[test]
fn nobody_is_called_without_an_openid() {
    let session = with([contact(" \n", "儿子"), Value::object([("nickname", Value::from("女儿"))])]);
    for index in [0, 1, 2, usize::MAX] {
        assert_eq!(session.call(index), Tapped::Ignored, "{index}");
    }
    let session = with([]);
    assert_eq!(session.call(0), Tapped::Ignored);
    assert_eq!((session.error(), session.host.calls()), (None, vec![]));
}

#[test]
fn a_contact_needs_the_callers_openid() {
    let session = with([contact("o-son", "儿子")]);
    session.input("me", "").expect("text");
    assert!(matches!(session.call(0), Tapped::Missing(field) if field.name == "me"));
    assert_eq!(session.failure(), Some((Cause::App, "请填写您的openid".to_owned())));
}

#[test]
fn the_data_have_no_openids() {
    let session = with([contact("o-son", "儿子"), contact("", "女儿")]);
    let expected = |nickname: &str, callable: bool| {
        Value::object([
            ("nickname", nickname.into()),
            ("headImage", "https://example.com/a.png".into()),
            ("callable", callable.into()),
        ])
    };
    let data = session.value("family").expect("a field");
    assert_eq!(data, Value::List(vec![expected("儿子", true), expected("女儿", false)]));
}

#[test]
fn other_values_are_rejected_and_the_list_stays() {
    let session = with([contact("o-son", "儿子")]);
    for wrong in [
        Value::Null,
        "o-son".into(),
        Value::Number(1.0),
        contact("o-son", "儿子"),
        Value::List(vec!["o-son".into()]),
        Value::List(vec![Value::object([("openid", Value::Number(1.0))])]),
    ] {
        assert_eq!(
            session.input("family", wrong.clone()),
            Err(FieldError::Invalid("a list of contacts")),
            "{wrong:?}"
        );
        assert_eq!(session.page().family.len(), 1);
    }
}

#[test]
fn five_hundred_contacts_each_have_a_button() {
    let session = with((0..500).map(|number| contact(&format!("o-{number}"), &number.to_string())));
    for index in [499, 0, 250] {
        session
            .input("family", Value::List((0..500).map(|n| contact(&format!("o-{n}"), "x")).collect()))
            .expect("contacts");
        assert_eq!(session.call(index), Tapped::Started);
        session.succeed_until(State::InCall);
        assert_eq!(session.host.options("join1v1Chat")["listener"]["openid"], format!("o-{index}"));
        assert!(session.hang_up());
        session.host.ok("exitVoIPChat");
    }
}

#[test]
fn the_button_of_a_page_with_both_calls_its_listener() {
    let session = TestSession::<Both>::new();
    session.input("family", Value::List(vec![contact("o-son", "儿子")])).expect("contacts");
    assert!(matches!(session.tap(), Tapped::Missing(field) if field.name == "support_name"));
    assert_eq!(session.failure(), Some((Cause::App, "请填写对方的昵称".to_owned())));
    // Nothing of the listener is needed to call a contact.
    assert_eq!(session.call(0), Tapped::Started);
    session.succeed_until(State::InCall);
    assert_eq!(session.host.options("join1v1Chat")["listener"]["openid"], "o-son");
    assert!(session.hang_up());
    session.host.ok("exitVoIPChat");

    session.input("supportName", "客服").expect("text");
    assert!(matches!(session.tap(), Tapped::Missing(field) if field.name == "support_picture"));
    session.input("supportPicture", "https://example.com/b.png").expect("text");
    assert_eq!(session.tap(), Tapped::Started);
    session.succeed_until(State::InCall);
    assert_eq!(session.host.options("join1v1Chat")["listener"]["openid"], LISTENER);
}
