//! Pages with contacts, and the limits of a call.

use voip_preview::Status;

use crate::pages::{Contacts, Plain};
use crate::{changes, with};

const TWO: &str = r#"family=[{"openid": "o-anna", "nickname": "Anna"}, {"nickname": "Ben"}]"#;

#[test]
fn a_run_without_flags_calls_a_contact() {
    let report = with::<Contacts>(&[]);
    assert_eq!(report.status, Status::Done, "{}", report.out);
    assert!(report.out.contains("taps 打电话 of contact 0, listener"), "{}", report.out);
    assert!(report.out.contains("family 家人 = [{openid: \"openid#1\""), "{}", report.out);
    assert!(report.out.contains("The call was joined, answered and ended."), "{}", report.out);
    assert!(report.out.contains("再见  for 5 s"), "{}", report.out);
}

#[test]
fn call_taps_the_button_of_a_contact() {
    let report = with::<Contacts>(&["--set", TWO, "--call", "0"]);
    assert_eq!((report.status, &*report.err), (Status::Done, ""), "{}", report.out);
    assert!(report.out.contains("of contact 0, Anna"), "{}", report.out);
    assert!(report.out.contains("listener: {nickname: \"Anna\", openid: \"openid#"), "{}", report.out);
}

#[test]
fn a_contact_that_cannot_be_called_is_an_error() {
    for (set, contact, why) in [
        (TWO, "1", "contact 1 has no openid, so its button is disabled"),
        (TWO, "2", "no contact 2: the page has the contacts 0 to 1"),
        ("family=[{}]", "7", "no contact 7: the page has one contact, 0"),
        ("family=[]", "0", "the page has no contacts at the tap"),
    ] {
        let report = with::<Contacts>(&["--set", set, "--call", contact]);
        assert_eq!(report.status, Status::NotDone, "{why}");
        assert!(report.err.contains(why), "{}", report.err);
        assert!(!report.out.contains("The call was"), "{}", report.out);
        assert!(changes(&report).is_empty(), "{}", report.out);
    }
}

#[test]
fn wrong_contacts_and_choices() {
    for (args, why) in [
        (&["--set", "family=Anna"][..], "expected a list in JSON"),
        (&["--set", "family=[1]"], "expected a list of contacts"),
        (&["--set", "urgency=high"], "expected `Low` or `High`"),
        (&["--query", "urgency=high"], "expected `Low` or `High`"),
        (&["--query", "notes=x"], "no parameter `notes`: did you mean `note`?"),
        (&["--query", "note"], "expected NAME=VALUE"),
        (&["--query", "note=x&urgency=High"], "`&` separates two parameters"),
        (&["--call", "x"], "'--call <N>'"),
    ] {
        let report = with::<Contacts>(args);
        assert_eq!(report.status, Status::Wrong, "{args:?}");
        assert!(report.err.contains(why), "{args:?}: {}", report.err);
    }
    let report = with::<Plain>(&["--call", "0"]);
    assert_eq!(report.status, Status::Wrong);
    assert!(report.err.contains("the page `Plain` has no contacts"), "{}", report.err);
    let help = with::<Contacts>(&["--help"]).out;
    assert!(help.contains("urgency  choice        Low|High  程度"), "{help}");
}

#[test]
fn the_query_sets_fields() {
    let report = with::<Contacts>(&["--query", "urgency=High", "--query", "note=%E6%80%A5"]);
    assert_eq!(report.status, Status::Done, "{}", report.err);
    assert!(report.out.contains("opens the page with urgency=High&note=%E6%80%A5"), "{}", report.out);
    assert!(report.out.contains("urgency 程度 = \"High\""), "{}", report.out);
    assert!(report.out.contains("remark = \"急\""), "{}", report.out);
}

#[test]
fn a_call_that_nobody_answers_ends_at_its_limit() {
    let report = with::<Contacts>(&["--listener", "closed"]);
    assert_eq!(report.status, Status::Done, "{}", report.err);
    assert_eq!(changes(&report).last(), Some(&"InCall → Failed"), "{}", report.out);
    assert!(report.out.contains("nobody answered within the limit `ring`"), "{}", report.out);
}

#[test]
fn a_long_call_ends_at_its_limit() {
    let report = with::<Contacts>(&["--talk", "30m"]);
    assert_eq!(changes(&report).last(), Some(&"InCall → Idle"), "{}", report.out);
    assert!(report.out.contains("ended at its limit `within`"), "{}", report.out);
    let report = with::<Contacts>(&["--talk", "19m"]);
    assert!(report.out.contains("The call was joined, answered and ended."), "{}", report.out);
}

#[test]
fn a_recording_with_contacts_and_limits_replays() {
    let directory = crate::recordings::directory("contacts");
    let file = directory.join("run.jsonl");
    let file = file.to_str().unwrap();
    for args in [&["--listener", "closed"][..], &["--talk", "30m"], &["--set", TWO, "--call", "0"]] {
        with::<Contacts>(&[args, &["--record", file]].concat());
        let replayed = with::<Contacts>(&["--replay", file]);
        assert_eq!(replayed.status, Status::Done, "{args:?}: {}", replayed.err);
    }
}
