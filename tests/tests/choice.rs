//! Fields with `choice`, and the fields whose row is limited or must be filled in.

use voip_runtime::field::{FieldError, FieldKind, FieldType};
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::spec::{FieldSpec, Variant};
use voip_runtime::value::Value;
use voip_tests::TestSession;

/// It derives nothing else.
#[derive(Choice)]
enum Ward {
    #[choice("急诊")]
    Urgent,
    #[choice("儿科")]
    Children,
    #[choice("其他")]
    r#Other,
}

/// It derives what the derive could need, and its discriminants are not its order.
#[derive(Choice, Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[choice(crate = voip_runtime)]
enum Floor {
    #[choice("一楼")]
    First = 7,
    #[choice("二楼")]
    #[default]
    Second = 3,
}

#[voip_page(title = "医生咨询")]
struct AskDoctor {
    #[field(listener.openid)]
    doctor: OpenId,
    #[field(listener.nickname, label = "医生", read_only, required = "请选择医生")]
    doctor_name: String,
    #[field(caller.openid)]
    patient: OpenId,
    #[field(caller.nickname, default = "caller", label = "您的姓名", max_length = 20)]
    patient_name: String,
    #[field(choice, label = "科室", query)]
    ward: Ward,
    #[field(choice, label = "楼层", default = Second, query = "floor")]
    floor: Floor,
    #[field(choice, label = "另一个科室", required = "请选择另一个科室")]
    second_ward: Option<Ward>,
    #[field(choice, default = Other)]
    third_ward: Option<Ward>,
    #[field(choice)]
    first_floor: Floor,
    #[field(label = "年龄", required = "请填写年龄", max_length = 3)]
    age: Option<u8>,
    #[field(required = "请说明病情", default = "x")]
    complaint: Option<String>,
}

fn filled_in() -> TestSession<AskDoctor> {
    let session = TestSession::<AskDoctor>::new();
    for (field, value) in [("doctorName", "王医生"), ("secondWard", "Children"), ("age", "7")] {
        session.input(field, value).expect("a value of the field");
    }
    session
}

fn value(session: &TestSession<AskDoctor>, name: &str) -> Value {
    session.value(name).expect("a field")
}

#[test]
fn the_first_variant_or_the_default_is_the_initial_one() {
    let session = TestSession::<AskDoctor>::empty();
    let initial =
        ["ward", "floor", "secondWard", "thirdWard", "firstFloor"].map(|name| value(&session, name));
    let expected = ["Urgent".into(), "Second".into(), Value::Null, "Other".into(), "First".into()];
    assert_eq!(initial, expected);
}

#[test]
fn the_value_is_the_name_of_a_variant() {
    let session = TestSession::<AskDoctor>::empty();
    for name in ["Other", "Children", "Urgent"] {
        session.input("ward", name).expect("a variant");
        assert_eq!(value(&session, "ward"), name.into());
    }
    session.input("floor", "First").expect("a variant");
    assert_eq!(session.page().floor, Floor::First);
    session.input("thirdWard", "Children").expect("a variant");
    assert!(matches!(session.page().third_ward, Some(Ward::Children)));
    for empty in ["".into(), Value::Null] {
        session.input("thirdWard", "Urgent").expect("a variant");
        session.input("thirdWard", empty).expect("no value");
        assert_eq!(value(&session, "thirdWard"), Value::Null);
    }
}

#[test]
fn other_values_are_rejected_and_the_old_one_stays() {
    let session = TestSession::<AskDoctor>::empty();
    session.input("ward", "Children").expect("a variant");
    session.take_events();
    let wrong: [Value; 9] = [
        "".into(),
        "urgent".into(),
        "急诊".into(),
        "Urgent ".into(),
        "0".into(),
        Value::Number(0.0),
        true.into(),
        Value::Null,
        Value::List(vec!["Urgent".into()]),
    ];
    for wrong in wrong {
        let expected = Err(FieldError::Invalid("`Urgent`, `Children` or `Other`"));
        assert_eq!(session.input("ward", wrong.clone()), expected, "{wrong:?}");
        assert_eq!(value(&session, "ward"), "Children".into(), "{wrong:?}");
    }
    assert!(session.input("thirdWard", "Floor").is_err());
    assert_eq!(value(&session, "thirdWard"), "Other".into());
    assert_eq!(session.take_events(), <[&str; 0]>::default());
}

#[test]
fn an_address_sets_a_choice() {
    let session = TestSession::<AskDoctor>::empty();
    session.load([("ward", "Other"), ("floor", "First"), ("thirdWard", "Urgent")]).expect("variants");
    let now = ["ward", "floor", "thirdWard"].map(|name| value(&session, name));
    assert_eq!(now, ["Other", "First", "Other"].map(Value::from), "no address sets the last one");
    assert!(session.load([("ward", "急诊")]).is_err());
    assert_eq!(value(&session, "ward"), "Other".into());
}

#[test]
fn what_a_row_needs_is_in_the_spec() {
    let find = |name: &str| AskDoctor::SPEC.fields.iter().find(|field| field.name == name).expect("a field");
    let ward = find("ward");
    let variants = [("Urgent", "急诊"), ("Children", "儿科"), ("Other", "其他")]
        .map(|(name, label)| Variant { name, label });
    assert_eq!((ward.kind, ward.variants), (FieldKind::Choice, variants.as_slice()));
    assert_eq!(find("second_ward").variants, variants);
    assert_eq!(<Option<Ward> as FieldType>::KIND, FieldKind::Choice);
    assert!(find("doctor_name").variants.is_empty());
    assert!(find("doctor_name").read_only && !find("patient_name").read_only);
    assert_eq!((find("patient_name").max_length, find("age").max_length), (Some(20), Some(3)));
    assert_eq!(find("ward").max_length, None);
}

#[test]
fn a_required_field_says_its_own_text_while_it_is_empty() {
    let missing = [
        ("doctorName", "", "请选择医生"),
        ("doctor", "", "请填写对方的openid"),
        ("patient", "", "请填写您的openid"),
        ("patientName", "", "请填写您的姓名"),
        ("secondWard", "", "请选择另一个科室"),
        ("age", "", "请填写年龄"),
        ("complaint", "", "请说明病情"),
    ];
    for (field, empty, message) in missing {
        let session = filled_in();
        session.input(field, empty).expect("an empty text");
        assert!(matches!(session.tap(), Tapped::Missing(of) if of.key == field), "{field}");
        assert_eq!(session.failure(), Some((Cause::App, message.to_owned())));
        assert_eq!(session.host.calls(), <[&str; 0]>::default());
    }
    let session = filled_in();
    session.input("age", "0").expect("a number");
    assert_eq!(session.tap(), Tapped::Started, "a number is not empty");
    let page = session.page();
    assert_eq!((page.age, page.complaint.as_deref()), (Some(0), Some("x")));
    assert!(matches!((&page.ward, page.first_floor), (Ward::Urgent, Floor::First)));
}

#[test]
fn a_rust_name_never_reaches_the_user() {
    let titles: Vec<_> = AskDoctor::SPEC.fields.iter().map(FieldSpec::title).collect();
    let expected = [
        "对方的openid",
        "医生",
        "您的openid",
        "您的姓名",
        "科室",
        "楼层",
        "另一个科室",
        "信息",
        "信息",
        "年龄",
        "信息",
    ];
    assert_eq!(titles, expected);
}
