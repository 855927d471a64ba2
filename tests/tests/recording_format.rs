//! Recordings as JSON lines: their format, their aliases, and the errors of invalid ones.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::Poll;

use serde_json::{Value as Json, json};
use voip_runtime::record::{OpenIds, Record, Recorder, Recording, RecordingError};
use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_runtime::{CallError, Cause, Page, Session};
use voip_tests::{CustomHandler, LISTENER, ManualHost, Plain, TestSession, handle_next_tap, recorded, secs};

/// A recording of a call from the tap until the page is left.
fn whole_call() -> Recording {
    let host = voip_runtime::sim::SimHost::new();
    host.set_talk(secs(60));
    recorded::<Plain>(&host, |session| {
        session.load([("listenName", "呼叫\n\"👩\u{0}"), ("scene", "1")]).expect("text");
        session.tap();
        assert!(host.run());
        session.input("callName", "").expect("text");
        assert!(matches!(session.tap(), Tapped::Missing(_)));
        session.leave();
    })
}

fn lines(recording: &Recording, openids: OpenIds) -> String {
    recording.to_lines(Plain::SPEC, openids)
}

#[test]
fn a_recording_is_json_lines_with_a_header() {
    let text = lines(&whole_call(), OpenIds::Full);
    assert!(text.ends_with('\n'));
    let lines: Vec<Json> =
        text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!(lines[0], json!({ "voip": 4, "page": "Plain" }));
    let shape = [
        json!({ "at": 0, "input": { "set": { "field": "listen_openid", "value": LISTENER } } }),
        json!({ "at": 0, "input": "tap" }),
        json!({ "at": 0, "change": { "from": "Idle", "to": "Authorizing" } }),
        json!({ "at": 0, "call": { "number": 0, "name": "authorize", "options": { "scope": "scope.record" } } }),
        json!({ "at": 1200, "answer": { "to": 0, "result": null } }),
    ];
    for line in &shape {
        assert!(lines.contains(line), "{line} is not in\n{text}");
    }
    let times: Vec<_> = lines[1..].iter().map(|line| line["at"].as_u64().expect("a time")).collect();
    assert!(times.is_sorted());
}

#[test]
fn a_recording_reads_back_as_written() {
    let recording = whole_call();
    let read = Recording::read::<Plain>(&lines(&recording, OpenIds::Full)).expect("a recording");
    assert_eq!(read, recording);
    let aliased = lines(&recording, OpenIds::Aliased);
    let read = Recording::read::<Plain>(&aliased).expect("a recording");
    assert_eq!(lines(&read, OpenIds::Aliased), aliased, "aliases do not change");
    assert_eq!(read.records.len(), recording.records.len());
    assert_eq!(OpenIds::default(), OpenIds::Aliased);
    let spaced = aliased.replace('\n', "\r\n") + "\r\n  \r\n";
    assert_eq!(Recording::read::<Plain>(&spaced).expect("a recording"), read);
}

#[test]
fn openids_are_replaced_by_aliases_unless_written_in_full() {
    let openids = ["oCaller-0123456789", LISTENER, "oFound-abcdefgh", "oLoaded-\"quoted\"\u{0}"];
    let host = ManualHost::default();
    let recorder = Recorder::new(host.clone());
    handle_next_tap(|call| async move {
        let page = call.page();
        let options = json!({
            "url": format!("https://example.com/?who={}", page.listen_openid.as_str()),
            "data": [{ "deep": [page.call_openid.as_str()] }, { page.call_openid.as_str(): true }],
        });
        let _: Result<Value, _> = call.host().request("request", &options).await;
        call.update(|page| page.listen_openid = "oFound-abcdefgh".into());
        call.begin().authorize().await?.enable().await?.join().await
    });
    let session = Session::<CustomHandler>::new(recorder.clone());
    recorder.observe(&session);
    session.load([("listenOpenid", openids[3])]).expect("text");
    session.input("call_openid", openids[0]).expect("text");
    session.input("listenOpenid", openids[1]).expect("text");
    session.input("listenName", format!("a name with {} in it", openids[1])).expect("text");
    session.tap();
    let members = [("openid".to_owned(), Value::from(openids[2])), ("of".to_owned(), openids[0].into())];
    host.answer(0, Ok(Value::Object(members.into())));
    host.ok("authorize");
    host.ok("authorize");
    host.ok("setEnable1v1Chat");
    let message = format!("join1v1Chat:fail {} cannot call {}", openids[0], openids[2]);
    host.answer(host.last("join1v1Chat"), Err(CallError::new(Cause::System, message)));

    let recording = Recording::of::<CustomHandler>(recorder.take());
    let full = recording.to_lines(CustomHandler::SPEC, OpenIds::Full);
    let aliased = recording.to_lines(CustomHandler::SPEC, OpenIds::Aliased);
    let mut written_in_full = BTreeMap::new();
    for openid in openids {
        let written = serde_json::to_string(openid).expect("text");
        let written = written.trim_matches('"');
        assert!(full.contains(written), "{openid} should be in\n{full}");
        assert!(!aliased.contains(written) && !aliased.contains(&openid[1..6]), "{openid} is in\n{aliased}");
        written_in_full.insert(openid, full.matches(written).count());
    }
    // Each openid is replaced everywhere, by its own alias.
    let mut counts: Vec<_> =
        (1..=4).map(|number| aliased.matches(&format!("openid#{number}")).count()).collect();
    let mut expected: Vec<_> = written_in_full.into_values().collect();
    counts.sort_unstable();
    expected.sort_unstable();
    assert_eq!(counts, expected, "{aliased}");
    assert!(!aliased.contains("openid#5"));
}

