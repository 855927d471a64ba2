//! Recordings of a page that loads contacts, limits its calls and works after them.

use serde_json::{Value as Json, json};
use voip_runtime::prelude::*;
use voip_runtime::record::{Input, OpenIds, RecordKind, Recorder, Recording};
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Listener, MemberEvents, SimHost, replay};
use voip_runtime::{CallError, Session};
use voip_tests::{Family, family, secs};

const ANNA: &str = "oAnna-0123456789-0123456789";
const BEN: &str = "oBen-0123456789-0123456789";

/// A phone whose server has two contacts.
fn phone() -> SimHost {
    let host = SimHost::new();
    host.on_request("family", |_| Ok(family(&[(ANNA, "安娜"), (BEN, "小本"), ("", "无名")])));
    host.on_request("talked", |_| Err(CallError::new(Cause::System, format!("talked:fail {ANNA}"))));
    host
}

/// Opens a page as a phone does, and records while `play` runs.
fn recorded(host: &SimHost, play: impl FnOnce(&Session<Family>)) -> Recording {
    let recorder = Recorder::new(host.clone());
    let session = Session::<Family>::new(recorder.clone());
    recorder.observe(&session);
    session.load([("me", "oMe-0123456789-0123456789"), ("group", "home")]).expect("text");
    session.show();
    assert!(host.run());
    play(&session);
    Recording::of::<Family>(recorder.take())
}

/// A call that is answered, and one that nobody answers.
fn two_calls(host: &SimHost) -> Recording {
    host.set_talk(secs(60));
    recorded(host, |session| {
        assert_eq!(session.call(0), Tapped::Started);
        assert!(host.run());
        host.set_listener(Listener::Closed);
        assert_eq!(session.call(1), Tapped::Started);
        assert!(host.run() && host.run_for(secs(60)));
        assert_eq!(session.error().map(|error| error.cause()), Some(Cause::NoAnswer));
        assert!(!session.set_reachable(false) && session.dismiss() && session.set_reachable(false));
        assert!(host.run());
    })
}

fn read(text: &str) -> Recording {
    Recording::read::<Family>(text).expect("a recording")
}

fn played(recording: &Recording) -> State {
    match replay::<Family>(recording) {
        Ok((_, state)) => state,
        Err(divergence) => panic!("{divergence}"),
    }
}

#[test]
fn what_runs_beside_a_call_replays() {
    let recording = two_calls(&phone());
    let (records, state) = replay::<Family>(&recording).expect("the same page");
    assert_eq!((records, state), (recording.records.clone(), State::Idle));
    assert_eq!(played(&read(&recording.to_lines(Family::SPEC, OpenIds::Aliased))), State::Idle);
    let has = |wanted: &RecordKind| recording.records.iter().any(|record| record.what == *wanted);
    for input in [Input::Show, Input::Call { contact: 1 }, Input::MakeUnreachable] {
        assert!(has(&RecordKind::Input(input.clone())), "{input:?}");
    }
    assert!(has(&RecordKind::Reachable(true)) && has(&RecordKind::Reachable(false)));
    let failed = |what: &RecordKind| match what {
        RecordKind::TaskFailed(task) => {
            task.task == "handler" && task.message == format!("talked:fail {ANNA}")
        }
        _ => false,
    };
    assert!(recording.records.iter().any(|record| failed(&record.what)), "{:#?}", recording.records);
}

#[test]
fn the_openids_of_contacts_have_aliases() {
    let recording = two_calls(&phone());
    let text = recording.to_lines(Family::SPEC, OpenIds::Aliased);
    for openid in [ANNA, BEN, "oMe-"] {
        assert!(!text.contains(openid), "{text}");
    }
    assert!(text.contains("talked:fail openid#"), "{text}");
    let contacts = recording.records.iter().find_map(|record| match &record.what {
        RecordKind::Field { name, value } if name == "contacts" => serde_json::to_value(value).ok(),
        _ => None,
    });
    let contact = |nickname: &str, callable: bool| json!({ "nickname": nickname, "headImage": "", "callable": callable });
    assert_eq!(contacts, Some(json!([contact("安娜", true), contact("小本", true), contact("无名", false)])));
}

