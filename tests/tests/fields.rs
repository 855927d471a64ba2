//! The values that fields accept from the user and from the page's query, and what the host gets.

use voip_runtime::field::FieldError;
use voip_runtime::prelude::*;
use voip_runtime::record::{RecordKind, RecordedCall};
use voip_runtime::session::Tapped;
use voip_runtime::sim::SimHost;
use voip_runtime::value::Value;
use voip_tests::{Plain, TestSession, recorded};

#[voip_page(title = "各种字段")]
#[derive(Clone, Debug, PartialEq)]
struct EveryType {
    #[field(listener.openid, query)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(listener.head_image)]
    listen_image: Option<String>,
    #[field(caller.openid, query = "me")]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller", query)]
    call_name: String,
    #[field(room_type, default = voice, query)]
    kind: RoomType,
    #[field(default = true)]
    urgent: bool,
    #[field(default = -3)]
    small: i8,
    #[field(default = 7, query)]
    byte: u8,
    #[field(default = 5)]
    big: i64,
    #[field(default = 6)]
    huge: u64,
    #[field(default = 1.5)]
    short: f32,
    #[field(default = 2.5)]
    long: f64,
    #[field(default = 9, query)]
    maybe: Option<i32>,
    #[field(default = true)]
    maybe_bool: Option<bool>,
    #[field(default = "x")]
    maybe_text: Option<String>,
    maybe_openid: Option<OpenId>,
}

fn value(session: &TestSession<EveryType>, name: &str) -> Value {
    session.value(name).expect("a field")
}

fn number(number: f64) -> Value {
    Value::Number(number)
}

#[test]
fn a_field_is_set_by_its_rust_name_or_its_data_name() {
    let session = TestSession::<EveryType>::empty();
    session.input("maybe_text", "Rust").expect("text");
    assert_eq!(value(&session, "maybeText"), "Rust".into());
    session.input("maybeText", "data").expect("text");
    assert_eq!(value(&session, "maybe_text"), "data".into());
    for unknown in ["", "maybetext", "MaybeText", "maybe-text", "state", "busy", "呼叫", "maybe_text "] {
        assert_eq!(session.input(unknown, "x"), Err(FieldError::Unknown(unknown.to_owned())));
        assert_eq!(session.value(unknown), None);
    }
    assert_eq!(session.take_events(), ["input"; 2], "a rejected value is not an input event");
}

/// Valid inputs: the field, the input, the value of the field afterwards.
fn accepted() -> Vec<(&'static str, Value, Value)> {
    let text = |text: &str| Value::from(text);
    vec![
        ("listen_openid", text("o"), text("o")),
        ("call_name", text(""), text("")),
        ("kind", text("video"), text("video")),
        ("kind", text("voice"), text("voice")),
        ("urgent", false.into(), false.into()),
        ("urgent", text("false"), false.into()),
        ("small", text("-128"), number(-128.0)),
        ("small", text(" 127 "), number(127.0)),
        ("small", number(-0.0), number(0.0)),
        ("byte", number(255.0), number(255.0)),
        ("big", number(9_007_199_254_740_992.0), number(9_007_199_254_740_992.0)),
        ("big", number(-9_223_372_036_854_775_808.0), number(-9_223_372_036_854_775_808.0)),
        ("huge", text("0"), number(0.0)),
        ("short", text("0.25"), number(0.25)),
        ("short", number(-1e30), number(f64::from(-1e30_f32))),
        ("long", number(1e300), number(1e300)),
        ("long", text("-1e-7"), number(-1e-7)),
        ("long", text("5."), number(5.0)),
        ("long", text(".5"), number(0.5)),
        ("long", text("+2.5E1"), number(25.0)),
        ("long", text(" 0.25\n"), number(0.25)),
        ("maybe", text(""), Value::Null),
        ("maybe", Value::Null, Value::Null),
        ("maybe", text("-5"), number(-5.0)),
        ("maybe_bool", text(""), Value::Null),
        ("maybe_bool", text("false"), false.into()),
        ("maybe_text", text(""), Value::Null),
        ("listen_image", text("https://example.com/a.png"), text("https://example.com/a.png")),
    ]
}

