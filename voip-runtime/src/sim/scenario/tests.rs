mod folder;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Content, Scenario, ScenarioPage};
use crate::prelude::*;
use crate::record::{Recorder, Recording};
use crate::session::Session;
use crate::sim::settings::PhoneId;
use crate::sim::{Play, SimHost, Step};

#[voip_page(title = "视频通话")]
struct Video {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    age: u8,
}

/// The page before a field was removed, and with another handler.
mod older {
    use super::*;

    #[voip_page(title = "视频通话", handler = handle)]
    pub(super) struct Video {
        #[field(listener.openid)]
        listen_openid: OpenId,
        #[field(listener.nickname, default = "listener")]
        listen_name: String,
        #[field(caller.openid)]
        call_openid: OpenId,
        #[field(caller.nickname, default = "caller")]
        call_name: String,
        ward: String,
    }

    async fn handle(call: Call<Video, Idle>) -> Outcome<Video> {
        let call = call.begin();
        let _ = call.host().request::<crate::value::Value>("login", &()).await;
        call.authorize().await?.enable().await?.join().await
    }
}

#[voip_page(title = "接听", receive(only))]
struct Desk {
    on_duty: bool,
}

#[voip_page(title = "登录", handler = log_in)]
struct LogsIn {
    #[field(listener.openid)]
    to: OpenId,
    #[field(listener.nickname, default = "to")]
    to_name: String,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    status_code: u16,
}

async fn log_in(call: Call<LogsIn, Idle>) -> Outcome<LogsIn> {
    let Reply { status_code } = call.host().request("request", &()).await?;
    if status_code != 200 {
        return call.fail("服务器出错");
    }
    call.begin().authorize().await?.enable().await?.join().await
}

const PAGES: [ScenarioPage; 3] =
    [ScenarioPage::of::<Video>(), ScenarioPage::of::<Desk>(), ScenarioPage::of::<LogsIn>()];

fn read(text: &str) -> Result<Scenario, super::ScenarioError> {
    Scenario::read(text, &PAGES.map(|page| page.spec()))
}

/// Why the scenario is not as expected; empty if it is.
fn why(text: &str) -> String {
    let scenario = match read(text) {
        Ok(scenario) => scenario,
        Err(error) => return error.to_string(),
    };
    let page = PAGES.into_iter().find(|page| page.spec().name == scenario.page).unwrap();
    scenario.play(page).failure.map(|failure| failure.to_string()).unwrap_or_default()
}

