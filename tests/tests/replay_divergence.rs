//! Replays on a page that behaves differently: each diverges at the first different line.

use voip_runtime::prelude::*;
use voip_runtime::record::{Input, OpenIds, Record, RecordKind, Recording};
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Divergence, Play, SimHost, Step, replay};
use voip_tests::{CustomHandler, Plain, handle_next_tap, recorded, secs};

/// Records one tap until nothing more happens.
fn run<P: Page>(host: &SimHost) -> Recording {
    recorded::<P>(host, |session| {
        assert_eq!(session.tap(), Tapped::Started);
        assert!(host.run());
    })
}

fn is_call(record: &Record, called: &str) -> bool {
    matches!(&record.what, RecordKind::Call(call) if call.name == called)
}

/// [`Plain`] with a changed flow.
mod changed {
    use voip_runtime::prelude::*;

    #[voip_page(
        title = "视频通话",
        flow {
            Idle        => Authorizing;
            Authorizing => Enabling | Authorizing on Denied via open_setting retry 1 | Failed: toast("别的话");
            Enabling    => Joining  | Failed: toast("开启通话功能失败");
            Joining within 1s => InCall | Failed: toast("加入通话失败");
            InCall      => Idle;
            Failed      => Idle;
        }
    )]
    pub(super) struct Plain {
        #[field(listener.openid, label = "对方openid")]
        listen_openid: OpenId,
        #[field(listener.nickname, label = "对方昵称", default = "listener")]
        listen_name: String,
        #[field(caller.openid, label = "您的openid")]
        call_openid: OpenId,
        #[field(caller.nickname, default = "caller")]
        call_name: String,
    }
}

/// Replays a run of [`Plain`] on [`changed::Plain`] and returns the divergence and its line.
fn diverge(step: Step, play: Play) -> (Divergence, String) {
    let host = SimHost::new();
    host.play(step, [play]);
    let text = run::<Plain>(&host).to_lines(Plain::SPEC, OpenIds::Aliased);
    let recording = Recording::read::<changed::Plain>(&text).expect("a page of that name");
    let divergence = replay::<changed::Plain>(&recording).expect_err("the flow was changed");
    let line = text.lines().nth(divergence.line - 1).unwrap_or_default().to_owned();
    assert!(divergence.to_string().starts_with(&format!("line {}: ", divergence.line)));
    (divergence, line)
}

#[test]
fn a_changed_flow_diverges_at_the_first_different_line() {
    let (divergence, line) = diverge(Step::Authorize, Play::fail(Cause::PrivacyRefused));
    assert!(line.contains("唤起授权失败"), "{line}");
    assert!(divergence.to_string().contains("别的话"), "{divergence}");

    let (divergence, line) = diverge(Step::Authorize, Play::fail(Cause::Denied));
    assert!(line.contains("\"to\":\"Failed\"") && line.contains("Denied"), "{line}");
    assert!(
        matches!(divergence.now.as_deref(), Some(RecordKind::Change(change)) if change.to == State::Authorizing)
    );

    let (divergence, line) = diverge(Step::Join, Play::succeed().late(secs(20)));
    assert!(line.contains("\"answer\""), "{line}");
    let timeout = |what: &RecordKind| matches!(what, RecordKind::Change(change) if change.cause == Some(Cause::Timeout));
    assert!(divergence.now.as_deref().is_some_and(timeout), "{divergence}");
}