#[test]
fn a_limit_that_was_not_reached_is_not_required() {
    let host = phone();
    host.set_listener(Listener::Closed);
    let recording = recorded(&host, |session| {
        session.call(0);
        assert!(host.run() && host.run_for(secs(20)));
        assert_eq!(session.state(), State::InCall);
    });
    assert_eq!(played(&recording), State::InCall);
}

#[test]
fn a_limit_that_was_reached_is_required() {
    let host = phone();
    host.set_listener(Listener::Closed);
    let mut recording = recorded(&host, |session| {
        session.call(0);
        assert!(host.run() && host.run_for(secs(60)));
    });
    let at = recording.records.iter().position(
        |record| matches!(&record.what, RecordKind::Change(change) if change.cause == Some(Cause::NoAnswer)),
    );
    // The change follows from the timer and comes after `exitVoIPChat`.
    for record in recording.records.iter_mut().skip(at.expect("the limit") - 2) {
        record.at -= 1000;
    }
    let divergence = replay::<Family>(&recording).expect_err("an earlier limit");
    assert!(divergence.to_string().contains("\"timer\""), "{divergence}");
}

#[test]
fn a_phone_that_reports_no_members_rings_on() {
    let host = phone();
    host.set_member_events(MemberEvents::Never);
    host.set_listener(Listener::Closed);
    let recording = recorded(&host, |session| {
        session.call(0);
        assert!(host.run() && host.run_for(secs(60)));
        assert_eq!(session.state(), State::InCall);
    });
    assert_eq!(recording.records[0].what, RecordKind::ReportsMembers(false));
    assert_eq!(played(&recording), State::InCall);
    let test =
        recording.aliased(Family::SPEC).to_test(Family::SPEC, "a::Family", "rings_on").expect("a test");
    assert!(test.contains("host.set_member_events(MemberEvents::Never);"), "{test}");
}

/// As a phone records it: what users and servers wrote is redacted, and timers fire late.
fn on_a_phone(recording: &Recording) -> String {
    fn redact(value: &mut Json, key: &str) {
        match value {
            Json::String(text) if key == "openid" && !text.is_empty() => *text = "openid#1".into(),
            Json::String(text) if !text.is_empty() => *text = "text#2".into(),
            Json::Number(_) => *value = 0.into(),
            Json::Bool(_) => *value = false.into(),
            Json::Array(items) => items.iter_mut().for_each(|item| redact(item, key)),
            Json::Object(members) => members.iter_mut().for_each(|(key, value)| redact(value, key)),
            _ => {}
        }
    }
    let text = recording.to_lines(Family::SPEC, OpenIds::Aliased);
    let (mut own, mut late) = (Vec::new(), 0);
    let lines = text.lines().skip(1).map(|line| {
        let mut line: Json = serde_json::from_str(line).expect("JSON");
        if line["call"]["own"] == true {
            own.push(line["call"]["number"].clone());
            redact(&mut line["call"]["options"], "");
        }
        if line["call"]["name"] == "join1v1Chat" {
            redact(&mut line["call"]["options"]["listener"], "");
        }
        if own.contains(&line["answer"]["to"]) {
            redact(&mut line["answer"]["result"], "");
        }
        if line["field"]["name"] == "contacts" {
            redact(&mut line["field"]["value"], "");
        }
        late += u64::from(line["timer"].is_object());
        line["at"] = (line["at"].as_u64().expect("a time") + late).into();
        line.to_string()
    });
    let header = json!({ "voip": 4, "page": "Family", "redacted": true }).to_string();
    std::iter::once(header).chain(lines).map(|line| line + "\n").collect()
}

#[test]
fn a_redacted_recording_of_contacts_replays() {
    let recording = two_calls(&phone());
    let text = on_a_phone(&recording);
    assert!(
        !text.contains("安娜")
            && text.contains(r#""callable":false"#)
            && !text.contains(r#""callable":true"#)
    );
    assert_eq!(played(&read(&text)), State::Idle);
    // Another number of contacts is another page.
    let other = text.replacen(r#"{"callable":false,"headImage":"","nickname":"text#2"},"#, "", 1);
    assert_ne!(other, text);
    replay::<Family>(&read(&other)).expect_err("another list");
}