/// Invalid inputs: the field and the input.
fn rejected() -> Vec<(&'static str, Value)> {
    let numbers = |name| {
        [number(f64::NAN), number(f64::INFINITY), number(f64::NEG_INFINITY)]
            .into_iter()
            .chain(["", " ", "NaN", "inf", "-infinity", "five", "0x10", "1_000", "٣"].map(Value::from))
            .chain([true.into(), Value::Null, Value::List(vec![]), Value::Object(vec![])])
            .map(move |value| (name, value))
    };
    let overflows = [
        ("small", ["-129", "128", "1.5", "99999999999999999999"].map(Value::from).to_vec()),
        ("small", [128.0, -129.0, 0.5, 1e300].map(number).to_vec()),
        ("byte", [256.0, -1.0, 255.5].map(number).to_vec()),
        ("byte", ["-1", "256"].map(Value::from).to_vec()),
        ("big", [9_223_372_036_854_775_808.0, -1e19, 1e19].map(number).to_vec()),
        ("big", ["9223372036854775808"].map(Value::from).to_vec()),
        ("huge", [18_446_744_073_709_551_616.0, -1.0, 1e20].map(number).to_vec()),
        ("huge", ["18446744073709551616", "-1"].map(Value::from).to_vec()),
        ("short", [1e39, -1e300].map(number).to_vec()),
        ("short", ["1e39"].map(Value::from).to_vec()),
        ("long", [".", "1e", "+", "Infinity", "1e309", "-1e309"].map(Value::from).to_vec()),
        ("maybe", ["2147483648", "x", "1.0"].map(Value::from).to_vec()),
        ("maybe_bool", vec!["yes".into(), number(1.0)]),
        ("maybe_text", vec![number(1.0), true.into()]),
        ("urgent", vec!["".into(), "True".into(), "1".into(), number(1.0), Value::Null]),
        ("kind", vec!["".into(), "Voice".into(), "audio".into(), number(0.0), Value::Null]),
        ("listen_openid", vec![number(1.0), Value::Null, false.into(), Value::List(vec!["o".into()])]),
        ("call_name", vec![number(1.0), Value::Null, Value::Object(vec![])]),
    ];
    let plain_numbers = ["small", "byte", "big", "huge", "short", "long"].into_iter().flat_map(numbers);
    plain_numbers
        .chain(overflows.into_iter().flat_map(|(name, values)| values.into_iter().map(move |v| (name, v))))
        .collect()
}

#[test]
fn every_type_accepts_valid_values() {
    for (name, given, value_after) in accepted() {
        let session = TestSession::<EveryType>::empty();
        session.input(name, given.clone()).unwrap_or_else(|error| panic!("{name} = {given:?}: {error}"));
        assert_eq!(value(&session, name), value_after, "{name} = {given:?}");
    }
}

#[test]
fn every_type_rejects_invalid_values_and_keeps_the_old_one() {
    let session = TestSession::<EveryType>::empty();
    let before = session.page();
    for (name, given) in rejected() {
        let result = session.input(name, given.clone());
        let Err(FieldError::Invalid(expected)) = &result else {
            panic!("{name} = {given:?} was accepted: {:?}", value(&session, name))
        };
        assert!(!expected.is_empty());
        assert_eq!(session.page(), before, "{name} = {given:?}");
    }
    assert_eq!((session.take_events(), session.host.calls()), (vec![], vec![]));
}

#[test]
fn a_query_sets_fields_and_starts_no_call() {
    let session = TestSession::<EveryType>::empty();
    let query = [("listenOpenid", "o-from-query"), ("kind", "video"), ("urgent", "false"), ("me", " me\n")];
    session.load(query).expect("valid values");
    assert_eq!((session.state(), session.busy(), session.host.calls()), (State::Idle, false, vec![]));
    let changed: Vec<_> =
        session.take_events().iter().filter(|event| event.contains(" = ")).cloned().collect();
    let expected = ["listen_openid = \"o-from-query\"", "call_openid = \"me\"", "kind = \"video\""];
    assert_eq!(changed, expected);
    session.load([]).expect("an empty query");
    session.load([("kind", "video")]).expect("a valid value");
    assert_eq!(session.take_events(), ["input"; 2]);
}