#[test]
fn an_openid_has_one_alias_throughout() {
    let aliased = lines(&whole_call(), OpenIds::Aliased);
    let set: Vec<_> =
        aliased.lines().filter(|line| line.contains("\"set\"") && line.contains("openid#")).collect();
    assert!(set[0].contains("listen_openid") && set[0].contains("\"openid#1\""), "{}", set[0]);
    assert!(set[1].contains("call_openid") && set[1].contains("\"openid#2\""), "{}", set[1]);
    let join = aliased.lines().find(|line| line.contains("join1v1Chat")).expect("a join");
    let join: Json = serde_json::from_str(join).expect("JSON");
    assert_eq!(join["call"]["options"]["listener"]["openid"], "openid#1");
    assert_eq!(join["call"]["options"]["caller"]["openid"], "openid#2");
    assert_eq!(join["call"]["options"]["caller"]["nickname"], "caller", "other text does not change");
}

fn error(text: &str) -> RecordingError {
    Recording::read::<Plain>(text).expect_err(text)
}

#[test]
fn a_truncated_recording_is_an_error() {
    let text = lines(&whole_call(), OpenIds::Full);
    for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        let rest = &text[..cut];
        let whole_lines = rest.is_empty() || rest.ends_with('\n') || text[cut..].starts_with('\n');
        match Recording::read::<Plain>(rest) {
            Ok(recording) => {
                assert!(whole_lines && cut > 0, "{rest}");
                assert_eq!(recording.records.len() + 1, rest.lines().count());
            }
            Err(error) => {
                assert!(!whole_lines || cut == 0, "{rest}");
                assert_eq!(error.line, rest.lines().count().max(1));
                assert!(cut == 0 || error.why.contains("incomplete"), "{error}");
                assert!(error.to_string().starts_with(&format!("line {}: ", error.line)));
            }
        }
    }
}

#[test]
fn a_byte_order_mark_and_other_line_ends_are_read() {
    let text = lines(&whole_call(), OpenIds::Full);
    let saved = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(Recording::read::<Plain>(&saved), Recording::read::<Plain>(&text));
}

#[test]
fn another_page_or_a_newer_version_is_an_error() {
    let text = lines(&whole_call(), OpenIds::Aliased);
    let other = error(&text.replacen("Plain", "Doctor", 1));
    assert_eq!(other.line, 1);
    assert!(other.why.contains("Doctor") && other.why.contains("Plain"), "{other}");
    for newer in [
        text.replacen("\"voip\":4", "\"voip\":5", 1),
        text.replacen("\"voip\":4", "\"voip\":5", 1).replace("\"input\"", "\"gesture\""),
        "{\"voip\":7,\"struct\":{\"name\":\"Plain\"}}\n".to_owned(),
        "{\"voip\":5000000000,\"page\":\"Plain\"}\n".to_owned(),
    ] {
        let error = error(&newer);
        assert_eq!(error.line, 1);
        assert!(error.why.contains("version"), "{error}");
    }
}

#[test]
fn an_invalid_recording_is_an_error_with_line_and_reason() {
    let header = "{\"voip\":1,\"page\":\"Plain\"}\n";
    let tap = "{\"at\":5,\"input\":\"tap\"}\n";
    let cases = [
        (String::new(), 1, "empty"),
        ("\n".to_owned(), 1, ""),
        ("hello".to_owned(), 1, "header"),
        (tap.to_owned(), 1, "header"),
        ("[]".to_owned(), 1, "header"),
        (format!("{header}{tap}hello\n"), 3, "expected"),
        (format!("{header}{tap}\n\n{{}}\n"), 3, "empty"),
        (format!("{header}{tap}{{}}\n"), 3, "at"),
        (format!("{header}{{\"at\":5}}\n"), 2, ""),
        (format!("{header}{{\"at\":-5,\"input\":\"tap\"}}\n"), 2, "-5"),
        (format!("{header}{{\"at\":5,\"input\":\"jump\"}}\n"), 2, "jump"),
        (
            format!("{header}{{\"at\":5,\"change\":{{\"from\":\"Idle\",\"to\":\"Dreaming\"}}}}\n"),
            2,
            "Dreaming",
        ),
        (format!("{header}{tap}{{\"at\":4,\"input\":\"tap\"}}\n"), 3, "earlier"),
        (format!("{header}{tap}{tap}{header}"), 4, ""),
        (format!("{header}\u{0}{tap}"), 2, ""),
        (format!("<<<<<<< HEAD\n{header}"), 1, "merge conflict"),
        (format!("\u{feff}{header}<<<<<<< HEAD\n{tap}"), 2, "merge conflict"),
    ];
    for (text, line, why) in cases {
        let error = error(&text);
        assert_eq!(error.line, line, "{text:?}: {error}");
        assert!(!error.why.is_empty() && error.why.contains(why), "{text:?}: {error}");
        assert!(error.chinese.contains(|letter| letter > '\u{3000}'), "{text:?}: {}", error.chinese);
    }
}

