//! Recordings of phones: their timers fire late, their values are redacted, and their answers are as they came.

use voip_runtime::prelude::*;
use voip_runtime::record::{OpenIds, RecordKind, Recording};
use voip_runtime::sim::replay;
use voip_tests::{LooksUpListener, Recovering};

const RECOVERING: &str = include_str!("recordings/v3-phone-recovering.jsonl");
const LOOKS_UP_LISTENER: &str = include_str!("recordings/v3-phone-looks-up-listener.jsonl");

fn read<P: Page>(text: &str) -> Recording {
    Recording::read::<P>(text).expect("a recording")
}

#[test]
fn a_recording_of_a_phone_replays() {
    let recording = read::<Recovering>(RECOVERING);
    let (played, _) = replay::<Recovering>(&recording).unwrap_or_else(|divergence| panic!("{divergence}"));
    assert_eq!(played.len(), recording.records.len());
    let recording = read::<LooksUpListener>(LOOKS_UP_LISTENER);
    let (_, state) =
        replay::<LooksUpListener>(&recording).unwrap_or_else(|divergence| panic!("{divergence}"));
    assert_eq!(state, State::Idle);
}

#[test]
fn what_a_phone_has_recorded_is_kept_when_it_is_written() {
    let recording = read::<Recovering>(RECOVERING);
    assert!(recording.redacted == Some(true));
    let lines = recording.to_lines(Recovering::SPEC, OpenIds::Aliased);
    assert_eq!(read::<Recovering>(&lines), recording);
    assert!(lines.contains(r#""raw":{"errMsg":"openSetting:ok","authSetting""#), "{lines}");
    assert!(lines.contains(r#"{"at":0,"note":"show"}"#), "{lines}");
}

/// In the recording, the join is answered after its time limit, but before its timer fires.
#[test]
fn only_a_recording_of_a_phone_may_have_late_timers() {
    let not_of_phone = RECOVERING.replacen(",\"redacted\":true", "", 1);
    let divergence = replay::<Recovering>(&read::<Recovering>(&not_of_phone)).expect_err("a late timer");
    assert!(matches!(divergence.now.as_deref(), Some(RecordKind::Change(_))), "{divergence}");
}

#[test]
fn only_a_redacted_recording_matches_other_values() {
    let full = LOOKS_UP_LISTENER.replacen("\"redacted\":true", "\"redacted\":false", 1);
    let divergence = replay::<LooksUpListener>(&read::<LooksUpListener>(&full)).expect_err("another text");
    assert!(divergence.to_string().contains("text#1") && !divergence.after_redacted, "{divergence}");
    // A redacted value has the kind of the value.
    let other = LOOKS_UP_LISTENER.replace(r#""options":"text#1""#, r#""options":0"#);
    replay::<LooksUpListener>(&read::<LooksUpListener>(&other)).expect_err("a text and no number");
}

#[test]
fn a_divergence_says_that_the_answers_are_redacted() {
    // The handler of the recorded page accepts a list of names only, which was redacted to a text here.
    let other = LOOKS_UP_LISTENER.replace(r#"["text#2"]"#, r#""text#2""#);
    let divergence = replay::<LooksUpListener>(&read::<LooksUpListener>(&other)).expect_err("no list");
    assert!(divergence.after_redacted);
    assert!(divergence.to_string().ends_with("a build with `--record=full` keeps them"), "{divergence}");
}

#[test]
fn answers_are_classified_again() {
    let reclassified = read::<Recovering>(RECOVERING).reclassify();
    let shown: Vec<_> = reclassified.iter().map(ToString::to_string).collect();
    let line = |text: &str| 1 + RECOVERING.lines().position(|line| line.contains(text)).expect("a line");
    let [known, unknown] = [line("\"cause\":\"Other(1107001)"), line("\"cause\":\"Other(-777)")];
    assert_eq!(
        shown,
        [
            format!(
                "line {known}: join1v1Chat was recorded as Other(1107001) and is OnCall now: errno 1107001, `join1v1Chat:fail`"
            ),
            format!(
                "line {unknown}: authorize failed with an unknown cause: errCode -777, `authorize:fail whatever`"
            ),
        ]
    );
}

#[test]
fn an_answer_that_was_nothing_is_not_known() {
    let text = concat!(
        "{\"voip\":3,\"page\":\"Recovering\",\"redacted\":true,\"host\":[null]}\n",
        "{\"call\":{\"number\":0,\"name\":\"authorize\",\"options\":{\"scope\":\"scope.record\"}},\"at\":0}\n",
        "{\"answer\":{\"to\":0,\"cause\":\"Other(0)\",\"message\":\"\",\"raw\":null},\"at\":1}\n",
    );
    let shown: Vec<_> = read::<Recovering>(text).reclassify().iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["line 3: authorize failed with an unknown cause: ``"]);
}

#[test]
fn a_success_that_carries_a_failure_is_classified_as_one_for_a_step_only() {
    let failing = |name: &str| {
        let call = format!(r#"{{"at":0,"call":{{"number":0,"name":"{name}","options":{{}}}}}}"#);
        let answer = r#"{"at":1,"answer":{"to":0,"result":null,"raw":{"errCode":-20002,"errMsg":":fail"}}}"#;
        let text = format!("{{\"voip\":3,\"page\":\"Recovering\",\"redacted\":true}}\n{call}\n{answer}\n");
        read::<Recovering>(&text).reclassify().iter().map(|answer| answer.now).collect::<Vec<_>>()
    };
    assert_eq!(failing("join1v1Chat"), [Some(Cause::OnCall)]);
    assert_eq!(failing("exitVoIPChat"), []);
}