#[test]
fn a_changed_time_limit_diverges_at_the_timer() {
    let never = || {
        let host = SimHost::new();
        host.play(Step::Join, [Play::never()]);
        host
    };
    // From 60 s to 1 s.
    let text = run::<Plain>(&never()).to_lines(Plain::SPEC, OpenIds::Full);
    let timer = text.lines().position(|line| line.ends_with(",\"ms\":60000}}")).expect("a timer");
    let recording = Recording::read::<changed::Plain>(&text).expect("a page of that name");
    let divergence = replay::<changed::Plain>(&recording).expect_err("the limit was changed");
    assert_eq!(divergence.line, timer + 1);
    assert!(divergence.to_string().ends_with("\"ms\":1000}}"), "{divergence}");
    // From 1 s to 60 s.
    let text = run::<changed::Plain>(&never()).to_lines(changed::Plain::SPEC, OpenIds::Full);
    let timer = text.lines().position(|line| line.ends_with(",\"ms\":1000}}")).expect("a timer");
    let recording = Recording::read::<Plain>(&text).expect("a page of that name");
    let divergence = replay::<Plain>(&recording).expect_err("the limit was changed");
    assert_eq!((divergence.line, &divergence.now), (timer + 1, &None), "{divergence}");
}

#[test]
fn missing_and_extra_records_diverge() {
    let mut recording = run::<Plain>(&SimHost::new());
    let last = recording.records.iter().rposition(|record| is_call(record, "join1v1Chat")).expect("a join");
    let join = recording.records.remove(last);
    let divergence = replay::<Plain>(&recording).expect_err("a join that was not recorded");
    assert_eq!((divergence.line, divergence.now.as_deref()), (last + 2, Some(&join.what)));

    recording.records.truncate(last);
    let divergence = replay::<Plain>(&recording).expect_err("a join that was not recorded");
    assert_eq!((divergence.line, divergence.recorded), (last + 2, None));

    recording.records.extend([join.clone(), join]);
    let divergence = replay::<Plain>(&recording).expect_err("a second join");
    assert_eq!((divergence.line, divergence.now), (last + 3, None));
}

#[test]
fn an_impossible_recording_diverges() {
    let header = "{\"voip\":1,\"page\":\"Plain\"}";
    let cases = [
        r#"{"at":0,"answer":{"to":99,"result":null}}"#,
        r#"{"at":18446744073709551615,"answer":{"to":4294967295,"cause":"Denied"}}"#,
        r#"{"at":0,"chat":"connected"}"#,
        r#"{"at":0,"input":{"set":{"field":"unknown","value":1}}}"#,
        r#"{"at":0,"input":{"set":{"field":"call_name","value":1}}}"#,
        r#"{"at":0,"change":{"from":"Idle","to":"InCall"}}"#,
        r#"{"at":0,"call":{"number":0,"name":"join1v1Chat","options":{}}}"#,
        r#"{"at":0,"field":{"name":"call_name","value":"x"}}"#,
    ];
    for case in cases {
        let recording = Recording::read::<Plain>(&format!("{header}\n{case}\n")).expect(case);
        let divergence = replay::<Plain>(&recording).expect_err(case);
        assert_eq!((divergence.line, divergence.now), (2, None), "{case}");
    }
    let idle = Recording::read::<Plain>(&format!("{header}\n")).expect("a recording");
    assert_eq!(replay::<Plain>(&idle), Ok((vec![], State::Idle)));
}

/// The handler sleeps forever, but the replay ends.
#[test]
fn a_page_that_never_rests_diverges() {
    handle_next_tap(|call| async move {
        loop {
            call.host().sleep(secs(1)).await;
        }
    });
    let change = Change { from: State::Idle, to: State::Authorizing, cause: None, message: String::new() };
    let recording = Recording::of::<CustomHandler>(vec![
        Record {
            at: 0,
            what: RecordKind::Input(Input::Set { field: "call_openid".into(), value: "o-caller".into() }),
        },
        Record { at: 0, what: RecordKind::Input(Input::Tap) },
        Record { at: u64::MAX, what: RecordKind::Change(change) },
    ]);
    let divergence = replay::<CustomHandler>(&recording).expect_err("the handler sets a timer");
    assert_eq!(divergence.line, 4);
    assert!(matches!(divergence.now.as_deref(), Some(RecordKind::Timer(_))), "{divergence}");
}