#[test]
fn on_record_gets_each_record_instead_of_the_buffer() {
    let host = ManualHost::default();
    let recorder = Recorder::new(host.clone());
    let seen: std::rc::Rc<std::cell::RefCell<Vec<Record>>> = std::rc::Rc::default();
    let records = seen.clone();
    recorder.on_record(move |record| records.borrow_mut().push(record.clone()));
    let session = Session::<Plain>::new(recorder.clone());
    recorder.observe(&session);
    session.load([("listenOpenid", "a"), ("callOpenid", "b")]).expect("text");
    session.tap();
    host.ok("authorize");
    assert!(seen.borrow().len() > 4 && recorder.take().is_empty());
}

#[test]
fn recording_does_not_change_the_page() {
    let unrecorded = TestSession::<Plain>::at(voip_runtime::State::InCall);
    let host = ManualHost::default();
    let recorder = Recorder::new(host.clone());
    let session = Session::<Plain>::new(recorder);
    session.load([("listenOpenid", LISTENER), ("callOpenid", "oCaller-0123456789")]).expect("text");
    session.tap();
    host.ok("authorize");
    host.ok("authorize");
    host.ok("setEnable1v1Chat");
    host.ok("join1v1Chat");
    assert_eq!((session.state(), host.calls()), (unrecorded.state(), unrecorded.host.calls()));
    host.watch().members(2);
    assert!(session.connected());
    host.watch().ended();
    assert_eq!(session.state(), voip_runtime::State::Idle);
}

/// The recorder keeps a bounded number of replies, even if one host call is never answered.
#[test]
fn an_unanswered_host_call_does_not_keep_all_later_replies() {
    let host = ManualHost::default();
    host.answer_immediately(|name| if name == "unanswered" { vec![] } else { vec![Ok(Value::Null)] });
    handle_next_tap(|call| async move {
        let mut unanswered = Box::pin(call.host().request::<Value>("unanswered", &()));
        poll_fn(|context| {
            assert!(unanswered.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        for _ in 0..600 {
            let _: Value = call.host().request("answered", &()).await?;
        }
        call.cancel()
    });
    let recorder = Recorder::new(host.clone());
    let session = Session::<CustomHandler>::new(recorder.clone());
    session.load([("listenOpenid", "o-listener"), ("callOpenid", "o-caller")]).expect("text");
    session.tap();
    assert_eq!(host.count("answered"), 600);
    recorder.take();
    let answer_again = |at| {
        host.answer(at, Ok(Value::Null));
        recorder.take().len()
    };
    assert_eq!(answer_again(600), 1, "a late answer is recorded");
    assert_eq!(answer_again(1), 0, "a late answer to an old host call is not");
}

#[test]
fn openids_of_an_address_are_replaced_by_aliases() {
    let host = ManualHost::default();
    let recorder = Recorder::new(host.clone());
    let session = Session::<Plain>::new(recorder.clone());
    recorder.observe(&session);
    session.load([("listenOpenid", "%20oListener%2D0123456789")]).expect("text");
    session.load([("scene", "callOpenid%3DoCaller-0123456789%26x%3D1")]).expect("text");
    // The page does not ask for it, and it is an openid.
    session.load([("userOpenid", "oOther-0123456789")]).expect("text");
    session.tap();
    host.ok("authorize");
    host.ok("authorize");
    host.ok("setEnable1v1Chat");
    assert_eq!(host.options("join1v1Chat")["caller"]["openid"], "oCaller-0123456789");

    let recording = Recording::of::<Plain>(recorder.take());
    let aliased = lines(&recording, OpenIds::Aliased);
    assert!(!aliased.contains("0123456789"), "an openid is in\n{aliased}");
    let full = lines(&recording, OpenIds::Full);
    assert!(full.contains("%20oListener%2D0123456789"), "{full}");
    for text in [aliased, full] {
        let read = Recording::read::<Plain>(&text).expect("a recording");
        voip_runtime::sim::replay::<Plain>(&read).expect("it replays");
    }
}
