//! Answers of the host in every form, and the cause of each: as this project chose them, and from public documents.
//! `e2e/realm/classify.test.mjs` gives the same answers to a built page.

use serde::Deserialize;
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
