//! `--classify`: what an answer of the host means.

use voip_preview::Status;
use voip_runtime::Cause;

use crate::run;

/// Asserts that the output names the host call and the cause, and has its texts.
#[track_caller]
fn is(args: &[&str], host_call: &str, cause: Cause) {
    let report = run(&[&["--classify"], args].concat());
    assert_eq!(report.status, Status::Done, "{}", report.err);
    for text in
        [host_call, cause.name(), cause.english(), cause.chinese(), cause.remedy(), cause.remedy_chinese()]
    {
        assert!(report.out.contains(text), "{text}\n{}", report.out);
    }
}

#[test]
fn the_words_name_the_host_call() {
    is(&[r#"{"errMsg":"authorize:fail auth deny"}"#], "authorize", Cause::Denied);
    is(&[r#"{"errMsg":"join1v1Chat:fail","errCode":-3}"#], "join1v1Chat", Cause::LeftWhileJoining);
    is(&[r#"{"errMsg":"login:fail","errCode":-3}"#], "login", Cause::Other(-3));
}

#[test]
fn the_step_may_be_given() {
    is(&[r#"{"errCode":-30002}"#, "--step", "enable"], "setEnable1v1Chat", Cause::WechatNoRecord);
    is(&["104", "--step", "authorize"], "authorize", Cause::PrivacyRefused);
}

#[test]
fn a_text_or_a_number_is_an_answer_too() {
    is(&["authorize:fail:auth deny"], "authorize", Cause::Denied);
    is(&["-20002"], "join1v1Chat (assumed", Cause::OnCall);
    is(&["join1v1Chat:fail 开发者工具暂时不支持此 API 调试"], "join1v1Chat", Cause::DeviceNotSupported);
}

#[test]
fn an_answer_without_a_code_and_a_known_message_says_so() {
    let out = run(&["--classify", "x"]).out;
    assert!(out.contains("Other(0): The answer has no code, and its message is not known."), "{out}");
}

#[test]
fn a_flow_can_name_an_unknown_code() {
    let out = |answer| run(&["--classify", answer, "--step", "join"]).out;
    assert!(out("-777").contains("Other(-777)") && out("-777").contains("Joining can name it: `on -777`"));
    assert!(out("-20002").contains("`on OnCall`"));
    assert!(out("null").contains("plain edge to Failed"));
    let authorize = run(&["--classify", "-3", "--step", "authorize"]).out;
    assert!(authorize.contains("Other(-3)") && !authorize.contains("can name"), "{authorize}");
}

#[test]
fn what_is_not_an_answer_is_an_error() {
    for (args, why) in [
        (&["--classify", ""][..], "expected an answer"),
        (&["--classify", "  "], "expected an answer"),
        (&["--classify", "{errMsg: 1}"], "double quotes"),
        (&["--classify", "-1", "--step", "leave"], "authorize, enable, join"),
        (&["--step", "join"], "--classify"),
        (&["--classify", "-1", "--explore"], "--explore"),
        (&["--classify", "-1", "--fail", "join=System"], "--fail"),
        (&["--classify"], "--classify"),
    ] {
        let report = run(args);
        assert_eq!(report.status, Status::Wrong, "{args:?}\n{}", report.out);
        assert!(report.err.contains(why), "{args:?}\n{}", report.err);
    }
}

#[test]
fn an_answer_cannot_control_the_terminal() {
    let report = run(&["--classify", "\u{1b}[2Jjoin1v1Chat:fail\u{202e}"]);
    assert!(!report.out.contains(['\u{1b}', '\u{202e}']), "{:?}", report.out);
}

/// Not every answer that somebody pastes is a failure.
#[test]
fn a_success_has_no_cause() {
    for answer in [r#"{"errMsg":"join1v1Chat:ok"}"#, r#"{"errCode":0}"#, "authorize:ok", "0"] {
        let report = run(&["--classify", answer]);
        assert!(
            report.out.contains("is a success") && !report.out.contains("Other(0)"),
            "{answer}: {}",
            report.out
        );
    }
    for answer in
        [r#"{"errMsg":"join1v1Chat:ok","errCode":-1}"#, r#"{"errMsg":"auth deny","errCode":0}"#, "{}"]
    {
        assert!(!run(&["--classify", answer]).out.contains("is a success"), "{answer}");
    }
}
