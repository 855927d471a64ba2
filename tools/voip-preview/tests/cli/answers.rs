//! Answers to the host calls that a page makes itself: `--answer`, and `Preview::on_request`.

use std::ffi::OsString;

use voip_preview::{Colours, Preview, Report, Status};
use voip_runtime::CallError;
use voip_runtime::value::Value;

use crate::pages::{LogsIn, Plain};
use crate::with;

const USER: &str = r#"request:/user={"statusCode":200,"data":{"openid":"o-1"}}"#;
const STRANGER: &str = r#"request={"statusCode":401,"data":null}"#;

fn run(answers: &[&str]) -> Report {
    let args: Vec<_> = answers.iter().flat_map(|answer| ["--answer", answer]).collect();
    with::<LogsIn>(&args)
}

/// The message with which the run failed.
fn failed_with(report: &Report, message: &str) {
    assert_eq!(report.status, Status::NotDone, "{}{}", report.out, report.err);
    assert!(report.out.contains(&format!("the page showed {message}.")), "{}", report.out);
}

#[test]
fn a_page_is_previewed_with_each_answer_of_its_server() {
    let report = run(&[USER]);
    assert_eq!(report.status, Status::Done, "{}{}", report.out, report.err);
    assert!(report.out.contains("The call was joined"), "{}", report.out);
    failed_with(&run(&[STRANGER]), "请先注册");
    failed_with(&run(&[r#"request={"statusCode":503}"#]), "服务器出错（503）");
    let report = run(&[r#"login={"errMsg":"login:fail no network"}"#]);
    assert!(report.out.contains("login:fail no network"), "{}", report.out);
}

#[test]
fn answers_come_in_order_and_the_last_one_stays() {
    let taps = |answers: &[&str]| {
        let args = answers.iter().flat_map(|answer| ["--answer", answer]);
        with::<LogsIn>(&args.chain(["--taps", "12"]).collect::<Vec<_>>())
    };
    let both = r#"request={"statusCode":401} {"statusCode":503}"#;
    for answers in [&[STRANGER, r#"request={"statusCode":503}"#][..], &[both]] {
        let report = taps(answers);
        assert_eq!(report.out.matches("请先注册").count(), 1, "{}", report.out);
        assert!(report.out.matches("服务器出错（503）").count() > 1, "{}", report.out);
    }
    // The more specific one.
    assert_eq!(run(&[USER, STRANGER]).status, Status::Done);
    assert_eq!(run(&[STRANGER, USER]).status, Status::Done);
}

#[test]
fn what_is_made_up_is_told_as_arguments() {
    let report = run(&[]);
    failed_with(&report, "服务器出错（1）");
    for made_up in [
        r#"--answer 'login={"code":"sample"}'"#,
        r#"--answer 'request:/user={"statusCode":1,"data":{"openid":"sample"}}'"#,
    ] {
        assert!(report.out.contains(made_up), "{}", report.out);
    }
    assert!(!run(&[STRANGER]).out.contains("request:/user="));
    assert!(!with::<Plain>(&[]).out.contains("--answer"));
}

#[test]
fn an_answer_that_the_page_cannot_read_is_an_error_that_names_its_form() {
    let report = run(&[r#"login={"kode":"a"}"#]);
    assert_eq!((report.status, &*report.out), (Status::Wrong, ""));
    let expected = "{\"kode\":\"a\"} is not an answer of `login`: missing field `code`; \
                    expected e.g. {\"code\":\"sample\"}";
    assert!(report.err.contains(expected), "{}", report.err);
    let report = run(&[r#"request={"statusCode":"200"}"#]);
    assert!(report.err.contains("is not an answer of `request:/user`: invalid type"), "{}", report.err);
}

#[test]
fn an_answer_that_is_no_json_is_an_error_that_shows_the_form() {
    for (answer, why) in [
        ("login={code:1}", "invalid JSON: key must be a string"),
        ("login=", "invalid JSON: expected a value"),
        ("login", "CALL=JSON, e.g. login="),
        ("={}", "CALL=JSON, e.g. login="),
    ] {
        let report = run(&[answer]);
        assert_eq!((report.status, &*report.out), (Status::Wrong, ""), "{answer}");
        assert!(report.err.contains(why), "{}", report.err);
        assert!(report.err.contains(r#"request:/login={"statusCode":200}"#), "{}", report.err);
    }
}

#[test]
fn an_answer_that_no_host_call_gets_is_told() {
    let report = run(&[USER, r#"logn={"code":"a"}"#]);
    assert_eq!(report.status, Status::Done);
    let note = "Not used: the answer for `logn`. Host calls that the page made: `login`, `request:/user`.";
    assert!(report.out.contains(note), "{}", report.out);
    assert!(!report.out.contains("For a step of the call"), "{}", report.out);
    let report = run(&[USER, "setEnable1v1Chat={}"]);
    let note = "For a step of the call, use --deny, --fail enable=CAUSE, --late enable=DURATION";
    assert!(report.out.contains(note), "{}", report.out);
}

#[test]
fn a_long_answer_is_not_repeated_in_whole() {
    let report = run(&[&format!("login={{\"text\":\"{}\"}}", "好".repeat(5000))]);
    let expected = format!("{{\"text\":\"{}… is not an answer of `login`", "好".repeat(91));
    assert!(report.err.contains(&expected), "{}", report.err);
}

#[test]
fn code_answers_host_calls_and_arguments_come_first() {
    let run = |args: &[&str]| {
        let reply = |options: &Value| {
            assert_eq!(options.get("data"), Some(&"a-code".into()));
            let user = Value::object([("openid", Value::from("o-1"))]);
            Ok(Value::object([("statusCode", 200.into()), ("data", user)]))
        };
        let args = std::iter::once("page").chain(args.iter().copied()).map(OsString::from);
        Preview::new()
            .on_request("request", |_| Err(CallError::app("not this one")))
            .on_request("login", |_| Ok(Value::object([("code", "a-code".into())])))
            .on_request("request:/user", reply)
            .page::<LogsIn>()
            .report(args, Colours::default())
    };
    let report = run(&[]);
    assert_eq!(report.status, Status::Done, "{}{}", report.out, report.err);
    assert!(!report.out.contains("--answer"), "{}", report.out);
    failed_with(&run(&["--answer", STRANGER]), "请先注册");
}

#[test]
fn a_recorded_answer_is_replayed() {
    let file = crate::recordings::directory("answers").join("run.jsonl");
    let file = file.to_str().unwrap();
    assert_eq!(with::<LogsIn>(&["--answer", USER, "--record", file]).status, Status::Done);
    let report = with::<LogsIn>(&["--replay", file]);
    assert!(report.out.contains("The page matches the recording"), "{}{}", report.out, report.err);
}

#[test]
fn explore_plays_the_answers_too() {
    let report = with::<LogsIn>(&["--explore"]);
    assert_eq!(report.status, Status::NotDone, "no made-up answer leads to a call: {}", report.out);
    let report =
        with::<LogsIn>(&["--explore", "--answer", USER, "--answer", r#"login={"errMsg":"login:fail"}"#]);
    assert_eq!(report.status, Status::Done, "{}{}", report.out, report.err);
    let report = with::<LogsIn>(&["--graph", "dot", "--answer", USER]);
    assert_eq!(report.status, Status::Wrong);
}