#[test]
fn a_query_with_an_invalid_value_sets_the_other_fields() {
    let session = TestSession::<EveryType>::empty();
    let query = [("byte", "256"), ("maybe", ""), ("kind", "telepathy"), ("callName", "someone")];
    assert_eq!(session.load(query), Err(FieldError::Invalid("`video` or `voice`")));
    let page = session.page();
    assert_eq!((page.byte, page.maybe, page.kind), (7, None, RoomType::Voice));
    assert_eq!(page.call_name, "someone");
    assert_eq!((session.state(), session.host.calls()), (State::Idle, vec![]));
}

#[test]
fn any_text_reaches_the_host_unchanged() {
    let long = "呼叫👩‍👩‍👧‍👦".repeat(40_000);
    assert!(long.len() > 1_000_000);
    let texts = [
        "o\"'`\\\n\r\t\0</view>{{openid}}",
        "\u{0}",
        "\u{202e}\u{feff}\u{fffd}\u{10ffff}",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u{301} ﷽",
        long.as_str(),
    ];
    for text in texts {
        let host = SimHost::new();
        let recording = recorded::<Plain>(&host, |session| {
            for field in Plain::SPEC.fields {
                session.input(field.name, text).expect("any text");
            }
            session.tap();
            assert!(host.run());
            assert_eq!(session.state(), State::InCall);
        });
        let join = recording.records.iter().find_map(|record| match &record.what {
            RecordKind::Call(RecordedCall { name, options, .. }) if name == "join1v1Chat" => {
                Some(options.clone())
            }
            _ => None,
        });
        let join = join.expect("a join");
        for side in ["caller", "listener"] {
            for member in ["openid", "nickname"] {
                let arrived = join.get(side).and_then(|side| side.get(member)).and_then(Value::as_text);
                assert!(arrived == Some(text), "{side}.{member} is not {text:.20}");
            }
        }
    }
}

#[test]
fn a_join_passes_head_images_and_the_room_type() {
    let session = TestSession::<EveryType>::new();
    session.input("listenImage", "https://example.com/a.png").expect("text");
    session.tap();
    session.succeed_until(State::InCall);
    let options = session.host.options("join1v1Chat");
    assert_eq!(options["listener"]["headImage"], "https://example.com/a.png");
    assert_eq!((&options["roomType"], options["caller"].get("headImage")), (&"voice".into(), None));
}

/// What copying adds: white space, a byte order mark, characters without a width.
const AROUND: [&str; 6] = [" ", "\n\t", "\u{feff}", "\u{200b}", "\u{3000}\u{a0}", "\u{2060}\u{85}"];

#[test]
fn an_openid_has_no_white_space_around_it() {
    for around in AROUND {
        let written = format!("{around}o L{around}");
        assert_eq!(OpenId::from(written.as_str()).as_str(), "o L", "{around:?}");
        assert_eq!(OpenId::from(written.clone()), "o L".into());
        assert_eq!(serde_json::from_value::<OpenId>(written.clone().into()).expect("text"), "o L".into());
        let session = TestSession::<EveryType>::empty();
        session.input("listenOpenid", written.as_str()).expect("text");
        session.input("maybeOpenid", written.as_str()).expect("text");
        session.input("listenName", written.as_str()).expect("text");
        assert_eq!(value(&session, "listenOpenid"), "o L".into());
        assert_eq!(value(&session, "maybeOpenid"), "o L".into());
        assert_eq!(value(&session, "listenName"), written.as_str().into(), "a nickname is not trimmed");
    }
    let kept = ["o\u{301}", "“o”", "开放", "\u{202e}o"];
    assert!(kept.iter().all(|openid| OpenId::from(*openid).as_str() == *openid));
}

/// Unicode's white space is in the list of `OpenId`.
#[test]
fn every_white_space_is_removed() {
    for letter in ('\0'..=char::MAX).filter(|letter| letter.is_whitespace()) {
        assert!(OpenId::from(letter.to_string()).is_empty(), "{letter:?}");
    }
}

#[test]
fn a_blank_openid_is_empty() {
    let session = TestSession::<EveryType>::new();
    for around in AROUND {
        session.input("maybeOpenid", around).expect("text");
        assert_eq!(value(&session, "maybeOpenid"), Value::Null, "{around:?}");
        session.input("callOpenid", around).expect("text");
        assert!(matches!(session.tap(), Tapped::Missing(field) if field.name == "call_openid"), "{around:?}");
    }
    // A nickname is what was typed.
    session.input("callOpenid", "o").expect("text");
    session.input("callName", " ").expect("text");
    assert_eq!(session.tap(), Tapped::Started);
}
