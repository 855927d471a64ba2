//! Answers of the host in every form, and the cause of each: as this project chose them, and from public documents.
//! `e2e/realm/classify.test.mjs` gives the same answers to a built page.

use serde::Deserialize;
use serde_json::json;
use voip_runtime::Cause;
use voip_runtime::classify::HostError;
use voip_runtime::value::Value;

#[derive(Deserialize)]
struct Case {
    /// The host call that was answered, or the event.
    step: String,
    scope: Option<String>,
    answer: Value,
    /// A cause as [`Cause::parse`] reads it, or `Other` for any code.
    cause: String,
}

/// The answers that differ from what the table says.
fn wrong(file: &str) -> Vec<String> {
    let cases: Vec<Case> = serde_json::from_str(file).expect("cases");
    assert!(cases.len() > 50);
    // The cause of an event is known without its words.
    let answers = cases.iter().filter(|case| !case.step.starts_with("onVoIPChat"));
    let wrong = answers.filter_map(|Case { step, scope, answer, cause }| {
        let found = HostError::read(answer).cause(step, scope.as_deref());
        let is_right =
            if cause == "Other" { found.name() == "Other" } else { Cause::parse(cause) == Some(found) };
        (!is_right).then(|| format!("{step} {answer:?} is {found}, expected {cause}"))
    });
    wrong.collect()
}

#[test]
fn every_form_of_an_answer_has_its_cause() {
    assert_eq!(wrong(include_str!("../answers/forms.json")), [""; 0]);
}

#[test]
fn public_answers_have_their_causes() {
    assert_eq!(wrong(include_str!("../answers/public.json")), [""; 0]);
}

#[test]
fn words_in_a_very_long_message_are_found() {
    let long = "has no ".repeat(150_000);
    for (message, cause) in [(format!("{long}auth deny"), Cause::Denied), (long, Cause::Other(0))] {
        assert_eq!(Cause::classify("authorize", None, &message, None, None), cause);
    }
}

#[test]
fn the_words_of_a_cause_are_not_in_the_name_of_a_call() {
    // So the words of a message need not be separated from the name of the call, as in `authorize:fail`.
    for words in Cause::NAMED.iter().flat_map(|cause| cause.words()) {
        let in_a_name = words.chars().all(|c| c.is_ascii_alphanumeric() || c == ':');
        assert!(!in_a_name, "{words}");
    }
}

#[test]
fn a_number_has_one_cause() {
    let mut numbers: Vec<_> = Cause::NAMED
        .iter()
        .flat_map(|cause| cause.code().into_iter().chain(cause.errnos().iter().copied()))
        .collect();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), count);
}

#[test]
fn a_success_may_carry_a_failure() {
    let is_failure = |answer: serde_json::Value| {
        let answer: Value = serde_json::from_value(answer).expect("JSON");
        HostError::read(&answer).is_failure()
    };
    for failure in [
        json!({ "errMsg": "join1v1Chat:ok", "errCode": -20002 }),
        json!({ "errMsg": "join1v1Chat:ok", "errno": "102" }),
        json!({ "errMsg": "join1v1Chat:Fail auth deny" }),
        json!("join1v1Chat:fail"),
    ] {
        assert!(is_failure(failure.clone()), "{failure}");
    }
    for success in [
        json!({ "errMsg": "join1v1Chat:ok", "errCode": 0, "errno": "0" }),
        json!({ "authSetting": {} }),
        json!("join1v1Chat:ok"),
        json!(null),
    ] {
        assert!(!is_failure(success.clone()), "{success}");
    }
}
