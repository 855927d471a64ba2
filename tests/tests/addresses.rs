//! What the address of a page sets. `tests/addresses.json` has the cases, and the end-to-end tests play the same ones on a
//! phone, on a page with the same fields (`tests/e2e/pages/kinds`).

use serde_json::{Map, Value, json};
use voip_runtime::field::FieldError;
use voip_runtime::prelude::*;
use voip_tests::TestSession;

#[voip_page(title = "各种字段")]
#[derive(Clone, Debug)]
struct Kinds {
    #[field(listener.openid, query)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener", query)]
    listen_name: String,
    #[field(caller.openid, query = "from")]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    #[field(default = "\"\\ 小", query)]
    nick: String,
    #[field(default = true, query)]
    loud: bool,
    #[field(default = 18, query)]
    age: u8,
    #[field(default = 0.5, query)]
    ratio: f64,
    #[field(room_type, default = voice, query)]
    room: RoomType,
    #[field(listener.head_image)]
    picture: Option<String>,
    #[field(query = "cm")]
    height: Option<u16>,
    #[field(default = -3)]
    minus: i32,
}

/// The fields by their names in the page's data, as a phone shows them.
fn data(session: &TestSession<Kinds>) -> Map<String, Value> {
    let value = |key: &str| match serde_json::to_value(session.value(key)).expect("data") {
        Value::Null => json!(""),
        Value::Number(number) => json!(number.as_f64()),
        value => value,
    };
    Kinds::SPEC.fields.iter().map(|field| (field.key.to_owned(), value(field.key))).collect()
}

#[test]
fn an_address_sets_the_fields_that_ask_for_it() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../addresses.json")).expect("a list of cases");
    let initial = data(&TestSession::empty());
    for case in &cases {
        let session = TestSession::<Kinds>::empty();
        let query = case["query"].as_object().expect("a query");
        let _ = session.load(query.iter().map(|(name, text)| (name.as_str(), text.as_str().expect("text"))));
        let mut expected = initial.clone();
        for (key, value) in case["fields"].as_object().expect("fields") {
            assert!(expected.contains_key(key), "{key} is a field");
            expected[key] = if value.is_number() { json!(value.as_f64()) } else { value.clone() };
        }
        let found = data(&session);
        assert_eq!(found, expected, "{case}");
        assert_eq!((session.state(), session.busy(), session.host.calls()), (State::Idle, false, vec![]));
    }
}

#[test]
fn the_first_invalid_value_is_the_error() {
    let session = TestSession::<Kinds>::empty();
    let query = [("room", "attic"), ("age", "256"), ("nick", "Ann")];
    assert_eq!(session.load(query), Err(FieldError::Invalid("`u8`")));
    assert_eq!(session.page().nick, "Ann");
}

#[test]
fn the_last_of_two_parameters_counts() {
    let session = TestSession::<Kinds>::empty();
    session.load([("nick", "Ann"), ("nick", "Bob")]).expect("text");
    assert_eq!(session.page().nick, "Bob");
}