/// A scenario with these settings and this expectation, and the lines.
fn by_hand(settings: &str, expect: &str, lines: &[&str]) -> String {
    let header = format!(r#"{{"scenario":1,"page":"Video","settings":"{settings}","expect":{expect}}}"#);
    [&[header.as_str()], lines].concat().join("\n")
}

const TAP: &str = r#"{"at":0,"input":"tap"}"#;

#[test]
fn inputs_are_played_with_the_settings() {
    let failed = |cause: &str| format!(r#"{{"state":"Failed","cause":"{cause}"}}"#);
    let joined = r#"{"state":"InCall"}"#;
    let again = &[TAP, r#"{"at":2000,"input":"dismiss"}"#, r#"{"at":3000,"input":"tap"}"#][..];
    for (settings, expect, lines) in [
        ("", joined, &[TAP][..]),
        ("a.join=NotOpen", &failed("NotOpen"), &[TAP]),
        ("a.join=NotOpen", r#"{"state":"Failed","cause":-20000}"#, &[TAP]),
        ("a.join=NotOpen", r#"{"state":"Failed"}"#, &[TAP]),
        ("a.authorize=refuse", &failed("Denied"), &[TAP]),
        ("a.authorize=Denied,once", joined, again),
        ("a.join=never", &failed("Timeout"), &[TAP]),
        ("a.join=never", r#"{"state":"Joining"}"#, &[TAP, r#"{"at":5000}"#]),
        ("a.join=never&pace=instant", r#"{"state":"Joining"}"#, &[TAP, r#"{"at":1}"#]),
        ("a.phone=offline", &failed("System"), &[TAP]),
        ("a.phone=old", &failed("Unsupported"), &[TAP]),
        ("", r#"{"state":"InCall","connected":true}"#, &[TAP]),
        ("b.phone=closed", r#"{"state":"InCall","connected":false}"#, &[TAP]),
        ("b.phone=uncallable", r#"{"state":"InCall","connected":false}"#, &[TAP]),
        ("a.phone=silent", r#"{"state":"InCall","connected":false}"#, &[TAP]),
        ("a.interrupt=3s", r#"{"state":"Idle"}"#, &[TAP]),
        ("a.interrupt=30s", joined, &[TAP, r#"{"at":20000}"#]),
        ("speed=4&lang=zh&preset=x&a.page=Video&b.page=Other", joined, &[TAP]),
        // An empty required field: nothing happens.
        (
            "",
            r#"{"state":"Idle"}"#,
            &[r#"{"at":0,"input":{"set":{"field":"listenOpenid","value":""}}}"#, TAP],
        ),
    ] {
        assert_eq!(why(&by_hand(settings, expect, lines)), "", "{settings} {expect}");
    }
}

#[test]
fn the_settings_answer_what_the_page_asks_itself() {
    for (answer, expected) in [
        (r#"{\"statusCode\":200}"#, ""),
        (r#"{\"statusCode\":401}"#, "line 1: expected InCall, found Failed (App)"),
        (r#"{\"status\":1}"#, r#"line 1: `settings`: {"status":1} is not an answer of `request`: "#),
        (r#"{\"status"#, "line 1: `settings`: a.answer.request: invalid JSON"),
    ] {
        let text = by_hand(&format!("a.answer.request={answer}"), r#"{"state":"InCall"}"#, &[TAP]);
        let found = why(&text.replace("\"Video\"", "\"LogsIn\""));
        assert!(found.starts_with(expected) && found.is_empty() == expected.is_empty(), "{answer}: {found}");
    }
}

#[test]
fn a_scenario_that_is_not_as_expected_names_both() {
    for (settings, expect, expected) in [
        ("a.join=NotOpen", r#"{"state":"InCall"}"#, "line 1: expected InCall, found Failed (NotOpen)"),
        (
            "a.join=NotOpen",
            r#"{"state":"Failed","cause":"System"}"#,
            "line 1: expected Failed (System), found Failed (NotOpen)",
        ),
        (
            "b.phone=closed",
            r#"{"state":"InCall","connected":true}"#,
            "line 1: expected InCall (connected), found InCall (not connected)",
        ),
        ("", r#"{"state":"Idle"}"#, "line 1: expected Idle, found InCall (connected)"),
    ] {
        assert_eq!(why(&by_hand(settings, expect, &[TAP])), expected);
    }
}

#[test]
fn a_page_that_is_only_called_becomes_reachable() {
    let header = r#"{"scenario":1,"page":"Desk","phone":"b","settings":"b.enable=System,once","expect":{"state":"Idle"}}"#;
    let text = format!("{header}\n{}", r#"{"at":0,"input":"receive"}"#);
    assert_eq!(why(&text), "");
    let enabled = |text: &str| {
        let records = read(text).unwrap().play(PAGES[1]).records;
        serde_json::to_string(&records).unwrap().contains(r#""reachable":true"#)
    };
    assert!(!enabled(&text));
    assert!(enabled(&text.replace("b.enable=System,once", "")));
}

#[test]
fn invalid_scenarios_say_what_is_wrong_in_both_languages() {
    let good = by_hand("", r#"{"state":"InCall"}"#, &[TAP]);
    let header = |more: &str| format!("{{\"scenario\":1,\"page\":\"Video\"{more}}}\n{TAP}");
    let expect = |json: &str| header(&format!(",\"expect\":{json}"));
    let line = |line: &str| format!("{good}\n{line}");
    for (text, expected) in [
        (String::new(), "the scenario is empty"),
        ("[]".into(), "line 1: "),
        ("{".into(), "line 1: the line is incomplete"),
        ("{}".into(), "line 1: expected the header of a scenario"),
        (r#"{"voip":4,"page":"Video"}"#.into(), "line 1: this is a recording"),
        (good.replace("\"scenario\":1", "\"scenario\":2"), "line 1: unsupported version 2"),
        (good.replace("\"scenario\":1", "\"scenario\":0"), "line 1: `scenario`: expected the version"),
        (
            good.replace("\"Video\"", "\"Other\""),
            "line 1: expected a scenario of the page `Video` or `Desk` or `LogsIn`, found one of `Other`",
        ),
        (good.replace("\"page\":\"Video\",", ""), "line 1: expected `page`"),
        (header(""), "line 1: expected `expect`"),
        (expect("\"InCall\""), "line 1: `expect`: expected an object"),
        (expect("{}"), "line 1: `expect`: expected `state`"),
        (expect(r#"{"state":"InCal"}"#), "line 1: `expect`: unknown state `InCal`: did you mean `InCall`?"),
        (expect(r#"{"state":"Somewhere"}"#), "the states are Idle, Authorizing"),
        (expect(r#"{"state":"Failed","cause":"NotOpn"}"#), "unknown cause `NotOpn`: did you mean `NotOpen`?"),
        (expect(r#"{"state":"InCall","cause":"NotOpen"}"#), "`cause` requires the state `Failed`"),
        (expect(r#"{"state":"Idle","connected":true}"#), "`connected` requires the state `InCall`"),
        (expect(r#"{"state":"InCall","caus":"x"}"#), "line 1: unknown `caus`: did you mean `cause`?"),
        (
            header(r#","setings":"","expect":{"state":"InCall"}"#),
            "line 1: unknown `setings`: did you mean `settings`?",
        ),
        (
            header(r#","phone":"c","expect":{"state":"InCall"}"#),
            "line 1: `phone`: expected `a` or `b`, found `c`",
        ),
        (header(r#","title":1,"expect":{"state":"InCall"}"#), "line 1: `title`: expected a text"),
        (
            by_hand("a.joni=System&a.enable=Nope", r#"{"state":"InCall"}"#, &[TAP]),
            "line 1: `settings`: unknown setting `a.joni`",
        ),
        (by_hand("state=Failed", r#"{"state":"InCall"}"#, &[TAP]), "line 1: `settings`: without a recording"),
        (
            by_hand("b.join=System", r#"{"state":"InCall"}"#, &[TAP]),
            "line 1: `settings`: without a recording",
        ),
        (by_hand("", r#"{"state":"InCall"}"#, &[]), "the scenario has no inputs"),
        (by_hand("", r#"{"state":"InCall"}"#, &[r#"{"at":5}"#]), "the scenario has no inputs"),
        (line(r#"{"at":5,"input":"ta"#), "line 3: the line is incomplete"),
        (line(r#"{"at":5,"input":"dance"}"#), "line 3: invalid input: unknown variant `dance`"),
        (line(r#"{"input":"tap"}"#), "line 3: expected `at`"),
        (line(r#"{"at":-1,"input":"tap"}"#), "line 3: expected `at`"),
        (line(r#"{"at":5,"answer":{"to":0}}"#), "line 3: unexpected `answer`: without `\"voip\"`"),
        (line(r#"{"at":5,"inptu":"tap"}"#), "line 3: unknown `inptu`: did you mean `input`?"),
        (line("{\"at\":5}\n{\"at\":6,\"input\":\"tap\"}"), "line 4: only the last line may have no `input`"),
        (line("{\"at\":9,\"input\":\"tap\"}\n{\"at\":8,\"input\":\"tap\"}"), "line 4: the time is earlier"),
        (line("\n{\"at\":8,\"input\":\"tap\"}"), "line 3: the line is empty"),
        (line(r#"{"at":5,"input":{"load":{"query":[]}}}"#), "line 3: unexpected `load`"),
        (
            line(r#"{"at":5,"input":{"set":{"field":"listen_nme","value":"x"}}}"#),
            "line 3: the page `Video` has no field `listen_nme`: did you mean `listen_name`?",
        ),
        (line(r#"{"at":5,"input":{"set":{"field":"age","value":"old"}}}"#), "line 3: age: expected `u8`"),
        (line("<<<<<<< HEAD"), "line 3: a merge conflict is not resolved"),
    ] {
        let found = why(&text);
        assert!(found.contains(expected), "{text}\n{found}");
        if let Err(error) = read(&text) {
            assert!(
                error.in_chinese().contains(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter)),
                "{error:?}"
            );
        }
    }
}

#[test]
fn a_file_of_another_system_is_read() {
    let text = by_hand("", r#"{"state":"InCall"}"#, &[TAP, ""]);
    assert_eq!(why(&format!("\u{feff}{}", text.replace('\n', "\r\n"))), "");
}

/// The recording of a call that fails.
fn recorded() -> Recording {
    let host = SimHost::new();
    host.play(Step::Join, [Play::fail(Cause::NotOpen)]);
    let recorder = Recorder::new(host.clone());
    let session = Session::<older::Video>::new(recorder.clone());
    recorder.observe(&session);
    session.input("listen_openid", "o-1").unwrap();
    session.input("call_openid", "o-2").unwrap();
    session.input("ward", "x").unwrap();
    session.tap();
    host.run();
    Recording::of::<older::Video>(recorder.take())
}

#[test]
fn a_recording_is_compared_line_by_line() {
    let page = ScenarioPage::of::<older::Video>();
    let expect = super::Expectation { state: State::Failed, cause: Some(Cause::NotOpen), connected: None };
    let mut scenario = Scenario::of_recording(recorded(), expect);
    scenario.title = "Not open".into();
    scenario.settings = "a.join=NotOpen".into();
    scenario.phone = PhoneId::B;
    let text = scenario.to_lines(page.spec());
    assert!(text.starts_with(r#"{"scenario":1,"voip":4,"page":"Video","phone":"b","title":"Not open","settings":"a.join=NotOpen","expect":{"state":"Failed","cause":"NotOpen"}}"#), "{text}");
    let again = Scenario::read(&text, &[page.spec()]).unwrap();
    assert!(matches!(again.content, Content::Recording(_)));
    assert_eq!(again.to_lines(page.spec()), text);
    assert_eq!(again.play(page).failure, None);
    // It is also a recording.
    assert!(Recording::read::<older::Video>(&text).is_ok());

    let other =
        Scenario::read(&text.replace(r#""cause":"NotOpen"}}"#, r#""cause":"System"}}"#), &[page.spec()])
            .unwrap();
    assert_eq!(
        other.play(page).failure.unwrap().to_string(),
        "line 1: expected Failed (System), found Failed (NotOpen)"
    );
    // The line with the field that the page no longer has.
    assert_eq!(why(&text), "line 4: the page `Video` has no field `ward`");
    // The line with the host call that the page no longer makes.
    let without: Vec<_> = text.lines().filter(|line| !line.contains("ward")).collect();
    let diverged = why(&without.join("\n"));
    assert!(diverged.starts_with("line 6: expected ") && diverged.contains("login"), "{diverged}");
}

#[test]
fn scenarios_by_hand_are_written_as_they_were_read() {
    let text = by_hand("a.join=NotOpen", r#"{"state":"Failed"}"#, &[TAP, r#"{"at":900}"#, ""]);
    let scenario = read(&text).unwrap();
    assert_eq!(read(&scenario.to_lines(PAGES[0].spec())).unwrap(), scenario);
}
